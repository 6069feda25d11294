import { OfficeError } from '#core/contract/errors.ts';
import type { QueuedItem, SignedItem, SigningRun } from '#main/office/ports/signing.ts';
import { deferred } from './deferred.ts';
import type { HeldLine, TokenConversation } from './token-conversation.ts';
import { fromBase64, toBase64, type TokenReply } from './token-messages.ts';

type Chunks = AsyncIterable<readonly QueuedItem[]> | Iterable<readonly QueuedItem[]>;

/**
 * Signs a source of items through the token process: see TokenSession.signMany. Items go ahead in chunks, at most `window` beyond what the
 * reader of `signed` has taken; the process answers in order. Nothing is begun before `signed` is read.
 */
export function startSigningRun(conversation: TokenConversation, chunks: Chunks, window: number): SigningRun {
  let run: Run | null = null;
  let stopped = false;
  return {
    signed: {
      [Symbol.asyncIterator]() {
        if (run !== null) throw new Error('The signatures of one queue are read once.');
        run = createRun(conversation, chunks, window);
        if (stopped) void run.stop();
        return run.iterator;
      },
    },
    async stop() {
      stopped = true;
      await run?.stop();
    },
  };
}

type Run = { readonly iterator: AsyncIterator<SignedItem>; stop(): Promise<void> };

function createRun(conversation: TokenConversation, chunks: Chunks, window: number): Run {
  /** Ids that the process has and has not answered, in order; signatures that nobody has taken yet. */
  const sent: string[] = [];
  const made: SignedItem[] = [];
  let state: 'running' | 'source-ended' | 'stopping' | 'at-rest' = 'running';
  let failure: unknown = null;
  /** Something has changed: the loops look again. */
  let changed = deferred<void>();
  const tell = () => {
    changed.resolve(undefined);
    changed = deferred();
  };
  const atRest = () => state === 'at-rest';
  const isRunning = () => state === 'running';

  function rest(error: unknown): void {
    if (atRest()) return;
    state = 'at-rest';
    failure ??= error;
    tell();
  }

  function heard(reply: TokenReply): void {
    if (reply.kind === 'made' && reply.items.every(({ id }, index) => id === sent[index])) {
      sent.splice(0, reply.items.length);
      made.push(...reply.items.map(({ id, value, busy }) => ({ id, value: fromBase64(value), busy })));
      if (state === 'source-ended' && sent.length === 0) rest(null);
      tell();
    } else if (reply.kind === 'stopped' && state === 'stopping') rest(null);
    else if (reply.kind === 'failed') rest(new OfficeError(reply.code, reply.params));
    else conversation.end(new OfficeError('token.crashed'));
  }

  async function feed(line: HeldLine): Promise<void> {
    const source = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
    try {
      for (;;) {
        while (isRunning() && sent.length + made.length >= window) await changed.promise;
        if (!isRunning()) return;
        const next = await source.next();
        // The state may have changed while the source was at work.
        if (!isRunning() || next.done === true) return;
        if (next.value.length === 0) continue;
        sent.push(...next.value.map(({ id }) => id));
        line.owed(true);
        line.send({ kind: 'queue', items: next.value.map(({ id, data, note }) => ({ id, data: toBase64(data), note: note ?? '' })) });
      }
    } finally {
      await source.return?.();
    }
  }

  async function talk(): Promise<void> {
    let held: HeldLine | null = null;
    const line = await conversation.hold({
      heard(reply) {
        heard(reply);
        held?.owed(sent.length > 0 && !atRest());
      },
      lost: rest,
    });
    held = line;
    try {
      const feeding = feed(line).catch((error: unknown) => {
        // The source failed: what was sent is still signed and given.
        failure ??= error;
      });
      void feeding.then(() => {
        if (state !== 'running') return;
        if (sent.length === 0) rest(null);
        else state = 'source-ended';
      });
      let asked = false;
      while (!atRest()) {
        if (state === 'stopping' && !asked) {
          asked = true;
          line.owed(true);
          line.send({ kind: 'stop' });
        }
        await changed.promise;
      }
    } finally {
      line.release();
    }
  }

  const talking = talk();

  async function stop(): Promise<void> {
    if (state === 'running' || state === 'source-ended') {
      state = 'stopping';
      tell();
    }
    await talking;
  }

  return {
    stop,
    iterator: {
      async next() {
        for (;;) {
          const value = made.shift();
          if (value !== undefined) {
            tell();
            return { done: false, value };
          }
          if (atRest()) {
            await talking;
            if (failure !== null) throw failure;
            return { done: true, value: undefined };
          }
          await changed.promise;
        }
      },
      async return() {
        await stop();
        return { done: true, value: undefined };
      },
    },
  };
}
