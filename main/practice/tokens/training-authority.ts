import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto';
import * as asn1 from 'asn1js';

/** The training CA: certificate and key (PKCS#8), both DER. Its key lies unprotected in the training folder: nothing it issues is trusted as real. */
export type TrainingAuthority = { readonly certificate: Uint8Array; readonly privateKey: Uint8Array };

/** As Vietnamese CAs write it: the ID number of a person (`CCCD:`) or the tax number of an organisation (`MST:`) in UID. */
export type TrainingSubject = { readonly commonName: string; readonly organisation: string; readonly userId: string };

/** Stands in every training certificate's names, so that no program takes one for real. */
export const trainingMark = 'LUYỆN TẬP';

/** A certificate with its subject's name, both DER; PKCS#11 stores the name beside the certificate. */
export type IssuedCertificate = { readonly der: Uint8Array; readonly subject: Uint8Array };

type Validity = { readonly notBefore: Date; readonly notAfter: Date };
type Name = readonly (readonly [oid: string, value: string])[];

const oids = {
  country: '2.5.4.6',
  organisation: '2.5.4.10',
  commonName: '2.5.4.3',
  userId: '0.9.2342.19200300.100.1.1',
  sha256WithRsa: '1.2.840.113549.1.1.11',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
} as const;

const authorityName: Name = [
  [oids.country, 'VN'],
  [oids.organisation, `Học Bạ (${trainingMark})`],
  [oids.commonName, `CA ${trainingMark} Học Bạ`],
];

/** A new training CA (RSA-2048), good for ten years from `now` (ISO 8601). */
export function createTrainingAuthority(now: string): TrainingAuthority {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const publicKeyInfo = publicKey.export({ type: 'spki', format: 'der' });
  const keyId = keyIdentifier(publicKeyInfo);
  const extensions = [
    extension(oids.basicConstraints, true, new asn1.Sequence({ value: [new asn1.Boolean({ value: true }), new asn1.Integer({ value: 0 })] })),
    extension(oids.keyUsage, true, bits([5, 6])), // keyCertSign, cRLSign
    extension(oids.subjectKeyIdentifier, false, octets(keyId)),
  ];
  const key = privateKey.export({ type: 'pkcs8', format: 'der' });
  return { certificate: signedCertificate(key, authorityName, authorityName, validity(now, 10), publicKeyInfo, extensions), privateKey: new Uint8Array(key) };
}

/** A signer's certificate over a public key (SPKI, DER), good for five years from `now` (ISO 8601): digitalSignature and nonRepudiation. */
export function issueTrainingCertificate(authority: TrainingAuthority, subject: TrainingSubject, publicKeyInfo: Uint8Array, now: string): IssuedCertificate {
  const name: Name = [
    [oids.country, 'VN'],
    ...(subject.organisation === '' ? [] : [[oids.organisation, subject.organisation] as const]),
    [oids.commonName, marked(subject.commonName)],
    [oids.userId, subject.userId],
  ];
  const authorityKey = new X509Certificate(authority.certificate).publicKey.export({ type: 'spki', format: 'der' });
  const extensions = [
    extension(oids.basicConstraints, true, new asn1.Sequence({ value: [] })),
    extension(oids.keyUsage, true, bits([0, 1])), // digitalSignature, nonRepudiation
    extension(oids.subjectKeyIdentifier, false, octets(keyIdentifier(publicKeyInfo))),
    extension(oids.authorityKeyIdentifier, false, new asn1.Sequence({ value: [new asn1.Primitive({ idBlock: { tagClass: 3, tagNumber: 0 }, valueHex: exact(keyIdentifier(authorityKey)) })] })),
  ];
  const der = signedCertificate(authority.privateKey, authorityName, name, validity(now, 5), publicKeyInfo, extensions);
  return { der, subject: new Uint8Array(distinguishedName(name).toBER()) };
}

/** The holder's name with the mark, once. */
function marked(name: string): string {
  return name.normalize('NFC').includes(trainingMark) ? name.normalize('NFC') : `${name.normalize('NFC')} (${trainingMark})`;
}

