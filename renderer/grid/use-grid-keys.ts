import { useMemo, type ClipboardEvent, type FocusEvent, type FormEvent, type KeyboardEvent, type MouseEvent, type RefObject } from 'react';
import { parseClipboardTable } from './clipboard-table.ts';
import { beginEditing, endEditing, fieldOf, isEditing, keepsEditing, type CellField } from './field-state.ts';
import { createGridBlocks, type BlockEvents } from './grid-blocks.ts';
import { changeCells, giveUp, shownText, typedText, type GridSource } from './grid-edits.ts';
import { createGridPointer } from './grid-pointer.ts';
import { cellAt, createGridRanges } from './grid-ranges.ts';
import { nextCell, nextInColumn, stepFrom, type GridBounds, type GridPosition } from './grid-steps.ts';
import { lastFailureSeen } from './save-queue.ts';
import type { GridRange } from './selection.ts';
import { cellOf, isEditable, type CellPlace, type GridColumn, type GridRow } from './grid-types.ts';

export type GridEvents = BlockEvents & {
  readonly inspect: ((place: CellPlace) => void) | undefined;
  /** A block was selected, or (null) is no more. */
  readonly selected: (range: GridRange | null) => void;
  readonly enterDirection: () => 'down' | 'right';
  /** Something new is being typed: earlier remarks are over. */
  readonly typing: () => void;
};

/** Keys, mouse and clipboard of a grid. Everything is told by the events of the table; nothing here draws. */
export type GridKeys = {
  readonly focusAt: (position: GridPosition) => void;
  readonly active: () => CellPlace | null;
  /** Begins editing at the end of a field's text. */
  readonly edit: (field: CellField) => void;
  /** Gives what is being typed to the queue (when the screen goes away under it). */
  readonly flush: () => void;
  readonly reverse: (direction: 'undo' | 'redo') => void;
  /** Writes a block the user has agreed to. */
  readonly apply: ReturnType<typeof createGridBlocks>['apply'];
  readonly handlers: {
    readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
    readonly onInput: (event: FormEvent<HTMLElement>) => void;
    readonly onCompositionStart: (event: FormEvent<HTMLElement>) => void;
    readonly onCompositionEnd: () => void;
    readonly onFocus: (event: FocusEvent<HTMLElement>) => void;
    readonly onBlur: (event: FocusEvent<HTMLElement>) => void;
    readonly onMouseDown: (event: MouseEvent<HTMLElement>) => void;
    readonly onMouseOver: (event: MouseEvent<HTMLElement>) => void;
    readonly onMouseUp: (event: MouseEvent<HTMLElement>) => void;
    readonly onContextMenu: (event: MouseEvent<HTMLElement>) => void;
    readonly onCopy: (event: ClipboardEvent<HTMLElement>) => void;
    readonly onCut: (event: ClipboardEvent<HTMLElement>) => void;
    readonly onPaste: (event: ClipboardEvent<HTMLElement>) => void;
  };
};

export function useGridKeys(frame: RefObject<HTMLElement | null>, source: RefObject<GridSource>, events: RefObject<GridEvents>): GridKeys {
  return useMemo(() => createGridKeys(frame, source, events), [frame, source, events]);
}

/** A cell with its row and column. */
export type Spot = { readonly at: GridPosition; readonly row: GridRow; readonly column: GridColumn };

