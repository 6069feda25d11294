import { distributionNames } from './certificate-extensions.ts';
import { keyUsages, type ReadCertificate } from './certificate.ts';
import { der, derAlgorithm, derContent, DerError, derExtensions, derParts, derSerial, derTime, eachDer, hasTwice, hexOf, readDer, type Der, type DerAlgorithm, type DerExtension } from './der-reader.ts';
import { isSignatureBy } from './signed-bytes.ts';

/**
 * What a piece of evidence says of one certificate; times in milliseconds since 1970. `nextUpdate` null: nobody promised when the next comes. `whole`: who is not
 * named as revoked is not; a list for some cases only can but accuse.
 */
export type Statement = { readonly revokedAt: number | null; readonly thisUpdate: number; readonly nextUpdate: number | null; readonly whole: boolean };

/** What a list is about (issuingDistributionPoint, RFC 5280, 5.2.5). `names`: of its distribution point; null where it names none. */
type Scope = { readonly names: readonly string[] | null; readonly of: 'all' | 'users' | 'authorities'; readonly allReasons: boolean };

type ReadList = {
  readonly toBeSigned: Uint8Array;
  readonly algorithm: DerAlgorithm;
  readonly value: Uint8Array;
  /** DER of the issuer's name, hexadecimal. */
  readonly issuer: string;
  readonly thisUpdate: number;
  readonly nextUpdate: number | null;
  readonly scope: Scope;
  /** When each serial number was revoked. */
  readonly revoked: ReadonlyMap<string, number>;
  /** Issuers (by digest) whose signature this is known to be, or not. */
  readonly judged: Map<string, boolean>;
};

/** Anchors hold the same lists for thousands of records: each is read once. */
const known = new WeakMap<Uint8Array, ReadList | null>();

const oids = {
  /** A key may have been lost before anybody said so. */
  invalidityDate: '551d18',
  reason: '551d15',
  hold: '551d17',
  deltaOf: '551d1b',
  scope: '551d1c',
} as const;

const everything: Scope = { names: null, of: 'all', allReasons: true };

/**
 * What a revocation list says of a certificate; null where it is no list, not one of this issuer, not signed by it, is about other certificates, or
 * has what is not understood.
 */
export function statementOfList(bytes: Uint8Array, certificate: ReadCertificate, issuer: ReadCertificate): Statement | null {
  const list = listIn(bytes);
  if (list?.issuer !== issuer.subjectDer || !isListOf(list, issuer)) return null;
  const { names, of, allReasons } = list.scope;
  if (of !== 'all' && (of === 'authorities') !== certificate.authority) return null;
  const revokedAt = list.revoked.get(serialOf(certificate)) ?? null;
  const whole = allReasons && (names === null || names.some((name) => certificate.distributionPoints.has(name)));
  return whole || revokedAt !== null ? { revokedAt, thisUpdate: list.thisUpdate, nextUpdate: list.nextUpdate, whole } : null;
}

/** A certificate's serial number as the lists are looked up by it. */
export function serialOf(certificate: ReadCertificate): string {
  const { serial } = certificate.facts;
  return serial.padStart(serial.length + (serial.length % 2), '0').toLowerCase().replace(/^(?:00)+/, '');
}

function listIn(bytes: Uint8Array): ReadList | null {
  const before = known.get(bytes);
  if (before !== undefined) return before;
  const list = readList(bytes);
  known.set(bytes, list);
  return list;
}

