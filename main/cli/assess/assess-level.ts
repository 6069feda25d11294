import { explainCommentSemester, explainCommentYear, explainSemesterAverage, explainYearAverage } from '#core/rules/explain/explain-averages.ts';
import { explainLearningLevel } from '#core/rules/explain/explain-level.ts';
import { explainReview } from '#core/rules/explain/explain-review.ts';
import { explainConduct, explainYear } from '#core/rules/explain/explain-year.ts';
import type { Step } from '#core/rules/explain/steps.ts';
import type { LevelRules } from '#core/rules/rule-tables.ts';
import { conductYear } from '#core/rules/tt22/conduct-year.ts';
import { learningLevel, type LearningLevel, type SubjectOutcome } from '#core/rules/tt22/learning-level.ts';
import { commentSemester, commentYear, requiredRegularMarks, semesterAverage, yearAverage } from '#core/rules/tt22/subject-results.ts';
import { yearOutcome, type YearInput, type YearOutcome } from '#core/rules/tt22/year-outcome.ts';
import { toldResult, yearReview } from '#core/rules/tt22/year-review.ts';
import { formatTenths, type PassLevel, type Tenths } from '#core/values/marks.ts';
import type { CommentSubject, LevelLine, PassMarks, ScoreMarks, ScoreSubject } from './assess-input.ts';

/** A result as plain JSON, and the steps that lead to it. */
export type Assessed = { readonly result: Readonly<Record<string, unknown>>; readonly why: () => readonly Step[] };

/** One line under TT 22/2021 or TT 43/2021. */
export function assessLevelLine(line: LevelLine, table: LevelRules): Assessed {
  const rules = 'need' in line && line.need !== undefined ? { ...table, need: line.need } : table;
  switch (line.kind) {
    case 'subject_semester': {
      const required = requiredOf(line, line.periodsPerYear, rules);
      const given = line.periodsPerYear === undefined ? {} : { requiredRegular: requiredRegularMarks(line.periodsPerYear, 'scored', rules) };
      return { result: { avg: text(averageOf(line, required, rules)), ...given }, why: () => explainSemesterAverage(midNamed(line), required, null, rules) };
    }
    case 'subject_year': {
      const [hk1, hk2] = [semesterOf(line.hk1, line.periodsPerYear, rules), semesterOf(line.hk2, line.periodsPerYear, rules)];
      return { result: { hk1: text(hk1), hk2: text(hk2), avg: text(yearAverage(hk1, hk2, rules)) }, why: () => [...semesterWhy(line.hk1, 1, line.periodsPerYear, rules), ...semesterWhy(line.hk2, 2, line.periodsPerYear, rules), ...explainYearAverage(hk1, hk2, rules)] };
    }
    case 'comment_subject': {
      const [hk1, hk2] = [passOf(line.hk1, rules), passOf(line.hk2, rules)];
      return { result: { hk1, hk2, year: commentYear(hk2) }, why: () => [...passWhy(line.hk1, hk1, rules), ...passWhy(line.hk2, hk2, rules), ...explainCommentYear(hk2, rules)] };
    }
    case 'conduct_year': {
      const year = conductYear(line.hk1, line.hk2, rules);
      return { result: { year }, why: () => explainConduct(line.hk1, line.hk2, year, rules) };
    }
    case 'learning_level': {
      const subjects = outcomesOf(line.scored, line.comment);
      return { result: { ...levelResult(learningLevel(subjects, rules), 'level') }, why: () => explainLearningLevel(subjects, named, rules) };
    }
    case 'year_outcome': {
      const input = yearInput(line, outcomesOf(line.scored, line.comment), rules);
      const outcome = yearOutcome(input, rules);
      return { result: yearResult(line, input, outcome), why: () => [...explainConduct(line.conduct.hk1, line.conduct.hk2, input.conduct, rules), ...explainYear(input, outcome, named, rules, openPoints(input, outcome, rules))] };
    }
    case 'full_year':
      return fullYear(line, rules);
    default:
      return line satisfies never;
  }
}

