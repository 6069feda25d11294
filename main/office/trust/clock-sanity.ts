import type { ClockAnswer, ClockOffset } from '../ports/trust.ts';

/** From here on a difference is told (milliseconds; signing.md 4). */
const tolerance = 5 * 60_000;

/**
 * Whether the PC's clock can be signed with. Refused: before the certificate's first day, and before what the audit log already says (its newest
 * entry, ISO 8601; null: empty log). Warned: more than five minutes off another clock. A server's clock is no proof, so it never refuses.
 */
export function judgeClock({ at, notBefore, lastAudit, offset }: { readonly at: string; readonly notBefore: string | null; readonly lastAudit: string | null; readonly offset: ClockOffset | null }): ClockAnswer {
  const now = Date.parse(at);
  if (lastAudit !== null && now < Date.parse(lastAudit)) return { state: 'refuse', reason: 'before-audit-log', earliest: lastAudit };
  if (notBefore !== null && now < Date.parse(notBefore)) return { state: 'refuse', reason: 'before-certificate', earliest: notBefore };
  if (offset !== null && Math.abs(offset.milliseconds) > tolerance) return { state: 'warn', offBy: Math.round(offset.milliseconds / 1000), by: offset.by };
  return { state: 'sane' };
}
