import type { CommentMark, PassLevel, ScoredMark, Tenths } from '#core/values/marks.ts';
import { tenths } from '#core/values/marks.ts';
import { roundHalfUp } from '../rounding.ts';
import type { LevelRules } from '../rule-tables.ts';

/** A regular assessment has no rule that turns absence into 0 (TT 22/2021 Art. 6): it is there or it is waited for. */
export type RegularScore = Exclude<ScoredMark, 'ABSENT'>;
export type RegularComment = Exclude<CommentMark, 'ABSENT'>;

type Weights = Pick<LevelRules, 'weights'>;

/** ĐĐGtx due per semester, by periods per school year (TT 22/2021 Art. 6); comment subjects always the same number. */
export function requiredRegularMarks(periodsPerYear: number, kind: 'scored' | 'comment', { regularMarks }: Pick<LevelRules, 'regularMarks'>): number {
  if (kind === 'comment') return regularMarks.comment;
  const band = regularMarks.byPeriods.find(({ upTo }) => upTo === null || periodsPerYear <= upTo);
  if (band === undefined) throw new RangeError(`no number of regular marks for ${periodsPerYear} periods`);
  return band.count;
}

/** The marks of a semester as they enter the average: the sum in tenths with its weights, and what it is divided by. Null while anything due is missing or excused. */
export function semesterSum(marks: { readonly regular: readonly RegularScore[]; readonly midterm: ScoredMark; readonly final: ScoredMark }, required: number, { weights }: Weights): { readonly sum: number; readonly divisor: number } | null {
  const regular = marks.regular.filter((mark) => typeof mark === 'number');
  const midterm = counted(marks.midterm);
  const final = counted(marks.final);
  if (regular.length < required || marks.regular.includes('EXCUSED') || midterm === null || final === null) return null;
  return { sum: regular.reduce<number>((total, mark) => total + mark, 0) + weights.midterm * midterm + weights.final * final, divisor: regular.length + weights.midterm + weights.final };
}

/**
 * ĐTBmhk (TT 22/2021 Art. 9.1): (Σ ĐĐGtx + 2·ĐĐGgk + 3·ĐĐGck) / (number of ĐĐGtx + 5), rounded half up to tenths. Null while anything due is missing or
 * excused; a periodic assessment missed for good counts 0. More regular marks than `required` all count.
 */
export function semesterAverage(marks: { readonly regular: readonly RegularScore[]; readonly midterm: ScoredMark; readonly final: ScoredMark }, required: number, rules: Weights): Tenths | null {
  const sum = semesterSum(marks, required, rules);
  return sum === null ? null : tenths(roundHalfUp(sum.sum, sum.divisor));
}

function counted(mark: ScoredMark): number | null {
  if (mark === 'ABSENT') return 0;
  return typeof mark === 'number' ? mark : null;
}

/**
 * ĐTBmcn (TT 22/2021 Art. 9.1): (ĐTBmhkI + 2·ĐTBmhkII) / 3, rounded half up to tenths. Null unless both semesters have a result. `onlySecond`: nothing at
 * all stands in the first semester; by policy the second's average then stands for the year.
 */
export function yearAverage(semester1: Tenths | null, semester2: Tenths | null, { weights, policies }: Pick<LevelRules, 'weights' | 'policies'>, onlySecond = false): Tenths | null {
  if (semester1 === null && onlySecond && policies.oneSemesterOnly === 'second-semester') return semester2;
  if (semester1 === null || semester2 === null) return null;
  return tenths(roundHalfUp(weights.semester1 * semester1 + weights.semester2 * semester2, weights.semester1 + weights.semester2));
}

/** A comment subject's semester (TT 22/2021 Art. 9.1): Đ only when all that is due is there and every one is Đ. Null while something is missing or excused. */
export function commentSemester(marks: { readonly regular: readonly RegularComment[]; readonly midterm: CommentMark; readonly final: CommentMark }, required: number): PassLevel | null {
  const regular = marks.regular.filter((mark) => mark === 'Đ' || mark === 'CĐ');
  const periodic = [marks.midterm, marks.final];
  if (regular.length < required || marks.regular.includes('EXCUSED') || periodic.some((mark) => mark === null || mark === 'EXCUSED')) return null;
  return [...regular, ...periodic].every((mark) => mark === 'Đ') ? 'Đ' : 'CĐ';
}

/** A comment subject's year is its second semester (TT 22/2021 Art. 9.1). */
export function commentYear(semester2: PassLevel | null): PassLevel | null {
  return semester2;
}
