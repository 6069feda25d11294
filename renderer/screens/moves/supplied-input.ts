import type { SuppliedSemester } from '#core/contract/moves.ts';
import { formatTenths, parsePassLevel, parseScore, tenths } from '#core/values/marks.ts';
import type { SubjectId } from '#core/values/ids.ts';

/** A subject as the old school's results are asked for: an average, Đ/CĐ, or a primary level with a test where there is one. */
export type SuppliedSubject = { readonly id: SubjectId; readonly name: string; readonly kind: 'scored' | 'comment' | 'primary'; readonly elective: boolean };

/** What was typed of semester I at the old school. */
export type SuppliedDraft = { readonly given: boolean; readonly conduct: string; readonly excused: string; readonly unexcused: string; readonly values: Readonly<Record<string, string>>; readonly tests: Readonly<Record<string, string>> };

export const emptyDraft: SuppliedDraft = { given: true, conduct: '', excused: '', unexcused: '', values: {}, tests: {} };

const levels = ['T', 'K', 'Đ', 'CĐ'] as const;
const primaryLevels = ['T', 'H', 'C'] as const;

/** The draft of results that stand. */
export function draftOf(standing: SuppliedSemester | null): SuppliedDraft {
  if (standing === null) return emptyDraft;
  const text = (score: number | null) => (score === null ? '' : formatTenths(tenths(score), ','));
  const count = (value: number | null) => (value === null ? '' : String(value));
  return {
    given: true,
    conduct: standing.conduct ?? '',
    excused: count(standing.excused),
    unexcused: count(standing.unexcused),
    values: Object.fromEntries(standing.results.map(({ subjectId, score, pass, level }) => [subjectId, level ?? pass ?? text(score)])),
    tests: Object.fromEntries(standing.results.flatMap(({ subjectId, score, level }) => (level === null || score === null ? [] : [[subjectId, String(Math.trunc(score / 10))]]))),
  };
}

/** Whether a value can be read; empty: not given. A primary test alone is no result: it stands beside a level. */
export function isWrong(kind: SuppliedSubject['kind'], text: string, test: string): boolean {
  if (text.trim() === '') return test.trim() !== '';
  if (kind === 'scored') return !parseScore(text).ok;
  return kind === 'comment' ? parsePassLevel(text) === null : primaryLevel(text) === null;
}

export function isWrongTest(text: string): boolean {
  return text.trim() !== '' && !/^(?:10|[1-9])$/u.test(text.trim());
}

export function isWrongCount(text: string): boolean {
  return text.trim() !== '' && !/^\d{1,3}$/u.test(text.trim());
}

/** What goes to the office; null while something cannot be read. */
export function suppliedOf(draft: SuppliedDraft, school: string, subjects: readonly SuppliedSubject[]): SuppliedSemester | null {
  const wrong = isWrongCount(draft.excused) || isWrongCount(draft.unexcused) || subjects.some(({ id, kind }) => isWrong(kind, draft.values[id] ?? '', draft.tests[id] ?? '') || isWrongTest(draft.tests[id] ?? ''));
  if (wrong || school.trim() === '') return null;
  const count = (text: string) => (text.trim() === '' ? null : Number(text));
  return {
    school,
    conduct: levels.find((level) => level === draft.conduct) ?? null,
    excused: count(draft.excused),
    unexcused: count(draft.unexcused),
    results: subjects.flatMap(({ id, kind }): SuppliedSemester['results'] => {
      const text = draft.values[id] ?? '';
      if (text.trim() === '') return [];
      if (kind === 'comment') return [{ subjectId: id, score: null, pass: parsePassLevel(text), level: null }];
      if (kind === 'primary') return [{ subjectId: id, score: (count(draft.tests[id] ?? '') ?? 0) * 10 || null, pass: null, level: primaryLevel(text) }];
      const score = parseScore(text);
      return score.ok ? [{ subjectId: id, score: score.value, pass: null, level: null }] : [];
    }),
  };
}

function primaryLevel(text: string): 'T' | 'H' | 'C' | null {
  return primaryLevels.find((level) => level === text.trim().toUpperCase()) ?? null;
}
