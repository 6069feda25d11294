import { createHash } from 'node:crypto';
import type { Finding } from '#core/contract/verification.ts';
import { findPaths, openReasons, type ReadAnchors } from './certificate-path.ts';
import { isStrongKey, keyUsages, readCertificate, type ReadCertificate } from './certificate.ts';
import { finding, isBetter } from './findings.ts';
import { checkRevocation, type RevocationProofs } from './revocation.ts';
import { isSignatureBy } from './signed-bytes.ts';
import { readTimestampToken, type TimestampToken } from './timestamp-token.ts';

const timeStamping = '1.3.6.1.5.5.7.3.8';

/** `time`: ISO 8601, where the timestamp proves it. `path`: the TSA's, signer first; empty where there is none. */
export type CheckedTimestamp = { readonly finding: Finding; readonly time: string | null; readonly path: readonly ReadCertificate[] };

/** A clock that runs ahead by this much (milliseconds) is no contradiction yet. */
const clockTolerance = 5 * 60_000;

/**
 * Checks an RFC 3161 timestamp over `stamped`: imprint, signature, the TSA's certificate (id-kp-timeStamping alone, critical; bound by digest), its path to a root, in force and not
 * revoked when the stamp was made. `at`: the moment that the verdict is for. Whose TSA or its revocation is unknown proves no time; what is wrong fails.
 */
export function checkTimestamp(bytes: Uint8Array, stamped: Uint8Array, anchors: ReadAnchors, proofs: RevocationProofs, at: string): CheckedTimestamp {
  const token = readTimestampToken(bytes);
  // Other makes write tokens in ways that are not read here (several signers, unsigned attributes); that proves nothing, and is no fault of the signature.
  if (token === null) return open('unreadable', '', '');
  if (createHash(token.imprint.hash).update(stamped).digest('hex') !== token.imprint.value) return wrong('imprint');
  const certificates = token.certificates.map(readCertificate);
  const signer = signerOf(token, certificates);
  if (signer === null || !isSignedBy(token, signer)) return wrong('signature');
  if (signer.purposes.length !== 1 || signer.purposes[0] !== timeStamping || !signer.purposesCritical || signer.authority || !isStrongKey(signer.key) || !maySign(signer)) return wrong('purpose');
  const time = new Date(token.time).toISOString();
  if (!isInForce(signer, token.time)) return wrong('validity');
  const authority = signer.facts.holder;
  if (token.time > Date.parse(at) + clockTolerance) return open('future', time, authority);
  const enclosed = certificates.filter((each) => each !== null).filter((each) => each !== signer);
  const found = findPaths(signer, enclosed, anchors);
  if (found.kind === 'none') return openReasons.has(found.reason) ? open('authority', time, authority) : wrong('path');
  if (found.kind === 'practice') return open('practice', time, authority);
  const useful = new Set(found.paths.flat().map(({ facts }) => facts.digest));
  if (enclosed.length + 1 < certificates.length || enclosed.some(({ facts }) => !useful.has(facts.digest))) return open('certificates', time, authority);
  const judged = found.paths.map((path) => checkPath(path, token.time, authority, proofs, at));
  return judged.reduce((best, each) => (isBetter([each.finding], [best.finding]) ? each : best));
}

/** The TSA's path was in force and not revoked when the stamp was made. */
function checkPath(path: readonly ReadCertificate[], moment: number, authority: string, proofs: RevocationProofs, at: string): CheckedTimestamp {
  const time = new Date(moment).toISOString();
  if (!path.every((each) => isInForce(each, moment))) return wrong('path');
  const revocation = checkRevocation(path, proofs, { at, signingTime: time, stampedAt: null });
  if (revocation.outcome === 'failed') return wrong('revoked');
  if (revocation.outcome !== 'established' && revocation.code === 'revocation-not-checked') return { ...open('revocation', time, authority), path };
  return { finding: finding('timestamp', 'established', { time, authority }), time, path };
}

function signerOf(token: TimestampToken, certificates: readonly (ReadCertificate | null)[]): ReadCertificate | null {
  const { hash, value } = token.certificateDigest;
  const signer = certificates.find((each) => each !== null && createHash(hash).update(each.der).digest('hex') === value) ?? null;
  return signer !== null && signer.issuerDer === token.issuer && signer.serialDer === token.serial ? signer : null;
}

function isSignedBy(token: TimestampToken, signer: ReadCertificate): boolean {
  return createHash(token.hash).update(token.info).digest('hex') === token.messageDigest && isSignatureBy(signer.key, token.attributes, token.method, token.value);
}

function maySign({ keyUsage }: ReadCertificate): boolean {
  return keyUsage === null || (keyUsage & (keyUsages.digitalSignature | keyUsages.nonRepudiation)) !== 0;
}

function isInForce({ facts }: ReadCertificate, moment: number): boolean {
  return Date.parse(facts.notBefore) <= moment && moment <= Date.parse(facts.notAfter);
}

function wrong(reason: string): CheckedTimestamp {
  return { finding: finding('timestamp', 'failed', { reason }), time: null, path: [] };
}

function open(reason: string, time: string, authority: string): CheckedTimestamp {
  return { finding: finding('timestamp', 'not-established', { reason, time, authority }), time: null, path: [] };
}
