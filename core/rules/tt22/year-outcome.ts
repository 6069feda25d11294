import type { Level, PassLevel, Tenths } from '#core/values/marks.ts';
import { learningLevel, recommendedAdjustment, type AdjustmentPolicy, type LearningLevel, type SubjectOutcome } from './learning-level.ts';

/** More sessions absent in a year, excused or not, than this: not promoted (TT 22/2021 Art. 12). */
export const mostAbsences = 45;

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
  /** Points where the circular can be read in two ways: "cần nhà trường xem xét". */
  readonly review: readonly ('adjustment-ambiguous' | 'title-with-absences')[];
};

/** Promotion, re-assessment, summer conduct and titles of one pupil's year (TT 22/2021 Art. 12 to 15). */
export function yearOutcome<Id extends string>(input: YearInput<Id>, policy: AdjustmentPolicy = recommendedAdjustment): YearOutcome<Id> {
  const learning = learningLevel(input.subjects, policy);
  if (learning === null || input.conduct === null || input.absences === null) {
    return { learning, decision: 'INCOMPLETE', title: null, reassessable: [], afterSummer: null, finalDecision: 'INCOMPLETE', review: learning?.ambiguous === true ? ['adjustment-ambiguous'] : [] };
  }
  const decision = decide(learning.level, input.conduct, input.absences);
  const title = titleOf(input.subjects, learning.level, input.conduct);
  const reassessable = decision === 'REASSESS' || decision === 'SUMMER_CONDUCT_THEN_REASSESS' ? input.subjects.filter(mayReassess).map(({ id }) => id) : [];
  const afterSummer = afterTheSummer(input, { decision, learning: learning.level, conduct: input.conduct, absences: input.absences, reassessable }, policy);
  return {
    learning,
    decision,
    title,
    reassessable,
    afterSummer,
    finalDecision: afterSummer?.decision ?? decision,
    review: [...(learning.ambiguous ? (['adjustment-ambiguous'] as const) : []), ...(title !== null && input.absences > mostAbsences ? (['title-with-absences'] as const) : [])],
  };
}

function decide(learning: Level, conduct: Level, absences: number): Decision {
  if (absences > mostAbsences) return 'RETAINED';
  if (conduct === 'CĐ') return learning === 'CĐ' ? 'SUMMER_CONDUCT_THEN_REASSESS' : 'SUMMER_CONDUCT';
  return learning === 'CĐ' ? 'REASSESS' : 'PROMOTED';
}

function titleOf(subjects: readonly SubjectOutcome[], learning: Level, conduct: Level): Title | null {
  if (learning !== 'T' || conduct !== 'T') return null;
  const excellent = subjects.filter(({ kind, value }) => kind === 'scored' && typeof value === 'number' && value >= 90).length;
  return excellent >= 6 ? 'XUAT_SAC' : 'GIOI';
}

function mayReassess({ value }: SubjectOutcome): boolean {
  return value === 'CĐ' || (typeof value === 'number' && value < 50);
}

type BeforeSummer<Id> = { readonly decision: Decision; readonly learning: Level; readonly conduct: Level; readonly absences: number; readonly reassessable: readonly Id[] };

function afterTheSummer<Id extends string>(input: YearInput<Id>, before: BeforeSummer<Id>, policy: AdjustmentPolicy): YearOutcome<Id>['afterSummer'] {
  const trains = before.decision === 'SUMMER_CONDUCT' || before.decision === 'SUMMER_CONDUCT_THEN_REASSESS';
  const summerConduct = trains ? input.summerConduct : null;
  const retaken = before.reassessable.filter((id) => input.reassessed.has(id));
  if (summerConduct === null && retaken.length === 0) return null;
  const conduct = summerConduct ?? before.conduct;
  const learning = retaken.length === 0 ? before.learning : (learningLevel(input.subjects.map((subject) => replaced(subject, retaken.includes(subject.id) ? input.reassessed.get(subject.id) : undefined)), policy)?.level ?? before.learning);
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
