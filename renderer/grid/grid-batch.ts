import type { ErrorCode, ErrorParams } from '#core/contract/errors.ts';
import type { EditKind } from '#core/contract/gradebook.ts';
import type { ConvertedText } from './clipboard-fonts.ts';
import type { CellPlace } from './grid-types.ts';

export type PlacedText = { readonly place: CellPlace; readonly text: string };

/** Why a cell of the sheet takes nothing: it is computed, it is not this user's to change now (locked, exempt), or its pupil is no longer there. */
export type Hindrance = 'computed' | 'readOnly' | 'inactive';

/** A cell that stays as it is: for the office's reason (`error`), or because the sheet itself does not take it (`hindrance`). */
export type RefusedCell = {
  readonly place: CellPlace;
  readonly text: string;
  readonly error: { readonly code: ErrorCode; readonly params: ErrorParams } | null;
  readonly hindrance?: Hindrance;
};

/** What became of a block: how many cells changed, and which the office left alone, each with its reason. */
export type BatchAnswer = { readonly changed: number; readonly refused: readonly RefusedCell[] };

/**
 * Blocks of cells go to the office in one command and are one step there: undo and redo are the office's, so they hold across screens and restarts.
 * A grid without a batch saves its blocks cell by cell.
 */
export type GridBatch = {
  /** What would be refused; writes nothing. */
  readonly check: (cells: readonly PlacedText[]) => Promise<readonly RefusedCell[]>;
  readonly apply: (cells: readonly PlacedText[], kind: EditKind) => Promise<BatchAnswer>;
  /** Null: there is nothing to take back. */
  readonly undo: () => Promise<BatchAnswer | null>;
  readonly redo: () => Promise<BatchAnswer | null>;
};

/** A block that the office would not take whole: shown before anything is written. */
export type PasteQuestion = {
  /** From the clipboard, or from a file. */
  readonly kind: 'paste' | 'import';
  /** More to know before agreeing, e.g. names of a file that fit no pupil. */
  readonly notes: readonly string[];
  readonly cells: readonly PlacedText[];
  /** Texts from old fonts that were converted: somebody should look at them. */
  readonly converted: readonly ConvertedText[];
  readonly refused: readonly RefusedCell[];
  /** Cells of the block that fall outside the sheet. */
  readonly skipped: number;
};
