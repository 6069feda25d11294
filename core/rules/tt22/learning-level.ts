import { levels, type Level, type PassLevel, type Tenths } from '#core/values/marks.ts';

/** Result of one subject in the term that is judged. `M`: exempt or not assessed, left out of every count. Null: not complete. */
export type SubjectOutcome<Id extends string = string> =
  | { readonly id: Id; readonly kind: 'scored'; readonly value: Tenths | 'M' | null }
  | { readonly id: Id; readonly kind: 'comment'; readonly value: PassLevel | 'M' | null };

/**
 * How the two unclear points of Art. 9.3 are read. `counterfactual`: the one subject is thought away, or thought best; `commentSubjects`: whether a comment
 * subject can be the one. Nobody has ruled on either, so a school must look where the readings differ.
 */
export type AdjustmentPolicy = { readonly counterfactual: 'remove' | 'replace'; readonly commentSubjects: boolean };

export const recommendedAdjustment: AdjustmentPolicy = { counterfactual: 'remove', commentSubjects: true };

export type LearningLevel<Id extends string = string> = {
  /** By the table of Art. 9.2 alone. */
  readonly base: Level;
  readonly level: Level;
  /** The one subject of Art. 9.3 that pulled the result down, where the adjustment applied. */
  readonly adjustedBy: Id | null;
  /** The other readings of Art. 9.3 would give another level: "cần nhà trường xem xét". */
  readonly ambiguous: boolean;
};

/** Levels of TT 22/2021 Art. 9.2, in tenths: every subject at least `floor`, and six of them at least `count`. */
const thresholds = { T: { floor: 65, count: 80 }, K: { floor: 50, count: 65 }, Đ: { floor: 35, count: 50 } } as const;
const subjectsToCount = 6;

/** Kết quả học tập of a semester or year (TT 22/2021 Art. 9.2 and 9.3). Null while a subject has no result. */
export function learningLevel<Id extends string>(subjects: readonly SubjectOutcome<Id>[], policy: AdjustmentPolicy = recommendedAdjustment): LearningLevel<Id> | null {
  if (subjects.length === 0 || subjects.some(({ value }) => value === null)) return null;
  const counted = subjects.filter(({ value }) => value !== 'M');
  const base = levelByTable(counted);
  const adjustment = adjust(counted, base, policy);
  const readings = (['remove', 'replace'] as const).flatMap((counterfactual) => [true, false].map((commentSubjects) => adjust(counted, base, { counterfactual, commentSubjects }).level));
  return { base, level: adjustment.level, adjustedBy: adjustment.adjustedBy, ambiguous: readings.some((level) => level !== adjustment.level) };
}

function adjust<Id extends string>(subjects: readonly SubjectOutcome<Id>[], base: Level, policy: AdjustmentPolicy): { readonly level: Level; readonly adjustedBy: Id | null } {
  for (const subject of subjects) {
    if (subject.kind === 'comment' && !policy.commentSubjects) continue;
    const others = subjects.filter((other) => other !== subject);
    const without = levelByTable(policy.counterfactual === 'remove' ? others : [...others, atItsBest(subject)]);
    if ((without === 'T' || without === 'K') && rank(base) - rank(without) >= 2) return { level: oneHigher(base), adjustedBy: subject.id };
  }
  return { level: base, adjustedBy: null };
}

function atItsBest<Id extends string>(subject: SubjectOutcome<Id>): SubjectOutcome<Id> {
  return subject.kind === 'comment' ? { ...subject, value: 'Đ' } : { ...subject, value: 100 as Tenths };
}

function levelByTable(subjects: readonly SubjectOutcome[]): Level {
  const scores = subjects.flatMap((subject) => (subject.kind === 'scored' && typeof subject.value === 'number' ? [subject.value] : []));
  const failedComments = subjects.filter((subject) => subject.kind === 'comment' && subject.value === 'CĐ').length;
  const reaches = ({ floor, count }: { readonly floor: number; readonly count: number }) => scores.every((score) => score >= floor) && scores.filter((score) => score >= count).length >= subjectsToCount;
  if (failedComments === 0 && reaches(thresholds.T)) return 'T';
  if (failedComments === 0 && reaches(thresholds.K)) return 'K';
  return failedComments <= 1 && reaches(thresholds.Đ) ? 'Đ' : 'CĐ';
}

/** 0 for Tốt down to 3 for Chưa đạt. */
function rank(level: Level): number {
  return levels.indexOf(level);
}

function oneHigher(level: Level): Level {
  return levels[rank(level) - 1] ?? level;
}
