import type { PolicyChoices, PolicyName } from '#core/rules/policies.ts';
import type { StoredPolicyChoice, StoredReview } from '../ports/decision-repository.ts';

/** The readings the school has chosen; the newest of each point holds. */
export function schoolReadings(choices: readonly StoredPolicyChoice[]): PolicyChoices {
  return Object.fromEntries(choices.map(({ policy, value }) => [policy, value]));
}

/** What stands about one point for one pupil: the decision that holds, and a newer proposal that waits. */
export type PupilDecision = { readonly decided: StoredReview | null; readonly proposed: StoredReview | null };

/** Of one pupil and point, oldest first. A decision answers the proposals before it; a withdrawal ends both. */
export function decisionOf(reviews: readonly StoredReview[]): PupilDecision {
  return reviews.reduce<PupilDecision>((now, review) => {
    if (review.state === 'proposed') return { ...now, proposed: review };
    return { decided: review.state === 'decided' ? review : null, proposed: null };
  }, { decided: null, proposed: null });
}

/** All points that were decided for single pupils, by enrollment. */
export function readingsByPupil(reviews: readonly StoredReview[]): ReadonlyMap<string, PolicyChoices> {
  const readings = new Map<string, Partial<Record<PolicyName, string>>>();
  for (const { enrollmentId, policy, value, state } of reviews) {
    if (state === 'proposed') continue;
    const own = { ...readings.get(enrollmentId) };
    if (state === 'decided' && value !== null) own[policy] = value;
    else delete own[policy];
    readings.set(enrollmentId, own);
  }
  return readings;
}
