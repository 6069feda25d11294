import type { Content, ContentSection, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { BookFrame, PrimaryRow, PrimaryTable, PrimaryTables } from '#main/office/ports/books.ts';
import { bookDocument } from './class-book-document.ts';
import { landscape, rule, section } from './paper.ts';
import { head, nameCell, sheetTables, spanned } from './sheet-table.ts';
import { sealHint, signatureHeight, signatures, signHint } from './signatures.ts';
import { uprightHeading } from './upright-heading.ts';

const titleHeight = 48;
/** Heights of the heading's three rows, in points. */
const rows = { top: 19, names: 28, letters: 80 } as const;
const fixed = { position: 20, name: 116, birth: 50, girl: 14, outcome: 15, mark: 15, notes: 52 } as const;
const side = 0.6;
/** General competencies have long names: their columns are wider by so much. */
const wider = 4;

/** Bảng tổng hợp kết quả đánh giá giáo dục của lớp (TT 27/2020 annex 2), a table for each moment. */
export function primaryTablesDocument(book: PrimaryTables): TDocumentDefinitions {
  const title = `Bảng tổng hợp kết quả đánh giá giáo dục – Lớp ${book.className}`;
  return bookDocument(
    book.frame,
    book.tables.flatMap((table) => tablePages(book, table)),
    title,
    title,
  );
}

function tablePages({ frame, className, classTeacher }: PrimaryTables, table: PrimaryTable): readonly ContentSection[] {
  const marks = table.subjects.reduce((sum, { hasTest }) => sum + (hasTest ? 2 : 1), 0) + table.attributes.length;
  const taken = fixed.position + fixed.name + fixed.birth + fixed.girl + fixed.notes + (table.withYear ? 4 * fixed.outcome + 2 * fixed.mark : 0);
  const general = table.attributes.filter(({ group }) => group === 'general').length;
  const each = Math.min(26, (landscape.width - taken - general * wider) / marks - 0.01);
  const left = landscape.width - taken - general * wider - marks * each - rule;
  const tables = sheetTables({
    width: landscape.width,
    widths: [fixed.position, fixed.name + left, fixed.birth, fixed.girl, ...Array.from({ length: marks - table.attributes.length }, () => each), ...table.attributes.map(({ group }) => (group === 'general' ? each + wider : each)), ...(table.withYear ? [...Array.from({ length: 4 }, () => fixed.outcome), fixed.mark, fixed.mark] : []), null],
    head: headOf(table, frame, each),
    headHeight: rows.top + rows.names + rows.letters + 16,
    rows: table.rows.map((row) => cellsOf(row, table)),
    height: landscape.height - titleHeight - 2,
    foot: signatureHeight + (table.totals === '' ? 6 : 20),
    sidePadding: side,
    sizes: { wished: 9.5, smallest: 7.5 },
  });
  return tables.map((page, index) => section(landscape, [...titleOf(frame, className, table), page, ...(index === tables.length - 1 ? footOf(frame, classTeacher, table) : [])]));
}

function titleOf(frame: BookFrame, className: string, { moment }: PrimaryTable): Content[] {
  return [
    { text: 'BẢNG TỔNG HỢP KẾT QUẢ ĐÁNH GIÁ GIÁO DỤC CỦA LỚP', bold: true, fontSize: 13, alignment: 'center' },
    { text: [{ text: moment, bold: true }, ' – Lớp: ', { text: className, bold: true }, ` – Năm học ${frame.schoolYear.replace('-', ' – ')}`], fontSize: 11, alignment: 'center' },
    { text: `${frame.schoolName}, ${frame.communeName}, ${frame.provinceName}`, fontSize: 10, alignment: 'center', margin: [0, 0, 0, 6] },
  ];
}

/** Three rows: groups; subjects and kinds of competencies; what stands in each column, written upwards. */
function headOf(table: PrimaryTable, { words }: BookFrame, each: number): TableCell[][] {
  const width = each - 2 * side - rule;
  const tall = { width, height: rows.names + rows.letters };
  const tallest = { width: fixed.outcome - 2 * side - rule, height: rows.top + rows.names + rows.letters };
  const group = (name: string) => table.attributes.filter((attribute) => attribute.group === name);
  const [qualities, general, specific] = [group('quality'), group('general'), group('specific')];
  const subjectColumns = table.subjects.reduce((sum, { hasTest }) => sum + (hasTest ? 2 : 1), 0);
  const wide = (text: string, columns: number, top: number): readonly TableCell[] => (columns === 0 ? [] : [head(text, { colSpan: columns, fontSize: 7.3, margin: [0, top, 0, 0] }), ...spanned(columns - 1)]);
  const whole = (text: string): TableCell => head(text, { rowSpan: 3, fontSize: 8.5, margin: [0, 50, 0, 0] });
  const first: TableCell[] = [
    whole('Số TT'),
    whole(`Họ và tên ${words.learner}`),
    whole('Ngày sinh'),
    uprightHeading('Nữ', { ...tallest, width: fixed.girl - 2 * side - rule }, { rowSpan: 3 }),
    ...wide('Môn học và hoạt động giáo dục', subjectColumns, 4),
    ...wide('Phẩm chất chủ yếu', qualities.length, 4),
    ...wide('Năng lực cốt lõi', general.length + specific.length, 4),
    ...(table.withYear ? [...wide('Đánh giá KQGD', 4, 0), uprightHeading('Khen thưởng', tallest, { rowSpan: 3 }), uprightHeading('Chưa được lên lớp', tallest, { rowSpan: 3 })] : []),
    whole('Ghi chú'),
  ];
  const second: TableCell[] = [
    ...spanned(4),
    ...table.subjects.flatMap(({ name, hasTest }): readonly TableCell[] => (hasTest ? [head(name, { colSpan: 2, fontSize: 7, margin: [0, 1, 0, 0] }), ''] : [uprightHeading(name, tall, { rowSpan: 2 })])),
    ...qualities.map(({ name }) => uprightHeading(name, tall, { rowSpan: 2 })),
    ...wide('Năng lực chung', general.length, 8),
    ...wide('Năng lực đặc thù', specific.length, 9),
    ...(table.withYear ? [...['Hoàn thành xuất sắc', 'Hoàn thành tốt', 'Hoàn thành', 'Chưa hoàn thành'].map((text) => uprightHeading(text, { ...tall, width: fixed.outcome - 2 * side - rule }, { rowSpan: 2 })), ...spanned(2)] : []),
    '',
  ];
  const letters = { width, height: rows.letters };
  const third: TableCell[] = [
    ...spanned(4),
    ...table.subjects.flatMap(({ hasTest }): readonly TableCell[] => (hasTest ? [uprightHeading('Mức đạt được', letters), uprightHeading('Điểm KTĐK', letters)] : [''])),
    ...spanned(qualities.length),
    ...general.map(({ name }) => uprightHeading(name, { ...letters, width: width + wider })),
    ...specific.map(({ name }) => uprightHeading(name, letters)),
    ...(table.withYear ? spanned(6) : []),
    '',
  ];
  return [first, second, third];
}

function cellsOf(row: PrimaryRow, { subjects, withYear }: PrimaryTable): TableCell[] {
  const cross = (marked: boolean) => (marked ? 'X' : '');
  return [
    String(row.pupil.position),
    nameCell(row.pupil, 1.5),
    row.birthDate,
    cross(row.girl),
    ...row.subjects.flatMap(({ level, test }, index) => (subjects[index]?.hasTest === true ? [level, test] : [level])),
    ...row.attributes,
    ...(withYear ? [...(['HTXS', 'HTT', 'HT', 'CHT'] as const).map((outcome) => cross(row.outcome === outcome)), cross(row.awarded), cross(row.retained)] : []),
    { text: row.notes, fontSize: 6.5, alignment: 'left' },
  ];
}

function footOf(frame: BookFrame, classTeacher: string, { totals }: PrimaryTable): Content[] {
  return [
    ...(totals === '' ? [] : [{ text: totals, fontSize: 9.5, margin: [0, 4, 0, 0] as [number, number, number, number] }]),
    signatures([
      { titles: [frame.words.classTeacher.toLocaleUpperCase('vi')], hint: signHint, name: classTeacher },
      { titles: frame.headTitles, hint: sealHint, name: frame.headName },
    ]),
  ];
}
