import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { OfficeError } from '#core/contract/errors.ts';
import type { TrustAnchors } from '#main/office/ports/verifier.ts';
import type { CheckedFile, FilesChecker, FilesContext } from './container-files.ts';
import { ZipError, type ZipEntry } from './zip-reader.ts';

/** What a checking thread is started with. */
export type ThreadStart = { readonly path: string; readonly size: number; readonly anchors: TrustAnchors };

/** Some files of the container to check. */
export type ToThread = { readonly id: number; readonly entries: readonly ZipEntry[]; readonly context: Omit<FilesContext, 'anchors'> };

/** `refused`: the zip is not what it claims. */
export type FromThread =
  | { readonly kind: 'checked'; readonly id: number; readonly files: readonly CheckedFile[] }
  | { readonly kind: 'refused'; readonly id: number; readonly why: ZipError['kind']; readonly detail: string }
  | { readonly kind: 'failed'; readonly id: number; readonly problem: string };

/** Fewer files than this are checked sooner than a thread has started. */
const worthThreads = 48;

/** A thread gets so many bytes at a time, that none waits long for the last one. */
const portionBytes = 2 * 1024 * 1024;
const mostThreads = 4;

/** Checks the files of a container on disk on several threads (`worker`: their code), which start with the first files and end with `end`. */
export function checkFilesOnThreads(worker: URL, start: ThreadStart, signal: AbortSignal | undefined): { readonly check: FilesChecker; readonly end: () => Promise<void>; readonly isWorth: (entries: readonly ZipEntry[]) => boolean } {
  const threads: Worker[] = [];

  return {
    isWorth: (entries) => entries.length >= worthThreads || entries.some(({ name, size }) => size > portionBytes && /\.asice$/i.test(name)),

    async check(entries, context, checked) {
      const { anchors: _, ...plain } = context;
      const portions = portionsOf(entries);
      const results: (readonly CheckedFile[])[] = [];
      let next = 0;
      let done = 0;
      const count = Math.min(mostThreads, availableParallelism(), portions.length);
      await Promise.all(
        Array.from({ length: count }, async () => {
          const thread = new Worker(worker, { workerData: start });
          threads.push(thread);
          for (let id = next; id < portions.length; id = next) {
            next += 1;
            if (signal?.aborted === true) throw new OfficeError('job.cancelled');
            const files = await ask(thread, { id, entries: portions[id] ?? [], context: plain }, signal);
            results[id] = files;
            done += files.length;
            checked(done);
          }
        }),
      );
      return results.flat();
    },

    async end() {
      await Promise.all(threads.map((thread) => thread.terminate()));
    },
  };
}

function portionsOf(entries: readonly ZipEntry[]): readonly (readonly ZipEntry[])[] {
  const portions: ZipEntry[][] = [];
  let bytes = portionBytes;
  for (const entry of entries) {
    if (bytes >= portionBytes) {
      portions.push([]);
      bytes = 0;
    }
    portions.at(-1)?.push(entry);
    // Opening a file costs something too, however small it is.
    bytes += entry.size + 8_192;
  }
  return portions;
}

function ask(thread: Worker, message: ToThread, signal: AbortSignal | undefined): Promise<readonly CheckedFile[]> {
  return new Promise((done, failed) => {
    const settle = (end: () => void) => {
      thread.off('message', hear).off('error', stopped).off('exit', ended);
      signal?.removeEventListener('abort', cancelled);
      end();
    };
    const hear = (answer: FromThread) => {
      if (answer.id !== message.id) return;
      if (answer.kind === 'checked') settle(() => done(answer.files));
      else settle(() => failed(answer.kind === 'refused' ? new ZipError(answer.why, answer.detail) : new Error(answer.problem)));
    };
    const stopped = (error: unknown) => settle(() => failed(error instanceof Error ? error : new Error('thread')));
    const ended = () => settle(() => failed(new Error('A checking thread ended.')));
    const cancelled = () => settle(() => failed(new OfficeError('job.cancelled')));
    thread.on('message', hear).on('error', stopped).on('exit', ended);
    signal?.addEventListener('abort', cancelled, { once: true });
    thread.postMessage(message);
  });
}
