import type { GridColumn } from './grid-types.ts';
import type { GridPosition } from './grid-steps.ts';
import { cornersOf, type GridRange } from './selection.ts';

/** Pixels. Rows and columns have known sizes, so that nothing has to be measured to find a cell, and cells far away need not be drawn. */
export const rowHeight = 30;
const columnWidths = { narrow: 24, level: 54, count: 60, mark: 64, text: 260 } as const;
/** Narrow columns grow to this where the frame has room. */
const roomyNarrow = 34;
/** Beside this many cells a sheet is drawn only as far as it is seen. */
const wholeSheet = 2000;
/** The step by which the drawn part moves, and half of which or all is drawn beyond what is seen: scrolling draws anew only now and then. */
const step = { rows: 6, columns: 4 } as const;

/** Where the columns stand, in pixels from the left edge of the sheet. `frozen`: the number and the name, which stay in sight. */
export type GridLayout = { readonly number: number; readonly name: number; readonly frozen: number; readonly lefts: readonly number[]; readonly widths: readonly number[]; readonly total: number };

/**
 * The seen part of a sheet: how far it is scrolled and how large the frame is, in pixels; `head` and `foot` cover rows at its edges. `beyond`: something is drawn
 * around what is seen; not yet so in the very first frame.
 */
export type GridView = { readonly left: number; readonly top: number; readonly width: number; readonly height: number; readonly head: number; readonly foot: number; readonly beyond: boolean };

/** Rows and columns that are drawn; the ends are past the last. */
export type GridWindow = { readonly firstRow: number; readonly endRow: number; readonly firstColumn: number; readonly endColumn: number };

export type GridBox = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };

/** Columns of text share what the others leave of the frame, else narrow ones a little of it; in a narrow frame the names get less room and two lines. */
export function layoutOf(columns: readonly GridColumn[], frameWidth: number): GridLayout {
  const narrow = frameWidth < 700;
  const [number, leastName] = narrow ? [34, 132] : [42, 210];
  const least = columns.reduce((sum, column) => sum + columnWidths[column.width], number + leastName);
  const texts = columns.filter(({ width }) => width === 'text').length;
  const days = columns.filter(({ width }) => width === 'narrow').length;
  const share = (among: number) => (among === 0 ? 0 : Math.max(0, Math.floor((frameWidth - least) / among)));
  const extra = { narrow: texts === 0 ? Math.min(roomyNarrow - columnWidths.narrow, share(days)) : 0, level: 0, count: 0, mark: 0, text: share(texts) } as const;
  const widths = columns.map(({ width }) => columnWidths[width] + extra[width]);
  // What is too little to be shared among days is the names'.
  const rest = Math.min(days, frameWidth - least - days * extra.narrow);
  const name = leastName + (texts === 0 ? Math.max(0, rest) : 0);
  const frozen = number + name;
  const lefts: number[] = [];
  let left = frozen;
  for (const width of widths) {
    lefts.push(left);
    left += width;
  }
  return { number, name, frozen, lefts, widths, total: left };
}

/** What of a sheet must be drawn to fill the view; a sheet of ordinary size is drawn whole. */
export function windowOf({ lefts, widths, frozen }: GridLayout, rows: number, view: GridView): GridWindow {
  const columns = lefts.length;
  if (rows * columns <= wholeSheet) return { firstRow: 0, endRow: rows, firstColumn: 0, endColumn: columns };
  const firstSeen = Math.max(0, lefts.findIndex((left, index) => left + (widths[index] ?? 0) > view.left + frozen));
  const endSeen = lefts.findLastIndex((left) => left < view.left + view.width) + 1;
  const [firstRow, endRow] = [Math.floor(view.top / rowHeight), Math.ceil((view.top + view.height) / rowHeight)];
  if (!view.beyond) return { firstRow, endRow: Math.min(rows, endRow), firstColumn: firstSeen, endColumn: endSeen };
  const top = Math.floor(firstRow / step.rows) * step.rows - step.rows;
  const bottom = Math.ceil(endRow / step.rows) * step.rows + step.rows;
  const left = Math.floor(firstSeen / step.columns) * step.columns - step.columns / 2;
  const right = Math.ceil(endSeen / step.columns) * step.columns + step.columns / 2;
  return { firstRow: Math.max(0, top), endRow: Math.min(rows, bottom), firstColumn: Math.max(0, left), endColumn: Math.min(columns, right) };
}

/** A block of cells, from the top left corner of the first row's line. */
export function boxOf({ lefts, widths }: GridLayout, range: GridRange): GridBox {
  const { top, bottom, left, right } = cornersOf(range);
  const from = lefts[left] ?? 0;
  return { left: from, top: top * rowHeight, width: (lefts[right] ?? 0) + (widths[right] ?? 0) - from, height: (bottom - top + 1) * rowHeight };
}

/** The cell at a point of the sheet (pixels from its left edge and from the top of the first row); beyond the edges the nearest one. */
export function positionAt({ lefts }: GridLayout, rows: number, x: number, y: number): GridPosition {
  const column = lefts.findLastIndex((left) => left <= x);
  return { row: Math.max(0, Math.min(rows - 1, Math.floor(y / rowHeight))), column: Math.max(0, column) };
}

/** How far the frame must be scrolled so that a cell is seen whole, free of the head and of the names. */
export function scrollTo(layout: GridLayout, at: GridPosition, view: GridView): { readonly left: number; readonly top: number } {
  const { left, top, width, height } = boxOf(layout, { anchor: at, end: at });
  return {
    left: nearest(view.left, left - layout.frozen, left + Math.min(width, Math.max(0, view.width - layout.frozen)) - view.width),
    top: nearest(view.top, top, top + height + view.head + view.foot - view.height),
  };
}

/** `now`, or the nearest value at which the start is not hidden before the edge, nor the end after the other. */
function nearest(now: number, most: number, least: number): number {
  return Math.max(0, now > most ? most : now < least ? Math.min(least, most) : now);
}
