import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BatchFiles } from '#main/office/ports/signing-batch.ts';

/** In a folder of their own beside what the batch is written into (`placeOf`: the folder of the school that is open, or that of packages). */
export function createBatchFiles(placeOf: (batchId: string) => string): BatchFiles {
  const folder = (batchId: string) => join(placeOf(batchId), 'dot-ky');
  return {
    path(batchId) {
      mkdirSync(folder(batchId), { recursive: true });
      return join(folder(batchId), `${batchId}.nhat-ky`);
    },
    remove: (batchId) => rmSync(join(folder(batchId), `${batchId}.nhat-ky`), { force: true }),
  };
}
