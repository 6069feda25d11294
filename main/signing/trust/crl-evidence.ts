import { createHash } from 'node:crypto';
import { fromBER } from 'asn1js';
import { GeneralName, IssuingDistributionPoint } from 'pkijs';
import type { Evidence, RevocationUnknown } from '#main/office/ports/trust.ts';
import { derAt, derChildren, derContent, derTags, derTime, derWhole, type DerValue } from './der-cursor.ts';
import { holds, signatureRuleOf, type SignatureRule } from './signature-rule.ts';
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

type SoundList = RevocationList & { readonly scope: Scope };

type RevocationList = {
  readonly toBeSigned: Uint8Array;
  readonly rule: SignatureRule | null;
  readonly signature: Uint8Array;
  /** DER of the issuer's name. */
  readonly issuer: Buffer;
  readonly thisUpdate: number;
  readonly nextUpdate: number | null;
  readonly entries: DerValue | null;
  /** Null where it has critical extensions that are not understood, or is about other issuers' certificates. */
  readonly scope: Scope | null;
  /** The authority key identifier as it stands: an authority with a new key keeps its name. */
  readonly authorityKey: Uint8Array;
};

/** What a list is about (RFC 5280, 5.2.5). `addresses`: of its distribution point; null where it names none. `whole`: for all reasons, and no mere addition to an older list. */
type Scope = { readonly addresses: readonly string[] | null; readonly of: 'all' | 'users' | 'authorities'; readonly whole: boolean };

/** 2.5.29.35, .27, .28; of entries .21, .23, .24. */
const authorityKeyOid = '551d23';
const deltaOid = '551d1b';
const scopeOid = '551d1c';
const reasonOid = '551d15';
const entryOids: ReadonlySet<string> = new Set([reasonOid, '551d17', '551d18']);

const sound = new WeakMap<Uint8Array, { readonly issuer: string; readonly list: SoundList | RevocationUnknown }>();

/**
 * Judges a certificate by a revocation list (RFC 5280, 5): DER of any length, signed by the issuer itself. A list for some cases only clears nobody beyond
 * them, but whom it names is revoked. Never throws.
 */
export function judgeByList(der: Uint8Array, certificate: TrustCertificate, issuer: TrustCertificate, at: number): Judgement {
  const list = soundList(der, issuer);
  if (typeof list === 'string') return { state: 'unknown', reason: list };
  const { of, addresses, whole } = list.scope;
  if (of !== 'all' && (of === 'authorities') !== certificate.authority) return { state: 'unknown', reason: 'other-certificate' };
  const revokedAt = revocationIn(list, certificate);
  if (revokedAt === 'unreadable') return { state: 'unknown', reason: 'unreadable' };
  // A revocation stays one after its list has run out.
  if (revokedAt !== null) return { state: 'revoked', revokedAt, knownAt: list.thisUpdate };
  if (!whole || (addresses !== null && !addresses.some((address) => certificate.crlAddresses.includes(address)))) return { state: 'unknown', reason: 'other-certificate' };
  const validUntil = list.nextUpdate ?? list.thisUpdate + defaultLife;
  if (list.thisUpdate > at + clockTolerance || at > validUntil) return { state: 'unknown', reason: 'out-of-date' };
  return { state: 'good', knownAt: list.thisUpdate, validUntil };
}

/** Whether a list is one of this issuer's, signed by it, and can be understood. */
export function isListBy(der: Uint8Array, issuer: TrustCertificate): boolean {
  return typeof soundList(der, issuer) !== 'string';
}

/** What a list says about itself, to be kept; null when it is none. Nothing is proven by it: whose it is shows when a certificate is judged. */
export function describeList(der: Uint8Array): Evidence | null {
  const list = readList(der);
  if (list === null) return null;
  return { kind: 'crl', key: createHash('sha256').update(list.issuer).update(list.authorityKey).digest('hex'), der, thisUpdate: new Date(list.thisUpdate).toISOString(), nextUpdate: list.nextUpdate === null ? null : new Date(list.nextUpdate).toISOString() };
}

function soundList(der: Uint8Array, issuer: TrustCertificate): SoundList | RevocationUnknown {
  const before = sound.get(der);
  if (before?.issuer === issuer.digest) return before.list;
  const list = readList(der);
  const scope = list?.scope ?? null;
  const verdict = list === null || scope === null ? 'unreadable' : !list.issuer.equals(nameDer(issuer)) ? 'other-certificate' : isSignedBy(list, issuer) ? { ...list, scope } : 'not-authorised';
  sound.set(der, { issuer: issuer.digest, list: verdict });
  return verdict;
}

