import { OfficeError } from '#core/contract/errors.ts';
import type { ParsedInput } from '#core/contract/index.ts';
import { signingRole, signingScope, type SigningRole, type SigningScope } from '#core/contract/signing.ts';
import type { CallContext } from '../call-context.ts';
import { asData } from '../dispatcher.ts';
import type { Clock, IdSource } from '../ports/clock.ts';
import type { CertificateFacts } from '#core/contract/verification.ts';
import type { OfficeDatabase } from '../ports/database.ts';
import type { StoredCertificate } from '../ports/exchange-repository.ts';
import type { KeyChoice } from '../ports/signing.ts';
import type { BatchJournal, SignableItem } from '../ports/signing-batch.ts';
import type { StoredBatch, StoredBatchItem } from '../ports/signing-batch-repository.ts';
import { createBatchJournal } from './batch-journal.ts';
import type { SourceOf } from './batch-views.ts';
import { moduleById, type ModuleParts } from './module-choices.ts';
import type { GatheredItems, SignableSource } from './signable-source.ts';
import { admission, keepCertificate, type AdmissionParts } from './signer-admission.ts';
import type { SigningDesk } from './signing-desk.ts';
import { signatureForm } from './signature-form.ts';
import { later, signingEstimate } from './signing-pace.ts';
import { typedPin } from './typed-pin.ts';

export type BatchRunParts = ModuleParts & AdmissionParts & { readonly desk: SigningDesk; readonly clock: Clock; readonly ids: IdSource; readonly sourceOf: SourceOf };

type About = { readonly batchId: string; readonly scope: SigningScope; readonly role: SigningRole; readonly gathered: GatheredItems; readonly source: SignableSource };

/** A new batch over all that is ready, durable before the token is asked for anything. Errors: signing.batch-running, signing.not-your-role, signing.nothing-to-sign, token.module-not-found. */
export async function startBatch(parts: BatchRunParts, input: ParsedInput<'signing.start'>, context: CallContext): Promise<{ readonly batchId: string; readonly jobId: string }> {
  if (parts.desk.running() !== null) throw new OfficeError('signing.batch-running');
  const database = context.database();
  const { scope, role, reading } = input;
  const batchId = parts.ids.next();
  const first = await gathered(parts, input, batchId, context);
  const key = await keyOf(parts, database, input);
  const about = (await giveUpOverlapping(parts, context, first.gathered.ready)) ? await gathered(parts, input, batchId, context) : first;
  const { ready, refused } = about.gathered;
  // Before the PIN is used up on it.
  if (refused !== null) throw refused;
  if (ready.length === 0) throw new OfficeError('signing.nothing-to-sign');
  const names = new Map(ready.map(({ id, name }) => [id, name]));
  const auditHead = await database.read(({ audit }) => audit.head());
  await database.write(context.actor, async ({ batches }) => {
    await batches.add(
      {
        id: about.batchId,
        kind: about.source.kind,
        role,
        scope: JSON.stringify(scope),
        certificateDigest: input.certificateDigest,
        tokenSerial: input.tokenSerial,
        reading: JSON.stringify(reading),
        startedAt: parts.clock.now(),
        userId: context.user?.id ?? null,
        startedBy: context.actor.userName,
        auditHead,
      },
      ready.map(({ id }) => id),
    );
    const read = reading.kind === 'sample' ? { kind: 'sample', names: reading.itemIds.flatMap((id) => names.get(id) ?? []) } : reading;
    return { value: undefined, audit: { action: 'signing.started', detail: { batchId: about.batchId, kind: about.source.kind, role, documents: ready.length, auditHead, reading: read } } };
  });
  const jobId = await run(parts, about, { items: ready, signedBefore: 0, total: ready.length, key, typed: input }, context);
  return { batchId, jobId };
}

/**
 * Goes on with a paused batch at its first document that is not signed: the same token and certificate. What is not ready any more is skipped with its reason.
 * Errors: signing.batch-running, signing.batch-not-found, signing.batch-ended, signing.other-token, signing.not-your-role, signers.* where the register no longer lets
 * this certificate sign, signing.nothing-to-sign (the batch is then done).
 */
