import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VerificationReport } from '#core/contract/verification.ts';
import { loadableWorker } from './loadable-worker.ts';
import { certificatesIn, loadTrustAnchors, revocationListsIn } from './signing/verifier/trust-anchors.ts';
import { createVerifier } from './signing/verifier/verifier.ts';

/** `path`: of a large container, which is checked where it lies; then `bytes` are none. */
export type FileToCheck = { readonly name: string; readonly bytes: Uint8Array; readonly path?: string };

/** The verifier alone, for the command line: no school, no database. `worker`: code of the threads for large containers. `roots`, `lists`: files with certificates and revocation lists that are trusted besides the shipped ones. */
export type LoneVerifier = { check(input: FileToCheck): Promise<VerificationReport> };

/** Rejects where one of the files cannot be read. */
export async function composeVerifier({ resourcesFolder, worker, roots, lists }: { readonly resourcesFolder: string; readonly worker: URL | null; readonly roots: readonly string[]; readonly lists: readonly string[] }): Promise<LoneVerifier> {
  const [shipped, ...files] = await Promise.all([loadTrustAnchors(join(resourcesFolder, 'trust')), ...[...roots, ...lists].map((path) => readFile(path))]);
  const anchors = {
    ...shipped,
    roots: [...shipped.roots, ...files.slice(0, roots.length).flatMap(certificatesIn)],
    crls: [...(shipped.crls ?? []), ...files.slice(roots.length).flatMap(revocationListsIn)],
  };
  const verifier = createVerifier({ worker: loadableWorker(worker) });
  return {
    check: ({ name, bytes, path }) => (path === undefined ? verifier.checkFile({ name, bytes, anchors, at: new Date().toISOString() }) : verifier.checkPath({ name, path, anchors, at: new Date().toISOString() })),
  };
}
