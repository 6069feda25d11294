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

/**
 * Subject teachers sign each the region of one subject (domain.md 3.9), no subject twice. Whether all have to sign is the province's rule and not told by the record:
 * how many did is said, and nothing is wrong where some did not.
 */
export function checkTeachers(signatures: readonly SignatureReport[], subjects: number): readonly Finding[] {
  const regions = signatures.flatMap(({ role, covers }) => (role === 'subjectTeacher' ? [covers[0] ?? ''] : []));
  if (regions.length === 0) return [];
  const twice = regions.find((region, index) => regions.indexOf(region) !== index);
  return [twice === undefined ? finding('teacher-signatures', 'established', { signed: regions.length, total: subjects }) : finding('teacher-signatures', 'failed', { region: twice.slice(0, 80) })];
}

/** Issued: signed by the principal and by the school. Less than that may be right, but it is no record that counts. Of a gradebook the same is said in its own words. */
export function checkIssued(signatures: readonly SignatureReport[], code: 'issued' | 'book-signed'): Finding {
  const missing = (['principal', 'school'] as const).filter((role) => !signatures.some((signature) => signature.role === role));
  return missing.length === 0 ? finding(code, 'established') : finding(code, 'not-established', { missing: missing.length === 2 ? 'both' : (missing[0] ?? '') });
}