export async function resumeBatch(parts: BatchRunParts, input: ParsedInput<'signing.resume'>, context: CallContext): Promise<string> {
  if (parts.desk.running() !== null) throw new OfficeError('signing.batch-running');
  const database = context.database();
  const { batch, items, about } = await openBatch(parts, input.batchId, context);
  if (batch.tokenSerial !== input.tokenSerial || batch.certificateDigest !== input.certificateDigest) throw new OfficeError('signing.other-token');
  const key = await keyOf(parts, database, input);
  const ready = new Map(about.gathered.ready.map((item) => [item.id, item]));
  const waiting = items.filter(({ state }) => state === 'waiting').map(({ itemId }) => itemId);
  const left = waiting.flatMap((id) => ready.get(id) ?? []);
  const gone = waiting.filter((id) => !ready.has(id));
  // Before the PIN is used up on it.
  if (left.length > 0 && about.gathered.refused !== null) throw about.gathered.refused;
  await database.write(context.actor, async ({ batches }) => {
    await batches.setItems(batch.id, gone, 'skipped', JSON.stringify(asData(new OfficeError('signing.item-not-ready'), parts.ids.next())));
    await batches.setState(batch.id, { state: 'running', because: null, finishedAt: null, busy: 0 });
    return { value: undefined, audit: { action: 'signing.resumed', detail: { batchId: batch.id, left: left.length, notReady: gone.length } } };
  });
  if (left.length === 0) {
    await (await journalOf(parts, about, batch.certificateDigest, context)).ended('done', 0);
    throw new OfficeError('signing.nothing-to-sign');
  }
  const signedBefore = items.filter(({ state }) => state === 'signed').length;
  return run(parts, about, { items: left, signedBefore, total: items.length, key, typed: input }, context);
}

/** Ends a batch for good: what the token has in hand is still written. Errors: signing.batch-not-found, signing.batch-ended, signing.not-your-role. */
export async function cancelBatch(parts: BatchRunParts, batchId: string, context: CallContext): Promise<void> {
  const open = await openBatch(parts, batchId, context);
  if (!parts.desk.cancel(batchId)) await endPaused(parts, open, context);
}

/** What the token had signed before the program was killed counts, though the batch goes no further. */
async function endPaused(parts: BatchRunParts, { batch, items, about }: Open, context: CallContext): Promise<void> {
  const journal = await journalOf(parts, about, batch.certificateDigest, context);
  const waiting = new Set(items.filter(({ state }) => state === 'waiting').map(({ itemId }) => itemId));
  await parts.desk.recover({ batchId: batch.id, items: about.gathered.ready.filter(({ id }) => waiting.has(id)), journal });
  await journal.ended('cancelled', 0);
}

type Open = { readonly batch: StoredBatch; readonly items: readonly StoredBatchItem[]; readonly about: About };

/** Errors: signing.batch-not-found, signing.batch-ended, signing.not-your-role. */
async function openBatch(parts: BatchRunParts, batchId: string, context: CallContext): Promise<Open> {
  const found = await context.database().read(({ batches }) => batches.get(batchId));
  if (found === null) throw new OfficeError('signing.batch-not-found');
  if (found.batch.finishedAt !== null) throw new OfficeError('signing.batch-ended');
  const { certificateDigest } = found.batch;
  const about = await gathered(parts, { scope: signingScope.parse(JSON.parse(found.batch.scope)), role: signingRole.parse(found.batch.role), certificateDigest }, batchId, context);
  return { ...found, about };
}

/** A paused batch that waits for some of these documents would later find them signed: it ends where a new one begins. Answers whether there was one. */
async function giveUpOverlapping(parts: BatchRunParts, context: CallContext, ready: readonly SignableItem[]): Promise<boolean> {
  const wanted = new Set(ready.map(({ id }) => id));
  const open = await context.database().read(async ({ batches }) => Promise.all((await batches.open()).map(({ id }) => batches.get(id))));
  const overlapping = open.filter((other) => other?.items.some(({ itemId, state }) => state === 'waiting' && wanted.has(itemId)) === true);
  for (const other of overlapping) if (other !== null) await endPaused(parts, await openBatch(parts, other.batch.id, context), context);
  return overlapping.length > 0;
}

