import { createHash, verify } from 'node:crypto';
import type { Evidence, RevocationUnknown } from '#main/office/ports/trust.ts';
import { derAt, derChildren, derContent, derTags, derTime, derWhole, type DerValue } from './der-cursor.ts';
import { usageBits, type TrustCertificate } from './trust-certificate.ts';

/** What one piece of evidence says of one certificate. Times: milliseconds since 1970. */
export type Judgement =
  | { readonly state: 'good'; readonly knownAt: number; readonly validUntil: number }
  | { readonly state: 'revoked'; readonly revokedAt: number; readonly knownAt: number }
  | { readonly state: 'unknown'; readonly reason: RevocationUnknown };

/** A clock may be a little behind the authority's (milliseconds). */
export const clockTolerance = 5 * 60_000;

/** A list without a date of the next one is believed for a day. */
const defaultLife = 86_400_000;

type RevocationList = {
  readonly toBeSigned: Uint8Array;
  readonly algorithm: string;
  readonly signature: Uint8Array;
  /** DER of the issuer's name. */
  readonly issuer: Buffer;
  readonly thisUpdate: number;
  readonly nextUpdate: number | null;
  readonly entries: DerValue | null;
  /** Has a critical extension: a delta list, or one for some certificates only. */
  readonly partial: boolean;
  /** The authority key identifier as it stands: an authority with a new key keeps its name. */
  readonly authorityKey: Uint8Array;
};

const hashes: ReadonlyMap<string, string> = new Map([
  ['2a864886f70d01010b', 'sha256'],
  ['2a864886f70d01010c', 'sha384'],
  ['2a864886f70d01010d', 'sha512'],
  ['2a8648ce3d040302', 'sha256'],
  ['2a8648ce3d040303', 'sha384'],
  ['2a8648ce3d040304', 'sha512'],
]);

/** 2.5.29.35 */
const authorityKeyOid = '551d23';

const sound = new WeakMap<Uint8Array, { readonly issuer: string; readonly list: RevocationList | RevocationUnknown }>();

/** Judges a certificate by a revocation list (RFC 5280, 5): DER of any length, signed by the issuer itself. Never throws. */
export function judgeByList(der: Uint8Array, certificate: TrustCertificate, issuer: TrustCertificate, at: number): Judgement {
  const list = soundList(der, issuer);
  if (typeof list === 'string') return { state: 'unknown', reason: list };
  const revokedAt = revocationIn(list, certificate);
  if (revokedAt === 'unreadable') return { state: 'unknown', reason: 'unreadable' };
  // A revocation stays one after its list has run out.
  if (revokedAt !== null) return { state: 'revoked', revokedAt, knownAt: list.thisUpdate };
  const validUntil = list.nextUpdate ?? list.thisUpdate + defaultLife;
  if (list.thisUpdate > at + clockTolerance || at > validUntil) return { state: 'unknown', reason: 'out-of-date' };
  return { state: 'good', knownAt: list.thisUpdate, validUntil };
}

/** What a list says about itself, to be kept; null when it is none. Nothing is proven by it: whose it is shows when a certificate is judged. */
export function describeList(der: Uint8Array): Evidence | null {
  const list = readList(der);
  if (list === null) return null;
  return { kind: 'crl', key: createHash('sha256').update(list.issuer).update(list.authorityKey).digest('hex'), der, thisUpdate: new Date(list.thisUpdate).toISOString(), nextUpdate: list.nextUpdate === null ? null : new Date(list.nextUpdate).toISOString() };
}

function soundList(der: Uint8Array, issuer: TrustCertificate): RevocationList | RevocationUnknown {
  const before = sound.get(der);
  if (before?.issuer === issuer.digest) return before.list;
  const list = readList(der);
  const verdict = list === null || list.partial ? 'unreadable' : !list.issuer.equals(nameDer(issuer)) ? 'other-certificate' : isSignedBy(list, issuer) ? list : 'not-authorised';
  sound.set(der, { issuer: issuer.digest, list: verdict });
  return verdict;
}

