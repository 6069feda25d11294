import type { Content, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { QualityPaper } from '#main/office/ports/quality.ts';
import { trainingHeader } from '../gradebook-book/paper.ts';

/** What is to be mended, rule by rule, to be worked through with a pen. */
export function qualityReportDocument(paper: QualityPaper): TDocumentDefinitions {
  const { schoolName, schoolYear, scope, groups, summary } = paper;
  const title = `Kết quả kiểm tra dữ liệu – ${scope}`;
  return {
    info: { title, creator: 'Học Bạ', creationDate: new Date(paper.printedAt) },
    pageSize: 'A4',
    pageMargins: [42, 40, 34, 44],
    language: 'vi',
    defaultStyle: { font: 'Tinos', fontSize: 11 },
    content: [
      { text: schoolName, bold: true },
      { text: `Năm học ${schoolYear}`, margin: [0, 0, 0, 10] },
      { text: title.toLocaleUpperCase('vi'), bold: true, fontSize: 14, alignment: 'center', margin: [0, 0, 0, 6] },
      ...summary.map((text): Content => ({ text, alignment: 'center' })),
      ...groups.flatMap(groupContent),
    ],
    footer: (page, pages) => ({ columns: [{ width: '*', text: `${title} – ${schoolName}` }, { width: 'auto', text: `Trang ${page}/${pages}` }], fontSize: 8, color: '#333333', margin: [42, 12, 34, 0] }),
    ...(paper.training ? { header: trainingHeader() } : {}),
  };
}

function groupContent({ title, advice, lines }: QualityPaper['groups'][number]): Content[] {
  const head = (text: string): TableCell => ({ text, bold: true, fillColor: '#eeeeee' });
  return [
    { text: title, bold: true, fontSize: 12, margin: [0, 12, 0, 1], headlineLevel: 1 },
    { text: advice, italics: true, fontSize: 10, margin: [0, 0, 0, 3] },
    {
      table: {
        headerRows: 1,
        widths: [20, 32, 118, '*', 50, 40],
        dontBreakRows: true,
        body: [
          [head('TT'), head('Lớp'), head('Họ và tên'), head('Cần xem lại'), head('Mức'), head('Đã sửa')],
          ...lines.map(({ className, name, text, state, note }, index): TableCell[] => [String(index + 1), className, name, note === '' ? text : { stack: [text, { text: note, italics: true, fontSize: 9 }] }, state, '']),
        ],
      },
      layout: { hLineWidth: () => 0.5, vLineWidth: () => 0.5, paddingTop: () => 2, paddingBottom: () => 2, paddingLeft: () => 3, paddingRight: () => 3 },
      fontSize: 10,
    },
  ];
}
