import { z } from 'zod';
import type { ReadAnchors } from './certificate-path.ts';
import { byImprint } from './timestamp-token.ts';

/** What a bundle brings along for the signatures of its records: timestamps that were added later (RFC 3161 tokens), revocation lists and OCSP responses, all DER. Plain data. */
export type KeptProofs = { readonly timestamps: readonly Uint8Array[]; readonly crls: readonly Uint8Array[]; readonly ocsps: readonly Uint8Array[] };

/** Its file in the container; sealed as every other. */
export const keptProofsName = 'dau-thoi-gian.json';

/** A class of fifty has some hundred timestamps of five kilobytes. */
export const mostKeptBytes = 4 * 1024 * 1024;

const ders = (most: number) => z.array(z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64')))).max(most);
const fileOf = z.strictObject({ format: z.literal('hocba-timestamps/1'), timestamps: ders(1000), crls: ders(20), ocsps: ders(40) });

/** Reads the file; null for what it is not. Nothing of it is proven here: each token, list and response has to prove itself where it is used. */
export function readKeptProofs(bytes: Uint8Array): KeptProofs | null {
  if (bytes.byteLength > mostKeptBytes) return null;
  try {
    const { timestamps, crls, ocsps } = fileOf.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
    return { timestamps, crls, ocsps };
  } catch {
    return null;
  }
}

const known = new WeakMap<KeptProofs, ReadAnchors>();

/** What is trusted, and what the bundle brings along. The same two give the same answer: it is made once for all files. */
export function withKept(anchors: ReadAnchors, kept: KeptProofs | null): ReadAnchors {
  if (kept === null) return anchors;
  const before = known.get(kept);
  if (before !== undefined) return before;
  const timestamps = new Map(anchors.timestamps);
  for (const [imprint, tokens] of byImprint(kept.timestamps)) {
    const there = timestamps.get(imprint) ?? [];
    timestamps.set(imprint, [...there, ...tokens.filter((token) => !there.some((each) => Buffer.from(each).equals(token)))]);
  }
  const merged = { ...anchors, timestamps, proofs: { crls: [...anchors.proofs.crls, ...kept.crls], ocsps: [...anchors.proofs.ocsps, ...kept.ocsps] } };
  known.set(kept, merged);
  return merged;
}
