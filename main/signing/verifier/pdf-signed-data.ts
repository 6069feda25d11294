import { constants, createHash, verify, type KeyObject } from 'node:crypto';

/** A value of DER: its whole encoding, and its content. */
type Der = { readonly tag: number; readonly whole: Buffer; readonly content: Buffer };

const oid = {
  data: '06092a864886f70d010701',
  signedData: '06092a864886f70d010702',
  contentType: '06092a864886f70d010903',
  messageDigest: '06092a864886f70d010904',
  signingCertificateV2: '060b2a864886f70d010910022f',
  timeStampToken: '060b2a864886f70d010910020e',
} as const;

type Hash = 'sha256' | 'sha384' | 'sha512';

/** Digest algorithms without parameters (RFC 5754, 2). */
const hashes: ReadonlyMap<string, Hash> = new Map([
  ['300b0609608648016503040201', 'sha256'],
  ['300b0609608648016503040202', 'sha384'],
  ['300b0609608648016503040203', 'sha512'],
]);

type Method = { readonly name: string; readonly hash: Hash; readonly key: 'rsa' | 'ec'; readonly pss: boolean };

/** Signature algorithms as whole identifiers, hexadecimal: RSA PKCS#1 v1.5, RSA-PSS with MGF1 and a salt as long as the digest, ECDSA. */
const methods: ReadonlyMap<string, Method> = new Map([
  ['300d06092a864886f70d01010b0500', { name: 'rsa-sha256', hash: 'sha256', key: 'rsa', pss: false }],
  ['300d06092a864886f70d01010c0500', { name: 'rsa-sha384', hash: 'sha384', key: 'rsa', pss: false }],
  ['300a06082a8648ce3d040302', { name: 'ecdsa-sha256', hash: 'sha256', key: 'ec', pss: false }],
  ['300a06082a8648ce3d040303', { name: 'ecdsa-sha384', hash: 'sha384', key: 'ec', pss: false }],
  ['304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500a203020120', { name: 'rsa-pss-sha256', hash: 'sha256', key: 'rsa', pss: true }],
]);

/** A CMS SignedData with one signer, taken apart. `attributes`: the signed ones, as they were signed; `timestamp`: the one over the value, DER, where it carries one; `additions`: other unsigned attributes. */
export type PdfSignedData = {
  readonly certificates: readonly Buffer[];
  readonly signer: Buffer;
  readonly method: Method | null;
  readonly methodDer: string;
  readonly messageDigest: Buffer;
  readonly certificateDigest: Buffer;
  readonly attributes: Buffer;
  readonly value: Buffer;
  readonly timestamp: Buffer | null;
  readonly additions: boolean;
};

export class SignedDataError extends Error {}

/**
 * Takes apart the contents of a signature's hole as our signer writes them: DER with nothing else but zeros behind it. The whole is put together again from the parts that are judged (certificates,
 * signed attributes, algorithm, value) and must be the same bytes: so no byte of it goes unjudged. Throws SignedDataError.
 */
export function readSignedData(hole: Buffer): PdfSignedData {
  const outer = readDer(hole, 0);
  if (hole.subarray(outer.whole.length).some((byte) => byte !== 0)) throw new SignedDataError('padding');
  const [, signedData] = parts(outer, 0x30, 2);
  const [inner] = parts(signedData, 0xa0, 1);
  const [, digests, , certificateSet, signers] = parts(inner, 0x30, 5);
  const certificates = childrenOf(certificateSet, 0xa0).map(({ whole }) => whole);
  const [signerInfo] = parts(signers, 0x31, 1);
  const fields = childrenOf(signerInfo, 0x30);
  const [, identifier, digest, attributes, algorithm, value, unsigned] = fields;
  if (identifier === undefined || digest === undefined || attributes === undefined || algorithm === undefined || value === undefined || fields.length > 7 || (unsigned !== undefined && unsigned.tag !== 0xa1)) throw new SignedDataError('SignerInfo');
  const signer = certificates.find((der) => identifierOf(der).equals(identifier.whole));
  const hash = hashes.get(digest.whole.toString('hex'));
  if (signer === undefined || hash === undefined) throw new SignedDataError('sid');
  const read = readAttributes(attributes);
  const timestamp = unsigned === undefined ? null : timestampIn(unsigned);
  const method = methods.get(algorithm.whole.toString('hex')) ?? null;
  const again = der(0x30, [
    Buffer.from(oid.signedData, 'hex'),
    der(0xa0, [
      der(0x30, [
        Buffer.from('020101', 'hex'),
        der(0x31, [digest.whole]),
        der(0x30, [Buffer.from(oid.data, 'hex')]),
        der(0xa0, certificates.toSorted((a, b) => Buffer.compare(a, b))),
        der(0x31, [der(0x30, [Buffer.from('020101', 'hex'), identifier.whole, digest.whole, der(0xa0, read.encoded), algorithm.whole, der(0x04, [value.content]), ...(unsigned === undefined ? [] : [unsigned.whole])])]),
      ]),
    ]),
  ]);
  if (!again.equals(outer.whole) || digests === undefined) throw new SignedDataError('DER');
  return { certificates, signer, method: method !== null && method.hash === hash ? method : null, methodDer: algorithm.whole.toString('hex'), messageDigest: read.messageDigest, certificateDigest: read.certificateDigest, attributes: der(0x31, read.encoded), value: value.content, timestamp, additions: unsigned !== undefined && timestamp === null };
}

