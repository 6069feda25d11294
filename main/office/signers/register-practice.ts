import type { Clock, IdSource } from '../ports/clock.ts';
import type { OfficeDatabase } from '../ports/database.ts';
import type { SignerCertificateReader } from '../ports/signer-certificates.ts';
import type { SignerHolder } from '../ports/signer-repository.ts';
import { signerPosts } from './register-state.ts';

/**
 * Puts the tokens of a training school into its register, approved, so that whoever practises can sign at once. A certificate that is there already is left
 * alone, also a revoked one: revoking is practised too.
 */
export async function registerPracticeSigners(parts: { readonly clock: Clock; readonly ids: IdSource; readonly readSigner: SignerCertificateReader }, database: OfficeDatabase, certificates: readonly Uint8Array[]): Promise<void> {
  const known = new Set((await database.read(({ signers }) => signers.signers())).map(({ digest }) => digest));
  const missing = certificates.flatMap((der) => {
    const read = parts.readSigner(der);
    return read === null || known.has(read.facts.digest) ? [] : [read];
  });
  if (missing.length === 0) return;
  await database.write({ userId: null, userName: 'Học Bạ' }, async ({ signers }) => {
    for (const { der, facts, personalId } of missing) {
      const holder: SignerHolder = facts.kind === 'person' ? { kind: 'person', name: facts.holder, personalId: personalId ?? '' } : { kind: 'organisation', name: facts.holder };
      const id = parts.ids.next();
      const at = parts.clock.now();
      await signers.addSigner({ id, holder, digest: facts.digest, der, facts, source: 'practice', proposedAt: at, proposedBy: 'Học Bạ' });
      for (const post of signerPosts) await signers.addEvent({ signerId: id, kind: 'approved', post, alone: false, at, by: 'Học Bạ', userId: null });
    }
    return { value: undefined, audit: { action: 'signers.practiceRegistered', detail: { certificates: missing.map(({ facts }) => facts.digest) } } };
  });
}