type FullYear = Extract<LevelLine, { readonly kind: 'full_year' }>;
type Values = { readonly hk1: Tenths | PassLevel | 'M' | null; readonly hk2: Tenths | PassLevel | 'M' | null; readonly year: Tenths | PassLevel | 'M' | null };

function fullYear(line: FullYear, rules: LevelRules): Assessed {
  const subjects = Object.entries(line.subjects).map(([code, subject]) => ({ code, subject, values: valuesOf(subject, rules) }));
  const outcomes = (term: keyof Values) => subjects.map(({ code, subject, values }): SubjectOutcome => (subject.type === 'score' ? { id: code, kind: 'scored', value: values[term] as Tenths | 'M' | null } : { id: code, kind: 'comment', value: values[term] as PassLevel | 'M' | null }));
  const averages = (term: keyof Values) => Object.fromEntries(subjects.flatMap(({ code, subject, values }) => (subject.type === 'score' ? [[code, text(values[term])] as const] : [])));
  const comment = (term: keyof Values) => Object.fromEntries(subjects.flatMap(({ code, subject, values }) => (subject.type === 'comment' ? [[code, values[term]] as const] : [])));
  const semester = (term: 'hk1' | 'hk2') => ({ averages: averages(term), comment: comment(term), ...levelResult(learningLevel(outcomes(term), rules), 'level') });
  const input = yearInput(line, outcomes('year'), rules);
  const outcome = yearOutcome(input, rules);
  const why = () => [
    ...subjects.flatMap(({ code, subject, values }) => subjectWhy(code, subject, values, rules)),
    ...prefixed('Học kì I', explainLearningLevel(outcomes('hk1'), named, rules)),
    ...prefixed('Học kì II', explainLearningLevel(outcomes('hk2'), named, rules)),
    ...explainConduct(line.conduct.hk1, line.conduct.hk2, input.conduct, rules),
    ...prefixed('Cả năm', explainYear(input, outcome, named, rules, openPoints(input, outcome, rules))),
  ];
  return { result: { hk1: semester('hk1'), hk2: semester('hk2'), year: { ...yearResult(line, input, outcome), averages: averages('year') } }, why };
}

function valuesOf(subject: ScoreSubject | CommentSubject, rules: LevelRules): Values {
  if (subject.exempt === true) return { hk1: 'M', hk2: 'M', year: 'M' };
  if (subject.type === 'comment') {
    const term = (value: CommentSubject['hk1']) => (value == null ? null : 'result' in value ? value.result : passOf(value, rules));
    return { hk1: term(subject.hk1), hk2: term(subject.hk2), year: commentYear(term(subject.hk2)) };
  }
  const term = (value: ScoreSubject['hk1']) => (value == null ? null : 'avg' in value ? value.avg : semesterOf(value, subject.periodsPerYear, rules));
  const [hk1, hk2] = [term(subject.hk1), term(subject.hk2)];
  return { hk1, hk2, year: yearAverage(hk1, hk2, rules) };
}

function subjectWhy(code: string, subject: ScoreSubject | CommentSubject, values: Values, rules: LevelRules): readonly Step[] {
  if (subject.exempt === true) return [];
  if (subject.type === 'comment') {
    const term = (value: CommentSubject['hk1'], result: Values['hk1']) => (value == null || 'result' in value ? [] : passWhy(value, result as PassLevel | null, rules));
    return prefixed(code, [...term(subject.hk1, values.hk1), ...term(subject.hk2, values.hk2), ...explainCommentYear(values.year as PassLevel | null, rules)]);
  }
  const term = (value: ScoreSubject['hk1'], semester: 1 | 2) => (value == null || 'avg' in value ? [] : semesterWhy(value, semester, subject.periodsPerYear, rules));
  return prefixed(code, [...term(subject.hk1, 1), ...term(subject.hk2, 2), ...explainYearAverage(values.hk1 as Tenths | null, values.hk2 as Tenths | null, rules)]);
}

