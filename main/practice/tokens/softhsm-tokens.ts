import { createHash, createPublicKey, randomBytes, verify, X509Certificate, type JsonWebKey } from 'node:crypto';
import { createRequire } from 'node:module';
import type * as Pkcs11Library from 'pkcs11js';
import type { Handle, PKCS11 } from 'pkcs11js';
import type { IssuedCertificate } from './training-authority.ts';

export type TrainingKeyKind = 'rsa-2048' | 'p256';

type Pkcs11 = typeof Pkcs11Library;

/** Makes tokens in SoftHSM; the process must have SOFTHSM2_CONF before it starts. Keys are generated inside and never leave. */
export type SoftHsm = {
  /** A new token with a key and the certificate that `certify` gives for its public key (SPKI, DER). Gives the token's serial and the certificate. */
  createToken(label: string, key: TrainingKeyKind, pin: string, certify: (publicKeyInfo: Uint8Array) => IssuedCertificate): { readonly serial: string; readonly certificate: Uint8Array };
};

const tokenInitialized = 0x400;

/** Throws whatever the library throws: the caller then makes software tokens. */
export function openSoftHsm(modulePath: string): SoftHsm {
  const pkcs11js = createRequire(import.meta.url)('pkcs11js') as Pkcs11;
  const library = new pkcs11js.PKCS11();
  library.load(modulePath);
  library.C_Initialize();
  return {
    createToken(label, key, pin, certify) {
      const slot = initializeToken(library, pkcs11js, label, pin);
      const session = library.C_OpenSession(slot, pkcs11js.CKF_SERIAL_SESSION | pkcs11js.CKF_RW_SESSION);
      try {
        library.C_Login(session, pkcs11js.CKU_USER, pin);
        const certificate = fillToken(library, pkcs11js, session, key, certify);
        return { serial: serialOf(library, slot), certificate };
      } finally {
        library.C_CloseSession(session);
      }
    },
  };
}

/** SoftHSM always shows one blank token; initialised, it moves to a slot of its own and a new blank one appears. */
function initializeToken(library: PKCS11, pkcs11js: Pkcs11, label: string, pin: string): Handle {
  const before = new Set(library.C_GetSlotList(true).map((slot) => serialOf(library, slot)));
  const blank = library.C_GetSlotList(true).find((slot) => (library.C_GetTokenInfo(slot).flags & tokenInitialized) === 0);
  if (blank === undefined) throw new Error('SoftHSM shows no blank token.');
  const officerPin = randomBytes(12).toString('hex');
  library.C_InitToken(blank, officerPin, paddedLabel(label));
  const slot = library.C_GetSlotList(true).find((candidate) => !before.has(serialOf(library, candidate)) && (library.C_GetTokenInfo(candidate).flags & tokenInitialized) !== 0);
  if (slot === undefined) throw new Error('SoftHSM does not show its new token.');
  const session = library.C_OpenSession(slot, pkcs11js.CKF_SERIAL_SESSION | pkcs11js.CKF_RW_SESSION);
  try {
    library.C_Login(session, pkcs11js.CKU_SO, officerPin);
    library.C_InitPIN(session, pin);
    library.C_Logout(session);
  } finally {
    library.C_CloseSession(session);
  }
  return slot;
}

