import type { ClipboardEvent, FocusEvent, FormEvent, KeyboardEvent, MouseEvent } from 'react';
import type { CommentPlace } from '../components/comment-place.ts';
import { createGridBlocks } from './grid-blocks.ts';
import { createGridClipboard } from './grid-clipboard.ts';
import { createGridCommands } from './grid-commands.ts';
import { createGridCursor, pageOf } from './grid-cursor.ts';
import { createCellEditor, keepsEditing } from './grid-editor.ts';
import { changeCells, giveUp, shownText } from './grid-edits.ts';
import type { GridParts } from './grid-parts.ts';
import { createGridPointer } from './grid-pointer.ts';
import { nextCell, nextInColumn, stepFrom, type GridBounds, type GridPosition } from './grid-steps.ts';
import { createGridVoice } from './grid-voice.ts';
import { lastFailureSeen } from './save-queue.ts';
import { isEditable, type CellPlace, type Spot } from './grid-types.ts';
import { stepWithin } from './selection.ts';

/** Keys, mouse and clipboard of a grid. Everything is told by the events of its table and its field; nothing here makes a component draw but a change of the rows. */
export type GridKeys = {
  /** Puts the focus on a cell; without a row or column, on the first that can be entered there. */
  readonly focus: (place: { readonly row: string | null; readonly column: string | null }) => void;
  readonly active: () => CellPlace | null;
  /** Begins typing at the end of the active cell's text. */
  readonly edit: () => void;
  /** What comments of the active cell are about; null: it holds none. */
  readonly comment: () => CommentPlace | null;
  /** Gives what is being typed to the queue (when the screen goes away under it). */
  readonly flush: () => void;
  readonly reverse: (direction: 'undo' | 'redo') => void;
  /** Writes a block the user has agreed to. */
  readonly apply: ReturnType<typeof createGridBlocks>['apply'];
  /** Puts one of its choices into the cell that is being typed in. */
  readonly choose: (text: string) => void;
  /** The rows or the measures changed: what is drawn over them follows. */
  readonly redraw: () => void;
  /** Something was saved or refused: the active cell may say something else. */
  readonly refresh: () => void;
  readonly table: { readonly onMouseDown: (event: MouseEvent<HTMLElement>) => void; readonly onContextMenu: (event: MouseEvent<HTMLElement>) => void };
  readonly field: {
    readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
    readonly onInput: (event: FormEvent<HTMLElement>) => void;
    readonly onCompositionStart: (event: FormEvent<HTMLElement>) => void;
    readonly onCompositionEnd: () => void;
    readonly onFocus: (event: FocusEvent<HTMLElement>) => void;
    readonly onBlur: (event: FocusEvent<HTMLElement>) => void;
    readonly onCopy: (event: ClipboardEvent<HTMLElement>) => void;
    readonly onCut: (event: ClipboardEvent<HTMLElement>) => void;
    readonly onPaste: (event: ClipboardEvent<HTMLElement>) => void;
  };
};

