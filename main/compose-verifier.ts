import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VerificationReport } from '#core/contract/verification.ts';
import { certificatesIn, loadTrustAnchors, revocationListsIn } from './signing/verifier/trust-anchors.ts';
import { createVerifier } from './signing/verifier/verifier.ts';

/** The verifier alone, for the command line: no school, no database. `roots`, `lists`: files with certificates and revocation lists that are trusted besides the shipped ones. */
export type LoneVerifier = { check(input: { readonly name: string; readonly bytes: Uint8Array }): Promise<VerificationReport> };

/** Rejects where one of the files cannot be read. */
export async function composeVerifier({ resourcesFolder, roots, lists }: { readonly resourcesFolder: string; readonly roots: readonly string[]; readonly lists: readonly string[] }): Promise<LoneVerifier> {
  const [shipped, ...files] = await Promise.all([loadTrustAnchors(join(resourcesFolder, 'trust')), ...[...roots, ...lists].map((path) => readFile(path))]);
  const anchors = {
    ...shipped,
    roots: [...shipped.roots, ...files.slice(0, roots.length).flatMap(certificatesIn)],
    crls: [...(shipped.crls ?? []), ...files.slice(roots.length).flatMap(revocationListsIn)],
  };
  const verifier = createVerifier();
  return { check: ({ name, bytes }) => verifier.checkFile({ name, bytes, anchors, at: new Date().toISOString() }) };
}
