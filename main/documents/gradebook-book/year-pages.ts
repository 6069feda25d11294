import type { Content, ContentSection, TableCell } from 'pdfmake/interfaces.js';
import type { ClassBook } from '#main/office/ports/books.ts';
import { landscape, section } from './paper.ts';
import { head, markCell, nameCell, sheetTables, spanned } from './sheet-table.ts';
import { box, sealHint, signHint } from './signatures.ts';

const titleHeight = 26;
const totalsWidth = 188;
const gap = 8;

/** "Đánh giá, xếp loại cả năm" (TT 22/2021 annex): levels, after summer, absences, promotion, commendation; beside it the class's totals and the two signatures. */
export function yearPages(book: ClassBook): readonly ContentSection[] {
  const { words } = book.frame;
  const width = landscape.width - totalsWidth - gap;
  const tall = (text: string, top = 12): TableCell => head(text, { rowSpan: 2, margin: [0, top, 0, 0] });
  const tables = sheetTables({
    width,
    widths: [24, null, 46, 46, 58, 58, 44, 38, 42, 104],
    headHeight: 66,
    head: [
      [
        tall('Số TT', 20),
        tall(`Họ và tên ${words.learner}`, 20),
        head('Mức đánh giá', { colSpan: 2, margin: [0, 10, 0, 0] }),
        '',
        head('Mức đánh giá sau khi rèn luyện trong kì nghỉ hè; kiểm tra, đánh giá lại', { colSpan: 2 }),
        '',
        tall('Tổng số buổi nghỉ học'),
        tall('Được lên lớp'),
        tall('Không được lên lớp', 6),
        tall('Khen thưởng', 20),
      ],
      ['', '', ...['Kết quả rèn luyện', 'Kết quả học tập', 'Kết quả rèn luyện', 'Kết quả học tập'].map((text) => head(text, { fontSize: 8 })), ...spanned(4)],
    ],
    rows: book.year.rows.map((row): TableCell[] => [
      String(row.pupil.position),
      nameCell(row.pupil),
      row.conduct,
      row.learning,
      markCell(row.conductAfter, 58),
      row.learningAfter,
      row.absences,
      row.promoted === true ? 'x' : '',
      row.promoted === false ? 'x' : '',
      { text: row.award, fontSize: 8 },
    ]),
    height: landscape.height - titleHeight,
    foot: 0,
    sizes: { wished: 10, smallest: 7.5 },
  });
  return tables.map((table, index) =>
    section(landscape, [
      { text: 'ĐÁNH GIÁ, XẾP LOẠI CẢ NĂM HỌC', bold: true, fontSize: 14, alignment: 'center', margin: [0, 0, 0, titleHeight - 17] },
      { columns: [{ width, stack: [table] }, { width: totalsWidth, stack: index === tables.length - 1 ? totals(book) : [] }], columnGap: gap },
    ]),
  );
}

function totals({ frame, year, classTeacher }: ClassBook): Content[] {
  const { pupils, promoted, promotedAfterSummer, notPromoted, undecided } = year.totals;
  const { learner } = frame.words;
  const line = (text: string, count: number, indent = 0): Content => ({ text: [`${text}: `, { text: String(count), bold: true }], margin: [indent, 0, 0, 6] });
  return [
    { text: 'TỔNG HỢP CHUNG', bold: true, fontSize: 12, alignment: 'center', margin: [0, 4, 0, 12] },
    {
      stack: [
        line(`Tổng số ${learner}`, pupils),
        line('Được lên lớp', promoted),
        line('Trong đó được lên lớp sau khi kiểm tra, đánh giá lại, rèn luyện trong hè', promotedAfterSummer, 12),
        line('Không được lên lớp', notPromoted),
        ...(undecided === 0 ? [] : [line('Chưa có kết luận', undecided)]),
      ],
      fontSize: 11,
    },
    { text: '……………, ngày …… tháng …… năm ……', italics: true, fontSize: 9.5, alignment: 'center', margin: [0, 18, 0, 0] },
    ...box({ titles: [frame.words.classTeacher.toLocaleUpperCase('vi')], hint: signHint, name: classTeacher }),
    { text: '……………, ngày …… tháng …… năm ……', italics: true, fontSize: 9.5, alignment: 'center', margin: [0, 26, 0, 0] },
    ...box({ titles: frame.headTitles, hint: sealHint, name: frame.headName }),
  ];
}
