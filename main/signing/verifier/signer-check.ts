import type { CertificateFacts, Finding } from '#core/contract/verification.ts';
import { checkSignerCertificate, readCertificate, type ReadCertificate } from './certificate.ts';
import { findPath, type CertificatePath, type ReadAnchors } from './certificate-path.ts';
import { finding } from './findings.ts';
import { checkRevocation } from './revocation.ts';

/** A clock that runs ahead by this much (milliseconds) is no contradiction yet. */
const clockTolerance = 5 * 60_000;

export type Claim = {
  /** The signer's own clock, ISO 8601 with offset; null where the signature says none or nothing readable. */
  readonly signingTime: string | null;
  /** The moment that the verdict is for. */
  readonly at: string;
};

/** Everything about trust in a signer: the certificate itself, the path to a root, times, revocation. `enclosed`: further certificates of the signature, DER. */
export function checkSigner(signer: ReadCertificate, enclosed: readonly Uint8Array[], anchors: ReadAnchors, claim: Claim): readonly Finding[] {
  const path = findPath(signer, enclosed.slice(0, 10).flatMap((der) => readCertificate(der) ?? []), anchors);
  return [...checkSignerCertificate(signer), ...checkPath(signer, path, claim), ...checkTimes(signer.facts, claim), ...revocationOf(path, anchors, claim)];
}

function checkPath(signer: ReadCertificate, path: CertificatePath, { signingTime, at }: Claim): readonly Finding[] {
  const { issuer } = signer.facts;
  if (path.kind === 'none') {
    const open = path.reason === 'unknown-issuer' || path.reason === 'unknown-extension';
    return [finding('chain', open ? 'not-established' : 'failed', { issuer, reason: path.reason })];
  }
  const authorities = path.path.slice(1).map(({ facts }) => facts);
  if (!authorities.every((facts) => isInForce(facts, signingTime ?? at))) return [finding('chain', 'failed', { issuer, reason: 'authority-expired' })];
  const root = authorities.at(-1)?.holder ?? '';
  const expired = authorities.find((facts) => !isInForce(facts, at));
  return [
    finding('chain', 'established', { root }),
    ...(expired === undefined ? [] : [finding('validity', 'not-established', { notAfter: expired.notAfter, notBefore: expired.notBefore })]),
    ...(path.kind === 'practice' && !signer.facts.training ? [finding('real-certificate', 'not-established')] : []),
  ];
}

function checkTimes(facts: CertificateFacts, { signingTime, at }: Claim): readonly Finding[] {
  const { notBefore, notAfter } = facts;
  const times = { notBefore, notAfter };
  if (signingTime === null) {
    return [finding('signing-time', 'not-established', { time: '' }), finding('validity', isInForce(facts, at) ? 'established' : 'not-established', times)];
  }
  const time = { time: signingTime };
  const early = Date.parse(signingTime) < Date.parse(notBefore);
  const late = Date.parse(signingTime) > Date.parse(at) + clockTolerance;
  return [
    finding('signing-time', early ? 'failed' : late ? 'not-established' : 'established', time),
    finding('validity', !isInForce(facts, signingTime) ? 'failed' : isInForce(facts, at) ? 'established' : 'not-established', times),
  ];
}

function isInForce({ notBefore, notAfter }: CertificateFacts, at: string): boolean {
  const moment = Date.parse(at);
  return Date.parse(notBefore) <= moment && moment <= Date.parse(notAfter);
}

function revocationOf(path: CertificatePath, anchors: ReadAnchors, { signingTime, at }: Claim): readonly Finding[] {
  if (path.kind === 'practice') return [finding('revocation-in-training', 'not-established')];
  return [path.kind === 'none' ? finding('revocation-not-checked', 'not-established') : checkRevocation(path.path, anchors.crls, at, signingTime)];
}

/** A moment as signatures write it, with its zone; null for anything else (a moment without a zone is none). */
export function momentOf(text: string): string | null {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : null;
}