function readList(bytes: Uint8Array): ReadList | null {
  try {
    const [toBeSigned, algorithm, signature] = derParts(readDer(bytes), der.sequence);
    const [first, ...rest] = derParts(toBeSigned, der.sequence);
    const [inner, issuer, thisUpdate, ...more] = first?.tag === der.integer ? rest : first === undefined ? [] : [first, ...rest];
    const nextUpdate = more[0]?.tag === der.utcTime || more[0]?.tag === der.generalizedTime ? derTime(more.shift()) : null;
    const entries = more[0]?.tag === der.sequence ? more.shift() : undefined;
    const [extensions] = more[0] === undefined ? [] : derParts(more[0], 0xa0);
    const method = derAlgorithm(algorithm);
    if (toBeSigned === undefined || issuer === undefined || method === null || method.hash === '' || method.key === null || hexOf(inner?.whole ?? new Uint8Array()) !== hexOf(algorithm?.whole ?? new Uint8Array())) return null;
    const said = derExtensions(extensions);
    const delta = said.some(({ oid }) => oid === oids.deltaOf);
    const scope = scopeOf(said, delta);
    if (scope === null) return null;
    return { toBeSigned: toBeSigned.whole, algorithm: method, value: derContent(signature, der.bitString).subarray(1), issuer: hexOf(issuer.whole), thisUpdate: derTime(thisUpdate), nextUpdate, scope, revoked: entries === undefined ? new Map() : revokedIn(entries, delta), judged: new Map() };
  } catch {
    return null;
  }
}

/** Null where a list has critical extensions that are not understood, or is about certificates of other issuers. A delta list is for no case whole. */
function scopeOf(extensions: readonly DerExtension[], delta: boolean): Scope | null {
  if (hasTwice(extensions) || extensions.some(({ oid, critical }) => critical && oid !== oids.scope && oid !== oids.deltaOf)) return null;
  const extension = extensions.find(({ oid }) => oid === oids.scope);
  if (extension === undefined) return { ...everything, allReasons: !delta };
  const parts = derParts(readDer(extension.value), der.sequence);
  const has = (tag: number) => parts.some((part) => part.tag === tag && hexOf(part.content) !== '00');
  if (has(scopeTags.otherIssuers) || has(scopeTags.attributes) || parts.some(({ tag }) => !Object.values<number>(scopeTags).includes(tag))) return null;
  const point = parts.find(({ tag }) => tag === scopeTags.point);
  return { names: point === undefined ? null : distributionNames(point), of: has(scopeTags.users) ? 'users' : has(scopeTags.authorities) ? 'authorities' : 'all', allReasons: !delta && !has(scopeTags.reasons) };
}

const scopeTags = { point: 0xa0, users: 0x81, authorities: 0x82, reasons: 0x83, otherIssuers: 0x84, attributes: 0x85 } as const;

/** `delta`: such a list also tells who is no longer held back. Throws DerError for critical extensions of an entry that are not understood. */
function revokedIn(entries: Der, delta: boolean): ReadonlyMap<string, number> {
  const revoked = new Map<string, number>();
  for (const entry of eachDer(entries, der.sequence)) {
    const [serial, date, extensions] = derParts(entry, der.sequence);
    const said = derExtensions(extensions);
    if (said.some(({ oid, critical }) => critical && oid !== oids.reason && oid !== oids.invalidityDate && oid !== oids.hold)) throw new DerError('entry');
    if (delta && said.some(({ oid, value }) => oid === oids.reason && hexOf(value) === '0a0108')) continue;
    const invalid = said.find(({ oid }) => oid === oids.invalidityDate);
    const number = derSerial(serial);
    const at = Math.min(derTime(date), invalid === undefined ? Infinity : derTime(readDer(invalid.value)), revoked.get(number) ?? Infinity);
    revoked.set(number, at);
  }
  return revoked;
}

function isListOf(list: ReadList, issuer: ReadCertificate): boolean {
  const { digest } = issuer.facts;
  const judged = list.judged.get(digest) ?? isSignedBy(list, issuer);
  list.judged.set(digest, judged);
  return judged;
}

function isSignedBy(list: ReadList, issuer: ReadCertificate): boolean {
  if (!issuer.authority || (issuer.keyUsage !== null && (issuer.keyUsage & keyUsages.crlSign) === 0)) return false;
  return isSignatureBy(issuer.key, list.toBeSigned, list.algorithm, list.value);
}
