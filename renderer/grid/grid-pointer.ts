import type { MouseEvent as ReactMouseEvent } from 'react';
import { positionOf, type GridCursor } from './grid-cursor.ts';
import type { Spot } from './grid-types.ts';
import type { CellEditor } from './grid-editor.ts';
import { positionAt } from './grid-geometry.ts';
import type { GridParts } from './grid-parts.ts';
import type { GridPosition } from './grid-steps.ts';

/** What the mouse needs of a grid. */
type PointerParts = {
  readonly parts: GridParts;
  readonly cursor: GridCursor;
  readonly editor: CellEditor;
  /** Makes a cell active, with the focus in the grid. */
  readonly moveTo: (at: GridPosition) => void;
  readonly begin: (mode: 'edit') => void;
  readonly selectColumn: (column: number) => void;
  readonly commit: () => void;
};

/** How often the sheet moves on while a block is drawn beyond the frame's edge, in milliseconds. */
const scrollEvery = 60;

/**
 * The mouse in a grid: one click goes to a cell, a second one edits it, dragging or Shift selects a block, a click on a column's head its column, a click on
 * a computed value asks where it comes from.
 */
export function createGridPointer({ parts, cursor, editor, moveTo, begin, selectColumn, commit }: PointerParts) {
  function spotOf(target: EventTarget | null): Spot | null {
    const cell = target instanceof Element ? target.closest('[data-cell]') : null;
    return cell === null ? null : cursor.spotAt(positionOf(cell));
  }

  /** The cell under a point of the window; beyond the edges of the frame the nearest one that is a step further. */
  function under(x: number, y: number): GridPosition | null {
    const frame = parts.frame.current?.getBoundingClientRect();
    if (frame === undefined) return null;
    const { left, top, width, height, head, foot } = parts.view.getState();
    const inside = { x: Math.max(parts.layout.current.frozen - 20, Math.min(x - frame.left, width + 20)), y: Math.max(head - 20, Math.min(y - frame.top, height - foot + 20)) };
    return positionAt(parts.layout.current, parts.source.current.rows.length, inside.x + left, inside.y - head + top);
  }

  /** Follows the mouse until it is let go; answers through `done` whether a block was drawn. */
  function drag(from: GridPosition, done: (drawn: boolean) => void): void {
    let point: { readonly x: number; readonly y: number } | null = null;
    let drawn = false;
    const draw = () => {
      const to = point === null ? null : under(point.x, point.y);
      if (to === null || (!drawn && to.row === from.row && to.column === from.column)) return;
      drawn = true;
      const range = cursor.range();
      if (range === null || range.end.row !== to.row || range.end.column !== to.column) cursor.select({ anchor: from, end: to }, true);
    };
    const timer = setInterval(draw, scrollEvery);
    const move = ({ buttons, clientX, clientY }: MouseEvent) => {
      if (buttons !== 1) {
        end();
        return;
      }
      point = { x: clientX, y: clientY };
      draw();
    };
    const end = () => {
      clearInterval(timer);
      window.removeEventListener('mousemove', move);
      window.removeEventListener('mouseup', end);
      done(drawn);
    };
    window.addEventListener('mousemove', move);
    window.addEventListener('mouseup', end);
  }

  return {
    spotOf,
    onMouseDown(event: ReactMouseEvent<HTMLElement>): void {
      if (event.button !== 0 || !(event.target instanceof Element)) return;
      const head = event.target.closest('th[data-column]');
      const spot = spotOf(event.target);
      if (head === null && spot === null) return;
      // The focus stays in the grid's one field, wherever the mouse goes.
      event.preventDefault();
      if (head !== null) {
        const column = Number(head.getAttribute('data-column'));
        moveTo({ row: 0, column });
        selectColumn(column);
        return;
      }
      if (spot === null) return;
      const active = cursor.active();
      const focused = parts.field.current === document.activeElement;
      if (event.shiftKey && active !== null && focused) {
        commit();
        cursor.select({ anchor: active.at, end: spot.at }, true);
        return;
      }
      const again = focused && active?.at.row === spot.at.row && active.at.column === spot.at.column;
      if (!again || editor.mode() === 'ready') moveTo(spot.at);
      drag(spot.at, (drawn) => {
        if (drawn) return;
        if (spot.column.editor === 'none') parts.events.current.inspect?.({ row: spot.row.id, column: spot.column.key });
        else if (again) begin('edit');
      });
    },
  };
}
