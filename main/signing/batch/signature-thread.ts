import { Worker } from 'node:worker_threads';
import type { FinishedSignature, WorkResult } from '#main/office/ports/signing-batch.ts';
import type { PreparedSignature } from '#main/office/ports/signing.ts';
import type { TrustAnchors } from '#main/office/ports/verifier.ts';
import type { FromSignatureThread, ToSignatureThread } from './signature-work.ts';

type Results = readonly WorkResult<PreparedSignature | FinishedSignature>[];

export type SignatureThread = {
  /** Resolves when the thread runs, has loaded what it needs, and knows whom to trust. */
  trust(anchors: TrustAnchors): Promise<void>;
  ask(message: (id: number) => ToSignatureThread): Promise<Results>;
  /** Nothing is asked for the time being: the thread does not keep the program alive. */
  rest(): void;
  ended(): boolean;
  close(): Promise<void>;
};

type Waiting<Value> = { readonly done: (value: Value) => void; readonly failed: (error: Error) => void };

export function startSignatureThread(code: URL): SignatureThread {
  const worker = new Worker(code);
  const waiting = new Map<number, Waiting<Results>>();
  let trusting: readonly Waiting<void>[] = [];
  let last = 0;
  let over: Error | null = null;

  function end(error: Error): void {
    over ??= error;
    for (const { failed } of [...waiting.values(), ...trusting]) failed(over);
    waiting.clear();
    trusting = [];
  }

  worker.on('message', (message: FromSignatureThread) => {
    if (message.kind === 'ready') {
      const [first, ...others] = trusting;
      trusting = others;
      first?.done();
      return;
    }
    waiting.get(message.id)?.done(message.results);
    waiting.delete(message.id);
  });
  worker.on('error', (error) => end(error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', () => end(new Error('A thread for signatures ended.')));

  return {
    trust(anchors) {
      if (over !== null) return Promise.reject(over);
      worker.ref();
      return new Promise((done, failed) => {
        trusting = [...trusting, { done, failed }];
        worker.postMessage({ kind: 'trust', anchors } satisfies ToSignatureThread);
      });
    },
    ask(message) {
      if (over !== null) return Promise.reject(over);
      const id = (last += 1);
      return new Promise((done, failed) => {
        waiting.set(id, { done, failed });
        worker.postMessage(message(id));
      });
    },
    rest: () => worker.unref(),
    ended: () => over !== null,
    async close() {
      // A process may not end on an unsettled promise: the thread counts until it is gone.
      worker.ref();
      await worker.terminate();
    },
  };
}
