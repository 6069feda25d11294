import type { OfficeErrorData } from '#core/contract/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Actor, OfficeDatabase, Repositories } from '../ports/database.ts';
import type { BatchJournal, MadeSignature } from '../ports/signing-batch.ts';

export type BatchJournalParts = {
  readonly database: OfficeDatabase;
  readonly actor: Actor;
  readonly clock: Clock;
  readonly batchId: string;
  readonly role: string;
  readonly certificateDigest: string;
  /** Writes one signature where its kind of document keeps them, in the journal's transaction. */
  readonly store: (repositories: Repositories, made: MadeSignature) => Promise<void>;
};

/**
 * A batch in the school's database. Signatures, the states of their items and the audit entry are one transaction (synchronous FULL): what `signed`
 * has resolved for outlives a killed program and a power cut, and what it has not is not there at all.
 */
export function createBatchJournal({ database, actor, clock, batchId, role, certificateDigest, store }: BatchJournalParts): BatchJournal {
  const text = (error: OfficeErrorData | null) => (error === null ? null : JSON.stringify(error));
  return {
    async signed(made) {
      await database.write(actor, async (repositories) => {
        for (const one of made) await store(repositories, one);
        await repositories.batches.setItems(batchId, made.map(({ item }) => item.id), 'signed', null);
        return { value: undefined, audit: { action: 'signing.signed', detail: { batchId, role, names: made.map(({ item }) => item.name), certificate: certificateDigest } } };
      });
    },
    async setAside(item, state, error) {
      await database.write(actor, async ({ batches }) => {
        await batches.setItems(batchId, [item.id], state, text(error));
        return { value: undefined, audit: { action: state === 'failed' ? 'signing.failed' : 'signing.skipped', detail: { batchId, role, name: item.name, code: error.code } } };
      });
    },
    async paused(because, busy) {
      await database.write(actor, async ({ batches }) => {
        await batches.setState(batchId, { state: 'paused', because: text(because), finishedAt: null, busy });
        return { value: undefined, audit: { action: 'signing.paused', detail: { batchId, code: because?.code ?? 'signing.paused', ...(await batches.counts(batchId)) } } };
      });
    },
    async ended(state, busy) {
      await database.write(actor, async ({ batches }) => {
        await batches.skipWaiting(batchId, null);
        await batches.setState(batchId, { state, because: null, finishedAt: clock.now(), busy });
        return { value: undefined, audit: { action: 'signing.ended', detail: { batchId, state, ...(await batches.counts(batchId)) } } };
      });
    },
  };
}
