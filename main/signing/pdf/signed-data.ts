import { createHash } from 'node:crypto';
import { fromBER, Integer, Null, ObjectIdentifier, OctetString, Sequence, Set as AsnSet } from 'asn1js';
import { AlgorithmIdentifier, Attribute, Certificate, ContentInfo, EncapsulatedContentInfo, IssuerAndSerialNumber, RSASSAPSSParams, SignedAndUnsignedAttributes, SignedData, SignerInfo } from 'pkijs';
import type { SignatureAlgorithm } from '#main/office/ports/signing.ts';

const oids = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
} as const;

/** A CMS SignedData of one signer over a detached digest. `toBeSigned`: the signed attributes as DER SET OF, which the token signs. */
export type DraftSignedData = { readonly toBeSigned: Uint8Array; readonly finish: (signatureValue: Uint8Array) => Uint8Array };

/**
 * PAdES baseline B (EN 319 142-1, 6.3): content type, message digest and the certificate's own digest are signed; the time stands in the PDF. `covered`: what the PDF's byte range covers, in its parts.
 * Certificates: the signer's and its chain, in DER order.
 */
export function draftSignedData(input: { readonly covered: readonly Uint8Array[]; readonly certificate: Uint8Array; readonly chain: readonly Uint8Array[]; readonly algorithm: SignatureAlgorithm }): DraftSignedData {
  const certificate = certificateOf(input.certificate);
  const hash = hashOf(input.algorithm);
  const digest = createHash(hash);
  for (const part of input.covered) digest.update(part);
  const attributes = [
    new Attribute({ type: oids.contentType, values: [new ObjectIdentifier({ value: oids.data })] }),
    new Attribute({ type: oids.messageDigest, values: [octets(digest.digest())] }),
    new Attribute({ type: oids.signingCertificateV2, values: [new Sequence({ value: [new Sequence({ value: [new Sequence({ value: [octets(createHash('sha256').update(input.certificate).digest())] })] })] })] }),
  ].toSorted((a, b) => Buffer.compare(bytesOf(a.toSchema()), bytesOf(b.toSchema())));
  return {
    toBeSigned: bytesOf(new AsnSet({ value: attributes.map((attribute) => attribute.toSchema()) })),
    finish(signatureValue) {
      const signer = new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({ issuer: certificate.issuer, serialNumber: certificate.serialNumber }),
        digestAlgorithm: new AlgorithmIdentifier({ algorithmId: oids[hash] }),
        signedAttrs: new SignedAndUnsignedAttributes({ type: 0, attributes }),
        signatureAlgorithm: algorithmIdentifier(input.algorithm),
        signature: octets(encodedValue(signatureValue, input.algorithm)),
      });
      const signed = new SignedData({
        version: 1,
        digestAlgorithms: [new AlgorithmIdentifier({ algorithmId: oids[hash] })],
        encapContentInfo: new EncapsulatedContentInfo({ eContentType: oids.data }),
        certificates: [input.certificate, ...input.chain].toSorted((a, b) => Buffer.compare(a, b)).map(certificateOf),
        signerInfos: [signer],
      });
      return bytesOf(new ContentInfo({ contentType: oids.signedData, content: signed.toSchema(true) }).toSchema());
    },
  };
}

function hashOf(algorithm: SignatureAlgorithm): 'sha256' | 'sha384' {
  return algorithm === 'ecdsa-p384-sha384' ? 'sha384' : 'sha256';
}

function algorithmIdentifier(algorithm: SignatureAlgorithm): AlgorithmIdentifier {
  switch (algorithm) {
    case 'rsa-sha256':
      return new AlgorithmIdentifier({ algorithmId: '1.2.840.113549.1.1.11', algorithmParams: new Null() });
    case 'rsa-pss-sha256': {
      // SHA-256 in both places, a salt of 32 bytes (RFC 4055, 3.1).
      const hash = new AlgorithmIdentifier({ algorithmId: oids.sha256, algorithmParams: new Null() });
      const mask = new AlgorithmIdentifier({ algorithmId: '1.2.840.113549.1.1.8', algorithmParams: hash.toSchema() });
      return new AlgorithmIdentifier({ algorithmId: '1.2.840.113549.1.1.10', algorithmParams: new RSASSAPSSParams({ hashAlgorithm: hash, maskGenAlgorithm: mask, saltLength: 32 }).toSchema() });
    }
    case 'ecdsa-p256-sha256':
      return new AlgorithmIdentifier({ algorithmId: '1.2.840.10045.4.3.2' });
    case 'ecdsa-p384-sha384':
      return new AlgorithmIdentifier({ algorithmId: '1.2.840.10045.4.3.3' });
    default:
      return algorithm satisfies never;
  }
}

/** CMS wants ECDSA values as a DER sequence of r and s; tokens give r‖s (signing.md 2.5, trap 2). */
function encodedValue(value: Uint8Array, algorithm: SignatureAlgorithm): Uint8Array {
  if (algorithm === 'rsa-sha256' || algorithm === 'rsa-pss-sha256') return value;
  const half = value.length / 2;
  return bytesOf(new Sequence({ value: [value.subarray(0, half), value.subarray(half)].map(positive) }));
}

function positive(bytes: Uint8Array): Integer {
  return Integer.fromBigInt(BigInt(`0x${Buffer.from(bytes).toString('hex')}`));
}

function octets(bytes: Uint8Array): OctetString {
  return new OctetString({ valueHex: new Uint8Array(bytes).buffer });
}

function certificateOf(der: Uint8Array): Certificate {
  return new Certificate({ schema: fromBER(new Uint8Array(der).buffer).result });
}

function bytesOf(schema: { toBER(): ArrayBuffer }): Uint8Array {
  return new Uint8Array(schema.toBER());
}
