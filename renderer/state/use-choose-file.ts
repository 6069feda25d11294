import { useState } from 'react';
import type { ChosenFile } from '#core/contract/bridge.ts';
import { CallError, chooseFile } from './office.ts';

/** Kinds of files that may be chosen as a list: only .xlsx is read, of the others the office says what to do with them. */
export const spreadsheetExtensions = ['xlsx', 'xlsm', 'xls', 'xlsb', 'ods', 'csv'] as const;

/** Asks for a file; `error` says why it was not taken (too large). */
export function useChooseFile(extensions: readonly string[]): { choose(): Promise<ChosenFile | null>; readonly error: CallError | null } {
  const [error, setError] = useState<CallError | null>(null);
  return {
    error,
    async choose() {
      setError(null);
      try {
        return await chooseFile(extensions);
      } catch (failure) {
        setError(failure instanceof CallError ? failure : new CallError({ code: 'file.unreadable', params: {}, correlationId: 'page' }));
        return null;
      }
    },
  };
}