/** A mark that is listed and null is waited for, as are those due by the periods. */
function requiredOf(marks: ScoreMarks, periods: number | undefined, rules: LevelRules): number {
  return Math.max(marks.regular.length, periods === undefined ? 0 : requiredRegularMarks(periods, 'scored', rules));
}

function midNamed<Regular, Periodic>({ regular, mid, final }: { readonly regular: Regular; readonly mid: Periodic; readonly final: Periodic }) {
  return { regular, midterm: mid, final };
}

function averageOf(marks: ScoreMarks, required: number, rules: LevelRules): Tenths | null {
  return semesterAverage(midNamed(marks), required, rules);
}

function semesterOf(value: Tenths | ScoreMarks | null, periods: number | undefined, rules: LevelRules): Tenths | null {
  return value === null || typeof value === 'number' ? value : averageOf(value, requiredOf(value, periods, rules), rules);
}

function semesterWhy(value: Tenths | ScoreMarks | null, semester: 1 | 2, periods: number | undefined, rules: LevelRules): readonly Step[] {
  return value === null || typeof value === 'number' ? [] : explainSemesterAverage(midNamed(value), requiredOf(value, periods, rules), semester, rules);
}

function passOf(marks: PassMarks, { regularMarks }: LevelRules): PassLevel | null {
  return commentSemester(midNamed(marks), Math.max(marks.regular.length, regularMarks.comment));
}

function passWhy(marks: PassMarks, result: PassLevel | null, rules: LevelRules): readonly Step[] {
  return explainCommentSemester(midNamed(marks), Math.max(marks.regular.length, rules.regularMarks.comment), result, rules);
}

function outcomesOf(scored: Readonly<Record<string, Tenths | 'M' | null>>, comment: Readonly<Record<string, PassLevel | 'M' | null>>): readonly SubjectOutcome[] {
  return [...Object.entries(scored).map(([id, value]): SubjectOutcome => ({ id, kind: 'scored', value })), ...Object.entries(comment).map(([id, value]): SubjectOutcome => ({ id, kind: 'comment', value }))];
}

type YearLine = Extract<LevelLine, { readonly kind: 'year_outcome' | 'full_year' }>;

function yearInput(line: YearLine, subjects: readonly SubjectOutcome[], rules: LevelRules): YearInput<string> {
  return { subjects, conduct: conductYear(line.conduct.hk1, line.conduct.hk2, rules), absences: line.absences, reassessed: new Map(Object.entries(line.reassess ?? {})), summerConduct: line.summerConduct ?? null };
}

function levelResult(learning: LearningLevel | null, name: 'level' | 'learning'): Readonly<Record<string, unknown>> {
  return { base: learning?.base ?? null, [name]: learning?.level ?? null, adjustedBy: learning?.adjustedBy ?? null, ...(learning?.ambiguous === true ? { ambiguous: true } : {}) };
}

function yearResult(line: YearLine, input: YearInput<string>, outcome: YearOutcome<string>): Readonly<Record<string, unknown>> {
  const asked = line.reassess !== undefined || line.summerConduct !== undefined;
  return {
    ...levelResult(outcome.learning, 'learning'),
    conduct: input.conduct,
    title: outcome.title,
    decision: outcome.decision,
    reassessable: [...outcome.reassessable].sort(),
    ...(asked && outcome.afterSummer !== null ? { afterSummer: outcome.afterSummer } : {}),
  };
}

/** What the school would have to look at; nobody has decided anything for a line of a file. */
function openPoints(input: YearInput<string>, outcome: YearOutcome<string>, rules: LevelRules): readonly Step[] {
  return explainReview(yearReview(input, outcome, rules).map((point) => ({ ...point, settled: null })), toldResult(null, null, outcome), rules);
}

function prefixed(name: string, steps: readonly Step[]): readonly Step[] {
  return steps.map((each) => ({ ...each, text: `${name}: ${each.text}` }));
}

function named(code: string): string {
  return code;
}

function text(value: Tenths | PassLevel | 'M' | null): string | null {
  return typeof value === 'number' ? formatTenths(value, '.') : value;
}
