import type { Place } from '../state/navigation.ts';
import type { GridBatch } from './grid-batch.ts';
import { canonicalText } from './grid-choices.ts';
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
  /** Where blocks are saved in one go and undone by the office; without it, cell by cell. */
  readonly batch?: GridBatch | undefined;
};

export type CellChange = { readonly row: GridRow; readonly column: GridColumn; readonly text: string };

type UndoStep = { readonly sheet: string; readonly cells: readonly { readonly place: CellPlace; readonly text: string }[] };

const longestUndo = 200;
let undoSteps: readonly UndoStep[] = [];

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

/** Gives cells to the queue, as one step for undo. Cells that show this text already are left alone. Answers how many changed. */
export function changeCells(source: GridSource, changes: readonly CellChange[]): number {
  const real = changes.filter(({ row, column, text }) => shownText(source, row, column) !== text);
  if (real.length === 0) return 0;
  const before = real.map(({ row, column }) => ({ place: { row: row.id, column: column.key }, text: shownText(source, row, column) }));
  undoSteps = [...undoSteps.slice(1 - longestUndo), { sheet: source.sheet, cells: before }];
  for (const change of real) put(source, change);
  return real.length;
}

/** Takes the last step of this sheet back: the earlier texts are saved again (the history keeps both). Null: nothing to take back. */
export function undoLast(source: GridSource): readonly CellPlace[] | null {
  const step = undoSteps.findLast((one) => one.sheet === source.sheet);
  if (step === undefined) return null;
  undoSteps = undoSteps.filter((one) => one !== step);
  for (const { place, text } of step.cells) {
    const row = source.rows.find((one) => one.id === place.row);
    const column = source.columns.find((one) => one.key === place.column);
    if (row !== undefined && column !== undefined && isEditable(row, column)) put(source, { row, column, text });
  }
  return step.cells.map((cell) => cell.place);
}

/** Drops what was typed into a cell that could not be saved. Answers whether there was any. */
export function giveUp(source: GridSource, row: GridRow, column: GridColumn): boolean {
  const key = cellKey(source.sheet, row.id, column.key);
  if (saveQueue.getState().entries.get(key)?.state !== 'failed') return false;
  giveUpCell(key);
  return true;
}

/** Lays a block over the grid from a cell on. Empty cells of the block change nothing: a gap in somebody's table must not erase marks. */
export function pasteBlock(source: GridSource, block: readonly (readonly string[])[], from: { readonly row: number; readonly column: number }): { readonly changes: readonly CellChange[]; readonly skipped: number } {
  const changes: CellChange[] = [];
  let skipped = 0;
  for (const [down, line] of block.entries()) {
    for (const [right, raw] of line.entries()) {
      if (raw === '') continue;
      const row = source.rows[from.row + down];
      const column = source.columns[from.column + right];
      if (row === undefined || column === undefined || !isEditable(row, column)) skipped += 1;
      else changes.push({ row, column, text: typedText(column, raw) });
    }
  }
  return { changes, skipped };
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
