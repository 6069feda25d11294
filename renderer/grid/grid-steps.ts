export type GridPosition = { readonly row: number; readonly column: number };

export type GridBounds = { readonly rows: number; readonly columns: number; readonly page: number };

/**
 * Where a key of movement leads from a cell that is not being edited; null: not a key of movement. The edges hold. With Ctrl an arrow leads, as in a
 * spreadsheet, to the end of the filled (`filled`) cells it is in, else to the next filled one, else to the edge.
 */
export function stepFrom(at: GridPosition, key: string, ctrl: boolean, bounds: GridBounds, filled: (position: GridPosition) => boolean): GridPosition | null {
  const lastRow = bounds.rows - 1;
  const lastColumn = bounds.columns - 1;
  const to = (row: number, column: number): GridPosition => ({ row: clamp(row, lastRow), column: clamp(column, lastColumn) });
  const arrow = (down: number, right: number) => (ctrl ? edgeFrom(at, down, right, bounds, filled) : to(at.row + down, at.column + right));
  switch (key) {
    case 'ArrowUp':
      return arrow(-1, 0);
    case 'ArrowDown':
      return arrow(1, 0);
    case 'ArrowLeft':
      return arrow(0, -1);
    case 'ArrowRight':
      return arrow(0, 1);
    case 'Home':
      return to(ctrl ? 0 : at.row, 0);
    case 'End':
      return to(ctrl ? lastRow : at.row, lastColumn);
    case 'PageUp':
      return to(at.row - bounds.page, at.column);
    case 'PageDown':
      return to(at.row + bounds.page, at.column);
    default:
      return null;
  }
}

function edgeFrom(at: GridPosition, down: number, right: number, bounds: GridBounds, filled: (position: GridPosition) => boolean): GridPosition {
  const after = ({ row, column }: GridPosition): GridPosition | null => {
    const next = { row: row + down, column: column + right };
    return next.row < 0 || next.column < 0 || next.row >= bounds.rows || next.column >= bounds.columns ? null : next;
  };
  let here = at;
  let next = after(here);
  const inside = next !== null && filled(at) && filled(next);
  while (next !== null) {
    if (inside && !filled(next)) return here;
    here = next;
    if (!inside && filled(here)) return here;
    next = after(here);
  }
  return here;
}

/** The next (or previous) cell, row by row, that `accepts`; null past the end: then Tab leaves the grid. */
export function nextCell(at: GridPosition, back: boolean, bounds: GridBounds, accepts: (position: GridPosition) => boolean): GridPosition | null {
  const total = bounds.rows * bounds.columns;
  const step = back ? -1 : 1;
  for (let index = at.row * bounds.columns + at.column + step; index >= 0 && index < total; index += step) {
    const position = { row: Math.floor(index / bounds.columns), column: index % bounds.columns };
    if (accepts(position)) return position;
  }
  return null;
}

/** The next row up or down, in the same column, that `accepts`; null: there is none. */
export function nextInColumn(at: GridPosition, back: boolean, bounds: GridBounds, accepts: (position: GridPosition) => boolean): GridPosition | null {
  const step = back ? -1 : 1;
  for (let row = at.row + step; row >= 0 && row < bounds.rows; row += step) {
    if (accepts({ row, column: at.column })) return { row, column: at.column };
  }
  return null;
}

function clamp(value: number, last: number): number {
  return Math.max(0, Math.min(value, last));
}
