import type { Level } from '#core/values/marks.ts';
import { reviewPoints, type PolicyName, type ReviewPoint } from '../policies.ts';
import type { LevelRules } from '../rule-tables.ts';
import type { LearningLevel, SubjectOutcome } from './learning-level.ts';
import { missedTooMuch, yearOutcome, type Decision, type Title, type YearInput, type YearOutcome } from './year-outcome.ts';

/** What a school has to stand for: where this differs under another reading, the school is asked. */
export type ToldResult = {
  readonly semester1: Level | null;
  readonly semester2: Level | null;
  readonly year: Level | null;
  readonly title: Title | null;
  readonly decision: Decision;
  readonly finalDecision: Decision;
};

export function toldResult(semester1: Level | null, semester2: Level | null, { learning, title, decision, finalDecision }: YearOutcome<string>): ToldResult {
  return { semester1, semester2, year: learning?.level ?? null, title, decision, finalDecision };
}

/** What decides whether a point can matter to a learner, besides the year's own results. */
export type LearnerFacts = {
  /** Results of all periods together. */
  readonly subjects: readonly SubjectOutcome[];
  /** Levels of all periods, as they stand. */
  readonly levels: readonly (LearningLevel | null)[];
  /** There are new results of the summer: the level is computed once more with them. */
  readonly reassessed: boolean;
  readonly followsTopics: boolean;
  /** Somewhere only the second semester has anything. */
  readonly onlySecond: boolean;
};

/** Whether a point can matter to a learner at all. It may say yes too often; no is certain (see the property test). */
export function pointConcerns(policy: PolicyName, { subjects, levels, reassessed, followsTopics, onlySecond }: LearnerFacts, { conduct, absences }: Pick<YearInput<string>, 'conduct' | 'absences'>, rules: LevelRules): boolean {
  const isLow = ({ value }: SubjectOutcome) => value === 'CĐ' || (typeof value === 'number' && value < rules.levels.T.floor);
  switch (policy) {
    case 'adjustment':
      return reassessed || (rules.policies.adjustment === 'none' ? subjects.some(isLow) : levels.some((level) => level !== null && level.adjustedBy !== null));
    case 'adjustmentCounterfactual':
      return reassessed || levels.some((level) => level?.ambiguous === true);
    case 'adjustmentCommentSubjects':
      return subjects.some(({ value }) => value === 'CĐ');
    case 'exemptNeed':
      return subjects.some(({ kind, value }) => kind === 'scored' && value === 'M');
    case 'optionalSubjects':
      return subjects.some(({ optional }) => optional === true);
    case 'oneSemesterOnly':
      return onlySecond;
    case 'absencePlan':
      return absences !== null && 2 * absences > rules.mostAbsences;
    case 'conductAndLearningFailed':
      return conduct === 'CĐ';
    case 'titleWithAbsences':
      return absences !== null && missedTooMuch(absences, rules);
    case 'specialTopics':
    case 'specialTopicsSemester':
      return followsTopics;
    case 'combinedTests':
      return false;
    default:
      return policy satisfies never;
  }
}

/** The points on which a year's outcome hangs, from the year's results alone (the semesters are not looked at). */
export function yearReview(input: YearInput<string>, outcome: YearOutcome<string>, rules: LevelRules): readonly ReviewPoint<ToldResult>[] {
  const facts = { subjects: input.subjects, levels: [outcome.learning], reassessed: input.reassessed.size > 0, followsTopics: false, onlySecond: false };
  const told = (result: YearOutcome<string>) => toldResult(null, null, result);
  return reviewPoints(rules, told(outcome), (policy) => pointConcerns(policy, facts, input, rules), (other) => told(yearOutcome(input, other)));
}
