import { longEditing } from '../components/comment-help.tsx';
import { shownText, typedText, type CellChange } from './grid-edits.ts';
import { boxOf } from './grid-geometry.ts';
import type { GridParts } from './grid-parts.ts';
import { isEditable, type Spot } from './grid-types.ts';

/**
 * How the active cell is typed in. ready: not yet; its text is selected in the unseen field, so that the first letter replaces it. typed: begun by typing,
 * arrows leave the cell, as in a spreadsheet. edit: begun with F2 or the mouse, arrows belong to the text.
 */
export type EditMode = 'ready' | 'typed' | 'edit';

export type CellEditor = {
  readonly mode: () => EditMode;
  /** Puts the active cell into the field as it stands, ready to be typed over. What is being typed is never touched. */
  readonly show: (spot: Spot | null) => void;
  readonly begin: (spot: Spot, mode: 'typed' | 'edit') => void;
  /** Ends the typing; answers the cell with what was typed, or null where nothing was begun. */
  readonly finish: () => CellChange | null;
};

export function createCellEditor(parts: GridParts): CellEditor {
  let mode: EditMode = 'ready';
  /** What is being typed in. It is looked up by its names at the end: rows may come and go meanwhile. */
  let target: Spot | null = null;

  function targetNow(): Omit<Spot, 'at'> | null {
    const { rows, columns } = parts.source.current;
    const row = rows.find(({ id }) => id === target?.row.id);
    const column = columns.find(({ key }) => key === target?.column.key);
    return row === undefined || column === undefined ? null : { row, column };
  }

  return {
    mode: () => mode,
    show(spot) {
      const [{ current: field }, { current: box }] = [parts.field, parts.box];
      if (mode !== 'ready' || field === null || box === null) return;
      const text = spot === null ? '' : shownText(parts.source.current, spot.row, spot.column);
      if (field.value !== text) field.value = text;
      field.readOnly = spot === null || !isEditable(spot.row, spot.column);
      box.dataset['align'] = spot?.column.align ?? 'start';
      box.dataset['kind'] = spot?.column.editor ?? 'none';
      // Selecting lays the page out: not again where all is selected already.
      if (field === document.activeElement && (field.selectionStart !== 0 || field.selectionEnd !== text.length)) field.select();
    },
    begin(spot, wanted) {
      const [{ current: field }, { current: box }] = [parts.field, parts.box];
      if (field === null || box === null || field.readOnly) return;
      const begun = mode === 'ready';
      if (begun) {
        parts.events.current.typing();
        target = spot;
        if (spot.column.editor === 'long') openRoomy(parts, spot, box, field);
        if (wanted === 'edit') field.setSelectionRange(field.value.length, field.value.length);
      }
      mode = wanted;
      box.dataset['editing'] = wanted;
      if (begun && spot.column.editor === 'long') field.dispatchEvent(new Event(longEditing, { bubbles: true }));
      if (spot.column.editor === 'choice') parts.choosing.setState({ column: spot.column, text: field.value }, true);
    },
    finish() {
      const [{ current: field }, { current: box }] = [parts.field, parts.box];
      if (mode === 'ready' || field === null || box === null) return null;
      const spot = targetNow();
      const change = spot === null ? null : { ...spot, text: typedText(spot.column, field.value) };
      mode = 'ready';
      target = null;
      delete box.dataset['editing'];
      if (field.dataset['editing'] !== undefined) {
        field.scrollTop = 0;
        delete field.dataset['editing'];
        field.dispatchEvent(new Event(longEditing, { bubbles: true }));
      }
      parts.choosing.setState(null, true);
      return change;
    },
  };
}

/** A long text opens to a box of 470 × 176 pixels over its cell, less where the frame has less room, moved so far that all of it is seen. */
function openRoomy({ layout, view }: GridParts, { at }: Spot, box: HTMLElement, field: HTMLTextAreaElement): void {
  const cell = boxOf(layout.current, { anchor: at, end: at });
  const seen = view.getState();
  const room = { width: seen.width - 12, height: seen.height - seen.head - seen.foot - 12 };
  const width = Math.min(Math.max(cell.width, 470), room.width);
  const height = Math.max(60, Math.min(176, room.height));
  const right = cell.left - seen.left + width + 6 - seen.width;
  const bottom = cell.top - seen.top + height + 6 - (seen.height - seen.head - seen.foot);
  for (const [name, value] of Object.entries({ x: -Math.max(0, right), y: -Math.max(0, bottom), width, height })) box.style.setProperty(`--open-${name}`, `${value}px`);
  field.dataset['editing'] = '';
  field.dataset['opens'] = bottom > 0 ? 'up' : 'down';
}

/** Whether the focus went to something that belongs to the field (its phrases): the text is still being written. */
export function keepsEditing(to: EventTarget | null): boolean {
  return to instanceof Element && to.closest('[data-keeps-editing]') !== null;
}
