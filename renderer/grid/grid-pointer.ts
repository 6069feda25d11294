import type { MouseEvent } from 'react';
import { fieldOf, isEditing, type CellField } from './field-state.ts';
import type { GridRanges } from './grid-ranges.ts';
import type { GridPosition } from './grid-steps.ts';
import type { CellPlace, GridColumn, GridRow } from './grid-types.ts';

type PointedCell = { readonly at: GridPosition; readonly row: GridRow; readonly column: GridColumn };

/** What the mouse needs of a grid. */
type PointerParts = {
  readonly spotOf: (target: EventTarget | null) => PointedCell | null;
  readonly elementAt: (at: GridPosition) => HTMLElement | null;
  readonly begin: (field: CellField) => void;
  readonly extendTo: (anchor: GridPosition, end: GridPosition) => void;
  readonly ranges: GridRanges;
  readonly lastActive: () => GridPosition | null;
  readonly inspect: (place: CellPlace) => void;
};

/** The mouse in a grid: one click goes to a cell, a second one edits it, dragging or Shift selects a block, a click on a computed value asks where it comes from. */
export function createGridPointer({ spotOf, elementAt, begin, extendTo, ranges, lastActive, inspect }: PointerParts) {
  let dragging: PointedCell | null = null;
  /** Pressed again without dragging: the text is edited. */
  let pressedAgain: CellField | null = null;

  return {
    onMouseDown(event: MouseEvent<HTMLElement>): void {
      const spot = spotOf(event.target);
      if (spot === null || event.button !== 0) return;
      const field = fieldOf(event.target);
      const last = lastActive();
      pressedAgain = null;
      if (event.shiftKey && last !== null && (field === null || !isEditing(field))) {
        event.preventDefault();
        extendTo(last, spot.at);
        return;
      }
      if (field !== null && field === document.activeElement) {
        if (isEditing(field)) return;
        pressedAgain = field;
      } else {
        elementAt(spot.at)?.focus({ preventScroll: true });
      }
      event.preventDefault();
      ranges.clear();
      dragging = spot;
    },

    onMouseOver(event: MouseEvent<HTMLElement>): void {
      if (dragging === null) return;
      if (event.buttons !== 1) {
        dragging = null;
        return;
      }
      const cell = event.target instanceof Element ? event.target.closest('td')?.querySelector('[data-cell]') : null;
      const spot = spotOf(event.target) ?? spotOf(cell ?? null);
      const { at } = dragging;
      if (spot === null || (spot.at.row === at.row && spot.at.column === at.column && ranges.current() === null)) return;
      pressedAgain = null;
      extendTo(at, spot.at);
    },

    onMouseUp(): void {
      const pressed = dragging;
      dragging = null;
      if (pressed?.column.editor === 'none' && ranges.current() === null) inspect({ row: pressed.row.id, column: pressed.column.key });
      if (pressedAgain === null) return;
      begin(pressedAgain);
      pressedAgain.setSelectionRange(pressedAgain.value.length, pressedAgain.value.length);
      pressedAgain = null;
    },
  };
}
