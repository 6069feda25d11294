import type { MethodOutput } from '#core/contract/index.ts';
import type { PupilResult } from '#core/contract/results.ts';
import type { Language } from '#core/contract/shared.ts';
import { resultsTexts } from '#core/text/results.ts';
import { textsIn } from '#core/text/texts.ts';
import { formatTenths, tenths, type Level, type PassLevel } from '#core/values/marks.ts';

export type ClassResults = MethodOutput<'results.class'>;
export type Period = 1 | 2 | 'year';

/** One subject of one pupil in a period, as it is printed; `low`: below 5,0 or CĐ. */
export type SubjectCell = { readonly text: string; readonly low: boolean; readonly note: string | null };

/** What is not there yet is shown as a dash, never as 0. */
export const missing = '–';

export function subjectCell(results: PupilResult['subjects'], subjectId: string, period: Period, language: Language): SubjectCell {
  const texts = textsIn(resultsTexts, language);
  const found = results.find((one) => one.subjectId === subjectId);
  if (found === undefined) return { text: '', low: false, note: texts.notTaken };
  const value = { 1: valueOf(found.score1, found.pass1), 2: valueOf(found.score2, found.pass2), year: valueOf(found.scoreYear, found.passYear) }[period];
  const again = period === 'year' ? valueOf(found.reassessedScore, found.reassessedPass) : null;
  const text = valueText(value, language);
  return again === null
    ? { text, low: isLow(value), note: null }
    : { text: `${text} (${valueText(again, language)})`, low: isLow(again), note: texts.reassessed(text, valueText(again, language)) };
}

export function learningOf(pupil: PupilResult, period: Period): PupilResult['year'] {
  return { 1: pupil.semester1, 2: pupil.semester2, year: pupil.year }[period];
}

export function conductOf(pupil: PupilResult, period: Period): Level | null {
  return { 1: pupil.conduct1, 2: pupil.conduct2, year: pupil.conductYear }[period];
}

/** A decision in the school's words. In grades 9 and 12, who would be promoted has completed the level. */
export function decisionWords(decision: PupilResult['decision'], grade: number | null, language: Language): string {
  const texts = textsIn(resultsTexts, language);
  if (decision !== 'PROMOTED') return texts.decisions[decision];
  return grade === 9 ? texts.completed : grade === 12 ? texts.completedUpper : texts.decisions.PROMOTED;
}

/** How many pupils have each value, in the order given; values nobody has are left out. */
export function counts<Value extends string>(values: readonly Value[], order: readonly Value[]): readonly { readonly value: Value; readonly count: number }[] {
  return order.map((value) => ({ value, count: values.filter((one) => one === value).length })).filter(({ count }) => count > 0);
}

function valueOf(score: number | null, pass: PassLevel | null): number | PassLevel | null {
  return score ?? pass;
}

function valueText(value: number | PassLevel | null, language: Language): string {
  if (value === null) return missing;
  return typeof value === 'number' ? formatTenths(tenths(value), language === 'vi' ? ',' : '.') : value;
}

function isLow(value: number | PassLevel | null): boolean {
  return value === 'CĐ' || (typeof value === 'number' && value < 50);
}
