import type { CertificateFacts, Finding } from '#core/contract/verification.ts';
import { checkSignerCertificate, readCertificate, type ReadCertificate } from './certificate.ts';
import { findPaths, openReasons, type CertificatePaths, type ReadAnchors } from './certificate-path.ts';
import { finding, isBetter } from './findings.ts';
import { areUseful, checkRevocation, type RevocationProofs } from './revocation.ts';
import { checkSignatureTimestamps, type SignatureTimestamps } from './signature-timestamps.ts';

/** A clock that runs ahead by this much (milliseconds) is no contradiction yet. */
const clockTolerance = 5 * 60_000;

export type Claim = {
  /** The signer's own clock, ISO 8601 with offset; null where the signature says none or nothing readable. */
  readonly signingTime: string | null;
  /** The moment that the verdict is for. */
  readonly at: string;
  /** What timestamps over this signature are over, made only when it is needed, and those that the signature carries itself (DER). Kept ones come with the anchors. */
  readonly timestamps?: SignatureTimestamps;
  /** Revocation lists and responses that the signature carries itself, DER. */
  readonly proofs?: RevocationProofs;
};

/** What is known about the time: the claim, and since when the signature exists where a trusted timestamp shows it (ISO 8601). */
type Times = { readonly signingTime: string | null; readonly at: string; readonly stampedAt: string | null };

/**
 * Everything about trust in a signer: the certificate itself, timestamps, the path to a root, times, revocation. With a trusted timestamp, validity and revocation are judged at it.
 * `enclosed`: further certificates of the signature, DER.
 */
export function checkSigner(signer: ReadCertificate, enclosed: readonly Uint8Array[], anchors: ReadAnchors, claim: Claim): readonly Finding[] {
  const { signingTime, at } = claim;
  const found = findPaths(signer, enclosed.slice(0, 10).flatMap((der) => readCertificate(der) ?? []), anchors);
  const carried = claim.proofs ?? { crls: [], ocsps: [] };
  const proofs = { crls: [...anchors.proofs.crls, ...carried.crls], ocsps: [...anchors.proofs.ocsps, ...carried.ocsps] };
  const stamps = claim.timestamps === undefined ? { findings: [], time: null, paths: [] } : checkSignatureTimestamps(claim.timestamps, anchors, proofs, at);
  const times = { signingTime, at, stampedAt: stamps.time };
  const useful = areUseful(carried, [...(found.kind === 'none' ? [] : found.paths), ...stamps.paths]);
  // Nothing protects a certificate that comes along but its place in the path: a changed one has none.
  const inPath = new Set(found.kind === 'none' ? [] : found.paths.flat().map(({ facts }) => facts.digest));
  const strangers = found.kind !== 'none' && enclosed.some((der) => !inPath.has(readCertificate(der)?.facts.digest ?? ''));
  return [
    ...checkSignerCertificate(signer),
    ...(strangers ? [finding('exact-form', 'not-established')] : []),
    ...stamps.findings,
    ...(useful ? [] : [finding('revocation-values', 'not-established')]),
    ...checkPaths(signer, found, proofs, times),
  ];
}

/** Times, and what the best path comes to: one way that holds is enough (RFC 5280, 6). */
function checkPaths(signer: ReadCertificate, found: CertificatePaths, proofs: RevocationProofs, times: Times): readonly Finding[] {
  if (found.kind === 'none') {
    const { reason } = found;
    return [finding('chain', openReasons.has(reason) ? 'not-established' : 'failed', { issuer: signer.facts.issuer, reason }), ...checkTimes(signer.facts, times), finding('revocation-not-checked', 'not-established')];
  }
  const judged = found.paths.map((path) => [
    ...checkPath(signer, path, found.kind, times),
    ...checkTimes(signer.facts, times),
    found.kind === 'practice' ? finding('revocation-in-training', 'not-established') : checkRevocation(path, proofs, times),
  ]);
  return judged.reduce((best, each) => (isBetter(each, best) ? each : best));
}

function checkPath(signer: ReadCertificate, path: readonly ReadCertificate[], kind: 'trusted' | 'practice', { signingTime, at, stampedAt }: Times): readonly Finding[] {
  const authorities = path.slice(1).map(({ facts }) => facts);
  const { issuer } = signer.facts;
  const claimed = Date.parse(signingTime ?? at);
  if (authorities.some(({ notAfter }) => Date.parse(notAfter) < claimed)) return [finding('chain', 'failed', { issuer, reason: 'authority-expired' })];
  // Authorities renew their certificates over the same key: the one of that day may only be missing here.
  if (authorities.some(({ notBefore }) => claimed < Date.parse(notBefore))) return [finding('chain', 'not-established', { issuer, reason: 'authority-later' })];
  const root = authorities.at(-1)?.holder ?? '';
  const expired = authorities.find((facts) => !isInForce(facts, stampedAt ?? at));
  return [
    finding('chain', 'established', { root }),
    ...(expired === undefined ? [] : [finding('validity', 'not-established', { notAfter: expired.notAfter, notBefore: expired.notBefore })]),
    ...(kind === 'practice' && !signer.facts.training ? [finding('real-certificate', 'not-established')] : []),
  ];
}

function checkTimes(facts: CertificateFacts, { signingTime, at, stampedAt }: Times): readonly Finding[] {
  const { notBefore, notAfter } = facts;
  const times = { notBefore, notAfter };
  const judged = stampedAt ?? at;
  if (signingTime === null) {
    return [finding('signing-time', 'not-established', { time: '' }), finding('validity', isInForce(facts, judged) ? 'established' : 'not-established', times)];
  }
  const time = { time: signingTime };
  const early = Date.parse(signingTime) < Date.parse(notBefore);
  // Nobody signs after the timestamp over the signature was made.
  const late = Date.parse(signingTime) > Math.min(Date.parse(at), Date.parse(judged)) + clockTolerance;
  return [
    finding('signing-time', early ? 'failed' : late ? 'not-established' : 'established', time),
    finding('validity', !isInForce(facts, signingTime) ? 'failed' : isInForce(facts, judged) ? 'established' : 'not-established', times),
  ];
}

function isInForce({ notBefore, notAfter }: CertificateFacts, at: string): boolean {
  const moment = Date.parse(at);
  return Date.parse(notBefore) <= moment && moment <= Date.parse(notAfter);
}

/** A moment as signatures write it, with its zone; null for anything else (a moment without a zone is none). */
export function momentOf(text: string): string | null {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : null;
}
