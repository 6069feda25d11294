import { OfficeError } from '#core/contract/errors.ts';
import { signingRole, signingScope } from '#core/contract/signing.ts';
import { batchId as batchIdOf, jobId as jobIdOf } from '#core/values/ids.ts';
import { hasRole, type CallContext, type Handlers } from '../call-context.ts';
import { cancelBatch, resumeBatch, startBatch, type BatchRunParts } from './batch-runs.ts';
import { batchItems, batchSummary } from './batch-views.ts';
import type { TokenWatch } from './token-watch.ts';
import { preflight, type PreflightParts } from './preflight.ts';

export type BatchParts = BatchRunParts & PreflightParts & { readonly watch: Pick<TokenWatch, 'stop'> };

type Names = 'signing.preview' | 'signing.preflight' | 'signing.start' | 'signing.pause' | 'signing.resume' | 'signing.cancel' | 'signing.batches' | 'signing.batch';

/** Ended batches that a screen may still want to show. */
const remembered = 5;

/** Batches: what is to be signed, the run with one PIN, and what became of it. */
export function createBatchHandlers(parts: BatchParts): Handlers<Names> {
  const about = (context: CallContext) => ({ sourceOf: parts.sourceOf, running: parts.desk.running(), user: context.user });

  async function checkRole(batchId: string, context: CallContext): Promise<void> {
    await context.database().read(async (repositories) => {
      const found = await repositories.batches.get(batchId);
      if (found === null) throw new OfficeError('signing.batch-not-found');
      const scope = signingScope.parse(JSON.parse(found.batch.scope));
      if (!(await parts.sourceOf(scope).mayActAs(repositories, scope, signingRole.parse(found.batch.role), context.user))) throw new OfficeError('signing.not-your-role');
    });
  }

  return {
    async 'signing.preview'({ scope, role }, context) {
      const { ready, counts, mayActAs } = await parts.sourceOf(scope).gather(context.database(), scope, { role, user: context.user, certificateDigest: null });
      return { ready: ready.length, alreadySigned: counts.alreadySigned, waitingForOthers: counts.waitingForOthers, outdated: counts.outdated, withoutRecord: counts.missing, mayActAs };
    },

    'signing.preflight': (input, context) => preflight(parts, parts.sourceOf(input.scope), input, context),

    async 'signing.start'(input, context) {
      parts.watch.stop();
      const { batchId, jobId } = await startBatch(parts, input, context);
      context.changed(['signing']);
      return { batchId: batchIdOf.parse(batchId), jobId: jobIdOf.parse(jobId) };
    },

    async 'signing.pause'({ batchId }, context) {
      await checkRole(batchId, context);
      if (!parts.desk.pause(batchId)) throw new OfficeError('signing.batch-ended');
      return {};
    },

    async 'signing.resume'(input, context) {
      parts.watch.stop();
      const jobId = await resumeBatch(parts, input, context);
      context.changed(['signing']);
      return { jobId: jobIdOf.parse(jobId) };
    },

    async 'signing.cancel'({ batchId }, context) {
      await cancelBatch(parts, batchId, context);
      context.changed(['signing', 'records']);
      return {};
    },

    async 'signing.batches'(_, context) {
      return context.database().read(async (repositories) => {
        const open = await repositories.batches.open();
        const latest = await repositories.batches.latest(remembered);
        const all = [...latest, ...open.filter(({ id }) => latest.every((batch) => batch.id !== id))];
        const summaries = [];
        for (const batch of all) summaries.push(await batchSummary(repositories, batch, about(context)));
        return { batches: summaries };
      });
    },

    async 'signing.batch'({ batchId }, context) {
      return context.database().read(async (repositories) => {
        const found = await repositories.batches.get(batchId);
        if (found === null) throw new OfficeError('signing.batch-not-found');
        const batch = await batchSummary(repositories, found.batch, about(context));
        // Names of pupils: for those who sign them, and for the office.
        if (!batch.mayActAs && !hasRole(context.user, 'clerk', 'principal')) throw new OfficeError('signing.not-your-role');
        return { batch, items: await batchItems(repositories, parts.sourceOf(batch.scope), found.items) };
      });
    },
  };
}
