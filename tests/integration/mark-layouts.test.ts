import { Workbook, type Worksheet } from '@cj-tech-master/excelts';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MarkColumn } from '#core/contract/shared.ts';
import { createSpreadsheetReader } from '#main/documents/spreadsheet/spreadsheet-reader.ts';
import { blocksOf } from '#main/office/mark-files/file-blocks.ts';
import { readFileCell } from '#main/office/mark-files/file-cells.ts';
import { linesOf } from '#main/office/mark-files/file-lines.ts';
import { findTables } from '#main/office/mark-files/file-tables.ts';

const reader = createSpreadsheetReader();
const names = ['Nguyễn Văn An', 'Lò Thị Chi', 'Trần Đức Bình', "H'Hen Niê", 'Y Moan Êban', 'Tống Khánh Hoà', 'Lê Quỳnh Như', 'Đặng Ngọc Ánh'];
const headings = {
  midterm: ['ĐĐGgk', 'Giữa kì', 'GK', 'KT giữa kỳ', 'ĐIỂM GIỮA KÌ', 'Đánh giá giữa kì', 'KTGK', 'Giữa\nkì'],
  final: ['ĐĐGck', 'Cuối kì', 'CK', 'Điểm cuối kỳ', 'ĐÁNH GIÁ CUỐI KÌ', 'Thi học kì', 'Kiểm tra cuối kì'],
  comment: ['Nhận xét', 'NHẬN XÉT CỦA GV', 'Lời nhận xét'],
} as const;
const regularWords = ['ĐĐGtx', 'TX', 'Thường xuyên', 'Điểm TX', 'KTTX', 'Đánh giá thường xuyên'];
const noise = ['ĐTB', 'Ghi chú', 'Trung bình', 'Xếp loại', 'Điểm danh'];

/** How a list looks. `mark`: how a number is written; null where the cell is empty. */
const layout = fc.record({
  columnsBefore: fc.integer({ min: 0, max: 2 }),
  titles: fc.array(fc.constantFrom('BẢNG ĐIỂM LỚP 7A', 'Trường THCS Hoa Ban', 'Năm học 2025-2026', ''), { maxLength: 3 }),
  mergeTitles: fc.boolean(),
  numbered: fc.boolean(),
  code: fc.boolean(),
  name: fc.constantFrom('one', 'split', 'merged', 'beside'),
  birth: fc.constantFrom('none', 'date', 'serial', 'text'),
  regular: fc.integer({ min: 0, max: 4 }),
  regularWord: fc.constantFrom(...regularWords),
  groups: fc.constantFrom('numbered', 'plain', 'merged', 'unmerged'),
  others: fc.shuffledSubarray(['midterm', 'final', 'comment'] as const, { minLength: 1 }),
  words: fc.record({ midterm: fc.constantFrom(...headings.midterm), final: fc.constantFrom(...headings.final), comment: fc.constantFrom(...headings.comment) }),
  noise: fc.array(fc.constantFrom(...noise), { maxLength: 2 }),
  pupils: fc.shuffledSubarray(names, { minLength: 2 }),
  marks: fc.array(fc.option(fc.record({ tenths: fc.integer({ min: 0, max: 100 }), as: fc.constantFrom('number', 'noisy', 'comma', 'dot', 'spaced') })), { minLength: 64, maxLength: 64 }),
  repeatAfter: fc.option(fc.integer({ min: 1, max: 6 })),
  decomposed: fc.boolean(),
  sums: fc.boolean(),
});
type Layout = typeof layout extends fc.Arbitrary<infer Value> ? Value : never;

test('lists of any look give back the marks that were put in', async () => {
  await fc.assert(
    fc.asyncProperty(layout, async (look) => {
      const workbook = new Workbook();
      const expected = draw(workbook.addWorksheet('Sheet1'), look);
      const tables = findTables(await reader.read(new Uint8Array(await workbook.xlsx.writeBuffer())), () => true);
      const read = tables.flatMap((table) => blocksOf(table.columns, 'levels', null).blocks.flatMap(({ columns }) => linesOf(table, columns)));
      const found = read.filter(({ name }) => !name.startsWith('Tổng')).map(({ name, birthDate, code, cells }) => ({ name, birthDate, code, marks: Object.fromEntries(cells.flatMap(({ cell, column }) => [readFileCell(cell, column, 'scored')].map((each) => [column, each?.refusal?.code ?? each?.text])))}));
      expect(found).toEqual(expected);
      expect(tables.length).toBe(1);
    }),
    { numRuns: 80 },
  );
});

type Column = { readonly heading: readonly [string, string | number]; readonly column: MarkColumn | null };

