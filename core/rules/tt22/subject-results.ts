import type { CommentMark, PassLevel, ScoredMark, Tenths } from '#core/values/marks.ts';
import { tenths } from '#core/values/marks.ts';
import { roundHalfUp } from '../rounding.ts';

/** A regular assessment has no rule that turns absence into 0 (TT 22/2021 Art. 6): it is there or it is waited for. */
export type RegularScore = Exclude<ScoredMark, 'ABSENT'>;
export type RegularComment = Exclude<CommentMark, 'ABSENT'>;

/** ĐĐGtx due per semester, by periods per school year (TT 22/2021 Art. 6): 2 up to 35, 3 up to 70, then 4; comment subjects always 2. */
export function requiredRegularMarks(periodsPerYear: number, kind: 'scored' | 'comment'): number {
  if (kind === 'comment' || periodsPerYear <= 35) return 2;
  return periodsPerYear <= 70 ? 3 : 4;
}

/**
 * ĐTBmhk (TT 22/2021 Art. 9.1): (Σ ĐĐGtx + 2·ĐĐGgk + 3·ĐĐGck) / (number of ĐĐGtx + 5), rounded half up to tenths. Null while anything due is missing or
 * excused; a periodic assessment missed for good counts 0. More regular marks than `required` all count.
 */
export function semesterAverage(marks: { readonly regular: readonly RegularScore[]; readonly midterm: ScoredMark; readonly final: ScoredMark }, required: number): Tenths | null {
  const regular = marks.regular.filter((mark) => typeof mark === 'number');
  const midterm = counted(marks.midterm);
  const final = counted(marks.final);
  if (regular.length < required || marks.regular.includes('EXCUSED') || midterm === null || final === null) return null;
  const sum = regular.reduce<number>((total, mark) => total + mark, 0) + 2 * midterm + 3 * final;
  return tenths(roundHalfUp(sum, regular.length + 5));
}

function counted(mark: ScoredMark): number | null {
  if (mark === 'ABSENT') return 0;
  return typeof mark === 'number' ? mark : null;
}

/** ĐTBmcn (TT 22/2021 Art. 9.1): (ĐTBmhkI + 2·ĐTBmhkII) / 3, rounded half up to tenths. Null unless both semesters have a result. */
export function yearAverage(semester1: Tenths | null, semester2: Tenths | null): Tenths | null {
  return semester1 === null || semester2 === null ? null : tenths(roundHalfUp(semester1 + 2 * semester2, 3));
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
