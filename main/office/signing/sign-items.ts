import { OfficeError, type OfficeErrorData } from '#core/contract/errors.ts';
import { asData } from '../dispatcher.ts';
import type { Clock, IdSource } from '../ports/clock.ts';
import type { Canonicalization, PreparedSignature, QueuedItem, TokenSession } from '../ports/signing.ts';
import type { BatchJournal, DocumentToSign, FinishedSignature, MadeSignature, SignableItem, SignatureWorkers, WorkResult } from '../ports/signing-batch.ts';
import { noteOf } from './recover-signatures.ts';
import { createBell, createStageQueue } from './stage-queue.ts';

export type SignItemsParts = { readonly workers: SignatureWorkers; readonly clock: Clock; readonly ids: IdSource; /** A line of the office's log, for what nobody expected. */ readonly log: (line: string) => void };

export type SignItemsInput = {
  readonly session: TokenSession;
  readonly items: readonly SignableItem[];
  readonly canonicalization: Canonicalization;
  readonly journal: Pick<BatchJournal, 'signed' | 'setAside'>;
  /** Asked between two items: true ends the run after what the token has in hand. */
  readonly mayStop: () => boolean;
  /** What became durable just now, in the order of signing. */
  readonly onDurable: (items: readonly SignableItem[]) => void;
};

/** How a run ended. `error`: why the token could not go on; null: the list is at its end, or the run was asked to stop. `busy`: milliseconds that the token worked. */
export type SignItemsEnd = { readonly error: OfficeErrorData | null; readonly stopped: boolean; readonly busy: number };

/** Documents are prepared and finished so many at a time: few enough for a quick stop and a lively count. */
const chunk = 8;
/** Milliseconds of the token's work that wait prepared, and as many that it has in hand: a disk may be slow now and then. More would only make signing times old. */
const patience = 1000;
/** That in documents: at least and at most, the last so that their bytes do not fill an old PC; and while the token's pace is not known. */
const [leastAhead, mostAhead, usualAhead] = [chunk, 128, 32] as const;
/** So many signatures may wait to be finished, and so many to be written. */
const behind = 128;
/** After a write the disk rests so many times as long as it took, and so many milliseconds at most. */
const [restAfterWriting, longestRest] = [3, 200] as const;
/** When more than a chunk waits to be finished, so many go at once. */
const largeChunk = 32;
/** Milliseconds for which the checks, once behind the token, are spared: reading every record whole again at once would put them behind again. */
const respite = 500;

type Ready = { readonly item: SignableItem; readonly document: DocumentToSign; readonly prepared: PreparedSignature };
type Signed = Ready & { readonly value: Uint8Array };
type Finished = Signed & { readonly result: WorkResult<FinishedSignature> };

/**
 * One run over the items with a logged-in token (signing.md 3): prepared ahead of it in a thread, signed in a queue, finished and checked behind it
 * in another thread, written down, and only then counted. What is finished while the disk is at work is written together next: a token that is faster
 * than the disk shares its flushes. The first signature is written before the second is begun: it proves key, format and disk.
 * An item that cannot be prepared is set aside and the run goes on; an error of the token, or a signature that the verifier does not accept, ends it.
 */
