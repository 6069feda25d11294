import type { Job } from '#core/contract/jobs.ts';
import type { OfficeErrorData } from '#core/contract/errors.ts';

/** What a running job may do: tell how far it is, and look whether it should stop. */
export type JobProgress = {
  /** `label`: what is being done right now, e.g. a pupil's name. */
  report(done: number, total: number, label: string): void;
  /** Throws OfficeError job.cancelled when the user cancelled. Call between items. */
  checkCancelled(): void;
  /** Aborted when the user cancelled, or with `programCloses` as its reason. */
  readonly signal: AbortSignal;
};

/** Why a job that nobody cancelled must stop all the same: what can go on another day is left so that it can. */
export const programCloses = 'the program closes';

/** Long work of the office: one list, events throttled to ten a second, cancellable between items. */
export type JobBoard = {
  /** Starts the work in the background and answers at once. Errors end the job as `failed` with the error as data. */
  start(input: { readonly kind: Job['kind']; readonly total: number; readonly mayCancel: boolean; /** Null: visible to all windows, also before sign-in. */ readonly userId: string | null }, work: (progress: JobProgress, jobId: string) => Promise<void>): string;
  list(userId: string | null): readonly Job[];
  cancel(jobId: string, userId: string | null): Job;
  /** Resolves when the job ended (command line, tests). */
  ended(jobId: string): Promise<Job>;
  /** Stops all, with `programCloses` as the reason, and waits. */
  close(): Promise<void>;
};

export type JobFailure = OfficeErrorData;
