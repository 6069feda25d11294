import { OfficeError } from '#core/contract/errors.ts';
import type { SigningRole } from '#core/contract/signing.ts';
import type { CertificateFacts } from '#core/contract/verification.ts';
import { isSameName } from '../signers/same-name.ts';

/** Who should sign: names as the school wrote them. */
export type ExpectedSigners = { readonly principalNames: readonly string[]; readonly homeroomTeacherName: string | null; readonly subjectTeacherNames: readonly string[] };

/** Roles that a certificate seems to belong to, by its kind and its holder's name: a hint only, the register of signers decides (signers/may-sign-as.ts). */
export function fittingRoles(facts: CertificateFacts, expected: ExpectedSigners): readonly SigningRole[] {
  if (facts.kind === 'organisation') return ['school'];
  const isHolder = (name: string) => isSameName(name, facts.holder);
  return [
    ...(expected.subjectTeacherNames.some(isHolder) ? (['subjectTeacher'] as const) : []),
    ...(expected.homeroomTeacherName !== null && isHolder(expected.homeroomTeacherName) ? (['homeroomTeacher'] as const) : []),
    ...(expected.principalNames.some(isHolder) ? (['principal'] as const) : []),
  ];
}

export function validityAt(facts: CertificateFacts, at: string): 'valid' | 'expired' | 'not-yet-valid' {
  const now = Date.parse(at);
  if (now < Date.parse(facts.notBefore)) return 'not-yet-valid';
  return now > Date.parse(facts.notAfter) ? 'expired' : 'valid';
}

/**
 * Refuses a certificate that the register allows but that must not sign now or here. Errors: signing.training-certificate, signing.real-certificate-in-training,
 * signing.certificate-expired, signing.certificate-not-yet-valid.
 */
export function checkCertificate(facts: CertificateFacts, school: { readonly training: boolean }, at: string): void {
  if (facts.training !== school.training) throw new OfficeError(facts.training ? 'signing.training-certificate' : 'signing.real-certificate-in-training', { holder: facts.holder });
  const validity = validityAt(facts, at);
  if (validity === 'expired') throw new OfficeError('signing.certificate-expired', { holder: facts.holder, notAfter: facts.notAfter });
  if (validity === 'not-yet-valid') throw new OfficeError('signing.certificate-not-yet-valid', { holder: facts.holder, notBefore: facts.notBefore });
}