function isSignedBy(list: RevocationList, issuer: TrustCertificate): boolean {
  const hash = hashes.get(list.algorithm);
  if (hash === undefined || !issuer.authority || (issuer.keyUsage !== null && (issuer.keyUsage & usageBits.crlSign) === 0)) return false;
  try {
    return verify(hash, list.toBeSigned, issuer.x509.publicKey, list.signature);
  } catch {
    return false;
  }
}

function readList(der: Uint8Array): RevocationList | null {
  try {
    const whole = derAt(der, 0);
    const [toBeSigned, algorithm, signature, ...others] = derChildren(whole);
    if (whole.end !== der.length || toBeSigned === undefined || algorithm === undefined || signature?.tag !== derTags.bitString || others.length > 0) return null;
    const parts = [...derChildren(toBeSigned)];
    if (parts[0]?.tag === derTags.integer) parts.shift();
    const [, issuer, thisUpdate, ...rest] = parts;
    const [algorithmId] = derChildren(algorithm);
    if (issuer === undefined || thisUpdate === undefined || algorithmId === undefined) return null;
    const from = derTime(thisUpdate);
    const until = rest[0] === undefined ? null : derTime(rest[0]);
    if (until !== null) rest.shift();
    if (from === null) return null;
    const extensions = extensionsIn(rest);
    return {
      toBeSigned: derWhole(toBeSigned),
      algorithm: Buffer.from(derContent(algorithmId)).toString('hex'),
      signature: derContent(signature).subarray(1),
      issuer: Buffer.from(derWhole(issuer)),
      thisUpdate: from,
      nextUpdate: until,
      entries: rest.find(({ tag }) => tag === derTags.sequence) ?? null,
      partial: extensions.some(({ critical }) => critical),
      authorityKey: extensions.find(({ oid }) => oid === authorityKeyOid)?.value ?? new Uint8Array(),
    };
  } catch {
    return null;
  }
}

type ListExtension = { readonly oid: string; readonly critical: boolean; readonly value: Uint8Array };

function extensionsIn(parts: readonly DerValue[]): readonly ListExtension[] {
  const [sequence] = parts.flatMap((each) => (each.tag === derTags.explicit0 ? [...derChildren(each)] : []));
  if (sequence === undefined) return [];
  return [...derChildren(sequence)].map((extension) => {
    const [oid, ...rest] = derChildren(extension);
    const value = rest.at(-1);
    return { oid: oid === undefined ? '' : Buffer.from(derContent(oid)).toString('hex'), critical: rest.some(({ tag, bytes, body }) => tag === derTags.boolean && bytes[body] !== 0), value: value === undefined ? new Uint8Array() : derContent(value) };
  });
}

/** When the certificate was revoked (milliseconds); null where it is not listed. */
function revocationIn(list: RevocationList, certificate: TrustCertificate): number | null | 'unreadable' {
  const wanted = withoutZeros(certificate.parsed.serialNumber.valueBlock.valueHexView);
  try {
    for (const entry of list.entries === null ? [] : derChildren(list.entries)) {
      const serial = derAt(entry.bytes, entry.body, entry.end);
      if (withoutZeros(derContent(serial)).equals(wanted)) return derTime(derAt(entry.bytes, serial.end, entry.end)) ?? 'unreadable';
    }
    return null;
  } catch {
    return 'unreadable';
  }
}

function withoutZeros(bytes: Uint8Array): Buffer {
  const from = bytes.findIndex((byte) => byte !== 0);
  return Buffer.from(from < 0 ? bytes.subarray(bytes.length) : bytes.subarray(from));
}

/** DER of a certificate's subject as it stood. */
export function nameDer({ parsed }: TrustCertificate): Buffer {
  return Buffer.from(parsed.subject.valueBeforeDecode);
}
