import { constants, verify, X509Certificate } from 'node:crypto';
import type { SignatureAlgorithm } from '#main/office/ports/signing.ts';

/** Does a signature value (RSA block, or r‖s) of these bytes fit the certificate? Nothing more is asked here; judging is the verifier's work. */
export function fitsCertificate(certificate: Uint8Array, algorithm: SignatureAlgorithm, data: Uint8Array, value: Uint8Array): boolean {
  const key = new X509Certificate(certificate).publicKey;
  if (algorithm === 'rsa-sha256') return verify('sha256', data, { key, padding: constants.RSA_PKCS1_PADDING }, value);
  if (algorithm === 'rsa-pss-sha256') return verify('sha256', data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }, value);
  return verify(algorithm === 'ecdsa-p384-sha384' ? 'sha384' : 'sha256', data, { key, dsaEncoding: 'ieee-p1363' }, value);
}