/** Begins a day early: a training PC's clock may be set back by some hours. */
function validity(now: string, years: number): Validity {
  const start = new Date(now);
  const end = new Date(start);
  end.setUTCFullYear(end.getUTCFullYear() + years);
  return { notBefore: new Date(start.getTime() - 86_400_000), notAfter: end };
}

function signedCertificate(authorityKey: Uint8Array, issuer: Name, subject: Name, period: Validity, publicKeyInfo: Uint8Array, extensions: readonly asn1.Sequence[]): Uint8Array {
  const algorithm = () => new asn1.Sequence({ value: [new asn1.ObjectIdentifier({ value: oids.sha256WithRsa }), new asn1.Null()] });
  const toBeSigned = new asn1.Sequence({
    value: [
      new asn1.Constructed({ idBlock: { tagClass: 3, tagNumber: 0 }, value: [new asn1.Integer({ value: 2 })] }),
      new asn1.Integer({ valueHex: exact(serialNumber()) }),
      algorithm(),
      distinguishedName(issuer),
      new asn1.Sequence({ value: [time(period.notBefore), time(period.notAfter)] }),
      distinguishedName(subject),
      parsed(publicKeyInfo),
      new asn1.Constructed({ idBlock: { tagClass: 3, tagNumber: 3 }, value: [new asn1.Sequence({ value: [...extensions] })] }),
    ],
  });
  const signature = sign('sha256', new Uint8Array(toBeSigned.toBER()), createPrivateKey({ key: Buffer.from(authorityKey), format: 'der', type: 'pkcs8' }));
  return new Uint8Array(new asn1.Sequence({ value: [toBeSigned, algorithm(), new asn1.BitString({ valueHex: exact(signature) })] }).toBER());
}

/** Random, positive, never zero (RFC 5280, 4.1.2.2). */
function serialNumber(): Uint8Array {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
}

function distinguishedName(name: Name): asn1.Sequence {
  const values = name.map(([oid, value]) => {
    const text = oid === oids.country ? new asn1.PrintableString({ value }) : new asn1.Utf8String({ value: value.normalize('NFC') });
    return new asn1.Set({ value: [new asn1.Sequence({ value: [new asn1.ObjectIdentifier({ value: oid }), text] })] });
  });
  return new asn1.Sequence({ value: values });
}

/** RFC 5280, 4.1.2.5: UTCTime up to 2049, GeneralizedTime after. */
function time(moment: Date): asn1.BaseBlock {
  const seconds = new Date(Math.floor(moment.getTime() / 1000) * 1000);
  return seconds.getUTCFullYear() < 2050 ? new asn1.UTCTime({ valueDate: seconds }) : new asn1.GeneralizedTime({ valueDate: seconds });
}

function extension(oid: string, critical: boolean, value: asn1.BaseBlock): asn1.Sequence {
  return new asn1.Sequence({
    value: [new asn1.ObjectIdentifier({ value: oid }), ...(critical ? [new asn1.Boolean({ value: true })] : []), new asn1.OctetString({ valueHex: value.toBER() })],
  });
}

/** A named bit list of at most eight bits. */
function bits(set: readonly number[]): asn1.BitString {
  const byte = set.reduce((sum, bit) => sum | (0x80 >> bit), 0);
  return new asn1.BitString({ valueHex: exact(Uint8Array.of(byte)), unusedBits: 7 - Math.max(...set) });
}

function octets(bytes: Uint8Array): asn1.OctetString {
  return new asn1.OctetString({ valueHex: exact(bytes) });
}

function parsed(der: Uint8Array): asn1.BaseBlock {
  return asn1.fromBER(exact(der)).result;
}

/** RFC 5280, 4.2.1.2 method 1 hashes the key's bits; here the whole SubjectPublicKeyInfo, which the same section allows. */
function keyIdentifier(publicKeyInfo: Uint8Array): Uint8Array {
  const canonical = createPublicKey({ key: Buffer.from(publicKeyInfo), format: 'der', type: 'spki' }).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(canonical).digest().subarray(0, 20);
}

/** asn1js takes whole ArrayBuffers; a Buffer is often a window into a bigger one. */
function exact(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
