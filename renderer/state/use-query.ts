import { useCallback, useEffect, useRef, useState } from 'react';
import type { EventPayload } from '#core/contract/events.ts';
import type { MethodInput, MethodName, MethodOutput } from '#core/contract/index.ts';
import { bridge, call, callError, CallError } from './office.ts';

export type Feature = EventPayload<'data.changed'>['features'][number];

export type QueryState<Value> = {
  /** The last good answer; stays while a newer one is on its way. */
  readonly value: Value | null;
  readonly error: CallError | null;
  readonly loading: boolean;
  /** Asks again. */
  readonly reload: () => void;
  /** Puts a newer value in place (from a command's answer) without asking. */
  readonly replace: (update: (value: Value) => Value) => void;
};

type Answer<Value> = { readonly request: string | null; readonly value: Value | null; readonly error: CallError | null };

/** Asks a query of the office, and again whenever one of `features` changed. `input` null: do not ask yet. */
export function useQuery<Name extends MethodName>(method: Name, input: MethodInput<Name> | null, features: readonly Feature[] = []): QueryState<MethodOutput<Name>> {
  const [answer, setAnswer] = useState<Answer<MethodOutput<Name>>>({ request: null, value: null, error: null });
  const [round, setRound] = useState(0);
  const latest = useRef<string | null>(null);
  const lockedOut = useRef(false);
  // One text for what is asked and how often: a new text is a new question.
  const request = input === null ? null : `${round} ${JSON.stringify(input)}`;
  const featureKey = features.join();

  useEffect(() => {
    latest.current = request;
    if (request === null) return;
    call(method, JSON.parse(request.slice(request.indexOf(' ') + 1)) as MethodInput<Name>).then(
      (value) => {
        if (latest.current === request) setAnswer({ request, value, error: null });
      },
      (failure: unknown) => {
        if (latest.current !== request) return;
        // Under the lock the screen keeps what it shows (half-typed fields too) and asks again when its user is back.
        if (failure instanceof CallError && failure.data.code === 'session.locked') lockedOut.current = true;
        else setAnswer((old) => ({ request, value: old.value, error: callError(failure) }));
      },
    );
  }, [method, request]);

  useEffect(() => {
    const watched = featureKey.split(',');
    return bridge().listen((event) => {
      if (event.name === 'session.changed' && !event.payload.state.locked && lockedOut.current) {
        lockedOut.current = false;
        setRound((n) => n + 1);
      } else if (event.name === 'data.changed' && event.payload.features.some((feature) => watched.includes(feature))) setRound((n) => n + 1);
    });
  }, [featureKey]);

  const reload = useCallback(() => setRound((n) => n + 1), []);
  const replace = useCallback((update: (value: MethodOutput<Name>) => MethodOutput<Name>) => setAnswer((old) => (old.value === null ? old : { ...old, value: update(old.value) })), []);
  return { value: answer.value, error: answer.error, loading: request !== answer.request, reload, replace };
}