/** Draws the list and says what it should be read as. */
function draw(page: Worksheet, look: Layout): readonly unknown[] {
  let row = 1;
  for (const title of look.titles) {
    page.getCell(row, look.columnsBefore + 1).value = title === '' ? null : title;
    if (look.mergeTitles && title !== '') page.mergeCells(row, look.columnsBefore + 1, row, look.columnsBefore + 8);
    row += 1;
  }
  const grouped = look.regular > 1 && (look.groups === 'merged' || look.groups === 'unmerged');
  const regular = Array.from({ length: look.regular }, (_, index): Column => ({ heading: look.groups === 'plain' ? [look.regularWord, ''] : grouped ? [index === 0 ? look.regularWord : '', index + 1] : [`${look.regularWord} ${index + 1}`, ''], column: `regular${index + 1}` as MarkColumn }));
  const others = look.others.map((column): Column => ({ heading: [look.words[column], ''], column }));
  const columns: readonly Column[] = [...regular, ...others, ...look.noise.map((word): Column => ({ heading: [word, ''], column: null }))];
  const nameWidth = look.name === 'one' ? 1 : 2;
  const at = { number: look.columnsBefore + 1, code: look.columnsBefore + 1 + Number(look.numbered), name: look.columnsBefore + 1 + Number(look.numbered) + Number(look.code) };
  const birthAt = at.name + nameWidth;
  const marksAt = birthAt + Number(look.birth !== 'none');

  function heading(): void {
    const two = grouped;
    if (look.numbered) page.getCell(row, at.number).value = 'STT';
    if (look.code) page.getCell(row, at.code).value = 'Mã học sinh';
    page.getCell(row, at.name).value = look.name === 'split' ? 'Họ và đệm' : 'Họ và tên';
    if (look.name === 'split') page.getCell(row, at.name + 1).value = 'Tên';
    if (look.birth !== 'none') page.getCell(row, birthAt).value = 'Ngày sinh';
    columns.forEach(({ heading: [upper, lower] }, index) => {
      page.getCell(row, marksAt + index).value = upper === '' ? null : upper;
      if (two && lower !== '') page.getCell(row + 1, marksAt + index).value = lower;
    });
    if (look.name === 'merged') page.mergeCells(row, at.name, row + (two ? 1 : 0), at.name + 1);
    if (grouped && look.groups === 'merged') page.mergeCells(row, marksAt, row, marksAt + look.regular - 1);
    row += two ? 2 : 1;
  }

  heading();
  const expected: unknown[] = [];
  look.pupils.forEach((name, index) => {
    if (look.repeatAfter === index) {
      row += 1;
      heading();
    }
    const [day, month] = [(index % 27) + 1, (index % 12) + 1];
    const date = new Date(Date.UTC(2012, month - 1, day));
    const shown = look.decomposed ? name.normalize('NFD') : name;
    if (look.numbered) page.getCell(row, at.number).value = index + 1;
    if (look.code) page.getCell(row, at.code).value = `HS${index}`;
    if (nameWidth === 1) page.getCell(row, at.name).value = shown;
    else {
      page.getCell(row, at.name).value = `${shown.split(' ').slice(0, -1).join('  ')} `;
      page.getCell(row, at.name + 1).value = shown.split(' ').at(-1) ?? '';
    }
    if (look.birth === 'date') page.getCell(row, birthAt).value = date;
    if (look.birth === 'serial') page.getCell(row, birthAt).value = Math.round((date.getTime() - Date.UTC(1899, 11, 30)) / 86_400_000);
    if (look.birth === 'text') page.getCell(row, birthAt).value = `${day}/${month}/2012`;
    const marks: Record<string, string> = {};
    columns.forEach(({ column }, position) => {
      const mark = look.marks[(index * columns.length + position) % look.marks.length] ?? null;
      if (column === null) page.getCell(row, marksAt + position).value = 6.4;
      if (column === null || mark === null) return;
      const text = `${Math.trunc(mark.tenths / 10)},${mark.tenths % 10}`;
      if (column === 'comment') {
        page.getCell(row, marksAt + position).value = `Đạt ${text}`;
        marks[column] = `Đạt ${text}`;
        return;
      }
      page.getCell(row, marksAt + position).value = { number: mark.tenths / 10, noisy: mark.tenths / 10 + 3e-10, comma: text, dot: text.replace(',', '.'), spaced: ` ${text.replace(',', ' ,')} ` }[mark.as];
      marks[column] = mark.as === 'number' || mark.as === 'noisy' ? text.replace(/,0$/u, '') : mark.as === 'dot' ? text.replace(',', '.') : text;
    });
    expected.push({ name, birthDate: look.birth === 'none' ? '' : date.toISOString().slice(0, 10), code: look.code ? `HS${index}` : '', marks });
    row += 1;
  });
  if (look.sums) {
    page.getCell(row, at.name).value = 'Tổng số';
    page.getCell(row, marksAt).value = 30;
    page.getCell(row + 3, marksAt).value = 'Người lập bảng';
  }
  return expected;
}
