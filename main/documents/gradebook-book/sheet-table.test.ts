import { array, assert, integer, property } from 'fast-check';
import type { ContentTable } from 'pdfmake/interfaces.js';
import { expect, test } from 'vitest';
import { markCell, nameCell, sheetTables, type SheetTable } from './sheet-table.ts';

const stroke = { decoration: 'lineThrough', decorationColor: '#c00000', decorationThickness: 0.9 };

test('a correction is struck through in red with the new mark in red at its upper right; several stand under the new one', () => {
  expect(markCell({ struck: ['7,5'], text: '8,0' }, 40)).toEqual({ text: [{ text: '7,5', ...stroke }, { text: '8,0', bold: true, color: '#c00000', sup: true, fontSize: expect.closeTo(14.66, 1) }], fontSize: 10, noWrap: true });
  expect(markCell({ struck: ['7,5', '6,0'], text: '8,0' }, 30)).toEqual({
    text: [{ text: '8,0', bold: true, color: '#c00000', fontSize: 8.5 }, '\n', { text: '7,5', ...stroke }, ' ', { text: '6,0', ...stroke }],
    fontSize: expect.any(Number),
    alignment: 'right',
    noWrap: true,
  });
  expect([markCell('8,0', 30), markCell({ struck: ['Đ'], text: '' }, 40)]).toMatchObject(['8,0', { text: [{ text: 'Đ', ...stroke }, { text: '' }] }]);
  expect(nameCell({ position: 3, fullName: 'Vũ Ngọc Lâm', gone: true, remark: '' })).toMatchObject({ text: [{ text: 'Vũ Ngọc Lâm', ...stroke }] });
});

test('rows fill pages in their order, never more than fit, with a place for what stands at the end', () => {
  const long = 'Công Tằng Tôn Nữ Nguyễn Hoàng Quỳnh Như Ngọc Diễm';
  assert(
    property(array(integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 130 }), integer({ min: 0, max: 140 }), (lengths, foot) => {
      const table: SheetTable = { width: 500, widths: [24, null, 60], head: [['STT', 'Tên', 'Ghi chú']], headHeight: 20, height: 700, foot, sizes: { wished: 10, smallest: 8 }, rows: lengths.map((length, index) => [String(index + 1), Array.from({ length: length * 2 + 1 }, () => long).join(' '), '']) };
      const pages = sheetTables(table).map((page) => (page as ContentTable).table.body.slice(1));
      expect(pages.flat().map(([cell]) => (typeof cell === 'string' ? cell : (cell as { readonly text: string }).text))).toEqual(lengths.map((_, index) => String(index + 1)));
      // At the smallest size a row is 10.9 points high at least.
      for (const [index, rows] of pages.entries()) expect(rows.length * 10.9).toBeLessThanOrEqual(680 - (index === pages.length - 1 ? foot : 0));
    }),
    { numRuns: 100 },
  );
  const lines = (count: number): SheetTable => ({ width: 519, widths: [24, null], head: [['STT', 'Tên']], headHeight: 32, height: 720, foot: 94, sizes: { wished: 10.5, smallest: 8.5 }, rows: Array.from({ length: count }, (_, index) => [String(index + 1), 'Nguyễn Thị Phương Anh']) });
  expect([45, 50, 60].map((count) => sheetTables(lines(count)).length)).toEqual([1, 1, 2]);
});

test('a row as high as a page leaves the others and the place at the end on pages of their own', () => {
  const pagesOf = (rows: readonly string[]) => sheetTables({ width: 500, widths: [null], head: [['Ghi chú']], headHeight: 20, height: 420, foot: 90, sizes: { wished: 10, smallest: 10 }, rows: rows.map((text) => [text]) }).map((page) => (page as ContentTable).table.body.length - 1);
  const short = (count: number) => Array.from({ length: count }, () => 'a');
  const tall = Array.from({ length: 32 }, () => 'a').join('\n');
  expect([pagesOf([tall, ...short(29)]), pagesOf([...short(29), tall]), pagesOf([`${tall}\n${tall}`, ...short(29)])]).toEqual([[3, 4, 23], [29, 1], [1, 6, 23]]);
});
