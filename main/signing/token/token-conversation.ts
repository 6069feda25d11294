import { OfficeError } from '#core/contract/errors.ts';
import type { ChildLink, ProcessSpawner } from '#main/office/ports/processes.ts';
import { tokenReply, type TokenReply, type TokenRequest } from './token-messages.ts';

type ReplyOf<Kind extends TokenReply['kind']> = Extract<TokenReply, { readonly kind: Kind }>;

/**
 * The office's end of the line to one token process. Questions go one at a time, in order. Errors: what the process reports, token.silent
 * when it says nothing for the limit, token.crashed when it ends or talks nonsense; after either of these the process is gone for good.
 */
export type TokenConversation = {
  ask<Kind extends TokenReply['kind']>(request: TokenRequest, expected: Kind): Promise<ReplyOf<Kind>>;
  /** Kills the process. Safe to call twice. */
  end(): void;
};

type Waiting = { readonly resolve: (reply: TokenReply) => void; readonly reject: (error: OfficeError) => void; readonly timer: NodeJS.Timeout };

export async function startTokenConversation(spawner: ProcessSpawner, environment: Readonly<Record<string, string>>, silenceLimit: number): Promise<TokenConversation> {
  const link = await spawner.spawn('token', environment);
  let waiting: Waiting | null = null;
  let over: OfficeError | null = null;
  let last: Promise<unknown> = Promise.resolve();

  function settle(settled: (waiting: Waiting) => void): void {
    if (waiting === null) return;
    const current = waiting;
    waiting = null;
    clearTimeout(current.timer);
    settled(current);
  }

  function finish(error: OfficeError): void {
    if (over !== null) return;
    over = error;
    link.kill();
    settle(({ reject }) => reject(error));
  }

  link.listen((message) => {
    const reply = tokenReply.safeParse(message);
    if (reply.success) settle(({ resolve }) => resolve(reply.data));
    else finish(new OfficeError('token.crashed'));
  });
  link.onExit(() => finish(new OfficeError('token.crashed')));

  function send(request: TokenRequest): Promise<TokenReply> {
    return new Promise((resolve, reject) => {
      if (over !== null) {
        reject(over);
        return;
      }
      const timer = setTimeout(() => finish(new OfficeError('token.silent', { seconds: Math.round(silenceLimit / 1000) })), silenceLimit);
      waiting = { resolve, reject, timer };
      post(link, request, finish);
    });
  }

  return {
    async ask<Kind extends TokenReply['kind']>(request: TokenRequest, expected: Kind) {
      const turn = last.then(() => send(request));
      last = turn.catch(() => undefined);
      const reply = await turn;
      if (reply.kind === 'failed') throw new OfficeError(reply.code, reply.params);
      if (!isKind(reply, expected)) {
        finish(new OfficeError('token.crashed'));
        throw new OfficeError('token.crashed');
      }
      return reply;
    },
    end: () => finish(new OfficeError('token.removed')),
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
