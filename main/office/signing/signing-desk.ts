import { OfficeError, type OfficeErrorData } from '#core/contract/errors.ts';
import { asData } from '../dispatcher.ts';
import { programCloses, type JobBoard, type JobProgress } from '../job-board.ts';
import type { Clock, IdSource } from '../ports/clock.ts';
import type { KeyChoice, SignatureForm, TokenService, TokenSession } from '../ports/signing.ts';
import type { BatchFiles, BatchJournal, OpenSignatureWorkers, SignableItem, SignatureWorkers } from '../ports/signing-batch.ts';
import type { TrustAnchors } from '../ports/verifier.ts';
import { recoverSignatures } from './recover-signatures.ts';
import { signItems } from './sign-items.ts';
import type { TypedPin } from './typed-pin.ts';

export type SigningDeskParts = {
  readonly jobs: JobBoard;
  readonly tokens: TokenService;
  readonly openWorkers: OpenSignatureWorkers;
  readonly anchors: () => Promise<TrustAnchors>;
  readonly files: BatchFiles;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: (line: string) => void;
};

/** One run of a batch: what is left of it, with one PIN. */
export type BatchRun = {
  readonly batchId: string;
  /** What still waits, in order. */
  readonly items: readonly SignableItem[];
  /** How many of the batch are signed already, and how many it has in all: for the progress line. */
  readonly signedBefore: number;
  readonly total: number;
  readonly journal: BatchJournal;
  readonly key: KeyChoice;
  /** What the user typed for this run; it goes to the token process and nowhere else. */
  readonly pin: TypedPin;
  /** The user was told that this is the last try before the token locks itself, and confirmed it. */
  readonly lastTryConfirmed: boolean;
  /** As the gateway that is to take the documents wants them signed. */
  readonly form: SignatureForm;
  readonly userId: string | null;
  /** Looks at the certificate that the token really has, before the first signature. Answers an error where it may not sign: the batch then ends with it. */
  admit(session: TokenSession): Promise<OfficeError | null>;
  /** Told whenever the batch's state changed: windows that show it ask again. */
  readonly changed: () => void;
};

/** The batch whose run holds the token right now. */
export type RunningBatch = { readonly batchId: string; readonly jobId: string; /** Asked to stop; what the token has in hand is still being signed. */ readonly stopping: boolean };

/**
 * The one place where batches run: only one at a time in the whole program, whatever is signed (records, gradebooks, a hand-off package), because
 * two would fight for the same token. A run is a job of the job board; it ends with the batch done, cancelled, failed, or paused, and a paused batch
 * goes on with another run: the same token, and a PIN typed anew.
 */
export type SigningDesk = {
  /** Starts a run in the background and answers its job's id. The job ends as the run did; where the batch was paused, with that reason (signing.paused for the user's own). Errors: signing.batch-running. */
  run(run: BatchRun): string;
  running(): RunningBatch | null;
  /** Ends the run after what the token has in hand; what was signed is written first. False: this batch is not running. */
  pause(batchId: string): boolean;
  /** Writes down what the token signed for this batch before the program was killed, and answers how many. For a batch that does not go on; `run` does it by itself. */
  recover(batch: Pick<BatchRun, 'batchId' | 'items' | 'journal'>): Promise<number>;
  /** As pause, for good: what is left is skipped. False: this batch is not running. */
  cancel(batchId: string): boolean;
};

/** `close`: the program is being ended; the batch waits as after a user's pause. */
type Wish = 'go-on' | 'pause' | 'close' | 'cancel';

export function createSigningDesk(parts: SigningDeskParts): SigningDesk {
  let current: { readonly batchId: string; readonly jobId: string; wish: Wish; readonly changed: () => void } | null = null;

  function wish(batchId: string, wanted: Wish): boolean {
    if (current?.batchId !== batchId) return false;
    current.wish = wanted;
    current.changed();
    return true;
  }

  return {
    run(run) {
      if (current !== null) throw new OfficeError('signing.batch-running');
      const jobId = parts.jobs.start({ kind: 'sign', total: run.total, mayCancel: true, userId: run.userId }, async (progress) => {
        try {
          await runBatch(parts, run, progress, () => (progress.signal.aborted ? (progress.signal.reason === programCloses ? 'close' : 'cancel') : (current?.wish ?? 'go-on')));
        } finally {
          current = null;
          run.changed();
        }
      });
      current = { batchId: run.batchId, jobId, wish: 'go-on', changed: run.changed };
      return jobId;
    },
    running: () => (current === null ? null : { batchId: current.batchId, jobId: current.jobId, stopping: current.wish !== 'go-on' }),
    async recover({ batchId, items, journal }) {
      const workers = parts.openWorkers(await parts.anchors());
      try {
        return (await recovered(parts, { batchId, items, journal }, workers)).length;
      } finally {
        await workers.close();
      }
    },
    pause: (batchId) => wish(batchId, 'pause'),
    cancel: (batchId) => wish(batchId, 'cancel'),
  };
}

