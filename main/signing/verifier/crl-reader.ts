import { verify } from 'node:crypto';
import { keyUsages, type ReadCertificate } from './certificate.ts';
import { der, derAlgorithm, derContent, derExtensions, derParts, derSerial, derTime, eachDer, hexOf, readDer, type Der } from './der-reader.ts';

/** What a piece of evidence says of one certificate; times in milliseconds since 1970. `nextUpdate` null: nobody promised when the next comes. */
export type Statement = { readonly revokedAt: number | null; readonly thisUpdate: number; readonly nextUpdate: number | null };

type ReadList = {
  readonly toBeSigned: Uint8Array;
  readonly hash: string;
  readonly value: Uint8Array;
  /** DER of the issuer's name, hexadecimal. */
  readonly issuer: string;
  readonly thisUpdate: number;
  readonly nextUpdate: number | null;
  /** When each serial number was revoked. */
  readonly revoked: ReadonlyMap<string, number>;
  /** Issuers (by digest) whose signature this is known to be, or not. */
  readonly judged: Map<string, boolean>;
};

/** Anchors hold the same lists for thousands of records: each is read once. */
const known = new WeakMap<Uint8Array, ReadList | null>();

/** invalidityDate: a key may have been lost before anybody said so. */
const invalidityDate = '551d18';

/** What a revocation list says of a certificate; null where it is no list, not one of this issuer, not signed by it, or not one for all certificates. */
export function statementOfList(bytes: Uint8Array, certificate: ReadCertificate, issuer: ReadCertificate): Statement | null {
  const list = listIn(bytes);
  if (list?.issuer !== issuer.subjectDer || !isListOf(list, issuer)) return null;
  return { revokedAt: list.revoked.get(serialOf(certificate)) ?? null, thisUpdate: list.thisUpdate, nextUpdate: list.nextUpdate };
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
    // Critical extensions narrow a list (delta lists, lists for some certificates only): such a list does not speak for all.
    if (derExtensions(extensions).some(({ critical }) => critical)) return null;
    return { toBeSigned: toBeSigned.whole, hash: method.hash, value: derContent(signature, der.bitString).subarray(1), issuer: hexOf(issuer.whole), thisUpdate: derTime(thisUpdate), nextUpdate, revoked: entries === undefined ? new Map() : revokedIn(entries), judged: new Map() };
  } catch {
    return null;
  }
}

function revokedIn(entries: Der): ReadonlyMap<string, number> {
  const revoked = new Map<string, number>();
  for (const entry of eachDer(entries, der.sequence)) {
    const [serial, date, extensions] = derParts(entry, der.sequence);
    const invalid = derExtensions(extensions).find(({ oid }) => oid === invalidityDate);
    const at = derTime(date);
    revoked.set(derSerial(serial), invalid === undefined ? at : Math.min(at, derTime(readDer(invalid.value))));
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
  try {
    return verify(list.hash, list.toBeSigned, issuer.key, list.value);
  } catch {
    return false;
  }
}
