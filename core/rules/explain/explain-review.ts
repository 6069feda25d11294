import type { PolicyName, ReviewPoint } from '../policies.ts';
import type { LevelRules } from '../rule-tables.ts';
import type { PrimaryOutcome } from '../tt27/primary-year.ts';
import type { ToldResult } from '../tt22/year-review.ts';
import { policyQuestions, readingOf } from './policy-sentences.ts';
import { outcomeWords } from './outcome-words.ts';
import { decisionWords, levelWords, step, type Step } from './steps.ts';

/** Who settled a point, for the whole school or for this learner. `on`: dd/mm/yyyy. `number`: of the decision; empty where there is none. */
export type Settled = { readonly scope: 'school' | 'learner'; readonly by: string; readonly on: string; readonly reason: string; readonly number: string };

/** A point on which a learner's result hangs, and the decision about it; null: nobody has looked at it yet. */
export type SettledPoint = ReviewPoint<ToldResult> & { readonly settled: Settled | null };

/** Every point on which the result hangs: the reading used, who decided for it, and what the other readings would give. */
export function explainReview(points: readonly SettledPoint[], told: ToldResult, rules: LevelRules): readonly Step[] {
  return points.map((point) => reviewStep(point, point.settled, (other) => differenceWords(told, other, rules)));
}

/** The same for a primary pupil; only the school as a whole chooses readings of TT 27/2020. */
export function explainPrimaryReview(points: readonly ReviewPoint<{ readonly outcome: PrimaryOutcome | null }>[], settledBy: (policy: PolicyName) => Settled | null): readonly Step[] {
  return points.map((point) => reviewStep(point, settledBy(point.policy), ({ outcome }) => (outcome === null ? 'chưa xếp được' : `kết quả: ${outcomeWords[outcome]}`)));
}

function reviewStep<Result>({ policy, value, others }: ReviewPoint<Result>, settled: Settled | null, words: (result: Result) => string): Step {
  const alternatives = others.map((other) => `nếu hiểu khác (${readingOf(policy, other.value)}) thì ${words(other.result)}`).join('; ');
  const head = settled === null ? 'Cần nhà trường xem xét' : `Đã xem xét (${settledWords(settled)})`;
  return step('review', `${head}: ${policyQuestions[policy]} Đang dùng: ${readingOf(policy, value)}; ${alternatives}.`);
}

function settledWords({ scope, by, on, reason, number }: Settled): string {
  const decided = scope === 'school' ? 'cách hiểu chung của trường' : number === '' ? 'quyết định riêng' : `quyết định số ${number}`;
  return `${decided}, ${by}, ngày ${on}; lí do: ${reason}`;
}

/** What another reading would change, in words: only what differs. */
export function differenceWords(told: ToldResult, other: ToldResult, { titles }: Pick<LevelRules, 'titles'>): string {
  const level = (value: ToldResult['year']) => (value === null ? 'chưa xếp được' : levelWords[value]);
  const parts = [
    ...(told.semester1 === other.semester1 ? [] : [`học tập học kì I: ${level(other.semester1)}`]),
    ...(told.semester2 === other.semester2 ? [] : [`học tập học kì II: ${level(other.semester2)}`]),
    ...(told.year === other.year ? [] : [`học tập cả năm: ${level(other.year)}`]),
    ...(told.title === other.title ? [] : [`danh hiệu: ${other.title === null ? 'không có' : titles[other.title].name}`]),
    ...(told.decision === other.decision ? [] : [`kết luận: ${decisionWords[other.decision]}`]),
    ...(told.finalDecision === other.finalDecision || (told.decision !== other.decision && other.decision === other.finalDecision) ? [] : [`kết luận sau hè: ${decisionWords[other.finalDecision]}`]),
  ];
  return parts.join(', ');
}
