import { OfficeError } from '#core/contract/errors.ts';
import { requireSchoolCertificate } from '../signers/signer-answer.ts';
import { checkCertificate } from '../signing/certificate-checks.ts';
import { moduleById } from '../signing/module-choices.ts';
import { refusals } from '../signing/signer-findings.ts';
import type { TypedPin } from '../signing/typed-pin.ts';
import type { Clock } from '../ports/clock.ts';
import type { Actor, OfficeDatabase } from '../ports/database.ts';
import type { ModuleChoice, RsaScheme, TokenService, TokenSession } from '../ports/signing.ts';
import type { SignerAssessor } from '../ports/trust.ts';

export type SealParts = { readonly tokens: TokenService; readonly clock: Clock; readonly assessor: SignerAssessor; readonly trainingModule: () => ModuleChoice | null };

/** What the user chose and typed for the school's signature. The PIN goes to the token process and nowhere else. */
export type SealChoice = { readonly moduleId: string; readonly tokenSerial: string; readonly certificateDigest: string; readonly pin: TypedPin; readonly lastTryConfirmed: boolean };

/**
 * Opens the token with the school's own certificate for the time of `work`, and ends its process afterwards. `rsaScheme`: what the one who is to take the signature wants.
 * Errors: token.module-not-found, everything openSession throws, signers.* where the certificate is not the school's (no PIN is tried then), and signing.* where it must not
 * sign: expired, revoked, forged.
 */
export async function withSchoolSeal<Value>(parts: SealParts, database: OfficeDatabase, actor: Actor, choice: SealChoice & { readonly rsaScheme?: RsaScheme | null }, work: (session: TokenSession) => Promise<Value>): Promise<Value> {
  const school = await database.read((repositories) => repositories.school.school());
  if (school === null) throw new OfficeError('setup.no-school');
  // Before the PIN is used up on it.
  await database.read((repositories) => requireSchoolCertificate(repositories, choice.certificateDigest, parts.clock.now()));
  const module = await moduleById(parts, database, choice.moduleId);
  const session = await parts.tokens.openSession({ module, tokenSerial: choice.tokenSerial, certificateDigest: choice.certificateDigest }, choice.pin.take(), { lastTryConfirmed: choice.lastTryConfirmed, rsaScheme: choice.rsaScheme ?? null });
  try {
    const { facts, der } = session.certificate;
    const at = parts.clock.now();
    checkCertificate(facts, school, at);
    const [refused] = refusals(facts, await parts.assessor.assess({ certificate: der, chain: session.certificate.chain, at, until: at }));
    if (refused !== undefined) throw refused;
    await database.write(actor, async ({ exchange }) => {
      await exchange.saveCertificate({ digest: facts.digest, der, facts: JSON.stringify(facts), firstSeenAt: parts.clock.now(), gatewayState: null, gatewayAskedAt: null });
      return { value: undefined, audit: { action: 'exchange.sealUsed', detail: { certificate: facts.digest, serial: facts.serial } } };
    });
    return await work(session);
  } finally {
    await session.close();
  }
}
