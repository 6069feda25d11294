import { levels, type Level, type PassLevel, type Tenths } from '#core/values/marks.ts';
import type { LevelPolicies } from '../policies.ts';
import type { LevelRules } from '../rule-tables.ts';

/**
 * Result of one subject in the term that is judged. `M`: exempt or not assessed, left out of every count. Null: not complete. `optional`: learnt by free
 * choice beside the programme.
 */
export type SubjectOutcome<Id extends string = string> =
  | { readonly id: Id; readonly kind: 'scored'; readonly value: Tenths | 'M' | null; readonly optional?: boolean }
  | { readonly id: Id; readonly kind: 'comment'; readonly value: PassLevel | 'M' | null; readonly optional?: boolean };

export type LearningLevel<Id extends string = string> = {
  /** By the table of Art. 9.2 alone. */
  readonly base: Level;
  readonly level: Level;
  /** The one subject of Art. 9.3 that pulled the result down, where the adjustment applied. */
  readonly adjustedBy: Id | null;
  /** Thinking the one subject away and thinking it best would give different levels: "cần nhà trường xem xét". */
  readonly ambiguous: boolean;
};

/** How many scored subjects have to reach a level's mark (TT 22/2021: 6, TT 43/2021: 5); by policy fewer where the learner is exempt from some. */
export function subjectsNeeded(subjects: readonly SubjectOutcome[], { need, policies }: LevelRules): number {
  if (policies.exemptNeed === 'keep') return need;
  const exempt = subjects.filter((subject) => subject.kind === 'scored' && subject.value === 'M' && ofProgramme(subject, policies)).length;
  return Math.max(1, need - exempt);
}

/** Whether a subject counts at all: by policy one of free choice does not. */
export function ofProgramme({ optional }: Pick<SubjectOutcome, 'optional'>, { optionalSubjects }: Pick<LevelPolicies, 'optionalSubjects'>): boolean {
  return optional !== true || optionalSubjects === 'counted';
}

/** The subjects that the learning level looks at: without exempt ones, by policy without those of free choice, and without comment subjects where the circular has none. */
export function countedSubjects<Id extends string>(subjects: readonly SubjectOutcome<Id>[], { commentSubjects, policies }: Pick<LevelRules, 'commentSubjects' | 'policies'>): readonly SubjectOutcome<Id>[] {
  return subjects.filter((subject) => subject.value !== 'M' && (commentSubjects || subject.kind === 'scored') && ofProgramme(subject, policies));
}

/** Kết quả học tập of a semester or year (TT 22/2021 Art. 9.2 and 9.3). Null while a subject has no result. */
export function learningLevel<Id extends string = string>(subjects: readonly SubjectOutcome<Id>[], rules: LevelRules): LearningLevel<Id> | null {
  const counted = countedSubjects(subjects, rules);
  if (counted.length === 0 || counted.some(({ value }) => value === null)) return null;
  const needed = subjectsNeeded(subjects, rules);
  const base = levelByTable(counted, needed, rules);
  const reading = (adjustmentCounterfactual: 'remove' | 'replace') => adjust(counted, base, needed, { ...rules, policies: { ...rules.policies, adjustmentCounterfactual } });
  const readings = { remove: reading('remove'), replace: reading('replace') };
  const adjustment = readings[rules.policies.adjustmentCounterfactual];
  return { base, ...adjustment, ambiguous: readings.remove.level !== readings.replace.level };
}

function adjust<Id extends string>(subjects: readonly SubjectOutcome<Id>[], base: Level, needed: number, rules: LevelRules): { readonly level: Level; readonly adjustedBy: Id | null } {
  // Most learners stand too high for any subject to have pulled them down that far.
  if (rank(base) < rules.adjustment.drop) return { level: base, adjustedBy: null };
  if (rules.policies.adjustment === 'none') return { level: base, adjustedBy: null };
  for (const subject of subjects) {
    if (subject.kind === 'comment' && rules.policies.adjustmentCommentSubjects === 'ignored') continue;
    const others = subjects.filter((other) => other !== subject);
    const without = levelByTable(rules.policies.adjustmentCounterfactual === 'remove' ? others : [...others, atItsBest(subject)], needed, rules);
    if (rules.adjustment.towards.includes(without) && rank(base) - rank(without) >= rules.adjustment.drop) return { level: oneHigher(base), adjustedBy: subject.id };
  }
  return { level: base, adjustedBy: null };
}

function atItsBest<Id extends string>(subject: SubjectOutcome<Id>): SubjectOutcome<Id> {
  return subject.kind === 'comment' ? { ...subject, value: 'Đ' } : { ...subject, value: 100 as Tenths };
}

/** The table of Art. 9.2, from the top. */
export function levelByTable(subjects: readonly SubjectOutcome[], needed: number, rules: Pick<LevelRules, 'levels'>): Level {
  return (['T', 'K', 'Đ'] as const).find((level) => conditionsOf(subjects, level, needed, rules).every(({ met }) => met)) ?? 'CĐ';
}

/** One condition of a level, and how it stands: what the explanation and the way to the next level are made from. */
export type Condition =
  | { readonly kind: 'floor'; readonly floor: Tenths; readonly below: readonly SubjectOutcome[]; readonly met: boolean }
  | { readonly kind: 'reach'; readonly reach: Tenths; readonly needed: number; readonly reached: readonly SubjectOutcome[]; readonly met: boolean }
  | { readonly kind: 'comments'; readonly most: number; readonly failed: readonly SubjectOutcome[]; readonly met: boolean };

export function conditionsOf(subjects: readonly SubjectOutcome[], level: 'T' | 'K' | 'Đ', needed: number, { levels: thresholds }: Pick<LevelRules, 'levels'>): readonly Condition[] {
  const { floor, reach, failedComments } = thresholds[level];
  const below = subjects.filter(({ value }) => typeof value === 'number' && value < floor);
  const reached = subjects.filter(({ value }) => typeof value === 'number' && value >= reach);
  const failed = subjects.filter(({ kind, value }) => kind === 'comment' && value === 'CĐ');
  return [
    { kind: 'comments', most: failedComments, failed, met: failed.length <= failedComments },
    { kind: 'floor', floor: floor as Tenths, below, met: below.length === 0 },
    { kind: 'reach', reach: reach as Tenths, needed, reached, met: reached.length >= needed },
  ];
}

/** 0 for Tốt down to 3 for Chưa đạt. */
function rank(level: Level): number {
  return levels.indexOf(level);
}

function oneHigher(level: Level): Level {
  return levels[rank(level) - 1] ?? level;
}
