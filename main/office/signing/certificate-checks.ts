import { OfficeError } from '#core/contract/errors.ts';
import type { SigningRole } from '#core/contract/signing.ts';
import type { CertificateFacts } from '#core/contract/verification.ts';

/** Who should sign: names as the school wrote them. */
export type ExpectedSigners = { readonly training: boolean; readonly schoolName: string; readonly principalName: string; readonly homeroomTeacherName: string | null };

/** Roles of this class that a certificate seems to belong to, by its kind and its holder's name. */
export function fittingRoles(facts: CertificateFacts, expected: ExpectedSigners): readonly SigningRole[] {
  if (facts.kind === 'organisation') return ['school'];
  const holder = plain(facts.holder);
  const roles: SigningRole[] = [];
  if (expected.homeroomTeacherName !== null && plain(expected.homeroomTeacherName) === holder) roles.push('homeroomTeacher');
  if (plain(expected.principalName) === holder) roles.push('principal');
  return roles;
}

export function validityAt(facts: CertificateFacts, at: string): 'valid' | 'expired' | 'not-yet-valid' {
  const now = Date.parse(at);
  if (now < Date.parse(facts.notBefore)) return 'not-yet-valid';
  return now > Date.parse(facts.notAfter) ? 'expired' : 'valid';
}

/**
 * Refuses a certificate before any PIN is used up on it. Errors: signing.training-certificate, signing.real-certificate-in-training,
 * signing.certificate-expired, signing.certificate-not-yet-valid, signing.wrong-person.
 */
export function checkCertificate(facts: CertificateFacts, role: SigningRole, expected: ExpectedSigners, at: string): void {
  if (facts.training !== expected.training) throw new OfficeError(facts.training ? 'signing.training-certificate' : 'signing.real-certificate-in-training', { holder: facts.holder });
  const validity = validityAt(facts, at);
  if (validity === 'expired') throw new OfficeError('signing.certificate-expired', { holder: facts.holder, notAfter: facts.notAfter });
  if (validity === 'not-yet-valid') throw new OfficeError('signing.certificate-not-yet-valid', { holder: facts.holder, notBefore: facts.notBefore });
  if (!fittingRoles(facts, expected).includes(role)) {
    const wanted = role === 'school' ? expected.schoolName : role === 'principal' ? expected.principalName : (expected.homeroomTeacherName ?? '');
    throw new OfficeError('signing.wrong-person', { holder: facts.holder, expected: wanted });
  }
}

/** Names are compared without case, spaces and the training mark: certificates write `NGUYỄN THỊ HOA`. */
function plain(name: string): string {
  return name
    .normalize('NFC')
    .replace(/\(LUYỆN TẬP\)/giu, '')
    .replace(/\s+/gu, ' ')
    .trim()
    .toLocaleLowerCase('vi');
}
