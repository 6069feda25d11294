import type { RefObject } from 'react';
import type { GridPosition } from './grid-steps.ts';
import { edgesOf, isOneCell, positionsOf, type GridRange } from './selection.ts';

/** The selected block of a grid, drawn by attributes of its cells: no component is drawn anew while it grows. */
export type GridRanges = {
  /** The selected block; null: only the active cell. */
  readonly current: () => GridRange | null;
  readonly select: (range: GridRange) => void;
  readonly clear: () => void;
};

export function createGridRanges(frame: RefObject<HTMLElement | null>, selected: (range: GridRange | null) => void): GridRanges {
  let range: GridRange | null = null;

  function unmark(): void {
    for (const cell of frame.current?.querySelectorAll<HTMLElement>('td[data-selected]') ?? []) {
      delete cell.dataset['selected'];
      delete cell.dataset['edge'];
      cell.removeAttribute('aria-selected');
    }
  }

  return {
    current: () => range,
    select(next) {
      if (isOneCell(next)) {
        this.clear();
        return;
      }
      unmark();
      range = next;
      for (const position of positionsOf(next)) {
        const cell = cellAt(frame.current, position);
        if (cell === null) continue;
        cell.dataset['selected'] = '';
        cell.dataset['edge'] = edgesOf(next, position);
        cell.setAttribute('aria-selected', 'true');
      }
      selected(next);
    },
    clear() {
      if (range === null) return;
      unmark();
      range = null;
      selected(null);
    },
  };
}

export function cellAt(frame: HTMLElement | null, { row, column }: GridPosition): HTMLElement | null {
  return frame?.querySelector<HTMLElement>(`[data-cell="${row}:${column}"]`)?.closest('td') ?? null;
}
