import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { PrintJob } from './print-job.ts';

/** What the printing thread says about print `id`. */
export type PrintReply =
  | { readonly kind: 'progress'; readonly id: number; readonly done: number }
  | { readonly kind: 'printed'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly kind: 'failed'; readonly id: number; readonly problem: string };

/** Lays out one PDF after the other, off the office's own thread. */
export type PrintThread = {
  /** `onProgress` hears how many items of the job are laid out. */
  print(job: PrintJob, onProgress?: (done: number) => void): Promise<Uint8Array>;
  close(): Promise<void>;
};

type Waiting = { readonly progress: (done: number) => void; readonly done: (bytes: Uint8Array) => void; readonly failed: (error: Error) => void };

/**
 * Prints in a thread of its own (`worker`: its code), or where there is none, in this one. A TypeScript `worker` counts as none on a Node that cannot load it
 * (before 22.18). The thread starts with the first print and ends with `close`, which fails the prints under way.
 */
export function createPrintThread({ worker, resourcesFolder }: { readonly worker: URL | null; readonly resourcesFolder: string }): PrintThread {
  const fontsFolder = join(resourcesFolder, 'fonts');
  const code = worker !== null && isLoadable(worker) ? worker : null;
  const waiting = new Map<number, Waiting>();
  let thread: Worker | null = null;
  let last = 0;

  function failAll(error: Error): void {
    thread = null;
    for (const { failed } of waiting.values()) failed(error);
    waiting.clear();
  }

  function hear(reply: PrintReply): void {
    const entry = waiting.get(reply.id);
    if (reply.kind === 'progress') {
      entry?.progress(reply.done);
      return;
    }
    waiting.delete(reply.id);
    if (reply.kind === 'printed') entry?.done(reply.bytes);
    else entry?.failed(new Error(reply.problem));
  }

  function start(url: URL): Worker {
    const started = new Worker(url, { workerData: { fontsFolder } });
    // What a thread that was already given up says on its way out concerns nobody.
    const ended = (error: Error): void => {
      if (thread === started) failAll(error);
    };
    started.on('message', hear);
    started.on('error', ended);
    started.on('exit', () => ended(new Error('The PDF thread ended.')));
    return started;
  }

  async function printInThread(url: URL, job: PrintJob, progress: (done: number) => void): Promise<Uint8Array> {
    const running = (thread ??= start(url));
    const id = (last += 1);
    const answer = new Promise<Uint8Array>((done, failed) => waiting.set(id, { progress, done, failed }));
    // Only while a print is awaited does the thread keep the process alive.
    running.ref();
    running.postMessage({ id, job });
    try {
      return await answer;
    } finally {
      if (waiting.size === 0 && thread === running) running.unref();
    }
  }

  return {
    async print(job, onProgress) {
      const progress = onProgress ?? (() => undefined);
      if (code !== null) return printInThread(code, job, progress);
      const { printJob } = await import('./print-job.ts');
      return printJob(job, fontsFolder, progress);
    },
    async close() {
      const ending = thread;
      failAll(new Error('The printer was closed.'));
      // A process may not end on an unsettled promise: the thread counts until it is gone.
      ending?.ref();
      await ending?.terminate();
    },
  };
}

function isLoadable(code: URL): boolean {
  return !code.pathname.endsWith('.ts') || Boolean(process.features.typescript);
}