function createGridKeys(frame: RefObject<HTMLElement | null>, source: RefObject<GridSource>, events: RefObject<GridEvents>): GridKeys {
  let last: GridPosition | null = null;
  let typing: CellField | null = null;
  let composing = false;
  let leaving = false;
  const ranges = createGridRanges(frame, (range) => events.current.selected(range));
  const blocks = createGridBlocks(source, events);

  function rangeAt(at: GridPosition): GridRange {
    return ranges.current() ?? { anchor: at, end: at };
  }

  function extendTo(anchor: GridPosition, end: GridPosition): void {
    ranges.select({ anchor, end });
    cellAt(frame.current, end)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  function bounds(): GridBounds {
    const height = frame.current?.clientHeight ?? 600;
    return { rows: source.current.rows.length, columns: source.current.columns.length, page: Math.max(1, Math.floor(height / 30) - 3) };
  }

  function spotOf(target: EventTarget | null): Spot | null {
    const element = target instanceof Element ? target.closest<HTMLElement>('[data-cell]') : null;
    const [row, column] = (element?.dataset['cell'] ?? '').split(':').map(Number);
    return row === undefined || column === undefined ? null : spotAt({ row, column });
  }

  function spotAt(at: GridPosition): Spot | null {
    const row = source.current.rows[at.row];
    const column = source.current.columns[at.column];
    return row === undefined || column === undefined ? null : { at, row, column };
  }

  function accepts(at: GridPosition): boolean {
    const spot = spotAt(at);
    return spot !== null && isEditable(spot.row, spot.column);
  }

  function elementAt(at: GridPosition): HTMLElement | null {
    return frame.current?.querySelector<HTMLElement>(`[data-cell="${at.row}:${at.column}"]`) ?? null;
  }

  function focusAt(at: GridPosition): void {
    const element = elementAt(at);
    if (element === null) return;
    element.focus({ preventScroll: true });
    (element.closest('td') ?? element).scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  function begin(field: CellField): void {
    leaving = false;
    ranges.clear();
    if (!isEditing(field)) events.current.typing();
    typing = field;
    beginEditing(field);
  }

  function edit(field: CellField): void {
    begin(field);
    field.setSelectionRange(field.value.length, field.value.length);
  }

  /** The one way from a text field to the queue. */
  function commit(field: CellField): void {
    if (!isEditing(field)) return;
    const spot = spotOf(field);
    endEditing(field);
    if (typing === field) typing = null;
    if (spot === null) return;
    const text = typedText(spot.column, field.value);
    field.value = text;
    changeCells(source.current, [{ ...spot, text }]);
  }

  function restore(field: CellField, spot: Spot): void {
    endEditing(field);
    typing = null;
    field.value = shownText(source.current, spot.row, spot.column);
    field.select();
  }

  /** Sets text in the cell that has the focus and stays there. */
  function replace(field: CellField, spot: Spot, text: string): void {
    endEditing(field);
    field.value = text;
    changeCells(source.current, [{ ...spot, text }]);
    field.select();
  }

  function move(event: KeyboardEvent, field: CellField | null, to: GridPosition | null): void {
    event.preventDefault();
    if (field !== null) commit(field);
    if (to !== null) focusAt(to);
    else field?.select();
  }

  function enter(event: KeyboardEvent, field: CellField | null, spot: Spot): void {
    if (event.altKey && field instanceof HTMLTextAreaElement) {
      event.preventDefault();
      begin(field);
      field.setRangeText('\n', field.selectionStart, field.selectionEnd, 'end');
      return;
    }
    if (events.current.enterDirection() === 'right') {
      move(event, field, nextCell(spot.at, event.shiftKey, bounds(), accepts));
      return;
    }
    const rows = isEditable(spot.row, spot.column) ? accepts : () => true;
    move(event, field, nextInColumn(spot.at, event.shiftKey, bounds(), rows));
  }

  function tab(event: KeyboardEvent, field: CellField | null, spot: Spot): void {
    const next = leaving || event.ctrlKey ? null : nextCell(spot.at, event.shiftKey, bounds(), accepts);
    // Without a next cell the browser's own Tab leaves the grid; leaving the field saves it.
    if (next !== null) move(event, field, next);
  }

  function escape(event: KeyboardEvent, field: CellField | null, spot: Spot): void {
    if (field !== null && isEditing(field)) {
      event.preventDefault();
      event.stopPropagation();
      restore(field, spot);
    } else if (field !== null && giveUp(source.current, spot.row, spot.column)) {
      event.preventDefault();
      field.value = cellOf(spot.row, spot.column).text;
      field.select();
    } else if (ranges.current() !== null) {
      event.preventDefault();
      ranges.clear();
    } else {
      leaving = true;
    }
  }

  function reverse(direction: 'undo' | 'redo'): void {
    if (typing !== null) commit(typing);
    ranges.clear();
    void blocks.reverse(direction);
  }

  /** The whole column first, then the whole sheet. */
  function selectAll(at: GridPosition): void {
    const { rows, columns } = bounds();
    const range = ranges.current();
    const columnIsSelected = range !== null && range.anchor.row === 0 && range.end.row === rows - 1 && range.anchor.column === range.end.column;
    ranges.select(columnIsSelected ? { anchor: { row: 0, column: 0 }, end: { row: rows - 1, column: columns - 1 } } : { anchor: { row: 0, column: at.column }, end: { row: rows - 1, column: at.column } });
  }

  /** Commands of a spreadsheet that are given with Ctrl. Answers whether the key was one. */
  function command(event: KeyboardEvent, at: GridPosition): boolean {
    switch (event.key.toLowerCase()) {
      case 'z':
        reverse(event.shiftKey ? 'redo' : 'undo');
        return true;
      case 'y':
        reverse('redo');
        return true;
      case 'd':
        blocks.fillDown(rangeAt(at));
        return true;
      case 'a':
        selectAll(at);
        return true;
      default:
        return false;
    }
  }

  /** Keys that belong to the text while it is edited; every other key of movement leaves the cell. */
  function belongsToText(event: KeyboardEvent, field: CellField): boolean {
    if (field instanceof HTMLTextAreaElement) return true;
    return event.key === 'ArrowLeft' || event.key === 'ArrowRight' || event.key === 'Home' || event.key === 'End';
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    // An input method is at work: its Enter, Tab and arrows choose words, they do not leave the cell.
    if (composing || event.nativeEvent.isComposing || event.nativeEvent.keyCode === 229) return;
    const spot = spotOf(event.target);
    if (spot === null) return;
    const field = fieldOf(event.target);
    const editing = field !== null && isEditing(field);
    const ctrl = event.ctrlKey || event.metaKey;
    if (event.key === 'Enter') return enter(event, field, spot);
    if (event.altKey) return;
    switch (event.key) {
      case 'Tab':
        return tab(event, field, spot);
      case 'Escape':
        return escape(event, field, spot);
      case 'F2':
        if (field === null) return;
        event.preventDefault();
        edit(field);
        return;
      case 'F4':
        event.preventDefault();
        if (field !== null) commit(field);
        events.current.inspect?.({ row: spot.row.id, column: spot.column.key });
        return;
      case 'Delete':
        if (editing || ctrl || event.shiftKey) return;
        event.preventDefault();
        if (ranges.current() !== null) blocks.clear(rangeAt(spot.at), 'clear');
        else if (field !== null) replace(field, spot, '');
        return;
      default: {
        if (ctrl && !editing && command(event, spot.at)) {
          event.preventDefault();
          return;
        }
        if (editing && belongsToText(event, field)) return;
        const range = ranges.current();
        const to = stepFrom(event.shiftKey ? (range?.end ?? spot.at) : spot.at, event.key, ctrl, bounds());
        if (to === null) return;
        leaving = false;
        if (event.shiftKey) {
          event.preventDefault();
          if (field !== null) commit(field);
          extendTo(spot.at, to);
          return;
        }
        move(event, field, to);
      }
    }
  }

  function onFocus(event: FocusEvent<HTMLElement>): void {
    const spot = spotOf(event.target);
    if (spot === null) return;
    // Tab enters the grid where it was left: one cell alone is in the page's order.
    for (const other of frame.current?.querySelectorAll<HTMLElement>('[data-cell][tabindex="0"]') ?? []) other.tabIndex = -1;
    event.target.tabIndex = 0;
    if (last?.row !== spot.at.row || last.column !== spot.at.column) {
      leaving = false;
      ranges.clear();
    }
    if (last !== null && last.column !== spot.at.column && last.row !== spot.at.row) lastFailureSeen();
    last = spot.at;
    for (const head of frame.current?.querySelectorAll<HTMLElement>('th[data-column]') ?? []) {
      head.toggleAttribute('data-active', head.dataset['column'] === String(spot.at.column));
    }
    const field = fieldOf(event.target);
    if (field !== null && !isEditing(field)) field.select();
  }

  function onBlur(event: FocusEvent<HTMLElement>): void {
    const field = fieldOf(event.target);
    // When the whole window loses the focus, what is half typed stays as it is.
    if (field === null || field === document.activeElement || (isEditing(field) && keepsEditing(event.relatedTarget))) return;
    composing = false;
    commit(field);
    field.setSelectionRange(0, 0);
  }

  function onCopy(event: ClipboardEvent<HTMLElement>): void {
    const spot = spotOf(event.target);
    const field = fieldOf(event.target);
    if (spot === null || (field !== null && isEditing(field))) return;
    event.preventDefault();
    event.clipboardData.setData('text/plain', blocks.copied(rangeAt(spot.at)));
  }

  function onCut(event: ClipboardEvent<HTMLElement>): void {
    const spot = spotOf(event.target);
    const field = fieldOf(event.target);
    if (spot === null || (field !== null && isEditing(field))) return;
    onCopy(event);
    blocks.clear(rangeAt(spot.at), 'cut');
  }

  function onPaste(event: ClipboardEvent<HTMLElement>): void {
    const spot = spotOf(event.target);
    if (spot === null) return;
    const field = fieldOf(event.target);
    const text = event.clipboardData.getData('text/plain');
    const fromTable = /<table/iu.test(event.clipboardData.getData('text/html'));
    const long = spot.column.editor === 'long';
    if (field !== null && isEditing(field) && (long || !/[\t\n]./u.test(text.trim()))) return;
    event.preventDefault();
    // Paragraphs copied from a letter are one comment; only a copied table is one cell for each line.
    const block = long && !fromTable && !text.includes('\t') && !text.startsWith('"') ? [[text.trim()]] : parseClipboardTable(text);
    if (field !== null) restore(field, spot);
    blocks.paste(block, rangeAt(spot.at));
    const now = spotAt(spot.at);
    if (field !== null && now !== null) restore(field, now);
  }

  const pointer = createGridPointer({ spotOf, elementAt, begin, extendTo, ranges, lastActive: () => last, inspect: (place) => events.current.inspect?.(place) });

  return {
    focusAt,
    active: () => {
      const spot = last === null ? null : spotAt(last);
      return spot === null ? null : { row: spot.row.id, column: spot.column.key };
    },
    edit,
    flush: () => {
      if (typing !== null) commit(typing);
    },
    reverse,
    apply: blocks.apply,
    handlers: {
      onKeyDown,
      onInput: (event) => {
        const field = fieldOf(event.target);
        if (field !== null) begin(field);
      },
      onCompositionStart: (event) => {
        composing = true;
        const field = fieldOf(event.target);
        if (field !== null) begin(field);
      },
      onCompositionEnd: () => {
        composing = false;
      },
      onFocus,
      onBlur,
      ...pointer,
      onContextMenu: (event) => {
        const spot = spotOf(event.target);
        if (spot === null || events.current.inspect === undefined) return;
        event.preventDefault();
        events.current.inspect({ row: spot.row.id, column: spot.column.key });
      },
      onCopy,
      onCut,
      onPaste,
    },
  };
}
