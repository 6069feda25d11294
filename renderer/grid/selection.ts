import type { GridPosition } from './grid-steps.ts';

/** A block of cells: `anchor` is where it was begun (the active cell), `end` the opposite corner. */
export type GridRange = { readonly anchor: GridPosition; readonly end: GridPosition };

export type Corners = { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number };

export function cornersOf({ anchor, end }: GridRange): Corners {
  return { top: Math.min(anchor.row, end.row), bottom: Math.max(anchor.row, end.row), left: Math.min(anchor.column, end.column), right: Math.max(anchor.column, end.column) };
}

export function isOneCell({ anchor, end }: GridRange): boolean {
  return anchor.row === end.row && anchor.column === end.column;
}

/** Every cell of the block, row by row. */
export function positionsOf(range: GridRange): readonly GridPosition[] {
  const { top, bottom, left, right } = cornersOf(range);
  const positions: GridPosition[] = [];
  for (let row = top; row <= bottom; row += 1) for (let column = left; column <= right; column += 1) positions.push({ row, column });
  return positions;
}

/** Which sides of the block a cell lies on, for drawing its outline: letters t, r, b, l. */
export function edgesOf(range: GridRange, { row, column }: GridPosition): string {
  const { top, bottom, left, right } = cornersOf(range);
  return [row === top ? 't' : '', column === right ? 'r' : '', row === bottom ? 'b' : '', column === left ? 'l' : ''].filter((edge) => edge !== '').join(' ');
}

/** A block as spreadsheets take it from the clipboard: tabs, line ends, and quotes where a cell holds one of these. */
export function printClipboardTable(block: readonly (readonly string[])[]): string {
  return block.map((line) => line.map(quoted).join('\t')).join('\n');
}

function quoted(cell: string): string {
  return /[\t\n"]/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
