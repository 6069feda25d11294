import type { Level, PassLevel, Tenths } from '#core/values/marks.ts';
import type { LevelPolicies, LevelRules } from '../rule-tables.ts';
import { countedSubjects, learningLevel, subjectsNeeded, type LearningLevel, type SubjectOutcome } from './learning-level.ts';

export type Decision = 'PROMOTED' | 'REASSESS' | 'SUMMER_CONDUCT' | 'SUMMER_CONDUCT_THEN_REASSESS' | 'RETAINED' | 'INCOMPLETE';

/** Học sinh Xuất sắc, Học sinh Giỏi (TT 22/2021 Art. 15). */
export type Title = 'XUAT_SAC' | 'GIOI';

/** A point where the circular can be read in two ways and this learner's result hangs on it: "cần nhà trường xem xét". */
export type ReviewPoint = 'adjustment-ambiguous' | 'adjustment-comment-subject' | 'exempt-need' | 'conduct-and-learning' | 'title-with-absences';

export type YearInput<Id extends string> = {
  /** Year results (ĐTBmcn, Đ/CĐ). */
  readonly subjects: readonly SubjectOutcome<Id>[];
  readonly conduct: Level | null;
  /** Whole sessions of the year, excused and unexcused together. */
  readonly absences: number | null;
  /** New results of re-assessed subjects (Art. 14); they replace the year's for promotion only. */
  readonly reassessed: ReadonlyMap<Id, Tenths | PassLevel>;
  /** Conduct after the summer's training (Art. 13). */
  readonly summerConduct: Level | null;
};

export type YearOutcome<Id extends string> = {
  readonly learning: LearningLevel<Id> | null;
  /** At the end of the year, before the summer. */
  readonly decision: Decision;
  readonly title: Title | null;
  /** Subjects the pupil may be re-assessed in: comment subjects with CĐ, scored ones below 5.0; empty where no re-assessment is due. */
  readonly reassessable: readonly Id[];
  /** Set once a summer result is in. `decision` is what stands then; a result still awaited keeps it open. */
  readonly afterSummer: { readonly learning: Level; readonly conduct: Level; readonly decision: Decision } | null;
  readonly finalDecision: Decision;
  readonly review: readonly ReviewPoint[];
};

/** Promotion, re-assessment, summer conduct and titles of one pupil's year (TT 22/2021 Art. 12 to 15). */
export function yearOutcome<Id extends string>(input: YearInput<Id>, rules: LevelRules): YearOutcome<Id> {
  const outcome = outcomeUnder(input, rules);
  return { ...outcome, review: reviewPoints(input, outcome, rules) };
}

type Outcome<Id extends string> = Omit<YearOutcome<Id>, 'review'>;

function outcomeUnder<Id extends string>(input: YearInput<Id>, rules: LevelRules): Outcome<Id> {
  const learning = learningLevel(input.subjects, rules);
  if (learning === null || input.conduct === null || input.absences === null) {
    return { learning, decision: 'INCOMPLETE', title: null, reassessable: [], afterSummer: null, finalDecision: 'INCOMPLETE' };
  }
  const year = { learning: learning.level, conduct: input.conduct, absences: input.absences };
  const decision = decide(year, rules);
  const reassessable = decision === 'REASSESS' || decision === 'SUMMER_CONDUCT_THEN_REASSESS' ? countedSubjects(input.subjects, rules).filter((subject) => isReassessable(subject, rules)).map(({ id }) => id) : [];
  const afterSummer = afterTheSummer(input, { ...year, decision, reassessable }, rules);
  return { learning, decision, title: titleOf(input.subjects, year, rules), reassessable, afterSummer, finalDecision: afterSummer?.decision ?? decision };
}

type Year = { readonly learning: Level; readonly conduct: Level; readonly absences: number };

function decide({ learning, conduct, absences }: Year, { mostAbsences, policies }: LevelRules): Decision {
  if (absences > mostAbsences) return 'RETAINED';
  if (conduct !== 'CĐ') return learning === 'CĐ' ? 'REASSESS' : 'PROMOTED';
  if (learning !== 'CĐ') return 'SUMMER_CONDUCT';
  return policies.conductAndLearningFailed === 'retain' ? 'RETAINED' : 'SUMMER_CONDUCT_THEN_REASSESS';
}

function titleOf(subjects: readonly SubjectOutcome[], { learning, conduct, absences }: Year, rules: LevelRules): Title | null {
  if (learning !== 'T' || conduct !== 'T') return null;
  if (absences > rules.mostAbsences && rules.policies.titleWithAbsences === 'withhold') return null;
  return excellentSubjects(subjects, rules).length >= subjectsNeeded(subjects, rules) ? 'XUAT_SAC' : 'GIOI';
}

/** Scored subjects that count for the higher title (TT 22/2021 Art. 15.1.a). */
export function excellentSubjects<Id extends string>(subjects: readonly SubjectOutcome<Id>[], { titles }: Pick<LevelRules, 'titles'>): readonly SubjectOutcome<Id>[] {
  return subjects.filter(({ kind, value }) => kind === 'scored' && typeof value === 'number' && value >= titles.XUAT_SAC.reach);
}

