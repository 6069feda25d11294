import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BatchFiles } from '#main/office/ports/signing-batch.ts';

/** In a folder of their own beside the school's database (`schoolFolder`: of the school that is open). */
export function createBatchFiles(schoolFolder: () => string): BatchFiles {
  const folder = () => join(schoolFolder(), 'dot-ky');
  return {
    path(batchId) {
      mkdirSync(folder(), { recursive: true });
      return join(folder(), `${batchId}.nhat-ky`);
    },
    remove: (batchId) => rmSync(join(folder(), `${batchId}.nhat-ky`), { force: true }),
  };
}
