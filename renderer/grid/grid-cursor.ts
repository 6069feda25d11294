import { boxOf, rowHeight, scrollTo } from './grid-geometry.ts';
import type { GridParts } from './grid-parts.ts';
import type { GridPosition } from './grid-steps.ts';
import { isEditable, type CellPlace, type Spot } from './grid-types.ts';
import { isInside, isOneCell, type GridRange } from './selection.ts';

/** The active cell and the selected block of a grid, drawn by two boxes over the table and marks at its head and row: no component is drawn anew when they move. */
export type GridCursor = {
  readonly active: () => Spot | null;
  readonly spotAt: (at: GridPosition) => Spot | null;
  readonly range: () => GridRange | null;
  /** The selected block, else the active cell alone. */
  readonly chosen: () => GridRange;
  /** Makes a cell active and brings it into sight; `redraw` shows it. A block that is selected stays only with `keepRange`. */
  readonly moveTo: (at: GridPosition, keepRange?: boolean) => void;
  /** Brings the active cell back into sight. */
  readonly reveal: () => void;
  /** Selects a block; the active cell stays. One cell is no block. `follow`: brings its far corner into sight. */
  readonly select: (range: GridRange, follow: boolean) => void;
  readonly clear: () => void;
  /** Draws the marks again after rows were drawn anew, came or went; the active cell stays with its pupil. */
  readonly redraw: () => void;
};

export function createGridCursor(parts: GridParts): GridCursor {
  let active: GridPosition | null = null;
  let place: CellPlace | null = null;
  let range: GridRange | null = null;

  function spotAt(at: GridPosition): Spot | null {
    const { rows, columns } = parts.source.current;
    const [row, column] = [rows[at.row], columns[at.column]];
    return row === undefined || column === undefined ? null : { at, row, column };
  }

  /** Where the grid is entered: at the first cell that can be typed in. */
  function start(): GridPosition {
    const { rows, columns } = parts.source.current;
    for (const [row, one] of rows.entries()) {
      const column = columns.findIndex((each) => isEditable(one, each));
      if (column >= 0) return { row, column };
    }
    return { row: 0, column: 0 };
  }

  function position(): GridPosition {
    const { rows, columns } = parts.source.current;
    if (active === null || place === null) return start();
    if (rows[active.row]?.id === place.row && columns[active.column]?.key === place.column) return active;
    const row = rows.findIndex(({ id }) => id === place?.row);
    const column = columns.findIndex(({ key }) => key === place?.column);
    active = { row: row < 0 ? Math.min(active.row, rows.length - 1) : row, column: column < 0 ? Math.min(active.column, columns.length - 1) : column };
    return active;
  }

  function chosen(): GridRange {
    const at = position();
    return range ?? { anchor: at, end: at };
  }

  function reveal(at: GridPosition): void {
    const view = parts.view.getState();
    const target = scrollTo(parts.layout.current, at, view);
    if (target.left === view.left && target.top === view.top) return;
    parts.frame.current?.scrollTo(target);
    parts.view.setState(target);
  }

  function draw(): void {
    const at = position();
    const { box, block, table } = parts;
    outline(box.current, boxOf(parts.layout.current, { anchor: at, end: at }));
    if (block.current !== null) block.current.hidden = range === null;
    if (range !== null) outline(block.current, boxOf(parts.layout.current, range));
    mark(table.current, 'data-active', new Set(table.current?.querySelectorAll(`th[data-column="${at.column}"], tr[data-row="${at.row}"]`)), '');
    mark(table.current, 'aria-selected', cellsIn(table.current, chosen()), 'true');
  }

  return {
    active: () => spotAt(position()),
    spotAt,
    range: () => range,
    chosen,
    moveTo(at, keepRange = false) {
      active = at;
      const spot = spotAt(at);
      place = spot === null ? null : { row: spot.row.id, column: spot.column.key };
      reveal(at);
      if (!keepRange && range !== null) this.clear();
    },
    reveal: () => reveal(position()),
    select(next, follow) {
      if (follow) reveal(next.end);
      if (isOneCell(next)) {
        this.clear();
        return;
      }
      range = next;
      draw();
      parts.events.current.selected(next);
    },
    clear() {
      const had = range !== null;
      range = null;
      draw();
      if (had) parts.events.current.selected(null);
    },
    redraw: draw,
  };
}

function outline(element: HTMLElement | null, { left, top, width, height }: { readonly left: number; readonly top: number; readonly width: number; readonly height: number }): void {
  if (element === null) return;
  Object.assign(element.style, { insetInlineStart: `${left}px`, insetBlockStart: `${top}px`, inlineSize: `${width}px`, blockSize: `${height}px` });
}

/** Gives exactly these elements of the table the attribute. */
function mark(table: HTMLTableElement | null, attribute: string, wanted: ReadonlySet<Element>, value: string): void {
  for (const element of table?.querySelectorAll(`[${attribute}]`) ?? []) if (!wanted.has(element)) element.removeAttribute(attribute);
  for (const element of wanted) if (!element.hasAttribute(attribute)) element.setAttribute(attribute, value);
}

function cellsIn(table: HTMLTableElement | null, range: GridRange): ReadonlySet<Element> {
  if (isOneCell(range)) return new Set(table?.querySelectorAll(`[data-cell="${range.anchor.row}:${range.anchor.column}"]`));
  return new Set([...(table?.querySelectorAll('[data-cell]') ?? [])].filter((cell) => isInside(range, positionOf(cell))));
}

/** The position an element of the table stands for (`data-cell`). */
export function positionOf(cell: Element): GridPosition {
  const [row = -1, column = -1] = (cell.getAttribute('data-cell') ?? '').split(':').map(Number);
  return { row, column };
}

/** Rows that fit into the frame, for Page Up and Page Down. */
export function pageOf(parts: GridParts): number {
  const { height, head, foot } = parts.view.getState();
  return Math.max(1, Math.floor((height - head - foot) / rowHeight) - 1);
}
