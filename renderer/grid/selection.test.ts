import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseClipboardTable } from './clipboard-table.ts';
import { cornersOf, edgesOf, positionsOf, printClipboardTable } from './selection.ts';

const position = fc.record({ row: fc.nat(60), column: fc.nat(12) });

test('a block has the same cells whichever corner it was begun at, and its edge goes once around', () => {
  fc.assert(
    fc.property(position, position, (anchor, end) => {
      const range = { anchor, end };
      const cells = positionsOf(range);
      const { top, bottom, left, right } = cornersOf(range);
      expect(cells).toEqual(positionsOf({ anchor: end, end: anchor }));
      expect(cells.length).toBe((bottom - top + 1) * (right - left + 1));
      const sides = cells.flatMap((cell) => edgesOf(range, cell).split(' ').filter((edge) => edge !== ''));
      expect(sides.length).toBe(2 * (bottom - top + 1) + 2 * (right - left + 1));
    }),
  );
});

test('what is copied reads back the same, whatever stands in the cells', () => {
  const cell = fc.oneof(fc.constantFrom('8,5', 'CĐ', '', 'Chăm "ngoan"\nTiến bộ\t rõ', '"'), fc.string({ maxLength: 8 })).map((text) => text.normalize('NFC').replace(/[\r\u00a0]/gu, '').trim());
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }).chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 })), (block) => {
      // A last row of one empty cell is a line end to every spreadsheet.
      fc.pre(!(block.at(-1)?.length === 1 && block.at(-1)?.[0] === ''));
      expect(parseClipboardTable(printClipboardTable(block))).toEqual(block);
    }),
  );
});
