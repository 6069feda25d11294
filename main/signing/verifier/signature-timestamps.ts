import { createHash } from 'node:crypto';
import type { Finding } from '#core/contract/verification.ts';
import type { ReadAnchors } from './certificate-path.ts';
import type { ReadCertificate } from './certificate.ts';
import type { RevocationProofs } from './revocation.ts';
import { checkTimestamp } from './timestamp-check.ts';

/** `stamped`: what a timestamp over the signature is over; null: those that were kept beside it are among `carried` already. `carried`: tokens in the signature itself, DER, each with what it is over where that differs (another canonical form). */
export type SignatureTimestamps = { readonly stamped: (() => Uint8Array) | null; readonly carried: readonly { readonly token: Uint8Array; readonly stamped: Uint8Array }[] };

/** The earliest moment that a trusted timestamp proves (ISO 8601; null without one), a statement on each timestamp, and the paths of their TSAs. */
export type CheckedTimestamps = { readonly findings: readonly Finding[]; readonly time: string | null; readonly paths: readonly (readonly ReadCertificate[])[] };

/** A signature has one timestamp, or some; whoever brings many wants something else. */
const most = 5;

/** Checks the timestamps that a signature carries, and those that were kept beside it. */
export function checkSignatureTimestamps({ stamped, carried }: SignatureTimestamps, anchors: ReadAnchors, proofs: RevocationProofs, at: string): CheckedTimestamps {
  const kept = stamped === null ? [] : keptOver(stamped, anchors);
  const checked = [...carried.slice(0, most), ...kept].map((each) => checkTimestamp(each.token, each.stamped, anchors, proofs, at));
  const [time] = checked.flatMap((each) => each.time ?? []).sort();
  return { findings: checked.map(({ finding }) => finding), time: time ?? null, paths: checked.map(({ path }) => path) };
}

/** Timestamps that were kept beside the signature. */
export function keptOver(stamped: () => Uint8Array, { timestamps }: ReadAnchors): SignatureTimestamps['carried'] {
  if (timestamps.size === 0) return [];
  const bytes = stamped();
  return (timestamps.get(createHash('sha256').update(bytes).digest('hex')) ?? []).map((token) => ({ token, stamped: bytes }));
}
