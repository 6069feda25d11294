import { fileHandle } from '#core/values/ids.ts';
import type { FileBox } from './call-context.ts';
import type { OfficeFile } from './office.ts';
import type { IdSource } from './ports/clock.ts';

/** A class's PDFs and a bundle fit several times; the oldest files go first. */
const mostBytes = 256 * 1024 * 1024;

/** Keeps files in memory only: a preview or a PDF must not lie about on the disk. */
export function createFileBox(ids: IdSource): FileBox {
  const files = new Map<string, { readonly connection: string; readonly file: OfficeFile }>();
  const used = () => [...files.values()].reduce((sum, { file }) => sum + file.bytes.length, 0);
  return {
    put(connection, file) {
      const handle = fileHandle.parse(ids.next());
      files.set(handle, { connection, file });
      for (const oldest of files.keys()) {
        if (used() <= mostBytes || oldest === handle) break;
        files.delete(oldest);
      }
      return handle;
    },
    get(connection, handle) {
      const entry = files.get(handle);
      return entry?.connection === connection ? entry.file : null;
    },
    forget(connection) {
      for (const [handle, entry] of files) if (entry.connection === connection) files.delete(handle);
    },
  };
}
