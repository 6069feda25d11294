import type { EditKind } from '#core/contract/gradebook.ts';
import type { BatchAnswer, PasteQuestion, PlacedText } from './grid-batch.ts';
import type { ConvertedText } from './clipboard-fonts.ts';
import { changeCells, layBlock, shownText, typedText, type CellChange, type GridSource, type LaidBlock } from './grid-edits.ts';
import type { GridPosition } from './grid-steps.ts';
import { isEditable, type CellPlace } from './grid-types.ts';
import { cellKey, giveUpCell, saveQueue, whenSaved } from './save-queue.ts';
import { cornersOf, positionsOf, printClipboardTable, tiled, type GridRange } from './selection.ts';

/** What the grid tells about blocks; the words are the component's. */
export type BlockEvents = {
  readonly changed: (kind: EditKind, answer: BatchAnswer, skipped: number) => void;
  readonly reversed: (direction: 'undo' | 'redo', answer: BatchAnswer | null) => void;
  readonly asked: (question: PasteQuestion) => void;
  readonly failed: (error: unknown) => void;
};

/** Copying, pasting, filling, clearing and taking back of whole blocks. */
export type GridBlocks = {
  readonly copied: (range: GridRange) => string;
  readonly clear: (range: GridRange, kind: 'clear' | 'cut') => void;
  readonly fillDown: (range: GridRange) => void;
  /** One text into every cell of the block. */
  readonly fill: (range: GridRange, text: string) => void;
  /** `converted`: texts of the block that came in old fonts; they are shown before anything is written. */
  readonly paste: (block: readonly (readonly string[])[], range: GridRange, converted: readonly ConvertedText[]) => void;
  readonly apply: (cells: readonly PlacedText[], kind: EditKind, skipped: number) => Promise<void>;
  readonly reverse: (direction: 'undo' | 'redo') => Promise<void>;
};

export function createGridBlocks(source: { readonly current: GridSource }, events: { readonly current: BlockEvents }): GridBlocks {
  function cellsOf(positions: readonly GridPosition[]): { readonly cells: readonly CellChange[]; readonly skipped: number } {
    const { rows, columns } = source.current;
    const cells = positions.flatMap((at) => {
      const [row, column] = [rows[at.row], columns[at.column]];
      return row === undefined || column === undefined || !isEditable(row, column) ? [] : [{ row, column, text: '' }];
    });
    return { cells, skipped: positions.length - cells.length };
  }

  const placed = (cells: readonly CellChange[]): readonly PlacedText[] => cells.map(({ row, column, text }) => ({ place: { row: row.id, column: column.key }, text }));
  const changing = (cells: readonly CellChange[]) => cells.filter(({ row, column, text }) => shownText(source.current, row, column) !== text);

  async function apply(cells: readonly PlacedText[], kind: EditKind, skipped: number): Promise<void> {
    const { batch } = source.current;
    if (batch === undefined) return;
    try {
      await whenSaved();
      forgetFailed(cells.map(({ place }) => place));
      events.current.changed(kind, await batch.apply(cells, kind), skipped);
    } catch (error) {
      events.current.failed(error);
    }
  }

  /** What was typed into these cells and refused is replaced by the block. */
  function forgetFailed(places: readonly CellPlace[]): void {
    for (const { row, column } of places) giveUpCell(cellKey(source.current.sheet, row, column));
  }

  /** One cell goes the way of typed cells, so that a refusal stands in it; a block goes to the office whole. */
  function write(changes: readonly CellChange[], kind: EditKind, skipped: number): void {
    const real = changing(changes);
    if (source.current.batch === undefined || real.length === 1) {
      changeCells(source.current, real);
      events.current.changed(kind, { changed: real.length, refused: [] }, skipped);
    } else if (real.length === 0) {
      events.current.changed(kind, { changed: 0, refused: [] }, skipped);
    } else {
      void apply(placed(real), kind, skipped);
    }
  }

  /** A block that can be taken whole is written; of any other, and of one whose texts came in old fonts, it is shown first what would be and what not. */
  async function checkAndWrite({ changes, hindered, outside }: LaidBlock, converted: readonly ConvertedText[]): Promise<void> {
    const { batch } = source.current;
    const whole = hindered.length === 0 && outside === 0 && converted.length === 0;
    if (batch === undefined || (whole && changes.length < 2)) {
      write(changes, 'paste', hindered.length + outside);
      return;
    }
    try {
      const cells = placed(changes);
      const refused = cells.length === 0 ? [] : await batch.check(cells);
      if (whole && refused.length === 0) await apply(cells, 'paste', 0);
      else events.current.asked({ kind: 'paste', notes: [], cells: [...cells, ...hindered], converted, refused: [...refused, ...hindered], skipped: outside });
    } catch (error) {
      events.current.failed(error);
    }
  }

  return {
    apply,
    copied(range) {
      const { rows, columns } = source.current;
      const { top, bottom, left, right } = cornersOf(range);
      return printClipboardTable(rows.slice(top, bottom + 1).map((row) => columns.slice(left, right + 1).map((column) => shownText(source.current, row, column))));
    },
    clear(range, kind) {
      const { cells } = cellsOf(positionsOf(range));
      write(cells, kind, 0);
    },
    fillDown(range) {
      const { rows } = source.current;
      const corners = cornersOf(range);
      // One row alone is filled from the row above it, as spreadsheets do.
      const from = corners.top === corners.bottom ? corners.top - 1 : corners.top;
      const pattern = rows[from];
      if (pattern === undefined) return;
      const below = positionsOf({ anchor: { row: from + 1, column: corners.left }, end: { row: corners.bottom, column: corners.right } });
      const { cells, skipped } = cellsOf(below);
      write(cells.map((cell) => ({ ...cell, text: shownText(source.current, pattern, cell.column) })), 'fill', skipped);
    },
    fill(range, text) {
      const { cells, skipped } = cellsOf(positionsOf(range));
      write(cells.map((cell) => ({ ...cell, text: typedText(cell.column, text) })), 'fill', skipped);
    },
    paste(block, range, converted) {
      const { top, left } = cornersOf(range);
      void checkAndWrite(layBlock(source.current, tiled(block, range), { row: top, column: left }), converted);
    },
    async reverse(direction) {
      const { batch, sheet } = source.current;
      if (batch === undefined) {
        events.current.reversed(direction, null);
        return;
      }
      try {
        await whenSaved();
        // A cell that was refused never reached the office: taking it back is dropping what was typed.
        const failed = [...saveQueue.getState().entries.values()].filter((cell) => cell.sheet === sheet && cell.state === 'failed').sort((a, b) => b.turn - a.turn)[0];
        if (direction === 'undo' && failed !== undefined) {
          giveUpCell(failed.key);
          events.current.reversed(direction, { changed: 1, refused: [] });
          return;
        }
        events.current.reversed(direction, await batch[direction]());
      } catch (error) {
        events.current.failed(error);
      }
    },
  };
}
