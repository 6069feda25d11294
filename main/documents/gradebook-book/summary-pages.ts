import type { ContentSection, TableCell } from 'pdfmake/interfaces.js';
import type { BookFrame, SummaryTable } from '#main/office/ports/books.ts';
import { landscape, section } from './paper.ts';
import { head, markCell, nameCell, sheetTables, spanned } from './sheet-table.ts';
import { signatureHeight, signatures, signHint } from './signatures.ts';

const titleHeight = 26;

/** All subjects of a semester, or of the year, side by side; the semester's with the levels of learning and conduct (TT 22/2021 annex). */
export function summaryPages(frame: BookFrame, summary: SummaryTable, input: { readonly title: string; readonly withLevels: boolean; readonly classTeacher: string }): readonly ContentSection[] {
  const subjects = [...summary.comment, ...summary.scored];
  const levels = input.withLevels ? 2 : 0;
  // The form has no notes here: they get a column only where there is something to say.
  const notesWidth = summary.rows.some(({ notes }) => notes.length > 0) ? 66 : 0;
  const tall = (text: string): TableCell => head(text, { rowSpan: 2, margin: [0, 16, 0, 0] });
  const group = (text: string, count: number): readonly TableCell[] => (count === 0 ? [] : [head(text, { colSpan: count }), ...spanned(count - 1)]);
  const nameWidth = 132;
  const each = (landscape.width - 24 - nameWidth - levels * 46 - notesWidth) / subjects.length;
  const tables = sheetTables({
    width: landscape.width,
    widths: [24, null, ...subjects.map(() => each - 0.02), ...Array.from({ length: levels }, () => 46), ...(notesWidth === 0 ? [] : [notesWidth])],
    headHeight: 58,
    head: [
      [
        tall('Số TT'),
        tall(`Họ và tên ${frame.words.learner}`),
        ...group('Môn học đánh giá bằng nhận xét', summary.comment.length),
        ...group('Môn học đánh giá bằng nhận xét kết hợp đánh giá bằng điểm số', summary.scored.length),
        ...(input.withLevels ? [head('Kết quả học tập', { rowSpan: 2, margin: [0, 10, 0, 0] }), head('Kết quả rèn luyện', { rowSpan: 2, margin: [0, 10, 0, 0] })] : []),
        ...(notesWidth === 0 ? [] : [tall('Ghi chú')]),
      ],
      ['', '', ...subjects.map((name) => head(name, { fontSize: subjects.length > 13 ? 7 : 8 })), ...spanned(levels + (notesWidth === 0 ? 0 : 1))],
    ],
    rows: summary.rows.map(({ pupil, results, learning, conduct, notes }): TableCell[] => [
      String(pupil.position),
      nameCell(pupil),
      ...results,
      ...(input.withLevels ? [markCell(learning, 46, { bold: true }), markCell(conduct, 46, { bold: true })] : []),
      ...(notesWidth === 0 ? [] : [{ text: notes.join('\n'), alignment: 'left' as const, fontSize: 6.5 }]),
    ]),
    height: landscape.height - titleHeight - 2,
    foot: signatureHeight + 6,
    sizes: { wished: 10, smallest: 7.5 },
  });
  return tables.map((table, index) =>
    section(landscape, [
      { text: input.title, bold: true, fontSize: 14, alignment: 'center', margin: [0, 0, 0, titleHeight - 17] },
      table,
      ...(index === tables.length - 1 ? [signatures([{ titles: [frame.words.classTeacher.toLocaleUpperCase('vi')], hint: signHint, name: input.classTeacher }], 'Đ: Đạt; CĐ: Chưa đạt.')] : []),
    ]),
  );
}
