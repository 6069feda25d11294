import { officeErrorData } from '#core/contract/errors.ts';
import type { MethodOutput } from '#core/contract/index.ts';
import { signingRole, signingScope, type BatchSummary, type SigningScope } from '#core/contract/signing.ts';
import type { CertificateFacts } from '#core/contract/verification.ts';
import { batchId as batchIdOf, jobId as jobIdOf, recordId } from '#core/values/ids.ts';
import type { SignedInUser } from '../call-context.ts';
import type { Repositories } from '../ports/database.ts';
import type { StoredBatch, StoredBatchItem } from '../ports/signing-batch-repository.ts';
import type { SignableSource } from './signable-source.ts';
import type { RunningBatch } from './signing-desk.ts';

export type SourceOf = (scope: SigningScope) => SignableSource;

/** A batch as the screens show it. */
export async function batchSummary(repositories: Repositories, batch: StoredBatch, about: { readonly sourceOf: SourceOf; readonly running: RunningBatch | null; readonly user: SignedInUser | null }): Promise<BatchSummary> {
  const scope = signingScope.parse(JSON.parse(batch.scope));
  const role = signingRole.parse(batch.role);
  const run = about.running?.batchId === batch.id ? about.running : null;
  const because = batch.because === null ? null : officeErrorData.parse(JSON.parse(batch.because));
  const certificate = (await repositories.exchange.certificates()).find(({ digest }) => digest === batch.certificateDigest);
  return {
    batchId: batchIdOf.parse(batch.id),
    state: batch.state,
    role,
    scope,
    startedAt: batch.startedAt,
    finishedAt: batch.finishedAt,
    startedBy: batch.startedBy,
    ...(await repositories.batches.counts(batch.id)),
    jobId: run === null ? null : jobIdOf.parse(run.jobId),
    stopping: run?.stopping ?? false,
    pausedBecause: because,
    interrupted: because?.code === 'signing.interrupted',
    tokenSerial: batch.tokenSerial,
    certificateDigest: batch.certificateDigest,
    holder: certificate === undefined ? '' : (JSON.parse(certificate.facts) as CertificateFacts).holder,
    mayActAs: await about.sourceOf(scope).mayActAs(repositories, scope, role, about.user),
  };
}

/** What became of each document of a batch, in the order of signing. */
export async function batchItems(repositories: Repositories, source: SignableSource, items: readonly StoredBatchItem[]): Promise<MethodOutput<'signing.batch'>['items']> {
  const described = new Map((await source.describe(repositories, items.map(({ itemId }) => itemId))).map((description) => [description.itemId, description]));
  return items.map(({ itemId, state, error }) => {
    const about = described.get(itemId);
    return {
      itemId,
      label: about?.label ?? '',
      group: about?.group ?? '',
      recordId: about === undefined || about.recordId === null ? null : recordId.parse(about.recordId),
      state,
      error: error === null ? null : officeErrorData.parse(JSON.parse(error)),
    };
  });
}
