import type { EditKind } from '#core/contract/cell-steps.ts';
import type { Semester } from '#core/contract/shared.ts';

/** One sheet that a file wrote. `state`: dropped steps were taken back on their sheet, and something else was done there since. */
export type ImportedStep = { readonly id: number; readonly classId: string; readonly subjectId: string; readonly semester: Semester; readonly cells: number; readonly kind: EditKind; readonly state: 'done' | 'undone' | 'dropped' };

export type StoredMarkImport = { readonly id: string; readonly fileName: string; readonly appliedAt: string; readonly userId: string; readonly undoneAt: string | null };

/** Files of marks that were read in. */
export type MarkImportRepository = {
  /** Newest first. */
  ofUser(userId: string, most: number): Promise<readonly StoredMarkImport[]>;
  byId(id: string): Promise<StoredMarkImport | null>;
  /** In the order in which they were written. */
  steps(id: string): Promise<readonly ImportedStep[]>;
  add(entry: Omit<StoredMarkImport, 'undoneAt'>, stepIds: readonly number[]): Promise<void>;
  markUndone(id: string, at: string): Promise<void>;
};
