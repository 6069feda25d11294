import { conductYear } from '#core/rules/tt22/conduct-year.ts';
import { learningLevel, type LearningLevel, type SubjectOutcome } from '#core/rules/tt22/learning-level.ts';
import { reviewPoints, underChoices, type PolicyName, type ReviewPoint } from '#core/rules/policies.ts';
import type { LevelRules } from '#core/rules/rule-tables.ts';
import { yearOutcome, type YearInput, type YearOutcome } from '#core/rules/tt22/year-outcome.ts';
import { pointConcerns, toldResult, type ToldResult } from '#core/rules/tt22/year-review.ts';
import { levels, type Level, type PassLevel, type Tenths } from '#core/values/marks.ts';
import type { StoredHomeroom } from '../ports/school-repositories.ts';
import type { ClassSubject, LevelFrame, PupilYear } from './class-data.ts';
import { subjectYear, type SubjectYear } from './subject-year.ts';

/** A pupil's year under the class's circular. Learning levels are null while a subject has no result. */
export type YearResult = {
  readonly pupil: PupilYear;
  /** The circular under the readings that hold for this pupil. */
  readonly rules: LevelRules;
  readonly subjects: readonly SubjectYear[];
  readonly semester1: LearningLevel | null;
  readonly semester2: LearningLevel | null;
  readonly outcome: YearOutcome<string>;
  readonly conduct1: Level | null;
  readonly conduct2: Level | null;
  readonly conduct: Level | null;
  /** The pupil came in the second semester. */
  readonly onlySecond: boolean;
  /** Whole sessions of the year; null while a count is missing. */
  readonly absences: number | null;
  readonly optional: (subject: ClassSubject) => boolean;
};

/** The year under the readings that hold for this pupil: the school's, and where the principal decided otherwise for the pupil, those. */
export function pupilResult(data: Pick<LevelFrame, 'subjects' | 'rules' | 'group'>, pupil: PupilYear): YearResult {
  return resultUnder(rulesFor(data, pupil), data, pupil);
}

export function rulesFor({ rules }: Pick<LevelFrame, 'rules'>, { readings }: Pick<PupilYear, 'readings'>): LevelRules {
  return underChoices(rules, readings);
}

function resultUnder(rules: LevelRules, { subjects: taught, group }: Pick<LevelFrame, 'subjects' | 'group'>, pupil: PupilYear): YearResult {
  const subjects = taught.filter(({ id }) => !pupil.notTaken.has(id)).map((subject) => subjectYear(subject, pupil, rules));
  const conduct1 = levelOf(pupil.homeroom?.conduct1);
  const conduct2 = levelOf(pupil.homeroom?.conduct2);
  const onlySecond = cameInSecondSemester(pupil);
  const conduct = conductYear(conduct1, conduct2, rules, onlySecond);
  return withLevels(rules, { pupil, subjects, conduct1, conduct2, conduct, onlySecond, absences: absencesOf(pupil.homeroom), optional: optionalIn(rules, group) });
}

/** Levels, decision and title from the subjects' results. */
function withLevels(rules: LevelRules, known: Omit<YearResult, 'rules' | 'semester1' | 'semester2' | 'outcome'>): YearResult {
  const outcomes = (period: 1 | 2) => outcomesOf(known.subjects, period, known.optional);
  return { ...known, rules, semester1: learningLevel(outcomes(1), rules), semester2: learningLevel(outcomes(2), rules), outcome: yearOutcome(yearInput(known), rules) };
}

/** Points that change the averages themselves; under all others only the levels are computed anew. */
const changeAverages: ReadonlySet<PolicyName> = new Set(['specialTopics', 'specialTopicsSemester', 'oneSemesterOnly']);

