import type { Content, CustomTableLayout, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { PrintableRecord } from '#main/office/ports/documents.ts';
import { firstPage } from './first-page.ts';
import { yearPage } from './year-page.ts';

/** Lines of the form: none between fields, thin ones in tables, a frame round a stamp. */
export const tableLayouts: Readonly<Record<string, CustomTableLayout>> = {
  form: { hLineWidth: () => 0, vLineWidth: () => 0, paddingLeft: () => 2, paddingRight: () => 2, paddingTop: () => 3, paddingBottom: () => 3 },
  grid: { hLineWidth: () => 0.6, vLineWidth: () => 0.6, paddingLeft: () => 3, paddingRight: () => 3, paddingTop: () => 1.6, paddingBottom: () => 1.6 },
  stamp: { hLineWidth: () => 0.9, vLineWidth: () => 0.9, hLineColor: () => '#1b4d89', vLineColor: () => '#1b4d89', paddingLeft: () => 5, paddingRight: () => 5, paddingTop: () => 3, paddingBottom: () => 3 },
};

/** One document for a list of pupils, A4. Each begins on a new page and counts its own pages. */
export function recordDocument(records: readonly PrintableRecord[]): TDocumentDefinitions {
  /** First page of each pupil, filled while the pages are laid out; footers are drawn after that. */
  const starts = new Map<number, number>();
  const training = records.some((record) => record.training);
  const owner = (page: number): number => Math.max(0, ...[...starts].filter(([, first]) => first <= page).map(([index]) => index));
  return {
    info: { title: records.length === 1 ? `Học bạ ${records[0]?.data.pupil.fullName ?? ''}` : 'Học bạ', creator: 'Học Bạ' },
    pageSize: 'A4',
    pageMargins: [48, 44, 40, 50],
    defaultStyle: { font: 'Tinos', fontSize: 11, lineHeight: 1.12 },
    styles: { head: { bold: true, alignment: 'center', fontSize: 9.5 } },
    ...(training ? { watermark: { text: 'LUYỆN TẬP', font: 'Tinos', bold: true, color: '#b3261e', opacity: 0.11, angle: -52, fontSize: 92 } } : {}),
    header: () => (training ? { text: 'LUYỆN TẬP – KHÔNG CÓ GIÁ TRỊ', alignment: 'center', bold: true, color: '#b3261e', fontSize: 10, margin: [0, 18, 0, 0] } : ''),
    footer: (page, pages) => {
      const index = owner(page);
      const first = starts.get(index) ?? 1;
      const last = (starts.get(index + 1) ?? pages + 1) - 1;
      return {
        columns: [
          { width: '*', text: `Mã tra cứu: ${records[index]?.data.uuid ?? ''}` },
          { width: 'auto', text: `Trang ${page - first + 1}/${last - first + 1}` },
        ],
        fontSize: 8.5,
        color: '#444444',
        margin: [48, 14, 40, 0],
      };
    },
    pageBreakBefore: (node) => {
      const match = /^pupil-(\d+)$/.exec(node.id ?? '');
      const [page] = node.pageNumbers ?? [];
      if (match !== null && page !== undefined) starts.set(Number(match[1]), page);
      return false;
    },
    content: records.flatMap((record, index): Content[] => [
      { text: '', id: `pupil-${index}`, fontSize: 1, ...(index === 0 ? {} : { pageBreak: 'before' as const }) },
      ...firstPage(record),
      { text: '', pageBreak: 'after' },
      ...yearPage(record),
    ]),
  };
}