/** How a run ended: for the journal first, then for its job. */
type RunEnd = { readonly kind: 'done' | 'cancelled' | 'failed' | 'paused'; readonly error: OfficeErrorData | null; readonly busy: number };

async function runBatch(parts: SigningDeskParts, run: BatchRun, progress: JobProgress, wish: () => Wish): Promise<void> {
  const { journal } = run;
  const end = await signed(parts, run, progress, wish).catch((cause: unknown): RunEnd => {
    const error = asData(cause, parts.ids.next());
    if (error.code === 'office.unexpected') parts.log(`${error.correlationId} signing: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`);
    return { kind: 'paused', error, busy: 0 };
  });
  if (end.kind === 'paused') await journal.paused(end.error, end.busy);
  else await journal.ended(end.kind, end.busy);
  if (end.error !== null) throw new OfficeError(end.error.code, end.error.params);
  if (end.kind === 'cancelled') throw new OfficeError('job.cancelled');
  if (end.kind === 'paused') throw new OfficeError('signing.paused');
}

/** Whatever is thrown here (a wrong PIN, a token that is not there, a disk that is full) leaves the batch paused, and the user decides whether to go on. */
async function signed(parts: SigningDeskParts, run: BatchRun, progress: JobProgress, wish: () => Wish): Promise<RunEnd> {
  let session: TokenSession | null = null;
  // Threads start while the token process does: nothing waits for them later (signing.md 3, cold start).
  const workers = parts.openWorkers(await parts.anchors());
  try {
    progress.report(run.signedBefore, run.total, '');
    const before = await recovered(parts, run, workers);
    const items = run.items.filter((item) => !before.includes(item));
    if (items.length === 0) return { kind: 'done', error: null, busy: 0 };
    session = await parts.tokens.openSession(run.key, run.pin.take(), { lastTryConfirmed: run.lastTryConfirmed, rsaScheme: run.form.rsaScheme, journal: parts.files.path(run.batchId) });
    const refused = await run.admit(session);
    if (refused !== null) return { kind: 'failed', error: asData(refused, parts.ids.next()), busy: 0 };
    let done = run.signedBefore + before.length;
    progress.report(done, run.total, '');
    let aside = 0;
    const journal: BatchRun['journal'] = {
      ...run.journal,
      async setAside(...item) {
        await run.journal.setAside(...item);
        aside += 1;
      },
    };
    const { error, busy } = await signItems(
      { workers, clock: parts.clock, ids: parts.ids, log: parts.log },
      {
        session,
        items,
        canonicalization: run.form.canonicalization,
        journal,
        mayStop: () => wish() !== 'go-on',
        onDurable(items) {
          done += items.length;
          progress.report(done, run.total, items.at(-1)?.label ?? '');
        },
      },
    );
    const wanted = wish();
    if (error !== null && wanted !== 'cancel') return { kind: 'paused', error, busy };
    // After an error the token may have signed what was not written any more; else everything is, and its own notes have served.
    if (error !== null) await recovered(parts, { ...run, items }, workers);
    else parts.files.remove(run.batchId);
    // Who wanted to stop at the last one has come to the end all the same.
    if (error === null && done + aside === run.signedBefore + before.length + items.length) return { kind: 'done', error: null, busy };
    return end(parts, wanted, busy);
  } finally {
    // Ends the process that holds the PIN, whatever happened.
    await session?.close();
    await workers.close();
  }
}

function end(parts: SigningDeskParts, wanted: Wish, busy: number): RunEnd {
  switch (wanted) {
    case 'cancel':
      return { kind: 'cancelled', error: null, busy };
    case 'pause':
      return { kind: 'paused', error: null, busy };
    case 'close':
      return { kind: 'paused', error: asData(new OfficeError('signing.interrupted'), parts.ids.next()), busy };
    case 'go-on':
      return { kind: 'done', error: null, busy };
    default:
      return wanted satisfies never;
  }
}

async function recovered(parts: SigningDeskParts, { batchId, items, journal }: Pick<BatchRun, 'batchId' | 'items' | 'journal'>, workers: SignatureWorkers): Promise<readonly SignableItem[]> {
  const before = await recoverSignatures({ tokens: parts.tokens, workers, clock: parts.clock }, parts.files.path(batchId), items, journal);
  parts.files.remove(batchId);
  return before;
}
