import type { Absence } from '#core/values/registers.ts';
import { daysOfMonth, schoolMonths } from '#core/values/school-calendar.ts';
import type { Clock } from '#main/office/ports/clock.ts';
import type { Repositories } from '#main/office/ports/database.ts';
import type { StoredEnrollment } from '#main/office/ports/school-repositories.ts';

type AttendanceYear = {
  readonly parts: { readonly clock: Clock };
  readonly plan: { readonly state: 'complete' | 'first-semester' | 'with-gaps' };
  readonly schoolYear: string;
  readonly writerId: string;
};

/** In the class with gaps somebody forgot one day of this pupil when the sums were written. */
const miscountedPupil = 9;

/** A pupil's attendance by day, in step with the sums of the homeroom sheet. Classes at the half of their year have not begun to keep it. */
export async function fillAttendance(year: AttendanceYear, repositories: Repositories, enrollment: StoredEnrollment, index: number): Promise<void> {
  if (enrollment.status === 'left-school' || year.plan.state === 'first-semester') return;
  const sums = await repositories.homeroom.entry(enrollment.id);
  const months = schoolMonths(year.schoolYear);
  // September to December, and February to May: whole months on either side of the turn of the semester.
  for (const [semester, days] of ([[1, daysIn(months.slice(0, 4))], [2, daysIn(months.slice(5, 9))]] as const)) {
    const [excused, unexcused] = semester === 1 ? [sums?.excused1, sums?.unexcused1] : [sums?.excused2, sums?.unexcused2];
    const forgotten = year.plan.state === 'with-gaps' && index === miscountedPupil && semester === 1 ? 1 : 0;
    const absences: readonly Absence[] = [...Array<Absence>((excused ?? 0) + forgotten).fill('P'), ...Array<Absence>(unexcused ?? 0).fill('K')];
    for (const [number, absence] of absences.entries()) {
      const date = days[(index * 7 + number * 13) % days.length] ?? '';
      await repositories.registers.setCell({ enrollmentId: enrollment.id, register: 'attendance', period: date.slice(0, 7), column: `d${date.slice(8)}` }, absence, changeTo(year, absence));
    }
  }
}

function daysIn(months: readonly string[]): readonly string[] {
  return months.flatMap((month) => daysOfMonth(month)).flatMap(({ date, weekday }) => (weekday <= 5 ? [date] : []));
}

function changeTo(year: AttendanceYear, after: string) {
  return { before: '', after, reason: null, at: year.parts.clock.now(), userId: year.writerId, stepId: null };
}
