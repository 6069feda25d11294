import type { RegisterCell, RegisterColumn as ShownColumn, RegisterRow, RegisterTotal } from '#core/contract/registers.ts';
import type { Semester } from '#core/contract/shared.ts';
import { enrollmentId as enrollmentIdOf, pupilId as pupilIdOf, type EnrollmentId } from '#core/values/ids.ts';
import type { Repositories } from '../ports/database.ts';
import type { RegisterChange } from '../ports/register-repository.ts';
import type { StoredEnrollment, StoredPupil } from '../ports/school-repositories.ts';
import type { LevelFrame, PrimaryFrame } from '../results/class-data.ts';

/** A column without its semester: that is told by `semesterOf`. */
export type RegisterColumn = Omit<ShownColumn, 'semester'>;
export type RegisterFrame = LevelFrame | PrimaryFrame;
export type RegisterPupil = { readonly pupil: StoredPupil; readonly enrollment: StoredEnrollment };
export type RegisterCellPlace = { readonly enrollmentId: EnrollmentId; readonly column: string };

/** What a register is opened from. `semester1Ends`: the first semester's last day. `only`: pupils whose rows are wanted; null: all of the class. */
export type RegisterSource = { readonly repositories: Repositories; readonly frame: RegisterFrame; readonly period: string; readonly semester1Ends: string; readonly only: readonly string[] | null };

/**
 * One register of one class and period, read once. Cells are texts as people see them: they are the history, what undo writes again, and what the grid shows;
 * each kind keeps them in its own form.
 */
export type OpenRegister = {
  readonly columns: readonly RegisterColumn[];
  /** In class order; also those who left. */
  readonly pupils: readonly RegisterPupil[];
  readonly cell: (place: RegisterCellPlace) => RegisterCell | null;
  /** What was typed as it will stand; empty text empties the cell. `restore`: what stood there before may stand there again. Throws OfficeError. */
  readonly read: (place: RegisterCellPlace, text: string, way: 'enter' | 'restore') => string;
  readonly set: (place: RegisterCellPlace, text: string, change: RegisterChange) => Promise<void>;
  /** The semester whose locks hold for a column. */
  readonly semesterOf: (column: string) => Semester;
  /** Texts of computed columns. */
  readonly computed: (enrollmentId: EnrollmentId) => Readonly<Record<string, string>>;
  readonly closed: (enrollmentId: EnrollmentId) => readonly string[];
  readonly doubts: (enrollmentId: EnrollmentId) => RegisterRow['doubts'];
  /** Texts of what the old school supplied, where nothing was entered here. */
  readonly supplied?: (enrollmentId: EnrollmentId) => Readonly<Record<string, string>>;
  readonly totals: () => readonly RegisterTotal[];
};

/** One pupil's row as it is now. */
export function registerRow(register: OpenRegister, pupil: RegisterPupil): RegisterRow {
  const enrollmentId = enrollmentIdOf.parse(pupil.enrollment.id);
  const cells: Record<string, RegisterCell> = {};
  for (const { column } of register.columns) {
    const cell = register.cell({ enrollmentId, column });
    if (cell !== null) cells[column] = cell;
  }
  for (const [column, text] of Object.entries(register.computed(enrollmentId))) cells[column] = { text, changes: 0 };
  return {
    enrollmentId,
    pupilId: pupilIdOf.parse(pupil.pupil.id),
    position: pupil.enrollment.position,
    fullName: pupil.pupil.data.fullName,
    birthDate: pupil.pupil.data.birthDate,
    status: pupil.enrollment.status,
    cells,
    closed: [...register.closed(enrollmentId)],
    doubts: register.doubts(enrollmentId),
    supplied: { ...register.supplied?.(enrollmentId) },
  };
}

/** A column to enter, without what only some kinds have. */
export const plainColumn = { name: null, group: null, choices: [], longest: null, weekday: null } as const;
