import type { Finding } from '#core/contract/verification.ts';
import { trainingMark, type ReadCertificate } from './certificate.ts';
import { finding } from './findings.ts';
import type { NamedPerson } from './record-content.ts';

/** Whether a certificate is of the kind that a place asks for. */
export function checkSignerKind(certificate: ReadCertificate, wanted: 'person' | 'organisation'): Finding {
  const { kind } = certificate.facts;
  if (kind === wanted) return finding('signer-kind', 'established', { kind });
  return finding('signer-kind', certificate.kindKnown ? 'failed' : 'not-established', { kind });
}

/**
 * Whether the holder is the person that the record names. The ID number decides where the certificate has one: against the signed data first,
 * else against SO_CCCD beside the signature. Without one the name in the signed data decides, and the number beside must be the data's.
 */
export function checkPerson(certificate: ReadCertificate, named: NamedPerson | null, besideSignature: string | null): Finding {
  const holder = { holder: certificate.facts.holder };
  const own = certificate.personalId;
  const written = [named?.personalId ?? '', besideSignature ?? ''].filter((id) => id !== '');
  if (own !== null) {
    if (written.length === 0) return finding('signer-binding', 'not-established', holder);
    if (written.every((id) => id === own)) return finding('signer-binding', 'established', { ...holder, basis: 'personal-id' });
    // The old nine-digit number and the new twelve-digit one of the same person differ: that says nothing.
    return finding('signer-binding', written.some((id) => id !== own && id.length === own.length) ? 'failed' : 'not-established', holder);
  }
  const sameName = named !== null && named.name !== '' && comparable(named.name) === comparable(certificate.facts.holder);
  return sameName && new Set(written).size <= 1 && (besideSignature === null || named.personalId !== '')
    ? finding('signer-binding', 'established', { ...holder, basis: 'name' })
    : finding('signer-binding', 'not-established', holder);
}

/** Whether an organisation's certificate names the school: as its holder, or as its organisation where it is one by its tax number. */
export function isSchool(certificate: ReadCertificate, schoolName: string): boolean {
  const { holder, organisation, kind } = certificate.facts;
  const names = certificate.kindKnown && kind === 'organisation' ? [holder, organisation] : [holder];
  return comparable(schoolName) !== '' && names.some((name) => comparable(name) === comparable(schoolName));
}

export function checkSchool(certificate: ReadCertificate, schoolName: string): Finding {
  return finding('signer-binding', isSchool(certificate, schoolName) ? 'established' : 'not-established', { holder: certificate.facts.holder, basis: 'school' });
}

/** Names as people compare them: without the training mark, case and doubled blanks. */
function comparable(name: string): string {
  return name.normalize('NFC').toUpperCase().replaceAll(trainingMark, ' ').replaceAll(/[()\s–—-]+/gu, ' ').trim();
}
