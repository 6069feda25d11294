import type { GridPosition } from './grid-steps.ts';

/** A block of cells: `anchor` is where it was begun, `end` the opposite corner. */
export type GridRange = { readonly anchor: GridPosition; readonly end: GridPosition };

export type Corners = { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number };

export function cornersOf({ anchor, end }: GridRange): Corners {
  return { top: Math.min(anchor.row, end.row), bottom: Math.max(anchor.row, end.row), left: Math.min(anchor.column, end.column), right: Math.max(anchor.column, end.column) };
}

export function isOneCell({ anchor, end }: GridRange): boolean {
  return anchor.row === end.row && anchor.column === end.column;
}

export function isInside(range: GridRange, { row, column }: GridPosition): boolean {
  const { top, bottom, left, right } = cornersOf(range);
  return row >= top && row <= bottom && column >= left && column <= right;
}

/** Every cell of the block, row by row. */
export function positionsOf(range: GridRange): readonly GridPosition[] {
  const { top, bottom, left, right } = cornersOf(range);
  const positions: GridPosition[] = [];
  for (let row = top; row <= bottom; row += 1) for (let column = left; column <= right; column += 1) positions.push({ row, column });
  return positions;
}

/**
 * The next cell inside a block that `accepts`, going round: Tab goes row by row, Enter column by column, as in a spreadsheet. Where none accepts, `at` stays.
 */
export function stepWithin(range: GridRange, at: GridPosition, order: 'rows' | 'columns', back: boolean, accepts: (position: GridPosition) => boolean): GridPosition {
  const cells = order === 'rows' ? [...positionsOf(range)] : positionsOf(range).toSorted((a, b) => a.column - b.column || a.row - b.row);
  const here = cells.findIndex(({ row, column }) => row === at.row && column === at.column);
  for (let step = 1; step <= cells.length; step += 1) {
    const cell = cells[(here + (back ? -step : step) + 2 * cells.length) % cells.length];
    if (cell !== undefined && accepts(cell)) return cell;
  }
  return at;
}

/** A copied block laid over a selected one: repeated where the selection is a whole multiple of it in height and width, as spreadsheets do; else as it is. */
export function tiled(block: readonly (readonly string[])[], range: GridRange): readonly (readonly string[])[] {
  const { top, bottom, left, right } = cornersOf(range);
  const [height, width] = [bottom - top + 1, right - left + 1];
  const wide = Math.max(0, ...block.map((line) => line.length));
  if (wide === 0 || height % block.length !== 0 || width % wide !== 0) return block;
  return Array.from({ length: height }, (_, row) => Array.from({ length: width }, (_, column) => block[row % block.length]?.[column % wide] ?? ''));
}

/** A block as spreadsheets take it from the clipboard: tabs, line ends, and quotes where a cell holds one of these. */
export function printClipboardTable(block: readonly (readonly string[])[]): string {
  return block.map((line) => line.map(quoted).join('\t')).join('\n');
}

function quoted(cell: string): string {
  return /[\t\r\n"]/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
