import { useCallback } from 'react';
import type { MethodInput, MethodName, MethodOutput } from '#core/contract/index.ts';
import { call, type CallError } from './office.ts';
import { useAct } from './use-act.ts';

export type CommandState<Name extends MethodName> = {
  readonly busy: boolean;
  readonly error: CallError | null;
  /** Calls the method. Resolves with its answer, or null when it was refused; then `error` tells why. */
  run(input: MethodInput<Name>): Promise<MethodOutput<Name> | null>;
  clear(): void;
};

/** A command that a button or form gives: one at a time, with its refusal kept for the screen. */
export function useCommand<Name extends MethodName>(method: Name): CommandState<Name> {
  const { busy, error, run: act, clear } = useAct();
  const run = useCallback((input: MethodInput<Name>) => act(() => call(method, input)), [act, method]);
  return { busy, error, run, clear };
}
