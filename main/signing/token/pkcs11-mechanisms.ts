import { createHash, X509Certificate } from 'node:crypto';
import type { Mechanism } from 'pkcs11js';
import { rsaSchemeNames } from '#core/values/rsa-schemes.ts';
import { OfficeError } from '#core/contract/errors.ts';
import type { DecryptionPadding, RsaScheme, SignatureAlgorithm } from '#main/office/ports/signing.ts';

/** Mechanisms of PKCS #11 v2.40 in use here. */
const ckm = { rsaPkcs: 0x1, rsaOaep: 0x9, rsaPss: 0xd, sha256RsaPkcs: 0x40, sha256RsaPss: 0x43, sha1: 0x220, sha256: 0x250, ecdsa: 0x1041, ecdsaSha256: 0x1044, ecdsaSha384: 0x1045 } as const;
const mgf1 = { sha1: 1, sha256: 2 } as const;
/** How pkcs11js tells mechanism parameters apart (its CK_PARAMS_RSA_OAEP and CK_PARAMS_RSA_PSS). */
const parameterKinds = { oaep: 4, pss: 5 } as const;

/** DigestInfo of SHA-256 (RFC 8017, 9.2 note 1): CKM_RSA_PKCS pads, but does not name the hash. */
const digestInfo = Buffer.from('3031300d060960864801650304020105000420', 'hex');
/** RFC 9231, 2.3.10: MGF1 with the same hash, salt as long as it, trailer 1. */
const pss = { type: parameterKinds.pss, hashAlg: ckm.sha256, mgf: mgf1.sha256, saltLen: 32 };

/** How to sign with a token: the mechanism, and what is put into it for the bytes to be signed. */
export type SigningMechanism = { readonly algorithm: SignatureAlgorithm; readonly mechanism: Mechanism; readonly prepare: (data: Uint8Array) => Buffer };

const hashed = (name: 'sha256' | 'sha384') => (data: Uint8Array) => createHash(name).update(data).digest();
const whole = (data: Uint8Array) => Buffer.from(data);

const pkcs1Mechanisms: readonly SigningMechanism[] = [
  { algorithm: 'rsa-sha256', mechanism: { mechanism: ckm.rsaPkcs }, prepare: (data) => Buffer.concat([digestInfo, hashed('sha256')(data)]) },
  { algorithm: 'rsa-sha256', mechanism: { mechanism: ckm.sha256RsaPkcs }, prepare: whole },
];
const pssMechanisms: readonly SigningMechanism[] = [
  { algorithm: 'rsa-pss-sha256', mechanism: { mechanism: ckm.rsaPss, parameter: pss }, prepare: hashed('sha256') },
  { algorithm: 'rsa-pss-sha256', mechanism: { mechanism: ckm.sha256RsaPss, parameter: pss }, prepare: whole },
];
const curveMechanisms: ReadonlyMap<string | undefined, readonly SigningMechanism[]> = new Map([
  ['prime256v1', [
    { algorithm: 'ecdsa-p256-sha256', mechanism: { mechanism: ckm.ecdsa }, prepare: hashed('sha256') },
    { algorithm: 'ecdsa-p256-sha256', mechanism: { mechanism: ckm.ecdsaSha256 }, prepare: whole },
  ]],
  ['secp384r1', [
    { algorithm: 'ecdsa-p384-sha384', mechanism: { mechanism: ckm.ecdsa }, prepare: hashed('sha384') },
    { algorithm: 'ecdsa-p384-sha384', mechanism: { mechanism: ckm.ecdsaSha384 }, prepare: whole },
  ]],
]);

/**
 * The mechanism for a certificate's key, out of those the token lists. The hash is made here where the token can sign a ready one (nearly all
 * do, and it is less to send). RSA: what the profile wants; PKCS#1 v1.5 first where it wants nothing. Errors: token.key-too-weak, token.mechanism-missing,
 * token.scheme-missing (it signs with RSA, but not as the profile wants).
 */
export function chooseSigningMechanism(certificate: Uint8Array, offered: readonly number[], rsaScheme: RsaScheme | null): SigningMechanism {
  const { publicKey } = new X509Certificate(certificate);
  const { modulusLength, namedCurve } = publicKey.asymmetricKeyDetails ?? {};
  const isRsa = publicKey.asymmetricKeyType === 'rsa';
  if (isRsa && (modulusLength ?? 0) < 2048) throw new OfficeError('token.key-too-weak', { bits: modulusLength ?? 0 });
  const rsaMechanisms = [...(rsaScheme === 'pss' ? [] : pkcs1Mechanisms), ...(rsaScheme === 'pkcs1' ? [] : pssMechanisms)];
  const fitting = isRsa ? rsaMechanisms : (curveMechanisms.get(namedCurve) ?? []);
  const chosen = fitting.find(({ mechanism }) => offered.includes(mechanism.mechanism));
  if (chosen === undefined && isRsa && rsaScheme !== null && offeredRsaSchemes(offered).length > 0) throw new OfficeError('token.scheme-missing', { scheme: rsaSchemeNames[rsaScheme] });
  if (chosen === undefined) throw new OfficeError('token.mechanism-missing', { keyType: publicKey.asymmetricKeyType ?? 'unknown' });
  return chosen;
}

/** How a token's list promises to sign with RSA keys. */
export function offeredRsaSchemes(offered: readonly number[]): readonly RsaScheme[] {
  const lists = (mechanisms: readonly SigningMechanism[]) => mechanisms.some(({ mechanism }) => offered.includes(mechanism.mechanism));
  return [...(lists(pkcs1Mechanisms) ? (['pkcs1'] as const) : []), ...(lists(pssMechanisms) ? (['pss'] as const) : [])];
}

/** Bytes of a signature with the certificate's key: as many as the RSA modulus has, or r and s of the curve. */
export function signatureWidth(certificate: Uint8Array): number {
  const { modulusLength, namedCurve } = new X509Certificate(certificate).publicKey.asymmetricKeyDetails ?? {};
  return modulusLength === undefined ? (namedCurve === 'secp384r1' ? 96 : 64) : Math.ceil(modulusLength / 8);
}

const oaep = (hashAlg: number, mgf: number): Mechanism => ({ mechanism: ckm.rsaOaep, parameter: { type: parameterKinds.oaep, hashAlg, mgf, source: 1 } as { type: number } });

const decryptionMechanisms: Readonly<Record<DecryptionPadding, Mechanism>> = {
  'oaep-sha256': oaep(ckm.sha256, mgf1.sha256),
  'oaep-sha1': oaep(ckm.sha1, mgf1.sha1),
  pkcs1: { mechanism: ckm.rsaPkcs },
};

/** Ways in which the token's list promises to decrypt for this certificate. Which hashes its OAEP takes is not in the list: some know SHA-1 only. */
export function decryptionsOf(certificate: Uint8Array, offered: readonly number[]): readonly DecryptionPadding[] {
  if (new X509Certificate(certificate).publicKey.asymmetricKeyType !== 'rsa') return [];
  return (['oaep-sha256', 'oaep-sha1', 'pkcs1'] as const).filter((padding) => offered.includes(decryptionMechanisms[padding].mechanism));
}

export function decryptionMechanism(padding: DecryptionPadding): Mechanism {
  return decryptionMechanisms[padding];
}
