import { expect, test } from 'vitest';
import { nextCell, nextInColumn, stepFrom } from './grid-steps.ts';

const bounds = { rows: 45, columns: 12, page: 20 };
const at = { row: 10, column: 3 };
const none = () => false;

test('keys of movement stop at the edges', () => {
  const reached = Object.fromEntries(
    ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown', 'a'].map((key) => [key, [stepFrom(at, key, false, bounds, none), stepFrom(at, key, true, bounds, none)]]),
  );
  expect(reached).toEqual({
    ArrowUp: [{ row: 9, column: 3 }, { row: 0, column: 3 }],
    ArrowDown: [{ row: 11, column: 3 }, { row: 44, column: 3 }],
    ArrowLeft: [{ row: 10, column: 2 }, { row: 10, column: 0 }],
    ArrowRight: [{ row: 10, column: 4 }, { row: 10, column: 11 }],
    Home: [{ row: 10, column: 0 }, { row: 0, column: 0 }],
    End: [{ row: 10, column: 11 }, { row: 44, column: 11 }],
    PageUp: [{ row: 0, column: 3 }, { row: 0, column: 3 }],
    PageDown: [{ row: 30, column: 3 }, { row: 30, column: 3 }],
    a: [null, null],
  });
});

test('Ctrl and an arrow go where the filled cells end or begin, as in a spreadsheet', () => {
  // One column: two filled, two empty, three filled, one empty.
  const filled = ({ row }: { readonly row: number }) => [0, 1, 4, 5, 6].includes(row);
  const column = { rows: 8, columns: 1, page: 4 };
  const way = (key: string) => Array.from({ length: 8 }, (_, row) => stepFrom({ row, column: 0 }, key, true, column, filled)?.row);
  expect({ down: way('ArrowDown'), up: way('ArrowUp') }).toEqual({ down: [1, 4, 4, 4, 6, 6, 7, 7], up: [0, 0, 1, 1, 1, 4, 4, 6] });
});

test('Tab and Enter pass over cells that cannot be entered, and Tab leaves at the end', () => {
  const editable = (position: { readonly row: number; readonly column: number }) => position.row !== 11 && position.column < 6;
  expect({
    right: nextCell(at, false, bounds, editable),
    wrapped: nextCell({ row: 10, column: 5 }, false, bounds, editable),
    back: nextCell({ row: 12, column: 0 }, true, bounds, editable),
    leaves: nextCell({ row: 44, column: 5 }, false, bounds, editable),
    down: nextInColumn(at, false, bounds, editable),
    bottom: nextInColumn({ row: 44, column: 3 }, false, bounds, editable),
  }).toEqual({
    right: { row: 10, column: 4 },
    wrapped: { row: 12, column: 0 },
    back: { row: 10, column: 5 },
    leaves: null,
    down: { row: 12, column: 3 },
    bottom: null,
  });
});
