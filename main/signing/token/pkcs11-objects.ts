import { createHash, X509Certificate, type KeyObject } from 'node:crypto';
import type { Handle, PKCS11, Template } from 'pkcs11js';
import { OfficeError } from '#core/contract/errors.ts';
import { returnValueOf } from './pkcs11-errors.ts';
import type { DriverCertificate } from './token-driver.ts';

/** PKCS #11 v2.40 constants in use here; the library's own copies are only there once its native part has been loaded. */
export const cka = { class: 0x0, value: 0x11, certificateType: 0x80, keyType: 0x100, id: 0x102, modulus: 0x120, ecPoint: 0x181, alwaysAuthenticate: 0x202 } as const;
/** The low byte of CKA_KEY_TYPE, which stands first on every machine this program runs on. */
const ckk = { rsa: 0, ec: 3 } as const;
export const cko = { certificate: 1, publicKey: 2, privateKey: 3 } as const;

export type StoredCertificate = { readonly der: Uint8Array; readonly id: Uint8Array };

/** No token holds so many objects of a kind; some drivers give the same ones for ever. */
const mostObjects = 2_048;

/** CKR_SLOT_ID_INVALID, CKR_DEVICE_REMOVED, CKR_SESSION_CLOSED, CKR_SESSION_HANDLE_INVALID, CKR_TOKEN_NOT_PRESENT, CKR_TOKEN_NOT_RECOGNIZED: nothing more will be read. */
const gone: ReadonlySet<number> = new Set([0x3, 0x32, 0xb0, 0xb3, 0xe0, 0xe1]);

/**
 * All objects of a template. The search is closed even when the driver fails in it: an open one blocks every later search. Throws OfficeError token.driver-error
 * where it does not end.
 */
export function findObjects(library: PKCS11, session: Handle, template: Template): readonly Handle[] {
  const found: Handle[] = [];
  library.C_FindObjectsInit(session, template);
  try {
    for (;;) {
      const next = library.C_FindObjects(session, 32);
      found.push(...next);
      if (next.length === 0) return found;
      if (found.length > mostObjects) throw new OfficeError('token.driver-error', { detail: `C_FindObjects > ${mostObjects}` });
    }
  } finally {
    library.C_FindObjectsFinal(session);
  }
}

/** An attribute's bytes, or null where the object has none or hides it. Throws where the token is gone: what it held is then not known. */
export function attribute(library: PKCS11, session: Handle, object: Handle, type: number): Uint8Array | null {
  try {
    const value = library.C_GetAttributeValue(session, object, [{ type }])[0]?.value;
    return value === undefined ? null : new Uint8Array(value);
  } catch (error) {
    if (gone.has(returnValueOf(error) ?? -1)) throw error;
    return null;
  }
}

/** X.509 certificates of the token. Attribute certificates and other things that do not parse are left out. */
export function storedCertificates(library: PKCS11, session: Handle): readonly StoredCertificate[] {
  return findObjects(library, session, [{ type: cka.class, value: cko.certificate }]).flatMap((object) => {
    const der = attribute(library, session, object, cka.value);
    if (der === null || !isCertificate(der)) return [];
    return [{ der, id: attribute(library, session, object, cka.id) ?? new Uint8Array() }];
  });
}

/** Each certificate with what the session shows of its key. Before the login most tokens show no private key at all, and then nothing is known. */
export function certificatesWithKeys(library: PKCS11, session: Handle, certificates: readonly StoredCertificate[]): readonly DriverCertificate[] {
  const shown = findObjects(library, session, [{ type: cka.class, value: cko.privateKey }]);
  return certificates.map((certificate) => {
    if (shown.length === 0) return { der: certificate.der, key: 'unknown', pinEachTime: null };
    const key = findPrivateKey(library, session, certificate);
    return key === null ? { der: certificate.der, key: 'missing', pinEachTime: null } : { der: certificate.der, key: 'present', pinEachTime: attribute(library, session, key, cka.alwaysAuthenticate)?.[0] === 1 };
  });
}