export function createGridKeys(parts: GridParts): GridKeys {
  const { source, events } = parts;
  let composing = false;
  /** Esc was pressed: the next Tab leaves the grid. */
  let leaving = false;
  /** Where a row of Tabs began: Enter goes back under it. */
  let tabbedFrom: number | null = null;
  const cursor = createGridCursor(parts);
  const editor = createCellEditor(parts);
  const voice = createGridVoice(parts);
  const blocks = createGridBlocks(source, events);

  function bounds(): GridBounds {
    return { rows: source.current.rows.length, columns: source.current.columns.length, page: pageOf(parts) };
  }

  function accepts(at: GridPosition): boolean {
    const spot = cursor.spotAt(at);
    return spot !== null && isEditable(spot.row, spot.column);
  }

  function filled(at: GridPosition): boolean {
    const spot = cursor.spotAt(at);
    return spot !== null && shownText(source.current, spot.row, spot.column) !== '';
  }

  /** What is being typed goes to the queue. A composition is finished first: moving its field under it would lose it. */
  function commit(): void {
    if (composing) {
      // Chromium ends a composition, keeping its text, when the field loses the focus.
      parts.field.current?.blur();
      parts.field.current?.focus({ preventScroll: true });
    }
    const change = editor.finish();
    if (change !== null) changeCells(source.current, [change]);
  }

  function moveTo(at: GridPosition, keepRange = false): void {
    const before = cursor.active();
    commit();
    leaving = false;
    cursor.moveTo(at, keepRange);
    if (before !== null && before.at.row !== at.row && before.at.column !== at.column) lastFailureSeen();
    // First the text, whose selecting lays the page out, then the marks.
    arrive();
    cursor.redraw();
  }

  /** The active cell is another one, or says something else. */
  function arrive(): void {
    const spot = cursor.active();
    editor.show(spot);
    voice.tell(spot);
  }

  function focusAt(at: GridPosition): void {
    moveTo(at);
    parts.field.current?.focus({ preventScroll: true });
    editor.show(cursor.active());
  }

  function drop(): void {
    editor.finish();
    editor.show(cursor.active());
  }

  function begin(mode: 'typed' | 'edit'): void {
    const spot = cursor.active();
    leaving = false;
    if (spot === null) return;
    if (editor.mode() === 'ready') cursor.reveal();
    editor.begin(spot, mode);
  }

  function reverse(direction: 'undo' | 'redo'): void {
    commit();
    cursor.clear();
    arrive();
    void blocks.reverse(direction);
  }

  function selectColumn(column: number): void {
    cursor.select({ anchor: { row: 0, column }, end: { row: source.current.rows.length - 1, column } }, false);
  }

  function enter(event: KeyboardEvent, spot: Spot): void {
    const { current: field } = parts.field;
    event.preventDefault();
    if (event.altKey) {
      if (spot.column.editor !== 'long' || field === null) return;
      begin('edit');
      field.setRangeText('\n', field.selectionStart, field.selectionEnd, 'end');
      return;
    }
    const range = cursor.range();
    if (event.ctrlKey && range !== null) {
      const change = editor.finish();
      if (change !== null) blocks.fill(range, change.text);
      editor.show(cursor.active());
      return;
    }
    const from = tabbedFrom;
    tabbedFrom = null;
    if (range !== null) return moveTo(stepWithin(range, spot.at, events.current.enterDirection() === 'right' ? 'rows' : 'columns', event.shiftKey, accepts), true);
    if (events.current.enterDirection() === 'right') return moveTo(nextCell(spot.at, event.shiftKey, bounds(), accepts) ?? spot.at);
    const rows = isEditable(spot.row, spot.column) ? accepts : () => true;
    const at = { row: spot.at.row, column: event.shiftKey ? spot.at.column : (from ?? spot.at.column) };
    moveTo(nextInColumn(at, event.shiftKey, bounds(), rows) ?? spot.at);
  }

  function tab(event: KeyboardEvent, spot: Spot): void {
    const range = cursor.range();
    const next = leaving || event.ctrlKey ? null : range === null ? nextCell(spot.at, event.shiftKey, bounds(), accepts) : stepWithin(range, spot.at, 'rows', event.shiftKey, accepts);
    // Without a next cell the browser's own Tab leaves the grid; leaving the field saves it.
    if (next === null) return;
    event.preventDefault();
    const from = tabbedFrom ?? spot.at.column;
    moveTo(next, range !== null);
    tabbedFrom = event.shiftKey ? null : from;
  }

  function escape(event: KeyboardEvent, spot: Spot): void {
    const handled = () => {
      event.preventDefault();
      event.stopPropagation();
    };
    if (editor.mode() !== 'ready') {
      handled();
      drop();
    } else if (giveUp(source.current, spot.row, spot.column)) {
      handled();
      arrive();
    } else if (cursor.range() !== null) {
      handled();
      cursor.clear();
    } else {
      leaving = true;
    }
  }

  const commands = createGridCommands({ parts, cursor, editor, blocks, reverse, selectColumn, commit, arrive, begin });
  const clipboard = createGridClipboard({ cursor, editor, blocks, drop, arrive });

  /** Keys that belong to the text while it is edited; every other key of movement leaves the cell. */
  function belongsToText(event: KeyboardEvent, spot: Spot): boolean {
    const mode = editor.mode();
    if (mode === 'ready') return false;
    if (spot.column.editor === 'long') return true;
    // Some Vietnamese typing programs mark letters with Shift and an arrow before they replace them.
    const sideways = event.key === 'ArrowLeft' || event.key === 'ArrowRight';
    return event.key === 'Home' || event.key === 'End' || (sideways && (mode === 'edit' || event.shiftKey));
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    // An input method is at work: its Enter, Tab and arrows choose words, they do not leave the cell.
    if (composing || event.nativeEvent.isComposing || event.nativeEvent.keyCode === 229) return;
    const spot = cursor.active();
    if (spot === null) return;
    if (event.key === 'Enter') return enter(event, spot);
    if (event.key === 'Tab') return tab(event, spot);
    if (event.key === 'Escape') return escape(event, spot);
    if (commands.run(event, spot)) {
      event.preventDefault();
      return;
    }
    if (event.altKey || belongsToText(event, spot)) return;
    const range = cursor.range();
    const ctrl = event.ctrlKey || event.metaKey;
    const to = stepFrom(event.shiftKey ? (range?.end ?? spot.at) : spot.at, event.key, ctrl, bounds(), filled);
    if (to === null) return;
    event.preventDefault();
    tabbedFrom = null;
    if (!event.shiftKey) return moveTo(to);
    commit();
    cursor.select({ anchor: range?.anchor ?? spot.at, end: to }, true);
    arrive();
  }

  const pointer = createGridPointer({ parts, cursor, editor, moveTo: focusAt, begin, selectColumn, commit });

  return {
    focus(place) {
      const { rows, columns } = source.current;
      const wanted = columns.findIndex(({ key }) => key === place.column);
      const row = Math.max(0, place.row === null ? rows.findIndex(({ inactive }) => inactive === undefined) : rows.findIndex(({ id }) => id === place.row));
      const target = rows[row];
      if (target !== undefined) focusAt({ row, column: Math.max(0, wanted >= 0 ? wanted : columns.findIndex((column) => isEditable(target, column))) });
    },
    active: () => {
      const spot = cursor.active();
      return spot === null ? null : { row: spot.row.id, column: spot.column.key };
    },
    edit: () => begin('edit'),
    comment: () => cursor.active()?.column.comment ?? null,
    flush: commit,
    reverse,
    apply: blocks.apply,
    choose(text) {
      if (parts.field.current === null || editor.mode() === 'ready') return;
      parts.field.current.value = text;
      commit();
      arrive();
    },
    redraw() {
      cursor.redraw();
      editor.show(cursor.active());
    },
    refresh: () => editor.show(cursor.active()),
    table: {
      onMouseDown: (event) => pointer.onMouseDown(event),
      onContextMenu: (event) => {
        const spot = pointer.spotOf(event.target);
        if (spot === null || events.current.inspect === undefined) return;
        event.preventDefault();
        events.current.inspect({ row: spot.row.id, column: spot.column.key });
      },
    },
    field: {
      onKeyDown,
      onInput: () => begin(editor.mode() === 'edit' ? 'edit' : 'typed'),
      onCompositionStart: () => {
        composing = true;
        begin(editor.mode() === 'edit' ? 'edit' : 'typed');
      },
      onCompositionEnd: () => {
        composing = false;
        // The field was left while it composed.
        if (document.hasFocus() && parts.field.current !== document.activeElement) commit();
      },
      onFocus: () => {
        // In a low window the page scrolls around the sheet: it comes into sight with the focus.
        parts.frame.current?.scrollIntoView({ block: 'nearest' });
        cursor.redraw();
        arrive();
      },
      onBlur: (event) => {
        // When the whole window loses the focus, or it goes to the phrases of a comment, what is half typed stays as it is.
        if (parts.field.current === document.activeElement || composing || (editor.mode() !== 'ready' && keepsEditing(event.relatedTarget))) return;
        tabbedFrom = null;
        commit();
        editor.show(cursor.active());
      },
      ...clipboard,
    },
  };
}
