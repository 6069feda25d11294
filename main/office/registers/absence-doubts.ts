import type { Semester } from '#core/contract/shared.ts';
import type { StoredHomeroom } from '../ports/school-repositories.ts';
import type { AttendanceCounts } from './attendance-counts.ts';

type AbsenceField = 'excused1' | 'excused2' | 'unexcused1' | 'unexcused2';

/** The counts of a semester's absences as the homeroom sheet has them. */
export function absenceFields(semester: Semester): { readonly excused: 'excused1' | 'excused2'; readonly unexcused: 'unexcused1' | 'unexcused2' } {
  return semester === 1 ? { excused: 'excused1', unexcused: 'unexcused1' } : { excused: 'excused2', unexcused: 'unexcused2' };
}

/** Rule D20: what was entered as a sum is the sum of the days, in semesters for which the register is kept. An empty cell is missing, not wrong. */
export function absenceDoubts(attendance: AttendanceCounts, enrollmentId: string, entry: Pick<StoredHomeroom, AbsenceField> | null): readonly { readonly field: AbsenceField; readonly entered: number; readonly counted: number }[] {
  return ([1, 2] as const)
    .filter((semester) => attendance.kept[semester])
    .flatMap((semester) => {
      const [fields, counted] = [absenceFields(semester), attendance.of(enrollmentId, semester)];
      return (['excused', 'unexcused'] as const).flatMap((kind) => {
        const entered = entry?.[fields[kind]] ?? null;
        return entered === null || entered === counted[kind] ? [] : [{ field: fields[kind], entered, counted: counted[kind] }];
      });
    });
}
