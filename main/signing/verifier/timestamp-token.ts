import { inDerForm } from './ber-form.ts';
import { der, derAlgorithm, derContent, derParts, derTime, DerError, hexOf, readDer, type Der, type DerAlgorithm } from './der-reader.ts';

/** An RFC 3161 TimeStampToken taken apart; nothing in it is verified. `time`: milliseconds since 1970. */
export type TimestampToken = {
  readonly time: number;
  readonly imprint: { readonly hash: string; readonly value: string };
  readonly certificates: readonly Uint8Array[];
  /** Issuer (DER) and serial number (DER) of the TSA's certificate, hexadecimal. */
  readonly issuer: string;
  readonly serial: string;
  readonly hash: string;
  /** The signed attributes as they are signed, and what they say. */
  readonly attributes: Uint8Array;
  readonly messageDigest: string;
  readonly certificateDigest: { readonly hash: string; readonly value: string };
  readonly info: Uint8Array;
  readonly method: DerAlgorithm;
  readonly value: Uint8Array;
};

const oids = {
  signedData: '2a864886f70d010702',
  tstInfo: '2a864886f70d0109100104',
  contentType: '2a864886f70d010903',
  messageDigest: '2a864886f70d010904',
  signingCertificate: '2a864886f70d010910020c',
  signingCertificateV2: '2a864886f70d010910022f',
} as const;

/**
 * Reads a token. Strict: every part that is not signed must say what the signed parts say, so that no byte of it can be changed unseen. Null where it
 * is none, or has what is not understood (several signers, unsigned attributes, revocation values).
 */
export function readTimestampToken(bytes: Uint8Array): TimestampToken | null {
  try {
    return readToken(isInDer(bytes) ? bytes : inDerForm(bytes));
  } catch {
    return null;
  }
}

/** Whether a token is written in the one form of DER all through, as the program keeps tokens. Those of other makes may be in BER. */
export function isInDer(bytes: Uint8Array): boolean {
  try {
    return Buffer.from(inDerForm(bytes)).equals(bytes);
  } catch {
    return false;
  }
}

/** Tokens by what they are over, for those that use SHA-256. */
export function byImprint(tokens: readonly Uint8Array[]): ReadonlyMap<string, readonly Uint8Array[]> {
  const found = new Map<string, Uint8Array[]>();
  for (const bytes of tokens) {
    const imprint = readTimestampToken(bytes)?.imprint;
    if (imprint?.hash === 'sha256') found.set(imprint.value, [...(found.get(imprint.value) ?? []), bytes]);
  }
  return found;
}

function readToken(bytes: Uint8Array): TimestampToken {
  const [type, outer] = exactly(readDer(bytes), der.sequence, 2);
  expect(hexOf(derContent(type, der.oid)) === oids.signedData, 'type');
  const [version, digests, content, certificates, signers] = exactly(exactly(outer, 0xa0, 1)[0], der.sequence, 5);
  const [contentType, wrapped] = exactly(content, der.sequence, 2);
  const [signer] = exactly(signers, der.set, 1);
  const [signerVersion, name, digestAlgorithm, attributes, algorithm, value] = exactly(signer, der.sequence, 6);
  const [issuer, serial] = exactly(name, der.sequence, 2);
  expect(hexOf(derContent(version, der.integer)) === '03' && hexOf(derContent(signerVersion, der.integer)) === '01' && hexOf(derContent(contentType, der.oid)) === oids.tstInfo, 'version');
  // The list of digests repeats what the signer says.
  expect(hexOf(derContent(digests, der.set)) === hexOf(digestAlgorithm?.whole ?? new Uint8Array()), 'digests');
  const hash = derAlgorithm(digestAlgorithm);
  const method = derAlgorithm(algorithm);
  expect(hash !== null && hash.key === null && hash.hash !== 'sha1' && method !== null && method.key !== null && (method.hash === '' || method.hash === hash.hash), 'algorithm');
  const info = derContent(exactly(wrapped, 0xa0, 1)[0], der.octetString);
  const said = readAttributes(attributes);
  return {
    ...readInfo(info),
    certificates: derParts(certificates, 0xa0).map(({ whole }) => whole),
    issuer: hexOf(issuer?.whole ?? new Uint8Array()),
    serial: hexOf(serial?.whole ?? new Uint8Array()),
    hash: hash.hash,
    attributes: Buffer.concat([Buffer.from([der.set]), (attributes?.whole ?? new Uint8Array()).subarray(1)]),
    ...said,
    info,
    // rsaEncryption leaves the hash to the signer's digest.
    method: { ...method, hash: hash.hash },
    value: derContent(value, der.octetString),
  };
}

function readInfo(bytes: Uint8Array): Pick<TimestampToken, 'time' | 'imprint'> {
  const [version, , imprint, , time] = derParts(readDer(bytes), der.sequence);
  const [algorithm, value] = exactly(imprint, der.sequence, 2);
  const hash = derAlgorithm(algorithm);
  expect(hexOf(derContent(version, der.integer)) === '01' && hash !== null && hash.key === null && hash.hash !== 'sha1' && time?.tag === der.generalizedTime, 'TSTInfo');
  return { time: derTime(time), imprint: { hash: hash?.hash ?? '', value: hexOf(derContent(value, der.octetString)) } };
}

/** content-type, message-digest and the TSA's certificate by its digest (RFC 3161, 2.4.2; RFC 5816); each once. */
function readAttributes(attributes: Der | undefined): Pick<TimestampToken, 'messageDigest' | 'certificateDigest'> {
  const found = new Map<string, Der | undefined>();
  for (const attribute of derParts(attributes, 0xa0)) {
    const [oid, values] = exactly(attribute, der.sequence, 2);
    const name = hexOf(derContent(oid, der.oid));
    expect(!found.has(name), name);
    found.set(name, exactly(values, der.set, 1)[0]);
  }
  expect(hexOf(derContent(found.get(oids.contentType), der.oid)) === oids.tstInfo, 'content-type');
  const second = found.get(oids.signingCertificateV2);
  const [ids] = derParts(second ?? found.get(oids.signingCertificate), der.sequence);
  const [first, ...more] = derParts(derParts(ids, der.sequence)[0], der.sequence);
  // Version 2 names its digest unless it is SHA-256; version 1 is always SHA-1.
  const named = second !== undefined && first?.tag === der.sequence ? derAlgorithm(first) : null;
  const value = first?.tag === der.sequence ? more[0] : first;
  return { messageDigest: hexOf(derContent(found.get(oids.messageDigest), der.octetString)), certificateDigest: { hash: second === undefined ? 'sha1' : (named?.hash ?? 'sha256'), value: hexOf(derContent(value, der.octetString)) } };
}

function exactly(value: Der | undefined, tag: number, count: number): readonly Der[] {
  const parts = derParts(value, tag);
  expect(parts.length === count, 'parts');
  return parts;
}

function expect(holds: boolean, what: string): asserts holds {
  if (!holds) throw new DerError(what);
}
