import { countAbsences } from '#core/values/registers.ts';
import { daysOfMonth, schoolMonths } from '#core/values/school-calendar.ts';
import type { AbsenceTotals, AttendanceMonth } from '../ports/books.ts';
import type { StoredRegisterCell } from '../ports/register-repository.ts';
import { absenceIn, dateOf } from '../registers/attendance-counts.ts';
import type { PupilYear } from '../results/class-data.ts';

/** Nine months have lessons by the ministry's frame of the school year; June is shown where something was entered in it. */
const usualMonths = 9;

/**
 * The months of the year. Where nothing was entered in a month its days stay empty for the pen. The homeroom teacher's totals of a semester, which results are made
 * from, stand beside the month in which it ends. `cells`: the attendance register of the year; `semester1Ends`: the first semester's last day.
 */
export function attendanceMonths(pupils: readonly PupilYear[], schoolYear: string, cells: readonly StoredRegisterCell[], semester1Ends: string): readonly AttendanceMonth[] {
  const months = schoolMonths(schoolYear).filter((period, index) => index < usualMonths || cells.some((cell) => cell.period === period));
  return months.map((period): AttendanceMonth => {
    const entered = cells.filter((cell) => cell.period === period);
    const [year = 0, month = 0] = period.split('-').map(Number);
    return { year, month, ...(entered.length === 0 ? { days: null, totals: null } : daysOf(pupils, period, entered)), sums: sumsOf(pupils, period, { first: semester1Ends.slice(0, 7), last: months.at(-1) ?? '' }) };
  });
}

function daysOf(pupils: readonly PupilYear[], period: string, entered: readonly StoredRegisterCell[]): Pick<AttendanceMonth, 'days' | 'totals'> {
  const byPupil = new Map<string, StoredRegisterCell[]>();
  for (const cell of entered) byPupil.set(cell.enrollmentId, [...(byPupil.get(cell.enrollmentId) ?? []), cell]);
  const own = ({ enrollment }: PupilYear) => byPupil.get(enrollment.id) ?? [];
  return {
    days: pupils.map((pupil) => {
      const values = new Map(own(pupil).map((cell) => [dateOf(cell), cell.value]));
      return daysOfMonth(period).map(({ date }) => values.get(date) ?? '');
    }),
    totals: pupils.map((pupil) => {
      const { excused, unexcused } = countAbsences(own(pupil).flatMap(absenceIn));
      return totals(excused, unexcused);
    }),
  };
}

function sumsOf(pupils: readonly PupilYear[], period: string, ends: { readonly first: string; readonly last: string }): AttendanceMonth['sums'] {
  const sum = (title: string, excused: (pupil: PupilYear) => number | null, unexcused: (pupil: PupilYear) => number | null) => ({ title, totals: pupils.map((pupil) => totals(excused(pupil), unexcused(pupil))) });
  const field = (name: 'excused1' | 'unexcused1' | 'excused2' | 'unexcused2') => (pupil: PupilYear) => pupil.homeroom?.[name] ?? null;
  const both = (first: (pupil: PupilYear) => number | null, second: (pupil: PupilYear) => number | null) => (pupil: PupilYear) => added(first(pupil), second(pupil));
  if (period === ends.first) return [sum('Học kì I', field('excused1'), field('unexcused1'))];
  if (period !== ends.last) return [];
  return [sum('Học kì II', field('excused2'), field('unexcused2')), sum('Cả năm', both(field('excused1'), field('excused2')), both(field('unexcused1'), field('unexcused2')))];
}

function totals(excused: number | null, unexcused: number | null): AbsenceTotals {
  const text = (count: number | null) => (count === null ? '' : String(count));
  return { all: text(added(excused, unexcused)), excused: text(excused), unexcused: text(unexcused) };
}

function added(first: number | null, second: number | null): number | null {
  return first === null || second === null ? null : first + second;
}
