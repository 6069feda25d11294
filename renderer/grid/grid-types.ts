import type { CommentPlace } from '../components/comment-place.ts';
import type { GridPosition } from './grid-steps.ts';

/** What a cell shows. `text` is also what editing starts from, so it must read back to the same value. */
export type GridCell = {
  readonly text: string;
  /** In words, where the text is short ("V": absent, counts as 0); also shown as a tooltip. */
  readonly note?: string;
  readonly tone?: 'absent' | 'excused' | 'low' | 'unusual';
  /** Changed after it was first entered: shown with a small corner. */
  readonly changed?: boolean;
  readonly readOnly?: boolean;
};

/** One of the values a column can hold: as the cell shows it (`CĐ`), and in words (`Chưa đạt`). */
export type GridChoice = { readonly text: string; readonly title: string };

export type GridColumn = {
  readonly key: string;
  /** Short, as on paper. */
  readonly header: string;
  /** The whole name, for tooltips, messages and screen readers. */
  readonly title: string;
  /** Neighbours with the same group share one header above theirs. */
  readonly group?: string;
  /** narrow: one or two letters (a day of the month). text: takes what is left of the width. */
  readonly width: 'narrow' | 'mark' | 'count' | 'level' | 'text';
  readonly align: 'start' | 'center' | 'end';
  /** none: computed. line: one line. choice: one of `choices`, by its letter or from a list. long: opens into a roomy box while it is edited. */
  readonly editor: 'none' | 'line' | 'choice' | 'long';
  /** What a `choice` column can hold, in the order of the list. */
  readonly choices?: readonly GridChoice[];
  /** Drawn in grey, though it may be entered (a Sunday). */
  readonly shade?: boolean;
  /** The figures under the sheet say nothing of it; else they count marks with their mean, or how often each choice stands there. */
  readonly figures?: 'none';
  /** What was typed as the cell will show it (`8` → `8,0`); null where only the office can say. */
  readonly canonical?: (text: string) => string | null;
  /** Comments (`long`): how long they may be and which of the teacher's phrases fit. */
  readonly comment?: CommentPlace;
};

export type GridRow = {
  readonly id: string;
  readonly position: number;
  readonly name: string;
  /** More about the person, as a tooltip (birth date). */
  readonly detail: string;
  /** Why the row is grey and cannot be changed ("đã chuyển trường"); absent for rows that can. */
  readonly inactive?: string;
  readonly cells: Readonly<Record<string, GridCell>>;
};

/** A cell by its row's id and its column's key. */
export type CellPlace = { readonly row: string; readonly column: string };

/** A cell with its row and column. */
export type Spot = { readonly at: GridPosition; readonly row: GridRow; readonly column: GridColumn };

export const emptyCell: GridCell = { text: '' };

export function cellOf(row: GridRow, column: GridColumn): GridCell {
  return row.cells[column.key] ?? emptyCell;
}

export function isEditable(row: GridRow, column: GridColumn): boolean {
  return column.editor !== 'none' && row.inactive === undefined && cellOf(row, column).readOnly !== true;
}

/** Rows that say the same as before keep their identity, so that only changed rows are drawn again; where all do, `before` comes back. */
export function keepUnchanged(before: readonly GridRow[], now: readonly GridRow[]): readonly GridRow[] {
  if (before === now) return before;
  const known = new Map(before.map((row) => [row.id, row]));
  const next = now.map((row) => {
    const old = known.get(row.id);
    return old !== undefined && sameRow(old, row) ? old : row;
  });
  return next.length === before.length && next.every((row, index) => row === before[index]) ? before : next;
}

function sameRow(one: GridRow, other: GridRow): boolean {
  const keys = Object.keys(one.cells);
  return (
    one.position === other.position &&
    one.name === other.name &&
    one.detail === other.detail &&
    one.inactive === other.inactive &&
    keys.length === Object.keys(other.cells).length &&
    keys.every((key) => sameCell(one.cells[key], other.cells[key]))
  );
}

function sameCell(one: GridCell | undefined, other: GridCell | undefined): boolean {
  return one?.text === other?.text && one?.note === other?.note && one?.tone === other?.tone && one?.changed === other?.changed && one?.readOnly === other?.readOnly && (one === undefined) === (other === undefined);
}
