import { Worker } from 'node:worker_threads';
import type { FinishedSignature, OpenSignatureWorkers, WorkResult } from '#main/office/ports/signing-batch.ts';
import type { PreparedSignature } from '#main/office/ports/signing.ts';
import type { TrustAnchors } from '#main/office/ports/verifier.ts';
import { createSignatureWork, type FromSignatureThread, type SignatureWorkParts, type ToSignatureThread } from './signature-work.ts';

type Results = readonly WorkResult<PreparedSignature | FinishedSignature>[];

/**
 * One thread ahead of the token and one behind it (signing.md 3). `code`: of the thread; null: the work is done in the office's own thread, which
 * is slower and holds it up, but signs the same. Made anew for each run of a batch and closed with it: they hold what they need of trust.
 */
export function createSignatureWorkers({ code, ...parts }: SignatureWorkParts & { readonly code: URL | null }): OpenSignatureWorkers {
  return (anchors) => {
    if (code === null) return { ready: Promise.resolve(), ...createSignatureWork(parts, anchors), close: () => Promise.resolve() };
    const [ahead, behind] = [startThread(code, anchors), startThread(code, anchors)];
    return {
      ready: Promise.all([ahead.ready, behind.ready]).then(() => undefined),
      prepare: async (requests) => (await ahead.ask((id) => ({ kind: 'prepare', id, requests }))) as readonly WorkResult<PreparedSignature>[],
      finish: async (requests) => (await behind.ask((id) => ({ kind: 'finish', id, requests }))) as readonly WorkResult<FinishedSignature>[],
      async close() {
        await Promise.all([ahead.close(), behind.close()]);
      },
    };
  };
}

type Thread = { readonly ready: Promise<void>; ask(message: (id: number) => ToSignatureThread): Promise<Results>; close(): Promise<void> };

function startThread(code: URL, anchors: TrustAnchors): Thread {
  const worker = new Worker(code, { workerData: { anchors } });
  const waiting = new Map<number, { readonly done: (results: Results) => void; readonly failed: (error: Error) => void }>();
  let last = 0;
  let over: Error | null = null;
  let begun: { readonly done: () => void; readonly failed: (error: Error) => void } | null = null;
  const ready = new Promise<void>((done, failed) => {
    begun = { done, failed };
  });
  // Whoever asks hears of a thread that did not start; a run that never came to ask needs no noise.
  ready.catch(() => undefined);

  function end(error: Error): void {
    over ??= error;
    begun?.failed(over);
    for (const { failed } of waiting.values()) failed(over);
    waiting.clear();
  }

  worker.on('message', (message: FromSignatureThread) => {
    if (message.kind === 'ready') {
      begun?.done();
      return;
    }
    waiting.get(message.id)?.done(message.results);
    waiting.delete(message.id);
  });
  worker.on('error', (error) => end(error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', () => end(new Error('A thread for signatures ended.')));
  return {
    ready,
    ask(message) {
      if (over !== null) return Promise.reject(over);
      const id = (last += 1);
      return new Promise((done, failed) => {
        waiting.set(id, { done, failed });
        worker.postMessage(message(id));
      });
    },
    async close() {
      await worker.terminate();
    },
  };
}
