import { constants, verify, type KeyObject } from 'node:crypto';
import type { DerAlgorithm } from './der-reader.ts';

/**
 * Whether a value is the key's signature over bytes, by an algorithm as X.509 and CMS name it. An algorithm that is none of a signature, or of another
 * kind than the key, signs nothing. Never throws.
 */
export function isSignatureBy(key: KeyObject, bytes: Uint8Array, { hash, key: kind, salt }: DerAlgorithm, value: Uint8Array): boolean {
  if (hash === '' || kind === null || !fitsKey(key, kind, salt !== null)) return false;
  try {
    if (kind === 'ec') return verify(hash, bytes, key, value);
    if (salt === null) return verify(hash, bytes, { key, padding: constants.RSA_PKCS1_PADDING }, value);
    return verify(hash, bytes, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: salt }, value);
  } catch {
    return false;
  }
}

/** Keys that say of themselves that they are for RSA-PSS only are for nothing else. */
export function fitsKey({ asymmetricKeyType }: KeyObject, kind: 'rsa' | 'ec', salted: boolean): boolean {
  return asymmetricKeyType === kind || (asymmetricKeyType === 'rsa-pss' && kind === 'rsa' && salted);
}
