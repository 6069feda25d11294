import type { ReviewPointView } from '#core/contract/results.ts';
import type { PolicyName } from '#core/rules/policies.ts';
import type { Settled, SettledPoint } from '#core/rules/explain/explain-review.ts';
import { formatDay } from '#core/text/common.ts';
import type { StoredPolicyChoice, StoredReview } from '../ports/decision-repository.ts';
import type { LevelFrame } from '../results/class-data.ts';
import { pupilReview, type YearResult } from '../results/pupil-result.ts';
import { decisionOf } from './readings.ts';

/** What was decided in a class's school and for its pupils. */
export type Decisions = { readonly choices: readonly StoredPolicyChoice[]; readonly reviews: readonly StoredReview[] };

/** The points on which a pupil's results hang, each with what was decided about it: for the pupil, else for the school, else nothing yet. */
export function settledPoints(data: Pick<LevelFrame, 'subjects' | 'rules' | 'group'>, result: YearResult, { choices, reviews }: Decisions): ReviewPointView[] {
  const own = reviews.filter(({ enrollmentId }) => enrollmentId === result.pupil.enrollment.id);
  return pupilReview(data, result).map(({ policy, value, others }) => {
    const { decided, proposed } = decisionOf(own.filter((review) => review.policy === policy));
    const school = choices.findLast((choice) => choice.policy === policy);
    return {
      policy,
      value,
      others: others.map((other) => ({ value: other.value, result: { ...other.result } })),
      settled: decided !== null ? { scope: 'learner', by: decided.by, at: decided.at, reason: decided.reason, number: decided.number } : school !== undefined ? { scope: 'school', by: school.by, at: school.at, reason: school.reason, number: '' } : null,
      proposed: proposed === null ? null : { value: proposed.value ?? '', by: proposed.by, at: proposed.at, reason: proposed.reason },
    };
  });
}

/** The school's choice about a point, as a derivation tells it. */
export function settledForSchool(choices: readonly StoredPolicyChoice[], policy: PolicyName): Settled | null {
  const choice = choices.findLast((each) => each.policy === policy);
  return choice === undefined ? null : { scope: 'school', by: choice.by, on: formatDay(choice.at), reason: choice.reason, number: '' };
}

/** The same as a derivation tells it. */
export function asExplained(points: readonly ReviewPointView[]): readonly SettledPoint[] {
  return points.map(({ policy, value, others, settled }) => ({ policy, value, others, settled: settled === null ? null : { scope: settled.scope, by: settled.by, on: formatDay(settled.at), reason: settled.reason, number: settled.number } }));
}