/** Keys that no certificate of the token belongs to. Before the login most tokens show public keys only; their CKA_ID is their pair's. */
export function keysWithoutCertificate(library: PKCS11, session: Handle, certificates: readonly StoredCertificate[]): number {
  const own = certificates.flatMap((certificate) => findPrivateKey(library, session, certificate) ?? []);
  const privateKeys = findObjects(library, session, [{ type: cka.class, value: cko.privateKey }]);
  if (privateKeys.length > 0) return privateKeys.filter((key) => !own.some((one) => one.equals(key))).length;
  const publicKeys = findObjects(library, session, [{ type: cka.class, value: cko.publicKey }]);
  return publicKeys.filter((key) => !certificates.some(({ id }) => equal(attribute(library, session, key, cka.id), id))).length;
}

function isCertificate(der: Uint8Array): boolean {
  try {
    return new X509Certificate(der).raw.length > 0;
  } catch {
    return false;
  }
}

export function digestOf(der: Uint8Array): string {
  return createHash('sha256').update(der).digest('hex');
}

/**
 * The private key of a certificate, after login: same CKA_ID and, where the token shows it, the same modulus; else the key whose public
 * part equals the certificate's. Null: this token does not hold it.
 */
export function findPrivateKey(library: PKCS11, session: Handle, certificate: StoredCertificate): Handle | null {
  const wanted = publicPart(new X509Certificate(certificate.der).publicKey);
  if (wanted === null) return null;
  // A key that does not say of which kind it is may be the one.
  const keys = findObjects(library, session, [{ type: cka.class, value: cko.privateKey }]).filter((key) => (attribute(library, session, key, cka.keyType)?.[0] ?? wanted.keyType) === wanted.keyType);
  const sameId = certificate.id.length === 0 ? [] : keys.filter((key) => equal(attribute(library, session, key, cka.id), certificate.id));
  const modulusOf = (key: Handle) => withoutLeadingZeros(attribute(library, session, key, cka.modulus));
  if (wanted.keyType === ckk.rsa) {
    const byModulus = (key: Handle) => equal(modulusOf(key), wanted.bytes);
    return sameId.find(byModulus) ?? sameId.find((key) => modulusOf(key) === null) ?? keys.find(byModulus) ?? null;
  }
  if (sameId[0] !== undefined) return sameId[0];
  // A private EC key does not carry its point; the public key beside it does, and shares the private one's CKA_ID.
  const twin = findObjects(library, session, [{ type: cka.class, value: cko.publicKey }]).find((key) =>
    endsWith(attribute(library, session, key, cka.ecPoint), wanted.bytes),
  );
  const twinId = twin === undefined ? null : attribute(library, session, twin, cka.id);
  return keys.find((key) => twinId !== null && equal(attribute(library, session, key, cka.id), twinId)) ?? null;
}

/** The modulus of an RSA key, or the uncompressed point's coordinates of an EC key. */
function publicPart(key: KeyObject): { readonly keyType: number; readonly bytes: Uint8Array } | null {
  const jwk = key.export({ format: 'jwk' });
  if (jwk.kty === 'RSA' && jwk.n !== undefined) return { keyType: ckk.rsa, bytes: Buffer.from(jwk.n, 'base64url') };
  if (jwk.kty === 'EC' && jwk.x !== undefined && jwk.y !== undefined) {
    return { keyType: ckk.ec, bytes: Buffer.concat([Buffer.from(jwk.x, 'base64url'), Buffer.from(jwk.y, 'base64url')]) };
  }
  return null;
}

function withoutLeadingZeros(bytes: Uint8Array | null): Uint8Array | null {
  if (bytes === null || bytes.length === 0) return null;
  const first = bytes.findIndex((byte) => byte !== 0);
  return first <= 0 ? bytes : bytes.subarray(first);
}

function equal(left: Uint8Array | null, right: Uint8Array): boolean {
  return left !== null && Buffer.compare(left, right) === 0;
}

function endsWith(bytes: Uint8Array | null, ending: Uint8Array): boolean {
  return bytes !== null && bytes.length >= ending.length && equal(bytes.subarray(bytes.length - ending.length), ending);
}
