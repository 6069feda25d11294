import type { Content, ContentSection, TableCell } from 'pdfmake/interfaces.js';
import type { BookFrame, SubjectRow, SubjectSheet } from '#main/office/ports/books.ts';
import { landscape, portrait, section, type Paper } from './paper.ts';
import { head, markCell, nameCell, sheetTables, spanned } from './sheet-table.ts';
import { signatureHeight, signatures, signHint } from './signatures.ts';

/** Which book the list stands in: the teacher's has pupil codes, days of birth and comments. */
type Place = 'class' | 'subject';

type Column = { readonly width: number | null; readonly heading: string; readonly cell: (row: SubjectRow) => TableCell };

const titleHeight = 46;
const legendHeight = 14;

/** The list of one subject in one semester (TT 22/2021 annex), signed by its teacher at the end (instructions 3). */
export function subjectPages(frame: BookFrame, sheet: SubjectSheet, place: Place): readonly ContentSection[] {
  const paper = place === 'class' ? portrait : landscape;
  const columns = columnsOf(frame, sheet, place);
  const before = place === 'class' ? 2 : 4;
  const tables = sheetTables({
    width: paper.width,
    widths: columns.map(({ width }) => width),
    head: headOf(sheet, columns, before),
    headHeight: sheet.kind === 'comment' ? 44 : 32,
    rows: sheet.rows.map((row) => columns.map(({ cell }) => cell(row))),
    height: paper.height - titleHeight - 2,
    foot: signatureHeight + (sheet.hasAbsences ? legendHeight : 0) + 6,
    sizes: { wished: 10.5, smallest: place === 'class' ? 8.5 : 8 },
  });
  const foot = [...legend(sheet), signatures([{ titles: ['GIÁO VIÊN MÔN HỌC'], hint: signHint, name: sheet.teacher }], correctionWords(sheet.corrections))];
  return tables.map((table, index) => section(paper, [...title(sheet, paper), table, ...(index === tables.length - 1 ? foot : [])]));
}

function title({ semester, subject, className, kind }: SubjectSheet, { width }: Paper): Content[] {
  return [
    { text: `HỌC KÌ ${semester === 1 ? 'I' : 'II'}`, bold: true, fontSize: 14, alignment: 'center' },
    {
      columns: [
        { width: '*', text: [kind === 'scored' ? 'Môn: ' : 'Môn học, hoạt động giáo dục: ', { text: subject, bold: true }] },
        { width: width / 4, text: ['Lớp: ', { text: className, bold: true }], alignment: 'right' },
      ],
      fontSize: 12,
      margin: [0, 6, 0, titleHeight - 37],
    },
  ];
}

