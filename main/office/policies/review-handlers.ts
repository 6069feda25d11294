import { OfficeError } from '#core/contract/errors.ts';
import { policyValues, type PolicyName } from '#core/rules/policies.ts';
import type { CallContext, Handlers } from '../call-context.ts';
import { leadsClass } from '../gradebook/who-may.ts';
import type { Clock } from '../ports/clock.ts';
import type { StoredReview } from '../ports/decision-repository.ts';
import type { Repositories } from '../ports/database.ts';
import { gatherFrame, gatherPupil, type LevelFrame, type PupilYear } from '../results/class-data.ts';
import { pupilResult, pupilReview } from '../results/pupil-result.ts';
import { decisionOf, type PupilDecision } from './readings.ts';

type Point = { readonly classId: string; readonly enrollmentId: string; readonly policy: PolicyName };
type Found = { readonly frame: LevelFrame; readonly pupil: PupilYear; readonly standing: PupilDecision; readonly hangs: boolean };

/** Decisions for single pupils about what a circular leaves open. */
export function createReviewHandlers({ clock }: { readonly clock: Clock }): Handlers<'reviews.decide' | 'reviews.propose' | 'reviews.withdraw' | 'reviews.history'> {
  async function record(context: CallContext, point: Point, entry: (found: Found) => Pick<StoredReview, 'value' | 'reason' | 'number' | 'state'>): Promise<Record<string, never>> {
    await context.database().write(context.actor, async (repositories) => {
      const found = await find(repositories, point);
      const review = { enrollmentId: point.enrollmentId, policy: point.policy, ...entry(found) };
      await repositories.decisions.addReview({ ...review, userId: context.user?.id ?? '', at: clock.now() });
      return { value: undefined, audit: { action: `reviews.${review.state}`, detail: { ...review, className: found.frame.group.name } } };
    });
    context.changed(['gradebook', 'homeroom', 'results', 'records']);
    return {};
  }

  return {
    'reviews.decide': ({ value, reason, number, ...point }, context) =>
      record(context, point, ({ frame, standing, hangs }) => {
        checkOpen(frame, point.policy, value, hangs || standing.decided !== null);
        return { value, reason, number, state: 'decided' };
      }),

    'reviews.propose': ({ value, reason, ...point }, context) =>
      record(context, point, ({ frame, standing, hangs }) => {
        if (!leadsClass(context.user, frame.group)) throw new OfficeError('homeroom.not-yours');
        checkOpen(frame, point.policy, value, hangs || standing.decided !== null);
        return { value, reason, number: '', state: 'proposed' };
      }),

    'reviews.withdraw': ({ reason, ...point }, context) =>
      record(context, point, ({ standing }) => {
        if (standing.decided === null && standing.proposed === null) throw new OfficeError('policies.not-decided');
        return { value: null, reason, number: '', state: 'withdrawn' };
      }),

    'reviews.history': ({ classId, enrollmentId, policy }, context) =>
      context.database().read(async ({ decisions }) => {
        const own = (await decisions.reviews(classId)).filter((review) => review.enrollmentId === enrollmentId && review.policy === policy);
        return { entries: own.map(({ state, value, reason, number, by, at }) => ({ state, value, reason, number, by, at })).toReversed() };
      }),
  };
}

/** Errors: school.not-found, school.past-year, policies.not-open, gradebook.not-found. */
async function find(repositories: Repositories, { classId, enrollmentId, policy }: Point): Promise<Found> {
  const frame = await gatherFrame(repositories, classId);
  if (frame.past) throw new OfficeError('school.past-year');
  if (frame.kind !== 'levels') throw new OfficeError('policies.not-open');
  const pupil = await gatherPupil(repositories, frame, enrollmentId);
  const reviews = (await repositories.decisions.reviews(classId)).filter((review) => review.enrollmentId === enrollmentId && review.policy === policy);
  return { frame, pupil, standing: decisionOf(reviews), hangs: pupilReview(frame, pupilResult(frame, pupil)).some((point) => point.policy === policy) };
}

/** A decision without an effect would only mislead. */
function checkOpen({ rules }: LevelFrame, policy: PolicyName, value: string, hangs: boolean): void {
  const open: readonly PolicyName[] = rules.leftOpen;
  if (!hangs || !open.includes(policy) || !policyValues(policy).includes(value)) throw new OfficeError('policies.not-open');
}
