import { useCallback, useEffect, useRef, useState } from 'react';
import type { EventPayload } from '#core/contract/events.ts';
import type { MethodInput, MethodName, MethodOutput } from '#core/contract/index.ts';
import { bridge, call, CallError } from './office.ts';

type Feature = EventPayload<'data.changed'>['features'][number];

export type QueryState<Value> = {
  /** The last good answer; stays while a newer one is on its way. */
  readonly value: Value | null;
  readonly error: CallError | null;
  readonly loading: boolean;
  /** Asks again. */
  reload(): void;
  /** Puts a newer value in place (from a command's answer) without asking. */
  replace(update: (value: Value) => Value): void;
};

/** Asks a query of the office, and again whenever one of `features` changed. `input` null: do not ask yet. */
export function useQuery<Name extends MethodName>(method: Name, input: MethodInput<Name> | null, features: readonly Feature[] = []): QueryState<MethodOutput<Name>> {
  const [value, setValue] = useState<MethodOutput<Name> | null>(null);
  const [error, setError] = useState<CallError | null>(null);
  const [loading, setLoading] = useState(input !== null);
  const [round, setRound] = useState(0);
  const latest = useRef(0);
  const key = input === null ? null : JSON.stringify(input);
  const featureKey = features.join();

  useEffect(() => {
    if (key === null) return;
    latest.current += 1;
    const mine = latest.current;
    setLoading(true);
    call(method, JSON.parse(key) as MethodInput<Name>).then(
      (answer) => {
        if (mine !== latest.current) return;
        setValue(answer);
        setError(null);
        setLoading(false);
      },
      (failure: unknown) => {
        if (mine !== latest.current) return;
        setError(failure instanceof CallError ? failure : unexpected(failure));
        setLoading(false);
      },
    );
  }, [method, key, round]);

  useEffect(() => {
    if (featureKey === '') return undefined;
    const watched = featureKey.split(',');
    return bridge().listen((event) => {
      if (event.name === 'data.changed' && event.payload.features.some((feature) => watched.includes(feature))) setRound((n) => n + 1);
    });
  }, [featureKey]);

  const reload = useCallback(() => setRound((n) => n + 1), []);
  const replace = useCallback((update: (value: MethodOutput<Name>) => MethodOutput<Name>) => setValue((old) => (old === null ? old : update(old))), []);
  return { value, error, loading, reload, replace };
}

function unexpected(failure: unknown): CallError {
  return new CallError({ code: 'office.unexpected', params: {}, correlationId: failure instanceof Error ? failure.name : 'page' });
}
