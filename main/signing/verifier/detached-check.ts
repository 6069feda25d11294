import { verify, X509Certificate } from 'node:crypto';

/**
 * Whether a signature over the bytes was made with the key of the certificate: RSASSA-PKCS1-v1_5 or ECDSA (DER), each with SHA-256, RSA keys of 2048 bits and
 * more, as `openssl dgst -sha256 -sign` makes it. False for anything else, also for what is no certificate.
 */
export function isSignedBy(content: Uint8Array, signature: Uint8Array, certificate: Uint8Array): boolean {
  try {
    const { publicKey } = new X509Certificate(certificate);
    const strong = publicKey.asymmetricKeyType === 'rsa' ? (publicKey.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048 : publicKey.asymmetricKeyType === 'ec';
    return strong && verify('sha256', content, publicKey, signature);
  } catch {
    return false;
  }
}
