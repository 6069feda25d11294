import type { SignerCertificate } from '#main/office/ports/signer-certificates.ts';
import { isStrongKey, keyUsages, readCertificate } from './certificate.ts';

const pem = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/u;

/** A certificate is some kilobytes; a file that is larger than this is none. */
const largest = 64 * 1024;

/**
 * Reads what the register of signers has to know of a certificate, in DER or PEM: by the same reader that will judge the signatures made with it. Null where
 * the bytes are no certificate. A PEM file with a chain gives its first, which is the holder's own.
 */
export function readSignerFacts(bytes: Uint8Array): SignerCertificate | null {
  if (bytes.byteLength > largest) return null;
  const armoured = pem.exec(Buffer.from(bytes).toString('latin1'))?.[1];
  const certificate = readCertificate(armoured === undefined ? bytes : new Uint8Array(Buffer.from(armoured, 'base64')));
  if (certificate === null) return null;
  const usage = certificate.keyUsage;
  return {
    der: certificate.der,
    facts: certificate.facts,
    personalId: certificate.personalId,
    kindKnown: certificate.kindKnown,
    authority: certificate.authority,
    maySign: usage === null ? null : (usage & (keyUsages.digitalSignature | keyUsages.nonRepudiation)) !== 0,
    strongKey: isStrongKey(certificate.key),
  };
}
