import { OfficeError } from '#core/contract/errors.ts';
import type { RegisterTotal } from '#core/contract/registers.ts';
import { countAbsences, parseAbsence } from '#core/values/registers.ts';
import { daysOfMonth } from '#core/values/school-calendar.ts';
import { cleaned } from '../gradebook/mark-input.ts';
import { absenceIn, dateOf } from './attendance-counts.ts';
import { keptCells } from './kept-cells.ts';
import { plainColumn, type OpenRegister, type RegisterColumn, type RegisterSource } from './open-register.ts';

const monthColumns = ['excused', 'unexcused', 'absent'] as const;
const semesterColumns = ['semesterExcused', 'semesterUnexcused', 'semesterAbsent'] as const;

/**
 * Attendance of one month, a column for every day: P absent with permission, K without, empty present. A day counts once: TT 22/2021 Art. 12 counts the
 * sessions of a plan of one session a day. Beside it the month's sums and those of the semester in which the month begins.
 */
export async function openAttendance({ repositories, frame, period, semester1Ends }: RegisterSource): Promise<OpenRegister> {
  const days = daysOfMonth(period);
  const year = await repositories.registers.cells(frame.group.id, 'attendance', null);
  const kept = keptCells(repositories, { register: 'attendance', period }, year.filter((cell) => cell.period === period));
  const pupils = await repositories.pupils.ofClass(frame.group.id);
  const studying = new Set(pupils.filter(({ enrollment }) => enrollment.status === 'studying').map(({ enrollment }) => enrollment.id));
  const beginsInFirst = `${period}-01` <= semester1Ends;
  const columnOf = (day: number) => `d${String(day).padStart(2, '0')}`;

  function sums(enrollmentId: string) {
    const own = year.filter((cell) => cell.enrollmentId === enrollmentId);
    const month = countAbsences(own.filter((cell) => cell.period === period).flatMap(absenceIn));
    const semester = countAbsences(own.filter((cell) => dateOf(cell) <= semester1Ends === beginsInFirst).flatMap(absenceIn));
    return { month, semester };
  }

  return {
    ...kept,
    columns: [
      ...days.map(({ day, weekday }): RegisterColumn => ({ ...plainColumn, column: columnOf(day), kind: 'choice', choices: ['P', 'K'], weekday })),
      ...monthColumns.map((column): RegisterColumn => ({ ...plainColumn, column, kind: 'computed', group: 'month' })),
      ...semesterColumns.map((column): RegisterColumn => ({ ...plainColumn, column, kind: 'computed', group: beginsInFirst ? 'semester1' : 'semester2' })),
    ],
    pupils,
    read(_, typed) {
      const text = cleaned(typed);
      const absence = parseAbsence(text);
      if (text !== '' && absence === null) throw new OfficeError('registers.not-an-absence');
      return absence ?? '';
    },
    semesterOf: (column) => (dateOf({ period, column }) <= semester1Ends ? 1 : 2),
    computed(enrollmentId) {
      const { month, semester } = sums(enrollmentId);
      const counts = [month.excused, month.unexcused, month.excused + month.unexcused, semester.excused, semester.unexcused, semester.excused + semester.unexcused];
      return Object.fromEntries([...monthColumns, ...semesterColumns].map((column, index) => [column, String(counts[index] ?? 0)]));
    },
    closed: () => [],
    doubts: () => [],
    totals() {
      const perDay = days.map(({ day }) => ({ column: columnOf(day), ...countAbsences(year.filter((cell) => cell.period === period && cell.column === columnOf(day) && studying.has(cell.enrollmentId)).flatMap(absenceIn)) }));
      const total = (name: RegisterTotal['name'], value: (count: (typeof perDay)[number]) => number): RegisterTotal => ({ name, cells: Object.fromEntries(perDay.map((count) => [count.column, value(count)])) });
      return [total('excused', ({ excused }) => excused), total('unexcused', ({ unexcused }) => unexcused), total('absent', ({ excused, unexcused }) => excused + unexcused)];
    },
  };
}
