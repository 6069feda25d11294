import { OfficeError } from '#core/contract/errors.ts';
import type { SignerCertificate } from '../ports/signer-certificates.ts';
import type { SignerHolder } from '../ports/signer-repository.ts';
import { isSameName } from './same-name.ts';

/**
 * Refuses a certificate that can never sign for its owner, before anybody is asked to approve it (domain.md 4.1): an authority's own, one not meant for signing, a
 * weak key, out of its time, of the wrong kind of holder, of somebody else. The ID number decides where the certificate has a twelve-digit one; an older number of nine
 * digits says nothing about the new one, and then the name decides.
 * Errors: signing.training-certificate, signing.real-certificate-in-training, signers.authority-certificate, signing.certificate-usage, token.key-too-weak,
 * signing.certificate-expired, signing.certificate-not-yet-valid, signers.wrong-kind, signing.wrong-person.
 */
export function checkProposal(certificate: SignerCertificate, owner: SignerHolder, school: { readonly training: boolean }, at: string): void {
  const { facts } = certificate;
  const { holder } = facts;
  if (facts.training !== school.training) throw new OfficeError(facts.training ? 'signing.training-certificate' : 'signing.real-certificate-in-training', { holder });
  if (certificate.authority) throw new OfficeError('signers.authority-certificate', { holder });
  if (certificate.maySign === false) throw new OfficeError('signing.certificate-usage');
  if (!certificate.strongKey) throw new OfficeError('token.key-too-weak');
  if (Date.parse(at) > Date.parse(facts.notAfter)) throw new OfficeError('signing.certificate-expired', { holder, notAfter: facts.notAfter });
  if (Date.parse(at) < Date.parse(facts.notBefore)) throw new OfficeError('signing.certificate-not-yet-valid', { holder, notBefore: facts.notBefore });
  // A certificate without either number may be of a person or of an organisation: then its name has to say whose.
  if (certificate.kindKnown && facts.kind !== owner.kind) throw new OfficeError('signers.wrong-kind', { holder, expected: owner.name });
  const wrongPerson = new OfficeError('signing.wrong-person', { holder, expected: owner.name });
  if (owner.kind === 'organisation') {
    if (!isSameName(holder, owner.name) && !(certificate.kindKnown && isSameName(facts.organisation, owner.name))) throw wrongPerson;
    return;
  }
  if (certificate.personalId !== null && /^\d{12}$/u.test(certificate.personalId) && certificate.personalId !== owner.personalId) throw wrongPerson;
  if (!isSameName(holder, owner.name)) throw wrongPerson;
}