/** The token of unsigned attributes that are a timestamp over the signature value and nothing else (RFC 3161, appendix A). */
function timestampIn(unsigned: Der): Buffer | null {
  try {
    const [attribute, ...others] = childrenOf(unsigned, 0xa1);
    const [, values] = parts(attribute, 0x30, 2);
    const [token] = parts(values, 0x31, 1);
    const again = token === undefined ? null : der(0xa1, [der(0x30, [Buffer.from(oid.timeStampToken, 'hex'), der(0x31, [token.whole])])]);
    return others.length === 0 && again?.equals(unsigned.whole) === true ? (token?.whole ?? null) : null;
  } catch (error) {
    if (error instanceof SignedDataError) return null;
    throw error;
  }
}

/** Exactly three signed attributes, in DER order: content type, message digest, and the digest of the signer's certificate. */
function readAttributes(attributes: Der): { readonly encoded: readonly Buffer[]; readonly messageDigest: Buffer; readonly certificateDigest: Buffer } {
  const given = childrenOf(attributes, 0xa0);
  const digestOf = (wanted: string, path: readonly number[]): Buffer => {
    const attribute = given.find(({ content }) => content.toString('hex').startsWith(wanted));
    let at = attribute === undefined ? undefined : childrenOf(attribute, 0x30)[1];
    for (const tag of path) at = at === undefined ? undefined : childrenOf(at, tag)[0];
    if (at === undefined || at.tag !== 0x04) throw new SignedDataError('signedAttrs');
    return at.content;
  };
  const messageDigest = digestOf(oid.messageDigest, [0x31]);
  const certificateDigest = digestOf(oid.signingCertificateV2, [0x31, 0x30, 0x30, 0x30]);
  const encoded = [
    der(0x30, [Buffer.from(oid.contentType, 'hex'), der(0x31, [Buffer.from(oid.data, 'hex')])]),
    der(0x30, [Buffer.from(oid.messageDigest, 'hex'), der(0x31, [der(0x04, [messageDigest])])]),
    der(0x30, [Buffer.from(oid.signingCertificateV2, 'hex'), der(0x31, [der(0x30, [der(0x30, [der(0x30, [der(0x04, [certificateDigest])])])])])]),
  ].toSorted((a, b) => Buffer.compare(a, b));
  return { encoded, messageDigest, certificateDigest };
}

/** Whether the value is the key's over the signed attributes. An ECDSA value must be the one DER writing of its two numbers. */
export function isValueOf(signed: PdfSignedData, key: KeyObject): boolean {
  const { method, value, attributes } = signed;
  if (method === null || key.asymmetricKeyType !== method.key) return false;
  try {
    if (method.key === 'ec') {
      const numbers = childrenOf(readDer(value, 0), 0x30);
      const minimal = numbers.length === 2 && numbers.every(({ tag, content }) => tag === 0x02 && isMinimal(content)) && der(0x30, numbers.map(({ whole }) => whole)).equals(value);
      return minimal && verify(method.hash, attributes, key, value);
    }
    if (method.pss) return verify(method.hash, attributes, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }, value);
    return verify(method.hash, attributes, { key, padding: constants.RSA_PKCS1_PADDING }, value);
  } catch {
    return false;
  }
}

/** Digest of the covered bytes by the signature's own hash; SHA-256 where the method is none that is judged. */
export function digestFor(signed: PdfSignedData, covered: readonly Uint8Array[]): Buffer {
  const hash = createHash(signed.method?.hash ?? 'sha256');
  for (const bytes of covered) hash.update(bytes);
  return hash.digest();
}

/** IssuerAndSerialNumber of a certificate, in its own bytes. */
function identifierOf(certificate: Buffer): Buffer {
  const [body] = childrenOf(readDer(certificate, 0), 0x30);
  const fields = body === undefined ? [] : childrenOf(body, 0x30);
  // version [0] may be left out in old certificates; then the serial number stands first.
  const at = fields[0]?.tag === 0xa0 ? 1 : 0;
  const [serial, , issuer] = fields.slice(at);
  if (serial === undefined || issuer === undefined) throw new SignedDataError('certificate');
  return der(0x30, [issuer.whole, serial.whole]);
}

function isMinimal(content: Buffer): boolean {
  const [first = 0, second = 0] = content;
  return content.length > 0 && first < 0x80 && (content.length === 1 || first !== 0 || second >= 0x80);
}

/** Exactly `count` children of a value with this tag. */
function parts(value: Der | undefined, tag: number, count: number): readonly Der[] {
  const children = value === undefined ? [] : childrenOf(value, tag);
  if (children.length !== count) throw new SignedDataError('structure');
  return children;
}

function childrenOf(value: Der | undefined, tag: number): readonly Der[] {
  if (value?.tag !== tag) throw new SignedDataError('tag');
  const children: Der[] = [];
  for (let at = 0; at < value.content.length; at += children.at(-1)?.whole.length ?? 1) children.push(readDer(value.content, at));
  return children;
}

/** One value with a definite, shortest length. */
function readDer(bytes: Buffer, at: number): Der {
  const [tag, length] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || length === undefined || (tag & 0x1f) === 0x1f) throw new SignedDataError('tag');
  const lengthBytes = length < 0x80 ? 0 : length - 0x80;
  if (length === 0x80 || lengthBytes > 3) throw new SignedDataError('length');
  const size = lengthBytes === 0 ? length : bytes.subarray(at + 2, at + 2 + lengthBytes).reduce((sum, byte) => sum * 256 + byte, 0);
  const start = at + 2 + lengthBytes;
  const value: Der = { tag, whole: bytes.subarray(at, start + size), content: bytes.subarray(start, start + size) };
  if (start + size > bytes.length || !der(tag, [value.content]).equals(value.whole)) throw new SignedDataError('length');
  return value;
}

function der(tag: number, contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const size = content.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : size < 0x10000 ? [0x82, size >> 8, size & 0xff] : [0x83, size >> 16, (size >> 8) & 0xff, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}
