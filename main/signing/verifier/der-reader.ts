/** One DER value. `whole`: header and content. */
export type Der = { readonly tag: number; readonly whole: Uint8Array; readonly content: Uint8Array };

/** Thrown and caught within the verifier: bytes that are no DER, or not the structure that was expected. */
export class DerError extends Error {}

export const der = { boolean: 0x01, integer: 0x02, bitString: 0x03, octetString: 0x04, null: 0x05, oid: 0x06, enumerated: 0x0a, utcTime: 0x17, generalizedTime: 0x18, sequence: 0x30, set: 0x31 } as const;

/** Reads the one value that the bytes are. Throws DerError for anything else, also for lengths that are not written the shortest way. */
export function readDer(bytes: Uint8Array): Der {
  const value = valueAt(bytes, 0);
  if (value.whole.length !== bytes.length) throw new DerError('length');
  return value;
}

/** The values inside one of the tag. Throws DerError. */
export function derParts(value: Der | undefined, tag: number): readonly Der[] {
  return [...eachDer(value, tag)];
}

/** The same one by one: a revocation list may have a hundred thousand. */
export function* eachDer(value: Der | undefined, tag: number): Generator<Der> {
  if (value?.tag !== tag) throw new DerError('tag');
  for (let at = 0; at < value.content.length; ) {
    const part = valueAt(value.content, at);
    yield part;
    at += part.whole.length;
  }
}

function valueAt(bytes: Uint8Array, at: number): Der {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw new DerError('header');
  const more = first < 0x80 ? 0 : first - 0x80;
  if (more > 4 || first === 0x80) throw new DerError('length');
  let length = more === 0 ? first : 0;
  for (let index = 0; index < more; index += 1) length = length * 256 + (bytes[at + 2 + index] ?? 0);
  if (more > 0 && (length < 0x80 || length < 256 ** (more - 1))) throw new DerError('length');
  const start = at + 2 + more;
  if (start + length > bytes.length) throw new DerError('length');
  return { tag, whole: bytes.subarray(at, start + length), content: bytes.subarray(start, start + length) };
}

/** Content of a value of the tag. Throws DerError. */
export function derContent(value: Der | undefined, tag: number): Uint8Array {
  if (value?.tag !== tag) throw new DerError('tag');
  return value.content;
}

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

/** An integer's bytes without leading zeros, hexadecimal: serial numbers are compared so. Throws DerError. */
export function derSerial(value: Der | undefined): string {
  return hexOf(derContent(value, der.integer)).replace(/^(?:00)+/, '');
}

/** UTCTime or GeneralizedTime in UTC; milliseconds since 1970. Throws DerError. */
export function derTime(value: Der | undefined): number {
  const text = value === undefined ? '' : Buffer.from(value.content).toString('latin1');
  const [, year = '', rest = '', fraction = ''] = (value?.tag === der.utcTime ? /^(\d\d)(\d{10})Z$/ : value?.tag === der.generalizedTime ? /^(\d{4})(\d{10})(\.\d{1,9})?Z$/ : /^$()/).exec(text) ?? [];
  if (year === '') throw new DerError('time');
  const [month = 0, day = 0, hour = 0, minute = 0, second = 0] = rest.match(/\d\d/g)?.map(Number) ?? [];
  const whole = year.length === 4 ? Number(year) : Number(year) + (Number(year) < 50 ? 2000 : 1900);
  return Date.UTC(whole, month - 1, day, hour, minute, second) + Math.floor(Number(`0${fraction}`) * 1000);
}

/** `hash` is empty for rsaEncryption, which leaves it to others. `key` null: a digest. `salt`: bytes of the salt of RSA-PSS; null for anything else. */
export type DerAlgorithm = { readonly hash: string; readonly key: 'rsa' | 'ec' | null; readonly salt: number | null };

