import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { PrintableRecord, RecordPrinter } from '#main/office/ports/documents.ts';

type Reply = { readonly id: number; readonly bytes?: Uint8Array; readonly problem?: string };

/** Prints in a thread of its own (`worker`: its built code), or where there is none, in this one. The thread starts with the first print and ends with `close`. */
export function createRecordPrinter({ worker, resourcesFolder }: { readonly worker: URL | null; readonly resourcesFolder: string }): RecordPrinter {
  const fontsFolder = join(resourcesFolder, 'fonts');
  const waiting = new Map<number, { readonly done: (bytes: Uint8Array) => void; readonly failed: (error: Error) => void }>();
  let thread: Worker | null = null;
  let last = 0;

  function fail(error: Error): void {
    thread = null;
    for (const { failed } of waiting.values()) failed(error);
    waiting.clear();
  }

  function start(code: URL): Worker {
    const started = new Worker(code, { workerData: { fontsFolder } });
    started.unref();
    started.on('message', ({ id, bytes, problem }: Reply) => {
      const entry = waiting.get(id);
      waiting.delete(id);
      if (bytes !== undefined) entry?.done(bytes);
      else entry?.failed(new Error(problem ?? 'The PDF thread failed.'));
    });
    started.on('error', fail);
    started.on('exit', () => fail(new Error('The PDF thread ended.')));
    return started;
  }

  async function printOne(records: readonly PrintableRecord[]): Promise<Uint8Array> {
    if (worker === null) return (await import('./print-records.ts')).printRecords(records, fontsFolder);
    thread ??= start(worker);
    const id = (last += 1);
    const answer = new Promise<Uint8Array>((done, failed) => waiting.set(id, { done, failed }));
    // While a print is awaited the thread keeps the process alive.
    thread.ref();
    thread.postMessage({ id, records });
    try {
      return await answer;
    } finally {
      if (waiting.size === 0) thread?.unref();
    }
  }

  return {
    async print(records, onProgress) {
      const bytes = await printOne(records);
      onProgress?.(records.length);
      return bytes;
    },
    async close() {
      const ending = thread;
      thread = null;
      await ending?.terminate();
    },
  };
}
