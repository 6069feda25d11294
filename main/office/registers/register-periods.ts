import { OfficeError } from '#core/contract/errors.ts';
import { attributePeriods, registerNames, type RegisterName } from '#core/values/registers.ts';
import { schoolMonths } from '#core/values/school-calendar.ts';
import type { RegisterFrame } from './open-register.ts';

/** Registers that a class keeps: qualities and competencies only under TT 27/2020. */
export function keptRegisters({ kind }: RegisterFrame): readonly RegisterName[] {
  return registerNames.filter((name) => name !== 'attributes' || kind === 'primary');
}

export function periodsOf(register: RegisterName, { year }: RegisterFrame): readonly string[] {
  return register === 'homeroom' ? ['year'] : register === 'attributes' ? attributePeriods : schoolMonths(year.name);
}

/** Errors: registers.not-kept, registers.bad-period. */
export function checkPeriod(register: RegisterName, period: string, frame: RegisterFrame): void {
  if (!keptRegisters(frame).includes(register)) throw new OfficeError('registers.not-kept', { className: frame.group.name });
  if (!periodsOf(register, frame).includes(period)) throw new OfficeError('registers.bad-period', { period });
}

/** Where a register opens by itself: at today's month or moment; outside the school year at `latest`, the last one with entries, or the first. `today`: `2025-11-03`. */
export function periodOfToday(register: RegisterName, frame: RegisterFrame, today: string, latest: string | null): string {
  const periods = periodsOf(register, frame);
  const month = today.slice(0, 7);
  const own = register === 'attendance' ? month : momentOf(month);
  const inYear = schoolMonths(frame.year.name).includes(month);
  return periods.find((period) => inYear && period === own) ?? periods.find((period) => period === latest) ?? periods[0] ?? 'year';
}

/** The moment that is next due: the middle of a semester falls about November and March, its end about the new year and May. */
function momentOf(month: string): string {
  const number = Number(month.slice(5));
  if (number >= 9 && number <= 11) return '1-mid';
  if (number === 12 || number === 1) return '1-end';
  return number <= 3 ? '2-mid' : '2-end';
}