const algorithms: ReadonlyMap<string, Omit<DerAlgorithm, 'salt'>> = new Map([
  ['2a864886f70d010101', { hash: '', key: 'rsa' as const }],
  ['2a864886f70d01010b', { hash: 'sha256', key: 'rsa' as const }],
  ['2a864886f70d01010c', { hash: 'sha384', key: 'rsa' as const }],
  ['2a864886f70d01010d', { hash: 'sha512', key: 'rsa' as const }],
  ['2a8648ce3d040302', { hash: 'sha256', key: 'ec' as const }],
  ['2a8648ce3d040303', { hash: 'sha384', key: 'ec' as const }],
  ['2a8648ce3d040304', { hash: 'sha512', key: 'ec' as const }],
  ['2b0e03021a', { hash: 'sha1', key: null }],
  ['608648016503040201', { hash: 'sha256', key: null }],
  ['608648016503040202', { hash: 'sha384', key: null }],
  ['608648016503040203', { hash: 'sha512', key: null }],
]);

const pssOid = '2a864886f70d01010a';
const maskOid = '2a864886f70d010108';

/** An AlgorithmIdentifier: parameters absent or NULL, or those of RSA-PSS; null for one that is not known. Throws DerError. */
export function derAlgorithm(value: Der | undefined): DerAlgorithm | null {
  const [oid, parameters, ...others] = derParts(value, der.sequence);
  if (others.length > 0) return null;
  const name = hexOf(derContent(oid, der.oid));
  if (name === pssOid) return saltedAlgorithm(parameters);
  if (parameters !== undefined && hexOf(parameters.whole) !== '0500') return null;
  const known = algorithms.get(name);
  return known === undefined ? null : { ...known, salt: null };
}

/**
 * RSASSA-PSS-params (RFC 4055, 3.1): one hash for message and mask, SHA-256 or better, no other trailer. What is left out there means SHA-1, which
 * nothing rests on here.
 */
function saltedAlgorithm(parameters: Der | undefined): DerAlgorithm | null {
  const parts = parameters === undefined ? [] : derParts(parameters, der.sequence);
  const inside = (tag: number) => {
    const part = parts.find((each) => each.tag === tag);
    return part === undefined ? undefined : derParts(part, tag)[0];
  };
  const hash = inside(0xa0);
  const mask = inside(0xa1);
  if (hash === undefined || mask === undefined || parts.some(({ tag }, index) => tag < 0xa0 || tag > 0xa3 || tag <= (parts[index - 1]?.tag ?? 0))) return null;
  const digest = derAlgorithm(hash);
  const [maskName, maskHash, ...others] = derParts(mask, der.sequence);
  const masked = others.length === 0 && hexOf(derContent(maskName, der.oid)) === maskOid ? derAlgorithm(maskHash) : null;
  const salt = inside(0xa2);
  const trailer = inside(0xa3);
  if (digest === null || digest.key !== null || digest.hash === 'sha1' || masked?.hash !== digest.hash || masked.key !== null) return null;
  if (trailer !== undefined && hexOf(trailer.whole) !== '020101') return null;
  const length = salt === undefined ? 20 : Number.parseInt(hexOf(derContent(salt, der.integer)), 16);
  return length > mostSalt ? null : { hash: digest.hash, key: 'rsa', salt: length };
}

/** A salt fills its key at most (bytes): OpenSSL does so where nobody says otherwise. */
const mostSalt = 1024;

export type DerExtension = { readonly oid: string; readonly critical: boolean; readonly value: Uint8Array };

/** Whether an extension is there twice: programs would disagree which one counts. */
export function hasTwice(extensions: readonly { readonly oid: string }[]): boolean {
  return new Set(extensions.map(({ oid }) => oid)).size < extensions.length;
}

/** Extensions of a list, an entry or a response: a SEQUENCE OF. Throws DerError. */
export function derExtensions(sequence: Der | undefined): readonly DerExtension[] {
  if (sequence === undefined) return [];
  return derParts(sequence, der.sequence).map((extension) => {
    const [oid, ...rest] = derParts(extension, der.sequence);
    const critical = rest.length === 2 && hexOf(derContent(rest[0], der.boolean)) === 'ff';
    if (rest.length > 2) throw new DerError('extension');
    return { oid: hexOf(derContent(oid, der.oid)), critical, value: derContent(rest.at(-1), der.octetString) };
  });
}