export async function signItems(parts: SignItemsParts, input: SignItemsInput): Promise<SignItemsEnd> {
  const { session, items, journal } = input;
  const ready = createStageQueue<Ready>();
  const signed = createStageQueue<Signed>();
  const finished = createStageQueue<Finished>();
  const underWay = new Set<string>();
  const inToken = new Map<string, Ready>();
  /** Rings whenever something was signed or written. */
  const news = createBell();
  const course: { error: OfficeErrorData | null; stopped: boolean; proven: boolean; busy: number; made: number } = { error: null, stopped: false, proven: false, busy: 0, made: 0 };

  function end(cause: unknown): void {
    if (course.error !== null) return;
    course.error = asData(cause, parts.ids.next());
    if (course.error.code === 'office.unexpected') parts.log(`${course.error.correlationId} signing: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`);
    ready.drop();
  }

  function wantsStop(): boolean {
    if (course.error === null && input.mayStop()) course.stopped = true;
    return course.stopped || course.error !== null;
  }

  function ahead(): number {
    return course.made === 0 ? usualAhead : Math.min(mostAhead, Math.max(leastAhead, Math.ceil((patience * course.made) / Math.max(course.busy, 1))));
  }

  /** Errors of one item; what nobody expected goes to the log and leaves only its number. */
  function itemError(result: Extract<WorkResult<unknown>, { readonly ok: false }>): OfficeErrorData {
    const correlationId = parts.ids.next();
    if (result.error !== null) return { ...result.error, correlationId };
    parts.log(`${correlationId} signing: ${result.problem}`);
    return { code: 'office.unexpected', params: {}, correlationId };
  }

  async function loaded(wanted: readonly SignableItem[], signingTime: string): Promise<readonly { readonly item: SignableItem; readonly document: DocumentToSign }[]> {
    const documents = [];
    for (const item of wanted) {
      const found = await item.load(signingTime);
      if (!(found instanceof OfficeError)) documents.push({ item, document: found });
      else {
        underWay.delete(item.document);
        await journal.setAside(item, 'skipped', asData(found, parts.ids.next()));
      }
    }
    return documents;
  }

  async function prepareAhead(): Promise<void> {
    let next = 0;
    while (next < items.length && !wantsStop()) {
      await ready.room(ahead());
      // While it waited for room, the run may have come to its end: nobody would wake it below.
      if (wantsStop()) break;
      // The first alone: the token may begin with it while the others are prepared.
      const limit = next === 0 ? 1 : chunk;
      const wanted: SignableItem[] = [];
      for (let item = items[next]; item !== undefined && wanted.length < limit && !underWay.has(item.document); item = items[next]) {
        wanted.push(item);
        underWay.add(item.document);
        next += 1;
      }
      if (wanted.length === 0) {
        // The next signature goes into a document whose signature before it is not written yet.
        await news.rung();
        continue;
      }
      const signingTime = parts.clock.now();
      const documents = await loaded(wanted, signingTime);
      const results = await parts.workers.prepare(
        documents.map(({ item, document }) => ({ kind: item.kind, document, slot: item.slot, algorithm: session.algorithm, canonicalization: input.canonicalization, certificate: session.certificate.der, chain: session.certificate.chain, signingTime, signerPersonalId: item.signerPersonalId })),
      );
      for (const [index, { item, document }] of documents.entries()) {
        const result = results[index];
        if (result?.ok === true) ready.put({ item, document, prepared: result.value });
        else if (result !== undefined) {
          underWay.delete(item.document);
          await journal.setAside(item, 'failed', itemError(result));
        }
      }
    }
    if (course.stopped) ready.drop();
    else ready.close();
  }

  async function signInQueue(): Promise<void> {
    async function* chunks(): AsyncGenerator<readonly QueuedItem[]> {
      for (;;) {
        // The first alone, until it is written; then as many as keep the token busy.
        const some = await ready.take(course.proven ? chunk : 1);
        const [first] = some;
        if (first === undefined || wantsStop()) return;
        await signed.room(behind);
        while (inToken.size >= ahead() && course.error === null) await news.rung();
        if (wantsStop()) return;
        for (const one of some) inToken.set(one.item.id, one);
        yield some.map(({ item, prepared }) => ({ id: item.id, data: prepared.toBeSigned, note: noteOf(prepared) }));
        while (!course.proven && course.error === null && underWay.has(first.item.document)) await news.rung();
      }
    }
    const run = session.signMany(chunks(), { window: 2 * mostAhead });
    try {
      for await (const { id, value, busy } of run.signed) {
        course.busy += busy;
        course.made += 1;
        const one = inToken.get(id);
        inToken.delete(id);
        if (one !== undefined) signed.put({ ...one, value });
        news.ring();
        // What it signed until it heard of it still comes, and is kept.
        if (wantsStop()) run.stop().catch(() => undefined);
      }
    } catch (cause) {
      end(cause);
    }
    ready.drop();
    signed.close();
    news.ring();
  }

  async function finishBehind(): Promise<void> {
    let sparedUntil = -Infinity;
    for (;;) {
      await finished.room(behind);
      // More has come meanwhile than is looked at here at once: the checks are behind the token.
      const late = signed.waiting() > chunk;
      if (late) sparedUntil = performance.now() + respite;
      const some = await signed.take(late ? largeChunk : chunk);
      if (some.length === 0) break;
      const hurried = performance.now() < sparedUntil;
      const results = await parts.workers.finish(
        some.map(({ item, document, prepared, value }) => ({ kind: item.kind, name: item.name, document, prepared, signatureValue: value, at: parts.clock.now(), hurried })),
      );
      for (const [index, one] of some.entries()) {
        const result = results[index];
        if (result !== undefined) finished.put({ ...one, result });
      }
    }
    finished.close();
  }

  async function writeBehind(): Promise<void> {
    for (;;) {
      const some = await finished.take(behind);
      if (some.length === 0) return;
      const begun = performance.now();
      await write(some);
      // A commit holds the whole office up until the disk has it: for a slow disk more is gathered.
      const rest = Math.min(longestRest, restAfterWriting * (performance.now() - begun));
      if (rest >= 1) await new Promise((rested) => setTimeout(rested, rest));
    }
  }

  async function write(some: readonly Finished[]): Promise<void> {
    const made: MadeSignature[] = [];
    for (const { item, document, prepared, result } of some) {
      if (result.ok) made.push({ item, ...result.value, signingTime: prepared.signingTime, order: document.signatures.length + 1 });
      else {
        const problem = itemError(result);
        await journal.setAside(item, 'failed', problem);
        // Whatever made this signature unsound would make the next ones so.
        end(new OfficeError(problem.code, problem.params));
      }
    }
    if (made.length > 0) {
      await journal.signed(made);
      course.proven = true;
      input.onDurable(made.map(({ item }) => item));
    }
    for (const { item } of some) underWay.delete(item.document);
    news.ring();
  }

  await parts.workers.ready;
  const stages = [prepareAhead, signInQueue, finishBehind, writeBehind].map((stage) =>
    stage().catch((cause: unknown) => {
      end(cause);
      signed.close();
      finished.close();
      news.ring();
    }),
  );
  await Promise.all(stages);
  return { error: course.error, stopped: course.stopped, busy: Math.round(course.busy) };
}
