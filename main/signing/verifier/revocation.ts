import { verify } from 'node:crypto';
import { fromBER } from 'asn1js';
import { CertificateRevocationList } from 'pkijs';
import type { Finding } from '#core/contract/verification.ts';
import { keyUsages, nameDer, type ReadCertificate } from './certificate.ts';
import { finding } from './findings.ts';

const hashes: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.1.1.11', 'sha256'],
  ['1.2.840.113549.1.1.12', 'sha384'],
  ['1.2.840.113549.1.1.13', 'sha512'],
  ['1.2.840.10045.4.3.2', 'sha256'],
  ['1.2.840.10045.4.3.3', 'sha384'],
  ['1.2.840.10045.4.3.4', 'sha512'],
]);

type Status = { readonly kind: 'unknown' } | { readonly kind: 'good'; readonly knownAt: string } | { readonly kind: 'revoked'; readonly revokedAt: string };

/**
 * Whether a certificate of the path is revoked, as far as lists that are at hand and in force at `at` tell. Unknown never becomes good.
 * Revoked only after the claimed signing time stays open: that time is the signer's own word.
 */
export function checkRevocation(path: readonly ReadCertificate[], crls: readonly Uint8Array[], at: string, signingTime: string | null): Finding {
  const statuses = path.slice(0, -1).map((certificate, index) => statusOf(certificate, path[index + 1], crls, at));
  const revoked = statuses.find((status) => status.kind === 'revoked');
  if (revoked !== undefined) {
    const before = signingTime === null || Date.parse(revoked.revokedAt) <= Date.parse(signingTime);
    return finding('revocation', before ? 'failed' : 'not-established', { revokedAt: revoked.revokedAt });
  }
  const knownAt = statuses.map((status) => (status.kind === 'good' ? status.knownAt : '')).sort()[0] ?? '';
  return knownAt === '' ? finding('revocation-not-checked', 'not-established') : finding('revocation', 'established', { knownAt });
}

function statusOf(certificate: ReadCertificate, issuer: ReadCertificate | undefined, crls: readonly Uint8Array[], at: string): Status {
  let best: Status = { kind: 'unknown' };
  for (const der of issuer === undefined ? [] : crls) {
    const status: Status = issuer === undefined ? best : statusByList(certificate, issuer, der, at);
    if (status.kind === 'revoked') return status;
    if (status.kind === 'good' && (best.kind === 'unknown' || (best.kind === 'good' && status.knownAt > best.knownAt))) best = status;
  }
  return best;
}

function statusByList(certificate: ReadCertificate, issuer: ReadCertificate, der: Uint8Array, at: string): Status {
  const list = readList(der);
  if (list === null || nameDer(list.issuer) !== issuer.subjectDer || !isListOf(list, issuer)) return { kind: 'unknown' };
  const entry = (list.revokedCertificates ?? []).find(({ userCertificate }) => serialOf(userCertificate.valueBlock.valueHexView) === serialOf(Buffer.from(certificate.facts.serial.padStart(certificate.facts.serial.length + (certificate.facts.serial.length % 2), '0'), 'hex')));
  // A revocation stays one after its list has run out.
  if (entry !== undefined) return { kind: 'revoked', revokedAt: entry.revocationDate.value.toISOString() };
  const moment = Date.parse(at);
  const inForce = list.thisUpdate.value.getTime() <= moment && list.nextUpdate !== undefined && moment <= list.nextUpdate.value.getTime();
  return inForce ? { kind: 'good', knownAt: list.thisUpdate.value.toISOString() } : { kind: 'unknown' };
}

function readList(der: Uint8Array): CertificateRevocationList | null {
  try {
    const list = new CertificateRevocationList({ schema: fromBER(new Uint8Array(der).buffer).result });
    // Critical extensions narrow a list (delta lists, lists for some certificates only): such a list does not speak for all.
    return (list.crlExtensions?.extensions ?? []).some(({ critical }) => critical) ? null : list;
  } catch {
    return null;
  }
}

function isListOf(list: CertificateRevocationList, issuer: ReadCertificate): boolean {
  const hash = hashes.get(list.signatureAlgorithm.algorithmId);
  if (hash === undefined || (issuer.keyUsage !== null && (issuer.keyUsage & keyUsages.crlSign) === 0)) return false;
  try {
    return verify(hash, list.tbsView, issuer.key, list.signatureValue.valueBlock.valueHexView);
  } catch {
    return false;
  }
}

function serialOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').replace(/^0+/, '');
}