/** Whether a year's result of a subject is one that re-assessment is for (TT 22/2021 Art. 14); whether one is due hangs on the whole year. */
export function isReassessable({ value }: { readonly value: SubjectOutcome['value'] }, { reassessBelow }: Pick<LevelRules, 'reassessBelow'>): boolean {
  return value === 'CĐ' || (typeof value === 'number' && value < reassessBelow);
}

function afterTheSummer<Id extends string>(input: YearInput<Id>, before: Year & { readonly decision: Decision; readonly reassessable: readonly Id[] }, rules: LevelRules): Outcome<Id>['afterSummer'] {
  const trains = before.decision === 'SUMMER_CONDUCT' || before.decision === 'SUMMER_CONDUCT_THEN_REASSESS';
  const summerConduct = trains ? input.summerConduct : null;
  const retaken = before.reassessable.filter((id) => input.reassessed.has(id));
  if (summerConduct === null && retaken.length === 0) return null;
  const conduct = summerConduct ?? before.conduct;
  const subjects = input.subjects.map((subject) => replaced(subject, retaken.includes(subject.id) ? input.reassessed.get(subject.id) : undefined));
  const learning = retaken.length === 0 ? before.learning : (learningLevel(subjects, rules)?.level ?? before.learning);
  return { learning, conduct, decision: decideAfterSummer({ trains, summerConduct, retaken: retaken.length > 0, learning, conduct, decision: before.decision }) };
}

function decideAfterSummer(summer: { readonly trains: boolean; readonly summerConduct: Level | null; readonly retaken: boolean; readonly learning: Level; readonly conduct: Level; readonly decision: Decision }): Decision {
  // The summer's conduct comes first: without it nothing is decided, with CĐ everything is.
  if (summer.trains && summer.summerConduct === null) return summer.decision;
  if (summer.conduct === 'CĐ') return 'RETAINED';
  if (summer.learning !== 'CĐ') return 'PROMOTED';
  return summer.retaken ? 'RETAINED' : 'REASSESS';
}

function replaced<Id extends string>(subject: SubjectOutcome<Id>, value: Tenths | PassLevel | undefined): SubjectOutcome<Id> {
  if (value === undefined) return subject;
  if (subject.kind === 'scored') return typeof value === 'number' ? { ...subject, value } : subject;
  return typeof value === 'number' ? subject : { ...subject, value };
}

type OpenPoint = {
  /** Whether the point can matter to this learner at all; most learners are spared the second computation. */
  readonly concerns: (input: YearInput<string>, outcome: Outcome<string>, rules: LevelRules) => boolean;
  readonly otherReading: (policies: LevelPolicies) => LevelPolicies;
};

/** Every point that the circular leaves open, with its other reading. */
const openPoints: Readonly<Record<ReviewPoint, OpenPoint>> = {
  'adjustment-ambiguous': {
    concerns: ({ subjects }) => subjects.some(({ value }) => value === 'CĐ' || (typeof value === 'number' && value < 65)),
    otherReading: (policies) => ({ ...policies, adjustmentCounterfactual: policies.adjustmentCounterfactual === 'remove' ? 'replace' : 'remove' }),
  },
  'adjustment-comment-subject': {
    concerns: ({ subjects }) => subjects.some(({ value }) => value === 'CĐ'),
    otherReading: (policies) => ({ ...policies, adjustmentCommentSubjects: !policies.adjustmentCommentSubjects }),
  },
  'exempt-need': {
    concerns: ({ subjects }) => subjects.some(({ kind, value }) => kind === 'scored' && value === 'M'),
    otherReading: (policies) => ({ ...policies, exemptNeed: policies.exemptNeed === 'keep' ? 'reduce' : 'keep' }),
  },
  'conduct-and-learning': {
    concerns: ({ conduct }, { learning }) => conduct === 'CĐ' && learning?.level === 'CĐ',
    otherReading: (policies) => ({ ...policies, conductAndLearningFailed: policies.conductAndLearningFailed === 'retain' ? 'summer-then-reassess' : 'retain' }),
  },
  'title-with-absences': {
    concerns: ({ absences }, _, { mostAbsences }) => absences !== null && absences > mostAbsences,
    otherReading: (policies) => ({ ...policies, titleWithAbsences: policies.titleWithAbsences === 'award' ? 'withhold' : 'award' }),
  },
};

function reviewPoints<Id extends string>(input: YearInput<Id>, outcome: Outcome<Id>, rules: LevelRules): readonly ReviewPoint[] {
  const told = ({ learning, title, decision, afterSummer }: Outcome<Id>) => JSON.stringify([learning?.level, title, decision, afterSummer]);
  return (Object.keys(openPoints) as ReviewPoint[]).filter((point) => {
    const { concerns, otherReading } = openPoints[point];
    return concerns(input, outcome, rules) && told(outcomeUnder(input, { ...rules, policies: otherReading(rules.policies) })) !== told(outcome);
  });
}
