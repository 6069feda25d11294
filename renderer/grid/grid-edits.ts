import type { Place } from '../state/navigation.ts';
import type { GridBatch, Hindrance, RefusedCell } from './grid-batch.ts';
import { canonicalText } from './grid-choices.ts';
import type { GridPosition } from './grid-steps.ts';
import { cellOf, isEditable, type CellPlace, type GridColumn, type GridRow } from './grid-types.ts';
import { cellKey, giveUpCell, saveCell, saveQueue } from './save-queue.ts';

/** What the grid shows and how its cells are saved; the newest one is always read, nothing keeps an old one. */
export type GridSource = {
  /** Names the sheet among all sheets: the same cell has the same key whenever it is opened. */
  readonly sheet: string;
  readonly rows: readonly GridRow[];
  readonly columns: readonly GridColumn[];
  readonly save: (place: CellPlace, text: string) => Promise<{ readonly savedAt: string }>;
  readonly placeOf: (place: CellPlace) => Place;
  /** Where blocks are saved in one go and undone by the office; a sheet without it is only read, or written cell by cell without undo. */
  readonly batch?: GridBatch | undefined;
};

export type CellChange = { readonly row: GridRow; readonly column: GridColumn; readonly text: string };

/** What the cell shows: what was typed and is not saved yet, else what the office has. */
export function shownText(source: GridSource, row: GridRow, column: GridColumn): string {
  return saveQueue.getState().entries.get(cellKey(source.sheet, row.id, column.key))?.text ?? cellOf(row, column).text;
}

/** What was typed, as the cell will show it: NFC, without spaces around, and in its column's own form where that is certain. */
export function typedText(column: GridColumn, typed: string): string {
  const lines = typed.normalize('NFC').replace(/\r\n?/gu, '\n').trim();
  const text = column.editor === 'long' ? lines : lines.replace(/\s+/gu, ' ');
  return text === '' ? '' : (canonicalText(column, text) ?? text);
}

/** Gives cells to the queue. Cells that show this text already are left alone. */
export function changeCells(source: GridSource, changes: readonly CellChange[]): void {
  for (const change of changes) if (shownText(source, change.row, change.column) !== change.text) put(source, change);
}

/** Drops what was typed into a cell that could not be saved. Answers whether there was any. */
export function giveUp(source: GridSource, row: GridRow, column: GridColumn): boolean {
  const key = cellKey(source.sheet, row.id, column.key);
  if (saveQueue.getState().entries.get(key)?.state !== 'failed') return false;
  giveUpCell(key);
  return true;
}

/** A block laid over the grid: what it changes, which of its cells fall on cells that take nothing, and how many fall outside the sheet. */
export type LaidBlock = { readonly changes: readonly CellChange[]; readonly hindered: readonly RefusedCell[]; readonly outside: number };

/**
 * Lays a block over the grid from a cell on. Empty cells of the block change nothing: a gap in somebody's table must not erase marks. What says the same as
 * the cell it falls on is no change and no hindrance.
 */
export function layBlock(source: GridSource, block: readonly (readonly string[])[], from: GridPosition): LaidBlock {
  const changes: CellChange[] = [];
  const hindered: RefusedCell[] = [];
  let outside = 0;
  for (const [down, line] of block.entries()) {
    for (const [right, raw] of line.entries()) {
      if (raw === '') continue;
      const row = source.rows[from.row + down];
      const column = source.columns[from.column + right];
      if (row === undefined || column === undefined) {
        outside += 1;
        continue;
      }
      const text = typedText(column, raw);
      if (text === shownText(source, row, column)) continue;
      const hindrance = hindranceOf(row, column);
      if (hindrance === null) changes.push({ row, column, text });
      else hindered.push({ place: { row: row.id, column: column.key }, text, error: null, hindrance });
    }
  }
  return { changes, hindered, outside };
}

function hindranceOf(row: GridRow, column: GridColumn): Hindrance | null {
  if (isEditable(row, column)) return null;
  return row.inactive !== undefined ? 'inactive' : column.editor === 'none' ? 'computed' : 'readOnly';
}

function put(source: GridSource, { row, column, text }: CellChange): void {
  const place = { row: row.id, column: column.key };
  const cell = {
    key: cellKey(source.sheet, row.id, column.key),
    sheet: source.sheet,
    text,
    label: `${row.name}, ${column.title}`,
    place: source.placeOf(place),
    send: (typed: string) => source.save(place, typed),
  };
  saveCell(cell, cellOf(row, column).text);
}
