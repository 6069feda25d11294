import type { Semester } from '#core/contract/shared.ts';
import { countAbsences, parseAbsence, type Absence, type AbsenceCount } from '#core/values/registers.ts';
import type { Repositories } from '../ports/database.ts';
import type { StoredRegisterCell } from '../ports/register-repository.ts';
import { byPupil } from '../results/transferred.ts';

/** `2025-09` and `d05`: `2025-09-05`. */
export function dateOf({ period, column }: Pick<StoredRegisterCell, 'period' | 'column'>): string {
  return `${period}-${column.slice(1)}`;
}

export type AttendanceCounts = {
  /** Whether anything was entered for the class in the semester: an empty register is not one where nobody was absent. */
  readonly kept: Readonly<Record<Semester, boolean>>;
  /** The days here, and before them the sessions that the old school supplied. */
  readonly of: (enrollmentId: string, semester: Semester) => AbsenceCount;
  /** Whether the old school's sessions are all there is: they stand without an entry. */
  readonly suppliedAlone: (enrollmentId: string, semester: Semester) => boolean;
};

/** A class's absences by semester, from the days of the attendance register. `semester1Ends`: the first semester's last day. */
export async function attendanceCounts({ registers, moves }: Pick<Repositories, 'registers' | 'moves'>, classId: string, semester1Ends: string): Promise<AttendanceCounts> {
  const cells = await registers.cells(classId, 'attendance', null);
  const semesterOf = (cell: StoredRegisterCell): Semester => (dateOf(cell) <= semester1Ends ? 1 : 2);
  const suppliedOf = byPupil(await moves.transferredOfClass(classId));
  const supplied = (enrollmentId: string, semester: Semester) => suppliedOf(enrollmentId).semesters.find((entry) => entry.semester === semester) ?? null;
  const daysOf = (enrollmentId: string, semester: Semester) => cells.flatMap((cell): readonly Absence[] => (cell.enrollmentId === enrollmentId && semesterOf(cell) === semester ? absenceIn(cell) : []));
  return {
    kept: { 1: cells.some((cell) => semesterOf(cell) === 1), 2: cells.some((cell) => semesterOf(cell) === 2) },
    of(enrollmentId, semester) {
      const [here, before] = [countAbsences(daysOf(enrollmentId, semester)), supplied(enrollmentId, semester)];
      return { excused: here.excused + (before?.excused ?? 0), unexcused: here.unexcused + (before?.unexcused ?? 0) };
    },
    suppliedAlone: (enrollmentId, semester) => supplied(enrollmentId, semester) !== null && daysOf(enrollmentId, semester).length === 0,
  };
}

export function absenceIn({ value }: Pick<StoredRegisterCell, 'value'>): readonly Absence[] {
  const absence = parseAbsence(value);
  return absence === null ? [] : [absence];
}
