import { constants, verify, type KeyObject } from 'node:crypto';
import { fromBER, type BaseBlock } from 'asn1js';
import { AlgorithmIdentifier, RSASSAPSSParams } from 'pkijs';

/** How an authority signed something. `salt`: bytes of the salt of RSA-PSS; null for the other algorithms. */
export type SignatureRule = { readonly hash: string; readonly key: 'rsa' | 'ec'; readonly salt: number | null };

const rules: ReadonlyMap<string, SignatureRule> = new Map([
  ['1.2.840.113549.1.1.11', { hash: 'sha256', key: 'rsa', salt: null }],
  ['1.2.840.113549.1.1.12', { hash: 'sha384', key: 'rsa', salt: null }],
  ['1.2.840.113549.1.1.13', { hash: 'sha512', key: 'rsa', salt: null }],
  ['1.2.840.10045.4.3.2', { hash: 'sha256', key: 'ec', salt: null }],
  ['1.2.840.10045.4.3.3', { hash: 'sha384', key: 'ec', salt: null }],
  ['1.2.840.10045.4.3.4', { hash: 'sha512', key: 'ec', salt: null }],
]);

const pss = '1.2.840.113549.1.1.10';
const hashes: ReadonlyMap<string, string> = new Map([
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);

/** The rule that an algorithm names; null where it is weak or not known. RSA-PSS with one hash for message and mask (RFC 4055, 3.1). */
export function signatureRule({ algorithmId, algorithmParams }: AlgorithmIdentifier): SignatureRule | null {
  if (algorithmId !== pss) return rules.get(algorithmId) ?? null;
  try {
    const { hashAlgorithm, maskGenAlgorithm, saltLength } = new RSASSAPSSParams({ schema: algorithmParams });
    const masked = new AlgorithmIdentifier({ schema: maskGenAlgorithm.algorithmParams as BaseBlock });
    const hash = hashes.get(hashAlgorithm.algorithmId);
    return hash === undefined || masked.algorithmId !== hashAlgorithm.algorithmId ? null : { hash, key: 'rsa', salt: saltLength };
  } catch {
    return null;
  }
}

/** The same for an AlgorithmIdentifier in DER. */
export function signatureRuleOf(der: Uint8Array): SignatureRule | null {
  try {
    return signatureRule(new AlgorithmIdentifier({ schema: fromBER(new Uint8Array(der).buffer).result }));
  } catch {
    return null;
  }
}

/** Whether a value is the key's over these bytes. Never throws. */
export function holds({ hash, key: kind, salt }: SignatureRule, bytes: Uint8Array, key: KeyObject, value: Uint8Array): boolean {
  if (key.asymmetricKeyType !== kind && !(key.asymmetricKeyType === 'rsa-pss' && salt !== null)) return false;
  try {
    return salt === null ? verify(hash, bytes, key, value) : verify(hash, bytes, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: salt }, value);
  } catch {
    return false;
  }
}
