import type { KeyboardEvent } from 'react';
import type { GridBlocks } from './grid-blocks.ts';
import { choiceOf } from './grid-choices.ts';
import type { GridCursor } from './grid-cursor.ts';
import type { CellEditor } from './grid-editor.ts';
import { changeCells } from './grid-edits.ts';
import type { GridParts } from './grid-parts.ts';
import { isEditable, type Spot } from './grid-types.ts';

type CommandParts = {
  readonly parts: GridParts;
  readonly cursor: GridCursor;
  readonly editor: CellEditor;
  readonly blocks: GridBlocks;
  readonly reverse: (direction: 'undo' | 'redo') => void;
  readonly selectColumn: (column: number) => void;
  readonly commit: () => void;
  /** Shows the active cell as it is now. */
  readonly arrive: () => void;
  readonly begin: (mode: 'typed' | 'edit') => void;
};

/** The keys that do something with the active cell or the block, other than moving. */
export function createGridCommands({ parts, cursor, editor, blocks, reverse, selectColumn, commit, arrive, begin }: CommandParts) {
  const { source, events } = parts;

  /** The whole column first, then the whole sheet. */
  function selectAll({ at }: Spot): void {
    const lastRow = source.current.rows.length - 1;
    const range = cursor.range();
    const columnIsSelected = range !== null && range.anchor.row === 0 && range.end.row === lastRow && range.anchor.column === range.end.column;
    if (columnIsSelected) cursor.select({ anchor: { row: 0, column: 0 }, end: { row: lastRow, column: source.current.columns.length - 1 } }, false);
    else selectColumn(at.column);
  }

  function clear(spot: Spot): void {
    if (cursor.range() !== null) blocks.clear(cursor.chosen(), 'clear');
    else if (isEditable(spot.row, spot.column)) changeCells(source.current, [{ ...spot, text: '' }]);
    arrive();
  }

  /** Commands that are given with Ctrl while nothing is being typed. */
  function control(event: KeyboardEvent, spot: Spot): boolean {
    switch (event.key.toLowerCase()) {
      case 'z':
        reverse(event.shiftKey ? 'redo' : 'undo');
        return true;
      case 'y':
        reverse('redo');
        return true;
      case 'd':
        blocks.fillDown(cursor.chosen());
        arrive();
        return true;
      case 'a':
        selectAll(spot);
        return true;
      default:
        return false;
    }
  }

  /** In a list of choices the arrows go from one to the next. */
  function choose(event: KeyboardEvent, { column }: Spot): boolean {
    const { current: field } = parts.field;
    const choices = column.editor === 'choice' ? (column.choices ?? []) : [];
    if (choices.length === 0 || field === null || editor.mode() !== 'edit' || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return false;
    const now = choiceOf(choices, field.value);
    const at = now === null ? -1 : choices.indexOf(now);
    const next = choices[event.key === 'ArrowDown' ? Math.min(at + 1, choices.length - 1) : Math.max(at - 1, 0)];
    if (next === undefined) return false;
    field.value = next.text;
    field.select();
    parts.choosing.setState({ column, text: next.text }, true);
    return true;
  }

  return {
    /** Answers whether the key was a command. */
    run(event: KeyboardEvent, spot: Spot): boolean {
      const ready = editor.mode() === 'ready';
      const withControl = event.ctrlKey || event.metaKey;
      if (event.altKey) {
        if (event.key !== 'ArrowDown' || spot.column.editor !== 'choice') return false;
        begin('edit');
        return true;
      }
      switch (event.key) {
        case 'F2':
          begin('edit');
          return true;
        case 'F4':
          commit();
          arrive();
          events.current.inspect?.({ row: spot.row.id, column: spot.column.key });
          return true;
        case 'Delete':
          if (!ready || withControl || event.shiftKey) return false;
          clear(spot);
          return true;
        default:
          return (ready && withControl && control(event, spot)) || choose(event, spot);
      }
    },
  };
}
