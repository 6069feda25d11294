import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseClipboardTable } from './clipboard-table.ts';
import { cornersOf, isInside, positionsOf, printClipboardTable, stepWithin, tiled } from './selection.ts';

const position = fc.record({ row: fc.nat(30), column: fc.nat(12) });

test('a block has the same cells whichever corner it was begun at, all of them inside', () => {
  fc.assert(
    fc.property(position, position, position, (anchor, end, other) => {
      const range = { anchor, end };
      const cells = positionsOf(range);
      const { top, bottom, left, right } = cornersOf(range);
      expect(cells).toEqual(positionsOf({ anchor: end, end: anchor }));
      expect(cells.length).toBe((bottom - top + 1) * (right - left + 1));
      expect(isInside(range, other)).toBe(cells.some(({ row, column }) => row === other.row && column === other.column));
    }),
  );
});

test('Tab and Enter go once round every cell of a block that takes them, and back the same way', () => {
  fc.assert(
    fc.property(position, position, fc.constantFrom('rows', 'columns'), fc.integer({ min: 1, max: 3 }), (anchor, end, order, every) => {
      const range = { anchor, end };
      const accepts = ({ row, column }: { readonly row: number; readonly column: number }) => (row + column) % every === 0;
      const good = positionsOf(range).filter(accepts);
      fc.pre(good.length > 0);
      const [first] = good;
      if (first === undefined) return;
      const visited = [first];
      for (let at = stepWithin(range, first, order, false, accepts); at.row !== first.row || at.column !== first.column; at = stepWithin(range, at, order, false, accepts)) {
        visited.push(at);
        expect(visited.length).toBeLessThanOrEqual(good.length);
      }
      expect(new Set(visited.map(({ row, column }) => `${row}:${column}`)).size).toBe(good.length);
      for (const at of visited) expect(stepWithin(range, stepWithin(range, at, order, false, accepts), order, true, accepts)).toEqual(at);
    }),
    { numRuns: 60 },
  );
});

test('a block is repeated over a selection that is a whole multiple of it, else it stays as it is', () => {
  const at = (rows: number, columns: number) => ({ anchor: { row: 2, column: 3 }, end: { row: 1 + rows, column: 2 + columns } });
  // Lines of unequal length, as a text may have them: nothing of the longer ones is cut off.
  expect([tiled([['8']], at(2, 2)), tiled([['8', '9']], at(3, 2)), tiled([['8'], ['9']], at(3, 1)), tiled([['8', '9']], at(1, 1)), tiled([['8'], ['9', '7']], at(2, 1))]).toEqual([
    [
      ['8', '8'],
      ['8', '8'],
    ],
    [
      ['8', '9'],
      ['8', '9'],
      ['8', '9'],
    ],
    [['8'], ['9']],
    [['8', '9']],
    [['8'], ['9', '7']],
  ]);
});

test('what is copied reads back the same, whatever stands in the cells', () => {
  const cell = fc
    .oneof(fc.constantFrom('8,5', 'CĐ', '', 'Chăm "ngoan"\nTiến bộ\t rõ', '"', '""\n', '"a"\tb', 'a\n\nb'), fc.string({ maxLength: 8 }), fc.string({ unit: 'grapheme', maxLength: 4 }))
    .map((text) => text.normalize('NFC').replace(/[\r\u00a0]/gu, '').trim());
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }).chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 })), fc.boolean(), (block, windows) => {
      // A last row of one empty cell is a line end to every spreadsheet.
      fc.pre(!(block.at(-1)?.length === 1 && block.at(-1)?.[0] === ''));
      const printed = printClipboardTable(block);
      // Excel ends its lines, the last too, with CR LF; line breaks inside cells stay LF.
      expect(parseClipboardTable(windows ? `${printed}\r\n` : printed)).toEqual(block);
    }),
  );
});
