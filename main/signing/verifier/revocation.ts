import type { Finding } from '#core/contract/verification.ts';
import type { ReadCertificate } from './certificate.ts';
import { statementOfList, type Statement } from './crl-reader.ts';
import { finding } from './findings.ts';
import { statementOfResponse } from './ocsp-reader.ts';

/** Revocation lists and OCSP responses, DER: those at hand, and those that a signature brings along. */
export type RevocationProofs = { readonly crls: readonly Uint8Array[]; readonly ocsps: readonly Uint8Array[] };

/** `at`: the moment that the verdict is for. `signingTime`: the signer's own claim. `stampedAt`: when a trusted timestamp shows that the signature existed; null without one. ISO 8601. */
export type RevocationTimes = { readonly at: string; readonly signingTime: string | null; readonly stampedAt: string | null };

type Status = { readonly kind: 'unknown' } | { readonly kind: 'good'; readonly knownAt: number } | { readonly kind: 'revoked'; readonly revokedAt: number };

/**
 * Whether a certificate of the path is revoked, as far as the proofs tell. Unknown never becomes good. Without a timestamp, what was revoked only after the
 * claimed signing time stays open (that time is the signer's own word); with one, what was revoked after it does not touch the signature.
 */
export function checkRevocation(path: readonly ReadCertificate[], proofs: RevocationProofs, times: RevocationTimes): Finding {
  const statuses = path.slice(0, -1).map((certificate, index) => statusOf(certificate, path[index + 1], proofs, times));
  const revoked = statuses.filter((status) => status.kind === 'revoked').sort((a, b) => a.revokedAt - b.revokedAt)[0];
  if (revoked !== undefined) {
    const before = times.signingTime === null || revoked.revokedAt <= Date.parse(times.signingTime);
    return finding('revocation', before ? 'failed' : 'not-established', { revokedAt: new Date(revoked.revokedAt).toISOString() });
  }
  const knownAt = Math.min(...statuses.map((status) => (status.kind === 'good' ? status.knownAt : 0)));
  return knownAt === 0 || statuses.length === 0 ? finding('revocation-not-checked', 'not-established') : finding('revocation', 'established', { knownAt: new Date(knownAt).toISOString() });
}

/** Whether every list and response that a signature brings along says something of a certificate of one of the paths; others have no business there. */
export function areUseful(proofs: RevocationProofs, paths: readonly (readonly ReadCertificate[])[]): boolean {
  const steps = paths.flatMap((path) => path.slice(0, -1).map((certificate, index) => ({ certificate, issuer: path[index + 1] })));
  const speaks = (single: RevocationProofs) => steps.some(({ certificate, issuer }) => issuer !== undefined && statementsOn(certificate, issuer, single).length > 0);
  return proofs.crls.every((list) => speaks({ crls: [list], ocsps: [] })) && proofs.ocsps.every((response) => speaks({ crls: [], ocsps: [response] }));
}

function statementsOn(certificate: ReadCertificate, issuer: ReadCertificate, { crls, ocsps }: RevocationProofs): readonly Statement[] {
  const listed = (responder: ReadCertificate) => {
    const statements = crls.flatMap((list) => statementOfList(list, responder, issuer) ?? []);
    return statements.some(({ revokedAt }) => revokedAt !== null) ? 'revoked' : statements.some(({ whole }) => whole) ? 'good' : 'unknown';
  };
  return [...crls.map((list) => statementOfList(list, certificate, issuer)), ...ocsps.map((response) => statementOfResponse(response, certificate, issuer, listed))].filter((each) => each !== null);
}

/** A clock may be a little behind that of the authority (milliseconds). */
const clockTolerance = 5 * 60_000;

function statusOf(certificate: ReadCertificate, issuer: ReadCertificate | undefined, proofs: RevocationProofs, { at, stampedAt }: RevocationTimes): Status {
  if (issuer === undefined) return { kind: 'unknown' };
  const now = Date.parse(at);
  const judged = stampedAt === null ? now : Date.parse(stampedAt);
  let best: Status = { kind: 'unknown' };
  for (const { revokedAt, thisUpdate, nextUpdate, whole } of statementsOn(certificate, issuer, proofs)) {
    // A revocation stays one after its list has run out, and is one where this PC's clock is behind the authority's.
    if (revokedAt !== null && Math.min(revokedAt, thisUpdate) <= now + clockTolerance && (stampedAt === null || revokedAt <= judged)) return { kind: 'revoked', revokedAt };
    // Nobody can know today what will be said tomorrow.
    if (!whole || thisUpdate > now + clockTolerance) continue;
    const inForce = thisUpdate <= judged + clockTolerance && nextUpdate !== null && judged <= nextUpdate;
    // Said later about a certificate that was still listed then: it holds for the time before, too.
    const later = thisUpdate >= judged && (revokedAt !== null || thisUpdate <= Date.parse(certificate.facts.notAfter));
    if ((inForce || later) && (best.kind !== 'good' || thisUpdate > best.knownAt)) best = { kind: 'good', knownAt: thisUpdate };
  }
  return best;
}
