import type { LockColumn, LockScopeInput } from '#core/contract/locks.ts';
import type { MethodOutput } from '#core/contract/index.ts';
import type { Language } from '#core/contract/shared.ts';
import { locksTexts } from '#core/text/locks.ts';
import { textsIn } from '#core/text/texts.ts';
import { registerNames } from '#core/values/registers.ts';

export type Overview = Pick<MethodOutput<'school.overview'>, 'classes' | 'subjects'>;

/** A scope as people say it: `Toán, lớp 6C, học kì 2, cột ĐĐGck`. */
export function scopeWords({ classId, subjectId, semester, column }: LockScopeInput, { classes, subjects }: Overview, language: Language): string {
  const texts = textsIn(locksTexts, language);
  const group = classes.find(({ id }) => id === classId);
  const parts = [
    subjects.find(({ id }) => id === subjectId)?.name,
    group === undefined ? undefined : texts.className(group.name),
    semester === null ? undefined : texts.semesterName(semester),
    column === null ? undefined : isRegister(column) ? texts.registerName(texts.columns[column]) : texts.columnName(texts.columns[column]),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? texts.whole : parts.join(', ').replace(/^./u, (letter) => letter.toUpperCase());
}

function isRegister(column: LockColumn): boolean {
  return registerNames.some((name) => name === column);
}

/** The end of today: what most reopenings need. */
export function endOfDay(now: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}T23:59`;
}
