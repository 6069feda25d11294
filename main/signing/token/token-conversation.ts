import { OfficeError } from '#core/contract/errors.ts';
import type { ChildLink, ProcessSpawner } from '#main/office/ports/processes.ts';
import { deferred } from './deferred.ts';
import { tokenReply, type TokenReply, type TokenRequest } from './token-messages.ts';

export type ReplyOf<Kind extends TokenReply['kind']> = Extract<TokenReply, { readonly kind: Kind }>;

/** What is heard while one holds the line: replies as they come, then at most once that the process is gone. */
export type Listener = { readonly heard: (reply: TokenReply) => void; readonly lost: (error: OfficeError) => void };

/** The line, held by one talk at a time. */
export type HeldLine = {
  send(request: TokenRequest): void;
  /** From now on the process owes a word (or owes none): if it stays silent for the limit, it is killed. Each word it says starts the wait anew. */
  owed(something: boolean): void;
  /** Lets the next talk begin. */
  release(): void;
};

/**
 * The office's end of the line to one token process. Talks go one at a time, in order. Errors: what the process reports, token.silent
 * when it says nothing for the limit, token.crashed when it ends or talks nonsense, token.idle when it ended for want of work; after any of
 * these the process is gone for good.
 */
export type TokenConversation = {
  ask<Kind extends TokenReply['kind']>(request: TokenRequest, expected: Kind): Promise<ReplyOf<Kind>>;
  hold(listener: Listener): Promise<HeldLine>;
  /** Kills the process. Safe to call twice. */
  end(reason?: OfficeError): void;
};

/** How long the process itself may take to start, on an old PC whose virus scanner reads every file first, in milliseconds. */
const startLimit = 60_000;

export async function startTokenConversation(spawner: ProcessSpawner, environment: Readonly<Record<string, string>>, silenceLimit: number): Promise<TokenConversation> {
  const link = await spawner.spawn('token', environment);
  let current: Listener | null = null;
  let over: OfficeError | null = null;
  let owing = false;
  /** Until the process has said its first word, it is the PC that is slow and not the driver. */
  let limit = startLimit;
  let timer: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();

  function finish(error: OfficeError): void {
    if (over !== null) return;
    over = error;
    clearTimeout(timer);
    link.kill();
    const listener = current;
    current = null;
    listener?.lost(error);
  }

  function watch(): void {
    clearTimeout(timer);
    if (owing && over === null) timer = setTimeout(() => finish(new OfficeError('token.silent', { seconds: Math.round(limit / 1000) })), limit);
  }

  link.listen((message) => {
    const reply = tokenReply.safeParse(message);
    if (!reply.success) return finish(new OfficeError('token.crashed'));
    if (reply.data.kind === 'idle') return finish(new OfficeError('token.idle'));
    watch();
    current?.heard(reply.data);
  });
  link.onExit(() => finish(new OfficeError('token.crashed')));

  async function hold(listener: Listener): Promise<HeldLine> {
    const turn = deferred<void>();
    const before = last;
    last = turn.promise;
    await before;
    if (over === null) current = listener;
    else listener.lost(over);
    return {
      send(request) {
        if (over === null) post(link, request, finish);
      },
      owed(something) {
        owing = something;
        watch();
      },
      release() {
        owing = false;
        watch();
        if (current === listener) current = null;
        turn.resolve(undefined);
      },
    };
  }

  async function ask<Kind extends TokenReply['kind']>(request: TokenRequest, expected: Kind): Promise<ReplyOf<Kind>> {
    const answer = deferred<TokenReply>();
    const line = await hold({ heard: answer.resolve, lost: answer.reject });
    try {
      line.owed(true);
      line.send(request);
      const reply = await answer.promise;
      if (reply.kind === 'failed') throw new OfficeError(reply.code, reply.params);
      if (isKind(reply, expected)) return reply;
      finish(new OfficeError('token.crashed'));
      throw new OfficeError('token.crashed');
    } finally {
      line.release();
    }
  }

  try {
    await ask({ kind: 'hello' }, 'ready');
  } catch (error) {
    finish(new OfficeError('token.crashed'));
    throw error;
  }
  limit = silenceLimit;
  return {
    hold,
    ask,
    end: (reason) => finish(reason ?? new OfficeError('token.removed')),
  };
}

/** A process that ended between two messages cannot be written to. */
function post(link: ChildLink, request: TokenRequest, failed: (error: OfficeError) => void): void {
  try {
    link.send(request);
  } catch (error) {
    failed(new OfficeError('token.crashed', {}, { cause: error }));
  }
}

function isKind<Kind extends TokenReply['kind']>(reply: TokenReply, kind: Kind): reply is ReplyOf<Kind> {
  return reply.kind === kind;
}