function isSignedBy({ rule, toBeSigned, signature }: RevocationList, issuer: TrustCertificate): boolean {
  if (rule === null || !issuer.authority || (issuer.keyUsage !== null && (issuer.keyUsage & usageBits.crlSign) === 0)) return false;
  return holds(rule, toBeSigned, issuer.x509.publicKey, signature);
}

function readList(der: Uint8Array): RevocationList | null {
  try {
    const whole = derAt(der, 0);
    const [toBeSigned, algorithm, signature, ...others] = derChildren(whole);
    if (whole.end !== der.length || toBeSigned === undefined || algorithm === undefined || signature?.tag !== derTags.bitString || others.length > 0) return null;
    const parts = [...derChildren(toBeSigned)];
    if (parts[0]?.tag === derTags.integer) parts.shift();
    const [, issuer, thisUpdate, ...rest] = parts;
    if (issuer === undefined || thisUpdate === undefined) return null;
    const from = derTime(thisUpdate);
    const until = rest[0] === undefined ? null : derTime(rest[0]);
    if (until !== null) rest.shift();
    if (from === null) return null;
    const extensions = extensionsIn(rest);
    return {
      toBeSigned: derWhole(toBeSigned),
      rule: signatureRuleOf(derWhole(algorithm)),
      signature: derContent(signature).subarray(1),
      issuer: Buffer.from(derWhole(issuer)),
      thisUpdate: from,
      nextUpdate: until,
      entries: rest.find(({ tag }) => tag === derTags.sequence) ?? null,
      scope: scopeOf(extensions),
      authorityKey: extensions.find(({ oid }) => oid === authorityKeyOid)?.value ?? new Uint8Array(),
    };
  } catch {
    return null;
  }
}

type ListExtension = { readonly oid: string; readonly critical: boolean; readonly value: Uint8Array };

function extensionsIn(parts: readonly DerValue[]): readonly ListExtension[] {
  const [sequence] = parts.flatMap((each) => (each.tag === derTags.explicit0 ? [...derChildren(each)] : []));
  return sequence === undefined ? [] : extensionsOf(sequence);
}

function extensionsOf(sequence: DerValue): readonly ListExtension[] {
  return [...derChildren(sequence)].map((extension) => {
    const [oid, ...rest] = derChildren(extension);
    const value = rest.at(-1);
    return { oid: oid === undefined ? '' : Buffer.from(derContent(oid)).toString('hex'), critical: rest.some(({ tag, bytes, body }) => tag === derTags.boolean && bytes[body] !== 0), value: value === undefined ? new Uint8Array() : derContent(value) };
  });
}

function scopeOf(extensions: readonly ListExtension[]): Scope | null {
  if (extensions.some(({ oid, critical }) => critical && oid !== scopeOid && oid !== deltaOid)) return null;
  const whole = !extensions.some(({ oid }) => oid === deltaOid);
  const extension = extensions.find(({ oid }) => oid === scopeOid);
  if (extension === undefined) return { addresses: null, of: 'all', whole };
  const point = new IssuingDistributionPoint({ schema: fromBER(new Uint8Array(extension.value).buffer).result });
  if (point.indirectCRL || point.onlyContainsAttributeCerts) return null;
  const names = point.distributionPoint;
  const addresses = names === undefined ? null : Array.isArray(names) ? names.flatMap((name) => (name instanceof GeneralName && name.type === 6 && typeof name.value === 'string' ? [name.value] : [])) : [];
  return { addresses, of: point.onlyContainsUserCerts ? 'users' : point.onlyContainsCACerts ? 'authorities' : 'all', whole: whole && point.onlySomeReasons === undefined };
}

/** When the certificate was revoked (milliseconds); null where it is not listed, or listed only as free again (removeFromCRL). */
function revocationIn(list: SoundList, certificate: TrustCertificate): number | null | 'unreadable' {
  const wanted = withoutZeros(certificate.parsed.serialNumber.valueBlock.valueHexView);
  try {
    for (const entry of list.entries === null ? [] : derChildren(list.entries)) {
      const serial = derAt(entry.bytes, entry.body, entry.end);
      if (!withoutZeros(derContent(serial)).equals(wanted)) continue;
      const [, date, extensions] = derChildren(entry);
      const said = extensions === undefined ? [] : extensionsOf(extensions);
      if (date === undefined || said.some(({ oid, critical }) => critical && !entryOids.has(oid))) return 'unreadable';
      if (!list.scope.whole && said.some(({ oid, value }) => oid === reasonOid && Buffer.from(value).toString('hex') === '0a0108')) return null;
      return derTime(date) ?? 'unreadable';
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
