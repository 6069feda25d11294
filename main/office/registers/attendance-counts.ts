import type { Semester } from '#core/contract/shared.ts';
import { countAbsences, parseAbsence, type Absence, type AbsenceCount } from '#core/values/registers.ts';
import type { Repositories } from '../ports/database.ts';
import type { StoredRegisterCell } from '../ports/register-repository.ts';

/** `2025-09` and `d05`: `2025-09-05`. */
export function dateOf({ period, column }: Pick<StoredRegisterCell, 'period' | 'column'>): string {
  return `${period}-${column.slice(1)}`;
}

export type AttendanceCounts = {
  /** Whether anything was entered for the class in the semester: an empty register is not one where nobody was absent. */
  readonly kept: Readonly<Record<Semester, boolean>>;
  readonly of: (enrollmentId: string, semester: Semester) => AbsenceCount;
};

/** A class's absences by semester, from the days of the attendance register. `semester1Ends`: the first semester's last day. */
export async function attendanceCounts({ registers }: Pick<Repositories, 'registers'>, classId: string, semester1Ends: string): Promise<AttendanceCounts> {
  const cells = await registers.cells(classId, 'attendance', null);
  const semesterOf = (cell: StoredRegisterCell): Semester => (dateOf(cell) <= semester1Ends ? 1 : 2);
  return {
    kept: { 1: cells.some((cell) => semesterOf(cell) === 1), 2: cells.some((cell) => semesterOf(cell) === 2) },
    of: (enrollmentId, semester) => countAbsences(cells.flatMap((cell): readonly Absence[] => (cell.enrollmentId === enrollmentId && semesterOf(cell) === semester ? absenceIn(cell) : []))),
  };
}

export function absenceIn({ value }: Pick<StoredRegisterCell, 'value'>): readonly Absence[] {
  const absence = parseAbsence(value);
  return absence === null ? [] : [absence];
}