function columnsOf({ words }: BookFrame, sheet: SubjectSheet, place: Place): readonly Column[] {
  const mark = place === 'class' ? 30 : 31;
  const second = sheet.semester === 2;
  const scored = sheet.kind === 'scored';
  const number = sheet.semester === 1 ? 'I' : 'II';
  const heading = scored ? { midterm: 'ĐĐG\ngk', final: 'ĐĐG\nck', semester: `ĐTB\nmhk${number}`, year: 'ĐTB\nmcn', again: 'Đánh\ngiá lại' } : { midterm: 'Giữa kì', final: 'Cuối kì', semester: 'Học kì', year: 'Cả năm', again: 'Mức đánh giá lại' };
  return [
    { width: 24, heading: 'Số\nTT', cell: ({ pupil }) => String(pupil.position) },
    ...(place === 'subject' ? [{ width: 68, heading: `Mã ${words.learner}`, cell: ({ code }: SubjectRow) => code }] : []),
    { width: place === 'class' ? (second ? 128 : 142) : 126, heading: `Họ và tên ${words.learner}`, cell: ({ pupil }) => nameCell(pupil) },
    ...(place === 'subject' ? [{ width: 52, heading: 'Ngày sinh', cell: ({ birthDate }: SubjectRow) => birthDate }] : []),
    ...sheet.regular.map((name, index): Column => ({ width: name === '' ? mark : mark + 5, heading: name, cell: ({ regular }) => markCell(regular[index] ?? '', mark) })),
    { width: mark, heading: heading.midterm, cell: ({ midterm }) => markCell(midterm, mark) },
    { width: mark, heading: heading.final, cell: ({ final }) => markCell(final, mark) },
    { width: 33, heading: heading.semester, cell: ({ semester }) => markCell(semester, 33, { bold: true }) },
    ...(second ? [{ width: 33, heading: heading.year, cell: ({ year }: SubjectRow) => markCell(year, 33, { bold: true }) }, { width: 34, heading: heading.again, cell: ({ reassessment }: SubjectRow) => markCell(reassessment, 34) }] : []),
    ...(place === 'subject' ? [{ width: null, heading: `Nhận xét sự tiến bộ, ưu điểm nổi bật, hạn chế chủ yếu của ${words.learner}`, cell: ({ comment }: SubjectRow): TableCell => ({ text: comment, alignment: 'left', fontSize: commentSize(comment) }) }] : []),
    { width: place === 'class' ? null : 66, heading: 'Ghi chú', cell: ({ notes }) => ({ text: notes.join('\n'), alignment: 'left', fontSize: 7 }) },
  ];
}

/** Comments may have 2000 letters: the longest still fit on one page beside their pupil. */
function commentSize(comment: string): number {
  if (comment.length <= 200) return 8;
  return comment.length <= 700 ? 7 : 6;
}

/** Two rows: the regular assessments under one heading, and for comment subjects all of them under the two levels. */
function headOf({ kind, regular, semester }: SubjectSheet, columns: readonly Column[], before: number): TableCell[][] {
  const marks = regular.length + 3 + (semester === 2 ? 1 : 0);
  const tall = (text: string): TableCell => head(text, { rowSpan: 2, margin: [0, kind === 'comment' ? 10 : 4, 0, 0] });
  const first = columns.flatMap(({ heading }, index): readonly TableCell[] => {
    if (kind === 'scored') {
      if (index === before && regular.length > 0) return [head('ĐĐGtx', { colSpan: regular.length, margin: [0, 1, 0, 1] }), ...spanned(regular.length - 1)];
      return index > before && index < before + regular.length ? [] : [tall(heading)];
    }
    if (index === before) return [head('Mức đánh giá: Đạt (Đ), Chưa đạt (CĐ)', { colSpan: marks, margin: [0, 1, 0, 1] }), ...spanned(marks - 1)];
    return index > before && index < before + marks ? [] : [tall(heading)];
  });
  const second = columns.map(({ heading }, index): TableCell => {
    const isRegular = index >= before && index < before + regular.length;
    if (isRegular) return kind === 'comment' && index === before && regular.every((text) => text === '') ? head('Thường xuyên', { colSpan: regular.length }) : head(heading === '' ? (kind === 'scored' ? String(index - before + 1) : '') : heading, { fontSize: heading === '' ? 8 : 7 });
    return kind === 'comment' && index >= before && index < before + marks ? head(heading) : '';
  });
  return [first, second];
}

function legend({ hasAbsences, kind }: SubjectSheet): Content[] {
  if (!hasAbsences) return [];
  return [{ text: `P: vắng có lí do, chờ kiểm tra, đánh giá bù; V: vắng, không kiểm tra, đánh giá bù, tính ${kind === 'scored' ? '0 điểm' : 'Chưa đạt'}.`, italics: true, fontSize: 8, margin: [0, 3, 0, 0] }];
}

function correctionWords(count: number): string {
  return count === 0 ? 'Danh sách này không có chỗ sửa chữa.' : `Danh sách này có ${String(count).padStart(2, '0')} chỗ sửa chữa (gạch đỏ nội dung cũ; người sửa, ngày sửa ở cột Ghi chú).`;
}
