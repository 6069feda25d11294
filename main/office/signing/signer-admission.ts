import { OfficeError } from '#core/contract/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Actor, OfficeDatabase } from '../ports/database.ts';
import type { FoundCertificate } from '../ports/signing.ts';
import type { SignerAssessment, SignerAssessor } from '../ports/trust.ts';
import { checkCertificate } from './certificate-checks.ts';
import type { GatheredItems } from './signable-source.ts';
import { refusals } from './signer-findings.ts';

export type AdmissionParts = { readonly assessor: SignerAssessor; readonly clock: Clock };

/** Who wants to sign what was gathered for this certificate, and until when (ISO 8601) it is expected to take. */
export type Candidate = { readonly certificate: FoundCertificate; readonly gathered: Pick<GatheredItems, 'training' | 'refused'>; readonly until: string };

export type Admission = { readonly assessment: SignerAssessment; readonly refused: readonly OfficeError[] };

/** Everything that speaks against this certificate: the register of signers, the school it is for, and what is known of it. Empty: it may sign. */
export async function admission({ assessor, clock }: AdmissionParts, { certificate, gathered, until }: Candidate): Promise<Admission> {
  const at = clock.now();
  const assessment = await assessor.assess({ certificate: certificate.der, chain: certificate.chain, at, until });
  const refused = [...refusals(certificate.facts, assessment)];
  const wrong = gathered.refused ?? wrongSchool(certificate, gathered, at);
  // A certificate that has expired is refused once.
  if (wrong !== null && !refused.some(({ code }) => code === wrong.code)) refused.unshift(wrong);
  return { assessment, refused };
}

function wrongSchool({ facts }: FoundCertificate, school: Pick<GatheredItems, 'training'>, at: string): OfficeError | null {
  try {
    checkCertificate(facts, school, at);
    return null;
  } catch (error) {
    if (error instanceof OfficeError) return error;
    throw error;
  }
}

/** A certificate that signs is kept: what it said must be known as long as its signatures are. */
export async function keepCertificate(database: OfficeDatabase, actor: Actor, clock: Clock, { facts, der }: FoundCertificate): Promise<void> {
  await database.write(actor, async ({ exchange }) => {
    await exchange.saveCertificate({ digest: facts.digest, der, facts: JSON.stringify(facts), firstSeenAt: clock.now(), gatewayState: null, gatewayAskedAt: null });
    return { value: undefined, audit: { action: 'signing.certificateUsed', detail: { certificate: facts.digest, serial: facts.serial, holder: facts.holder } } };
  });
}