async function gathered(parts: BatchRunParts, { scope, role, certificateDigest }: { readonly scope: SigningScope; readonly role: SigningRole; readonly certificateDigest: string }, batchId: string, context: CallContext): Promise<About> {
  const source = parts.sourceOf(scope);
  const found = await source.gather(context.database(), scope, { role, user: context.user, certificateDigest });
  if (!found.mayActAs) throw new OfficeError('signing.not-your-role');
  return { batchId, scope, role, gathered: found, source };
}

async function keyOf(parts: BatchRunParts, database: OfficeDatabase, choice: { readonly moduleId: string; readonly tokenSerial: string; readonly certificateDigest: string }): Promise<KeyChoice> {
  return { module: await moduleById(parts, database, choice.moduleId), tokenSerial: choice.tokenSerial, certificateDigest: choice.certificateDigest };
}

async function journalOf(parts: BatchRunParts, { batchId, role, source }: About, certificateDigest: string, context: CallContext): Promise<BatchJournal> {
  const database = context.database();
  let signer: string | null = null;
  return createBatchJournal({
    database,
    actor: context.actor,
    clock: parts.clock,
    batchId,
    role,
    certificateDigest,
    async store(repositories, made) {
      // Kept before the first signature with it.
      signer ??= holderOf((await repositories.exchange.certificates()).find(({ digest }) => digest === certificateDigest));
      await source.store(repositories, made, { role, certificateDigest, signer, batchId });
    },
  });
}

function holderOf(certificate: StoredCertificate | undefined): string {
  return certificate === undefined ? '' : (JSON.parse(certificate.facts) as CertificateFacts).holder;
}

type Left = { readonly items: readonly SignableItem[]; readonly signedBefore: number; readonly total: number; readonly key: KeyChoice; readonly typed: { readonly pin: string; readonly lastTryConfirmed: boolean } };

async function run(parts: BatchRunParts, about: About, { typed, ...left }: Left, context: CallContext): Promise<string> {
  const database = context.database();
  return parts.desk.run({
    ...left,
    pin: typedPin(typed.pin),
    lastTryConfirmed: typed.lastTryConfirmed,
    form: await database.read((repositories) => signatureForm(repositories, about.source.kind)),
    batchId: about.batchId,
    journal: await journalOf(parts, about, left.key.certificateDigest, context),
    userId: context.user?.id ?? null,
    async admit({ certificate }) {
      const { seconds } = await database.read(({ batches }) => signingEstimate(batches, left.key.certificateDigest, left.items.length));
      const { refused } = await admission(parts, { certificate, gathered: about.gathered, until: later(parts.clock.now(), seconds) });
      const [first] = refused;
      if (first !== undefined) return first;
      await keepCertificate(database, context.actor, parts.clock, certificate);
      return null;
    },
    changed: () => context.changed(['records', 'signing']),
  });
}

/** Batches of a program that was killed in the middle of them: they wait, as after a pulled token; one that lacks nothing but the note of its end is done. Called when a school is opened. */
export async function pauseInterruptedBatches(database: OfficeDatabase, { ids, clock }: { readonly ids: IdSource; readonly clock: Clock }): Promise<void> {
  const open = await database.read(({ batches }) => batches.open());
  for (const batch of open.filter(({ state }) => state === 'running')) {
    await database.write({ userId: null, userName: 'Học Bạ' }, async ({ batches }) => {
      const counts = await batches.counts(batch.id);
      if (counts.waiting === 0) {
        await batches.setState(batch.id, { state: 'done', because: null, finishedAt: clock.now(), busy: 0 });
        return { value: undefined, audit: { action: 'signing.ended', detail: { batchId: batch.id, state: 'done', ...counts } } };
      }
      await batches.setState(batch.id, { state: 'paused', because: JSON.stringify(asData(new OfficeError('signing.interrupted'), ids.next())), finishedAt: null, busy: 0 });
      return { value: undefined, audit: { action: 'signing.interrupted', detail: { batchId: batch.id, ...counts } } };
    });
  }
}
