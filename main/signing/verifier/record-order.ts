import type { Finding, SignatureReport } from '#core/contract/verification.ts';
import { finding } from './findings.ts';

const ranks: readonly SignatureReport['role'][] = ['subjectTeacher', 'homeroomTeacher', 'principal', 'school'];

/** Teachers, then the principal, then the school (QĐ 1789 Art. 12; domain.md 3.3). The places are checked already; the times are the signers' own claims. */
export function checkOrder(signatures: readonly SignatureReport[]): readonly Finding[] {
  if (signatures.some(({ role }) => role === 'school') && !signatures.some(({ role }) => role === 'principal')) return [finding('signing-order', 'failed')];
  const times = ranks.map((rank) => signatures.flatMap(({ role, signingTime }) => (role === rank && signingTime !== null ? [Date.parse(signingTime)] : [])));
  let latest = -Infinity;
  for (const ofRank of times) {
    if (ofRank.some((time) => time < latest)) return [finding('signing-order', 'not-established')];
    latest = Math.max(latest, ...ofRank);
  }
  return [finding('signing-order', 'established')];
}

/** Issued: signed by the principal and by the school. Less than that may be right, but it is no record that counts. */
export function checkIssued(signatures: readonly SignatureReport[]): Finding {
  const missing = (['principal', 'school'] as const).filter((role) => !signatures.some((signature) => signature.role === role));
  return missing.length === 0 ? finding('issued', 'established') : finding('issued', 'not-established', { missing: missing.length === 2 ? 'both' : (missing[0] ?? '') });
}
