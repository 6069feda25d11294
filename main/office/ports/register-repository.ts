import type { EditKind } from '#core/contract/cell-steps.ts';
import type { EnrollmentId } from '#core/values/ids.ts';
import type { AttributeLevel, AttributePeriod, RegisterName } from '#core/values/registers.ts';
import type { StoredChange } from './school-repositories.ts';

/** Registers whose cells are kept by the cell; the homeroom sheet has a table of its own (HomeroomRepository). */
export type CellRegister = Exclude<RegisterName, 'homeroom'>;

/** One cell as it stands; an empty cell has none. `column`: a code of the circular's table, or `d01` … `d31`. */
export type StoredRegisterCell = { readonly enrollmentId: string; readonly period: string; readonly column: string; readonly value: string; readonly changes: number };

/** A sheet: `period` is `year`, a moment, or a month. */
export type RegisterPlace = { readonly classId: string; readonly register: RegisterName; readonly period: string };

export type RegisterChange = { readonly before: string; readonly after: string; readonly reason: string | null; readonly at: string; readonly userId: string; readonly stepId: number | null };

/** A change of a field of the homeroom sheet; `undone`: it belongs to a step that stands undone. */
export type StoredFieldChange = StoredChange & { readonly enrollmentId: string; readonly field: string; readonly undone: boolean };

export type RegisterRepository = {
  /** Cells of a class; `period` null: of the whole year. */
  cells(classId: string, register: CellRegister, period: string | null): Promise<readonly StoredRegisterCell[]>;
  /** Sets (or with null clears) a cell and appends the change to its history in the same transaction. */
  setCell(place: { readonly enrollmentId: string; readonly register: CellRegister; readonly period: string; readonly column: string }, value: string | null, change: RegisterChange): Promise<void>;
  /** Qualities and competencies (TT 27/2020) of a class, or with null of the current school year, at every moment and after the supplementary assessment; comments are not among them. */
  attributes(classId: string | null): Promise<readonly { readonly enrollmentId: string; readonly period: AttributePeriod; readonly code: string; readonly level: AttributeLevel }[]>;
  /** Oldest first; of the homeroom sheet too. */
  history(place: Omit<RegisterPlace, 'classId'> & { readonly enrollmentId: string; readonly column: string }): Promise<readonly StoredChange[]>;
  /** How often each cell of the homeroom sheet was changed after its first entry; cells that never were are left out. */
  homeroomChanges(classId: string): Promise<readonly { readonly enrollmentId: string; readonly field: string; readonly changes: number }[]>;
  /** The histories of a class's conduct fields of the homeroom sheet that were changed more than once. Oldest first. */
  rewrittenConduct(classId: string): Promise<readonly StoredFieldChange[]>;
  /** A new step; what the user had taken back on this sheet can no longer be done again. */
  addStep(step: RegisterPlace & { readonly userId: string; readonly kind: EditKind; readonly cells: number; readonly at: string }): Promise<number>;
  /** The step that undo (of those done, the newest) or redo (of those taken back, the oldest) is about. */
  nextStep(step: RegisterPlace & { readonly userId: string; readonly state: 'done' | 'undone' }): Promise<{ readonly id: number; readonly kind: EditKind } | null>;
  changesOfStep(stepId: number): Promise<readonly { readonly enrollmentId: EnrollmentId; readonly column: string; readonly before: string; readonly after: string }[]>;
  setStepState(stepId: number, state: 'done' | 'undone'): Promise<void>;
};
