import type { FinishedSignature, OpenSignatureWorkers, WorkResult } from '#main/office/ports/signing-batch.ts';
import type { PreparedSignature } from '#main/office/ports/signing.ts';
import { createSignatureWork, type SignatureWorkParts } from './signature-work.ts';
import { startSignatureThread, type SignatureThread } from './signature-thread.ts';

/** After so long without a batch (milliseconds) the threads go: an old PC has other uses for their memory. */
const keptFor = 60_000;

/**
 * One thread ahead of the token and one behind it (signing.md 3). They are kept for a while between two runs, since loading what they need takes
 * longer than signing a class. `code`: of the thread; null: the work is done in the office's own thread, which is slower and holds it up, but signs
 * the same.
 */
export function createSignatureWorkers({ code, ...parts }: SignatureWorkParts & { readonly code: URL | null }): { readonly open: OpenSignatureWorkers; close(): Promise<void> } {
  let threads: readonly [SignatureThread, SignatureThread] | null = null;
  let leaving: NodeJS.Timeout | undefined;
  /** Runs that use the threads: while one signs, another batch may be ended and finish what its token had signed. */
  let users = 0;

  async function end(): Promise<void> {
    clearTimeout(leaving);
    const ending = threads ?? [];
    threads = null;
    await Promise.all(ending.map((thread) => thread.close()));
  }

  return {
    open(anchors) {
      if (code === null) return { ready: Promise.resolve(), ...createSignatureWork(parts, anchors), close: () => Promise.resolve() };
      clearTimeout(leaving);
      if (threads?.some((thread) => thread.ended()) === true) threads = null;
      users += 1;
      let open = true;
      const [ahead, behind] = (threads ??= [startSignatureThread(code), startSignatureThread(code)]);
      const ready = Promise.all([ahead.trust(anchors), behind.trust(anchors)]).then(() => undefined);
      // Whoever waits for it hears of a thread that did not start; a run that never came to that needs no noise.
      ready.catch(() => undefined);
      return {
        ready,
        prepare: async (requests) => (await ahead.ask((id) => ({ kind: 'prepare', id, requests }))) as readonly WorkResult<PreparedSignature>[],
        finish: async (requests) => (await behind.ask((id) => ({ kind: 'finish', id, requests }))) as readonly WorkResult<FinishedSignature>[],
        close() {
          if (open) users -= 1;
          open = false;
          if (users > 0) return Promise.resolve();
          leaving = setTimeout(() => void end(), keptFor).unref();
          for (const thread of [ahead, behind]) thread.rest();
          return Promise.resolve();
        },
      };
    },
    close: end,
  };
}
