import type { Level, PassLevel, Tenths } from '#core/values/marks.ts';
import type { LevelRules } from '../rule-tables.ts';
import { countedSubjects, learningLevel, subjectsNeeded, type LearningLevel, type SubjectOutcome } from './learning-level.ts';

export type Decision = 'PROMOTED' | 'REASSESS' | 'SUMMER_CONDUCT' | 'SUMMER_CONDUCT_THEN_REASSESS' | 'RETAINED' | 'INCOMPLETE';

/** Học sinh Xuất sắc, Học sinh Giỏi (TT 22/2021 Art. 15). */
export type Title = 'XUAT_SAC' | 'GIOI';

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
};

/** Promotion, re-assessment, summer conduct and titles of one pupil's year (TT 22/2021 Art. 12 to 15). */
export function yearOutcome<Id extends string>(input: YearInput<Id>, rules: LevelRules): YearOutcome<Id> {
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

/** Whether the sessions missed are too many (Art. 12.1.c). A day missed is one session of a plan of one session a day, and two of a plan of two. */
export function missedTooMuch(absences: number, { mostAbsences, policies }: Pick<LevelRules, 'mostAbsences' | 'policies'>): boolean {
  return (policies.absencePlan === 'two-sessions' ? 2 : 1) * absences > mostAbsences;
}

function decide({ learning, conduct, absences }: Year, rules: LevelRules): Decision {
  if (missedTooMuch(absences, rules)) return 'RETAINED';
  if (conduct !== 'CĐ') return learning === 'CĐ' ? 'REASSESS' : 'PROMOTED';
  if (learning !== 'CĐ') return 'SUMMER_CONDUCT';
  return rules.policies.conductAndLearningFailed === 'retain' ? 'RETAINED' : 'SUMMER_CONDUCT_THEN_REASSESS';
}

function titleOf(subjects: readonly SubjectOutcome[], { learning, conduct, absences }: Year, rules: LevelRules): Title | null {
  if (learning !== 'T' || conduct !== 'T') return null;
  if (missedTooMuch(absences, rules) && rules.policies.titleWithAbsences === 'withhold') return null;
  return excellentSubjects(subjects, rules).length >= subjectsNeeded(subjects, rules) ? 'XUAT_SAC' : 'GIOI';
}

/** Scored subjects that count for the higher title (TT 22/2021 Art. 15.1.a). */
export function excellentSubjects<Id extends string>(subjects: readonly SubjectOutcome<Id>[], rules: LevelRules): readonly SubjectOutcome<Id>[] {
  return countedSubjects(subjects, rules).filter(({ kind, value }) => kind === 'scored' && typeof value === 'number' && value >= rules.titles.XUAT_SAC.reach);
}

/** Whether a year's result of a subject is one that re-assessment is for (TT 22/2021 Art. 14); whether one is due hangs on the whole year. */
export function isReassessable({ value }: { readonly value: SubjectOutcome['value'] }, { reassessBelow }: Pick<LevelRules, 'reassessBelow'>): boolean {
  return value === 'CĐ' || (typeof value === 'number' && value < reassessBelow);
}

function afterTheSummer<Id extends string>(input: YearInput<Id>, before: Year & { readonly decision: Decision; readonly reassessable: readonly Id[] }, rules: LevelRules): YearOutcome<Id>['afterSummer'] {
  const trains = before.decision === 'SUMMER_CONDUCT' || before.decision === 'SUMMER_CONDUCT_THEN_REASSESS';
  const summerConduct = trains ? input.summerConduct : null;
  const { subjects, retaken } = afterReassessment(input, before.reassessable);
  if (summerConduct === null && retaken.length === 0) return null;
  const conduct = summerConduct ?? before.conduct;
  const learning = retaken.length === 0 ? before.learning : (learningLevel(subjects, rules)?.level ?? before.learning);
  return { learning, conduct, decision: decideAfterSummer({ trains, summerConduct, retaken: retaken.length > 0, learning, conduct, decision: before.decision }) };
}

/** The year's subjects with the new results in their places (Art. 14), and which of those that may be re-assessed have one. */
export function afterReassessment<Id extends string>({ subjects, reassessed }: Pick<YearInput<Id>, 'subjects' | 'reassessed'>, reassessable: readonly Id[]): { readonly subjects: readonly SubjectOutcome<Id>[]; readonly retaken: readonly Id[] } {
  const retaken = reassessable.filter((id) => reassessed.has(id));
  return { subjects: subjects.map((subject) => replaced(subject, retaken.includes(subject.id) ? reassessed.get(subject.id) : undefined)), retaken };
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
