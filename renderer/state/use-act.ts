import { useCallback, useState } from 'react';
import { callError, type CallError } from './office.ts';

/** Something a button does: one at a time, with what went wrong kept for the screen. */
export function useAct(): {
  readonly busy: boolean;
  readonly error: CallError | null;
  /** Resolves with what was answered, or null when it failed; then `error` tells why. */
  readonly run: <Answer>(act: () => Promise<Answer>) => Promise<Answer | null>;
  readonly clear: () => void;
} {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError | null>(null);
  const run = useCallback(async <Answer>(act: () => Promise<Answer>) => {
    setBusy(true);
    setError(null);
    try {
      return await act();
    } catch (failure) {
      setError(callError(failure));
      return null;
    } finally {
      setBusy(false);
    }
  }, []);
  const clear = useCallback(() => setError(null), []);
  return { busy, error, run, clear };
}
