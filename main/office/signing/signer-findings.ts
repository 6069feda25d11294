import { OfficeError } from '#core/contract/errors.ts';
import type { SignerFindings } from '#core/contract/signing.ts';
import type { CertificateFacts } from '#core/contract/verification.ts';
import type { SignerAssessment } from '../ports/trust.ts';

/** The assessment as the screen shows it. */
export function signerFindings({ validity, keyUsage, chain, revocation, clock }: SignerAssessment): SignerFindings {
  return {
    validity,
    keyUsage,
    chain: chain.state === 'untrusted' ? { state: 'untrusted', name: chain.issuer, reason: chain.reason } : { state: chain.state, name: chain.root, reason: null },
    revocation: {
      state: revocation.state,
      knownAt: revocation.state === 'unknown' ? null : revocation.knownAt,
      revokedAt: revocation.state === 'revoked' ? revocation.revokedAt : null,
      reason: revocation.state === 'unknown' ? revocation.reason : null,
    },
    clock: { state: clock.state, offBy: clock.state === 'warn' ? clock.offBy : null, earliest: clock.state === 'refuse' ? clock.earliest : null },
  };
}

/** Chains that are wrong and not only unknown: nothing may be signed with them. */
const brokenChains = new Set(['forged', 'weak', 'not-an-authority', 'unreadable']);

/**
 * Why this signer may not sign now. What is only unknown (an issuer nobody told the school of, no answer about revocation) is shown and left to the
 * signer's own judgement: a school without a line must be able to sign, and the verifier says later what it could not establish.
 */
export function refusals(facts: CertificateFacts, { validity, keyUsage, chain, revocation, clock }: SignerAssessment): readonly OfficeError[] {
  return [
    ...(validity === 'expired' ? [new OfficeError('signing.certificate-expired', { holder: facts.holder, notAfter: facts.notAfter })] : []),
    ...(validity === 'not-yet-valid' ? [new OfficeError('signing.certificate-not-yet-valid', { holder: facts.holder, notBefore: facts.notBefore })] : []),
    ...(keyUsage === 'may-not-sign' ? [new OfficeError('signing.certificate-usage')] : []),
    ...(chain.state === 'untrusted' && brokenChains.has(chain.reason) ? [new OfficeError('signing.issuer-not-trusted', { issuer: chain.issuer })] : []),
    ...(revocation.state === 'revoked' ? [new OfficeError('signing.certificate-revoked')] : []),
    ...(clock.state === 'refuse' ? [new OfficeError('signing.clock-wrong', { earliest: clock.earliest })] : []),
  ];
}