function fillToken(library: PKCS11, pkcs11js: Pkcs11, session: Handle, kind: TrainingKeyKind, certify: (publicKeyInfo: Uint8Array) => IssuedCertificate): Uint8Array {
  const id = randomBytes(8);
  const shared = [
    { type: pkcs11js.CKA_TOKEN, value: true },
    { type: pkcs11js.CKA_ID, value: id },
    { type: pkcs11js.CKA_LABEL, value: 'signing' },
  ];
  const isRsa = kind === 'rsa-2048';
  const size = isRsa
    ? [
        { type: pkcs11js.CKA_MODULUS_BITS, value: 2048 },
        { type: pkcs11js.CKA_PUBLIC_EXPONENT, value: Buffer.from([1, 0, 1]) },
      ]
    : [{ type: pkcs11js.CKA_EC_PARAMS, value: Buffer.from('06082a8648ce3d030107', 'hex') }]; // prime256v1
  const keys = library.C_GenerateKeyPair(
    session,
    { mechanism: isRsa ? pkcs11js.CKM_RSA_PKCS_KEY_PAIR_GEN : pkcs11js.CKM_EC_KEY_PAIR_GEN },
    [...shared, ...size, { type: pkcs11js.CKA_VERIFY, value: true }],
    [
      ...shared,
      { type: pkcs11js.CKA_PRIVATE, value: true },
      { type: pkcs11js.CKA_SENSITIVE, value: true },
      { type: pkcs11js.CKA_EXTRACTABLE, value: false },
      { type: pkcs11js.CKA_SIGN, value: true },
    ],
  );
  const publicKeyInfo = createPublicKey({ key: isRsa ? rsaJwk(library, pkcs11js, session, keys.publicKey) : ecJwk(library, pkcs11js, session, keys.publicKey), format: 'jwk' }).export({ type: 'spki', format: 'der' });
  const certificate = certify(new Uint8Array(publicKeyInfo));
  library.C_CreateObject(session, [
    ...shared,
    { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_CERTIFICATE },
    { type: pkcs11js.CKA_CERTIFICATE_TYPE, value: pkcs11js.CKC_X_509 },
    { type: pkcs11js.CKA_PRIVATE, value: false },
    { type: pkcs11js.CKA_SUBJECT, value: Buffer.from(certificate.subject) },
    { type: pkcs11js.CKA_VALUE, value: Buffer.from(certificate.der) },
  ]);
  proveKey(library, pkcs11js, session, keys.privateKey, isRsa, certificate.der);
  return certificate.der;
}

/**
 * Signs once and checks: SoftHSM binds to the host program's crypto library, and inside a host with another one (Electron) its keys may not
 * work. Better to find that here, where software tokens can take over.
 */
function proveKey(library: PKCS11, pkcs11js: Pkcs11, session: Handle, key: Handle, isRsa: boolean, certificate: Uint8Array): void {
  const sample = randomBytes(64);
  const input = isRsa ? sample : createHash('sha256').update(sample).digest();
  library.C_SignInit(session, { mechanism: isRsa ? pkcs11js.CKM_SHA256_RSA_PKCS : pkcs11js.CKM_ECDSA }, key);
  const signature = library.C_Sign(session, input, Buffer.alloc(512));
  const { publicKey } = new X509Certificate(certificate);
  if (!verify('sha256', sample, isRsa ? publicKey : { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature)) throw new Error('SoftHSM does not sign correctly here.');
}

function rsaJwk(library: PKCS11, pkcs11js: Pkcs11, session: Handle, key: Handle): JsonWebKey {
  const [modulus, exponent] = library.C_GetAttributeValue(session, key, [{ type: pkcs11js.CKA_MODULUS }, { type: pkcs11js.CKA_PUBLIC_EXPONENT }]);
  if (modulus === undefined || exponent === undefined) throw new Error('SoftHSM hides its public key.');
  return { kty: 'RSA', n: modulus.value.toString('base64url'), e: exponent.value.toString('base64url') };
}

/** CKA_EC_POINT is a DER OCTET STRING around 04 ‖ x ‖ y. */
function ecJwk(library: PKCS11, pkcs11js: Pkcs11, session: Handle, key: Handle): JsonWebKey {
  const point = library.C_GetAttributeValue(session, key, [{ type: pkcs11js.CKA_EC_POINT }])[0]?.value;
  if (point === undefined || point.length < 64) throw new Error('SoftHSM hides its public key.');
  return { kty: 'EC', crv: 'P-256', x: point.subarray(-64, -32).toString('base64url'), y: point.subarray(-32).toString('base64url') };
}

function serialOf(library: PKCS11, slot: Handle): string {
  return library.C_GetTokenInfo(slot).serialNumber.replaceAll('\0', ' ').trim();
}

/** CK_UTF8CHAR[32], blank-padded; a letter of several bytes is not cut in two. */
function paddedLabel(label: string): string {
  let text = '';
  for (const letter of label.normalize('NFC')) {
    if (Buffer.byteLength(text + letter) > 32) break;
    text += letter;
  }
  return text + ' '.repeat(32 - Buffer.byteLength(text));
}
