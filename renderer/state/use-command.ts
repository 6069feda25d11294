import { useCallback, useState } from 'react';
import type { MethodInput, MethodName, MethodOutput } from '#core/contract/index.ts';
import { call, CallError } from './office.ts';

export type CommandState<Name extends MethodName> = {
  readonly busy: boolean;
  readonly error: CallError | null;
  /** Calls the method. Resolves with its answer, or null when it was refused; then `error` tells why. */
  run(input: MethodInput<Name>): Promise<MethodOutput<Name> | null>;
  clear(): void;
};

/** A command that a button or form gives: one at a time, with its refusal kept for the screen. */
export function useCommand<Name extends MethodName>(method: Name): CommandState<Name> {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError | null>(null);
  const run = useCallback(
    async (input: MethodInput<Name>) => {
      setBusy(true);
      setError(null);
      try {
        return await call(method, input);
      } catch (failure) {
        setError(failure instanceof CallError ? failure : new CallError({ code: 'office.unexpected', params: {}, correlationId: failure instanceof Error ? failure.name : 'page' }));
        return null;
      } finally {
        setBusy(false);
      }
    },
    [method],
  );
  const clear = useCallback(() => setError(null), []);
  return { busy, error, run, clear };
}