/** "Cần nhà trường xem xét": the points left open on which a result of this pupil's year hangs. */
export function pupilReview(data: Pick<LevelFrame, 'subjects' | 'rules' | 'group'>, result: YearResult): readonly ReviewPoint<ToldResult>[] {
  const { pupil, rules, subjects, conduct, absences, optional } = result;
  const periods = ([1, 2, 'year'] as const).map((period) => outcomesOf(subjects, period, optional));
  const facts = {
    subjects: periods.flat(),
    levels: [result.semester1, result.semester2, result.outcome.learning],
    reassessed: subjects.some(({ reassessed }) => reassessed !== null),
    followsTopics: pupil.topics.size > 0,
    onlySecond: result.onlySecond || subjects.some(({ onlySecond }) => onlySecond),
  };
  const compute = (other: LevelRules, policy: PolicyName) => told(changeAverages.has(policy) ? resultUnder(other, data, pupil) : withLevels(other, result));
  return reviewPoints(rules, told(result), (policy) => pointConcerns(policy, facts, { conduct, absences }, rules), compute);
}

export function told({ semester1, semester2, outcome }: YearResult): ToldResult {
  return toldResult(semester1?.level ?? null, semester2?.level ?? null, outcome);
}

/** Nothing at all stands in the first semester, not even conduct: the pupil came in the second. */
function cameInSecondSemester({ marks, homeroom, transferred }: PupilYear): boolean {
  // Of a first semester at another school the results are asked for, not done without.
  if (homeroom?.conduct2 == null || homeroom.conduct1 !== null || transferred.semesters.some(({ semester }) => semester === 1)) return false;
  return ![...marks.values()].some((ofSubject) => ofSubject.some(({ semester }) => semester === 1));
}

/** Which subjects are learnt by free choice, beside the programme. */
function optionalIn({ optionalSubjects }: Pick<LevelRules, 'optionalSubjects'>, { grade }: Pick<LevelFrame['group'], 'grade'>): (subject: ClassSubject) => boolean {
  return ({ elective, code }) => (elective && grade <= optionalSubjects.electivesUntilGrade) || optionalSubjects.codes.includes(code);
}

/** The results of a period as the rules for levels take them. */
export function outcomesOf(subjects: readonly SubjectYear[], period: 1 | 2 | 'year', optional: (subject: ClassSubject) => boolean): readonly SubjectOutcome[] {
  return subjects.map((year) => ({ ...asOutcome(year, { 1: year.semester1, 2: year.semester2, year: year.year }[period]), optional: optional(year.subject) }));
}

/** A pupil's year as the rules for promotion and titles take it. */
export function yearInput({ pupil, subjects, conduct, absences, optional }: Pick<YearResult, 'pupil' | 'subjects' | 'conduct' | 'absences' | 'optional'>): YearInput<string> {
  return {
    subjects: outcomesOf(subjects, 'year', optional),
    conduct,
    absences,
    reassessed: new Map(subjects.flatMap(({ subject, reassessed }) => (reassessed === null ? [] : [[subject.id, reassessed] as const]))),
    summerConduct: levelOf(pupil.homeroom?.summerConduct),
  };
}

/** Excused and unexcused sessions of both semesters together (TT 22/2021 Art. 12.1.c); null while one of the four is not entered. */
export function absencesOf(homeroom: StoredHomeroom | null): number | null {
  const counts = [homeroom?.excused1, homeroom?.unexcused1, homeroom?.excused2, homeroom?.unexcused2];
  return counts.reduce<number | null>((sum, count) => (sum === null || count === null || count === undefined ? null : sum + count), 0);
}

export function levelOf(text: string | null | undefined): Level | null {
  return levels.find((level) => level === text) ?? null;
}

function asOutcome({ subject, exempt }: SubjectYear, value: Tenths | PassLevel | null): SubjectOutcome {
  if (subject.kind === 'scored') return { id: subject.id, kind: 'scored', value: exempt ? 'M' : typeof value === 'number' ? value : null };
  return { id: subject.id, kind: 'comment', value: exempt ? 'M' : typeof value === 'number' ? null : value };
}
