import { OfficeError, type OfficeErrorData, type Reply } from '#core/contract/errors.ts';
import { methods, type MethodName } from '#core/contract/index.ts';
import type { Access } from '#core/contract/method.ts';
import type { CallContext, Handlers, SignedInUser } from './call-context.ts';
import type { IdSource } from './ports/clock.ts';

export type DispatcherParts = {
  readonly handlers: Handlers<MethodName>;
  readonly ids: IdSource;
  /** One line of the office's log. Never input, so never a PIN, a password or a pupil. */
  readonly log: (line: string) => void;
};

export type Session = { readonly user: SignedInUser | null; readonly locked: boolean };

export type Dispatcher = {
  /** Validates the input, checks the role, runs the use case. Commands run one after another, queries side by side. Never throws. */
  call(method: string, input: unknown, session: Session, context: CallContext): Promise<Reply<unknown>>;
};

export function createDispatcher({ handlers, ids, log }: DispatcherParts): Dispatcher {
  let lastCommand: Promise<unknown> = Promise.resolve();

  /** Commands wait for the one before them, whatever became of it. */
  function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const turn = lastCommand.then(work, work);
    lastCommand = turn.catch(() => undefined);
    return turn;
  }

  function failure(method: string, error: unknown): Reply<never> {
    const data = asData(error, ids.next());
    if (data.code === 'office.unexpected') log(`${data.correlationId} ${method}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    else log(`${data.correlationId} ${method}: ${data.code}`);
    return { ok: false, error: data };
  }

  return {
    async call(method, input, session, context) {
      if (!isMethod(method)) return failure('?', new OfficeError('office.unknown-method', { method: method.slice(0, 60) }));
      try {
        checkAccess(methods[method].access, session);
        const parsed = methods[method].input.safeParse(input);
        if (!parsed.success) throw new OfficeError('office.invalid-input', { field: parsed.error.issues[0]?.path.join('.') ?? '' });
        const handler = handlers[method] as (input: unknown, context: CallContext) => Promise<unknown>;
        const run = () => handler(parsed.data, context);
        const value = methods[method].kind === 'command' ? await inTurn(run) : await run();
        return { ok: true, value };
      } catch (error) {
        return failure(method, error);
      }
    },
  };
}

/** What crosses the border of an error: code and params; everything else stays in the log. */
export function asData(error: unknown, correlationId: string): OfficeErrorData {
  return error instanceof OfficeError ? { code: error.code, params: { ...error.params }, correlationId } : { code: 'office.unexpected', params: {}, correlationId };
}

function isMethod(name: string): name is MethodName {
  return Object.hasOwn(methods, name);
}

function checkAccess(access: Access, { user, locked }: Session): void {
  if (access === 'public') return;
  if (user === null) throw new OfficeError('session.sign-in-needed');
  if (locked) throw new OfficeError('session.locked');
  if (access !== 'signedIn' && !access.some((role) => user.roles.includes(role))) throw new OfficeError('session.not-allowed');
}
