import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { boxOf, layoutOf, positionAt, rowHeight, scrollTo, windowOf, type GridView } from './grid-geometry.ts';
import type { GridColumn } from './grid-types.ts';

const columnsOf = (widths: readonly GridColumn['width'][]): readonly GridColumn[] => widths.map((width, index) => ({ key: `c${index}`, header: '', title: '', width, align: 'end', editor: 'line' }));

const sheet = fc
  .record({
    columns: fc.array(fc.constantFrom('narrow', 'level', 'count', 'mark', 'text'), { minLength: 1, maxLength: 70 }).map(columnsOf),
    rows: fc.integer({ min: 1, max: 70 }),
    width: fc.integer({ min: 320, max: 1900 }),
    height: fc.integer({ min: 150, max: 900 }),
    left: fc.nat(3000),
    top: fc.nat(2000),
    beyond: fc.boolean(),
    at: fc.tuple(fc.nat(), fc.nat()),
  })
  .map(({ columns, rows, at: [row, column], ...view }) => ({ layout: layoutOf(columns, view.width), rows, view: { ...view, head: 60, foot: 0 } satisfies GridView, at: { row: row % rows, column: column % columns.length } }));

test('the point in the middle of a cell is that cell', () => {
  fc.assert(
    fc.property(sheet, ({ layout, rows, at }) => {
      const { left, top, width, height } = boxOf(layout, { anchor: at, end: at });
      expect(positionAt(layout, rows, left + width / 2, top + height / 2)).toEqual(at);
    }),
  );
});

test('what is seen is always drawn, and scrolling to a cell makes it seen', () => {
  fc.assert(
    fc.property(sheet, ({ layout, rows, view, at }) => {
      const target = { ...view, ...scrollTo(layout, at, view) };
      const { left, top, width } = boxOf(layout, { anchor: at, end: at });
      const drawn = windowOf(layout, rows, target);
      expect({
        drawn: drawn.firstRow <= at.row && at.row < drawn.endRow && drawn.firstColumn <= at.column && at.column < drawn.endColumn,
        freeOfNames: left >= target.left + layout.frozen,
        freeOfHead: top >= target.top,
        // A frame that is narrower than one cell shows where the cell begins.
        wholeWidth: left + Math.min(width, Math.max(0, view.width - layout.frozen)) <= target.left + view.width,
        wholeHeight: top + rowHeight + view.head <= target.top + view.height,
      }).toEqual({ drawn: true, freeOfNames: true, freeOfHead: true, wholeWidth: true, wholeHeight: true });
    }),
  );
});

test('columns of text take what is left; a wide sheet draws a part', () => {
  const wide = layoutOf(columnsOf(Array.from({ length: 60 }, () => 'mark')), 1100);
  const texts = layoutOf(columnsOf(['mark', 'text', 'text']), 1100);
  expect([wide.total, texts.widths, texts.total, windowOf(wide, 50, { left: 640, top: 600, width: 1100, height: 600, head: 60, foot: 0, beyond: true }), windowOf(texts, 50, { left: 0, top: 0, width: 1, height: 1, head: 0, foot: 0, beyond: true })]).toEqual([
    4092,
    [64, 392, 392],
    1100,
    { firstRow: 12, endRow: 48, firstColumn: 6, endColumn: 26 },
    { firstRow: 0, endRow: 50, firstColumn: 0, endColumn: 3 },
  ]);
});

test('days of a month fit a usual screen with their sums; they grow a little where there is room, and the rest goes to the names', () => {
  const month = columnsOf(Array.from({ length: 33 }, () => 'narrow'));
  const sizes = [1069, 1110, 1900, 600].map((width) => {
    const { name, widths, total } = layoutOf(month, width);
    return [name, widths[0], total];
  });
  expect(sizes).toEqual([
    [235, 24, 1069],
    [210, 26, 1110],
    [243, 34, 1407],
    [132, 24, 958],
  ]);
});
