import type { FileHandle } from '#core/values/ids.ts';
import { notify } from './notices.ts';
import { bridge, type CallError } from './office.ts';
import { useAct } from './use-act.ts';

type OfficeFile = { readonly file: FileHandle; readonly name: string };

/** Takes files out of the office for the user to see or keep: one at a time, with what went wrong. */
export function useOfficeFile(): {
  readonly busy: boolean;
  readonly error: CallError | null;
  readonly showPdf: (ask: () => Promise<OfficeFile>) => Promise<void>;
  readonly save: (ask: () => Promise<OfficeFile>, savedAs: (name: string) => string) => Promise<void>;
} {
  const { busy, error, run } = useAct();
  return {
    busy,
    error,
    async showPdf(ask) {
      await run(async () => {
        const { file, name } = await ask();
        await bridge().showPdf(file, name);
      });
    },
    async save(ask, savedAs) {
      await run(async () => {
        const { file, name } = await ask();
        if (await bridge().saveFile(file, name)) notify('good', savedAs(name));
      });
    },
  };
}
