import { OfficeError } from '#core/contract/errors.ts';
import type { Job } from '#core/contract/jobs.ts';
import { jobId } from '#core/values/ids.ts';
import { asData } from './dispatcher.ts';
import { programCloses, type JobBoard } from './job-board.ts';
import type { Clock, IdSource } from './ports/clock.ts';

export type JobBoardParts = {
  readonly clock: Clock;
  readonly ids: IdSource;
  /** `userId` null: all windows may know. */
  readonly progressed: (job: Job, userId: string | null) => void;
  readonly log: (line: string) => void;
};

type Running = { job: Job; readonly userId: string | null; readonly controller: AbortController; readonly end: Promise<void>; told: number };

/** A page needs no more than ten pictures of a progress bar per second. */
const tellEvery = 100;
/** Ended jobs stay to be read about; the oldest go. */
const remembered = 50;

export function createJobBoard({ clock, ids, progressed, log }: JobBoardParts): JobBoard {
  const jobs = new Map<string, Running>();

  function update(entry: Running, change: Partial<Job>, urgent: boolean): void {
    entry.job = { ...entry.job, ...change };
    const now = Date.now();
    if (!urgent && now - entry.told < tellEvery) return;
    entry.told = now;
    progressed(entry.job, entry.userId);
  }

  function visible(userId: string | null): readonly Running[] {
    return [...jobs.values()].filter((entry) => entry.userId === null || entry.userId === userId);
  }

  function found(id: string): Running {
    const entry = jobs.get(id);
    if (entry === undefined) throw new OfficeError('job.not-found');
    return entry;
  }

  return {
    start({ kind, total, mayCancel, userId }, work) {
      const id = jobId.parse(ids.next());
      const controller = new AbortController();
      const { promise, resolve } = withResolvers();
      const job: Job = { id, kind, state: 'running', done: 0, total, label: '', startedAt: clock.now(), error: null, mayCancel };
      const entry: Running = { job, userId, controller, end: promise, told: 0 };
      jobs.set(id, entry);
      for (const [oldest, { job: old }] of jobs) if (jobs.size > remembered && old.state !== 'running') jobs.delete(oldest);
      const progress = {
        report: (done: number, newTotal: number, label: string) => update(entry, { done, total: newTotal, label }, false),
        checkCancelled() {
          if (controller.signal.aborted) throw new OfficeError('job.cancelled');
        },
        signal: controller.signal,
      };
      update(entry, {}, true);
      void Promise.resolve()
        .then(() => work(progress, id))
        .then(
          () => update(entry, { state: 'done', mayCancel: false }, true),
          (error: unknown) => {
            const data = asData(error, ids.next());
            if (data.code === 'office.unexpected') log(`${data.correlationId} job ${kind}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
            update(entry, data.code === 'job.cancelled' ? { state: 'cancelled', mayCancel: false } : { state: 'failed', error: data, mayCancel: false }, true);
          },
        )
        .finally(resolve);
      return id;
    },
    list: (userId) => visible(userId).map(({ job }) => job),
    cancel(id, userId) {
      const entry = found(id);
      if (entry.userId !== null && entry.userId !== userId) throw new OfficeError('job.not-found');
      if (entry.job.mayCancel) entry.controller.abort();
      return entry.job;
    },
    async ended(id) {
      const entry = found(id);
      await entry.end;
      return entry.job;
    },
    async close() {
      for (const { controller } of jobs.values()) controller.abort(programCloses);
      await Promise.all([...jobs.values()].map(({ end }) => end));
    },
  };
}

/** Promise.withResolvers is younger than the Node of the oldest Electron we run on. */
function withResolvers(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
