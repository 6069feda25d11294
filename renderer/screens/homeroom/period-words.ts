import type { Language } from '#core/contract/shared.ts';
import { registersTexts } from '#core/text/registers.ts';
import { textsIn } from '#core/text/texts.ts';
import { attributePeriods } from '#core/values/registers.ts';

/** `2025-09`. */
export function yearOfMonth(period: string): { readonly year: number; readonly month: number } {
  return { year: Number(period.slice(0, 4)), month: Number(period.slice(5)) };
}

/** `tháng 9/2025`, `giữa học kì I`; nothing for the year. */
export function periodWords(period: string, language: Language): string {
  const texts = textsIn(registersTexts, language);
  const moment = attributePeriods.find((each) => each === period);
  if (moment !== undefined) return texts.moments[moment];
  const { year, month } = yearOfMonth(period);
  return period === 'year' ? '' : texts.monthName(month, year);
}
