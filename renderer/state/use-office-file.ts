import { useState } from 'react';
import type { FileHandle } from '#core/values/ids.ts';
import { notify } from './notices.ts';
import { bridge, CallError } from './office.ts';

type OfficeFile = { readonly file: FileHandle; readonly name: string };

/** Takes files out of the office for the user to see or keep: one at a time, with what went wrong. */
export function useOfficeFile(): {
  readonly busy: boolean;
  readonly error: CallError | null;
  readonly showPdf: (ask: () => Promise<OfficeFile>) => Promise<void>;
  readonly save: (ask: () => Promise<OfficeFile>, savedAs: (name: string) => string) => Promise<void>;
} {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError | null>(null);

  async function once(act: () => Promise<void>) {
    setBusy(true);
    setError(null);
    try {
      await act();
    } catch (failure) {
      setError(failure instanceof CallError ? failure : new CallError({ code: 'office.unexpected', params: {}, correlationId: failure instanceof Error ? failure.name : 'page' }));
    } finally {
      setBusy(false);
    }
  }

  return {
    busy,
    error,
    showPdf: (ask) =>
      once(async () => {
        const { file, name } = await ask();
        await bridge().showPdf(file, name);
      }),
    save: (ask, savedAs) =>
      once(async () => {
        const { file, name } = await ask();
        if (await bridge().saveFile(file, name)) notify('good', savedAs(name));
      }),
  };
}
