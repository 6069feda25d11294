import { createHash, X509Certificate } from 'node:crypto';
import { createRequire } from 'node:module';
import type * as Pkcs11Library from 'pkcs11js';
import type { Handle, PKCS11, TokenInfo } from 'pkcs11js';
import { OfficeError } from '#core/contract/errors.ts';
import type { SignatureAlgorithm } from '#main/office/ports/signing.ts';
import { checkModuleFile } from './module-header.ts';
import { returnValueOf, tokenError, withTokenErrors } from './pkcs11-errors.ts';
import { attribute, cka, digestOf, findPrivateKey, storedCertificates, type StoredCertificate } from './pkcs11-objects.ts';
import type { DriverKey, DriverSession, DriverToken, PinState, TokenDriver } from './token-driver.ts';

const ckf = { protectedAuthenticationPath: 0x100, tokenInitialized: 0x400, pinCountLow: 0x10000, pinFinalTry: 0x20000, pinLocked: 0x40000, pinToBeChanged: 0x80000, serialSession: 0x4 } as const;
const ckr = { slotIdInvalid: 0x3, tokenNotPresent: 0xe0, tokenNotRecognized: 0xe1, alreadyLoggedIn: 0x100, alreadyInitialized: 0x191, pinIncorrect: 0xa0 } as const;
const ckm = { rsaPkcs: 0x1, sha256RsaPkcs: 0x40, ecdsa: 0x1041, ecdsaSha256: 0x1044 } as const;
const cku = { user: 1, contextSpecific: 2 } as const;

/** DigestInfo of SHA-256 (RFC 8017, 9.2 note 1): CKM_RSA_PKCS pads, but does not name the hash. */
const digestInfo = Buffer.from('3031300d060960864801650304020105000420', 'hex');

type Mechanism = { readonly algorithm: SignatureAlgorithm; readonly mechanism: number; prepare(data: Uint8Array): Buffer };

/** A vendor's PKCS#11 module. Only for the token process: it may crash or hang. */
export function openPkcs11Module(path: string): TokenDriver {
  checkModuleFile(path, process.platform);
  // Loaded late, so that a copy of the program without the native part still has its training tokens.
  const pkcs11js = createRequire(import.meta.url)('pkcs11js') as typeof Pkcs11Library;
  const library = new pkcs11js.PKCS11();
  try {
    library.load(path);
  } catch (error) {
    throw new OfficeError('token.module-not-pkcs11', { path }, { cause: error });
  }
  try {
    library.C_Initialize();
  } catch (error) {
    if (returnValueOf(error) !== ckr.alreadyInitialized) throw tokenError(error);
  }
  return {
    list: () => withTokenErrors(() => presentTokens(library).map((present) => describe(present))),
    openSession: (key, pin) => withTokenErrors(() => login(library, key, pin)),
  };
}

type PresentToken = { readonly slot: Handle; readonly info: TokenInfo; readonly session: Handle; readonly certificates: readonly StoredCertificate[] };

/** Every token that can be read. A slot that fails is passed over as long as another one answers. */
function presentTokens(library: PKCS11): readonly PresentToken[] {
  const tokens: PresentToken[] = [];
  let failure: unknown = null;
  for (const slot of library.C_GetSlotList(true)) {
    try {
      const info = library.C_GetTokenInfo(slot);
      if ((info.flags & ckf.tokenInitialized) === 0) continue;
      const session = library.C_OpenSession(slot, ckf.serialSession);
      tokens.push({ slot, info, session, certificates: storedCertificates(library, session) });
    } catch (error) {
      const value = returnValueOf(error);
      if (value !== ckr.tokenNotPresent && value !== ckr.tokenNotRecognized && value !== ckr.slotIdInvalid) failure = error;
    }
  }
  if (tokens.length === 0 && failure !== null) throw failure;
  return tokens;
}

function describe(present: PresentToken): DriverToken {
  const { info } = present;
  return { label: plain(info.label), serial: plain(info.serialNumber), model: plain(info.model), pin: pinState(info.flags), certificates: present.certificates.map(({ der }) => der) };
}

/** Fixed-width fields, padded with blanks by the standard and with zeros by some drivers. */
function plain(text: string): string {
  return text.replaceAll('\0', ' ').trim().normalize('NFC');
}

function pinState(flags: number): PinState {
  if ((flags & ckf.pinLocked) !== 0) return 'locked';
  if ((flags & ckf.pinFinalTry) !== 0) return 'final-try';
  return (flags & ckf.pinCountLow) !== 0 ? 'count-low' : 'ok';
}

function login(library: PKCS11, key: DriverKey, pin: string): DriverSession {
  const tokens = presentTokens(library);
  if (tokens.length === 0) throw new OfficeError('token.none-present');
  const token = tokens.find(({ info, certificates }) => plain(info.serialNumber) === key.serial && certificates.some(({ der }) => digestOf(der) === key.certificateDigest));
  const certificate = token?.certificates.find(({ der }) => digestOf(der) === key.certificateDigest);
  if (token === undefined || certificate === undefined) throw new OfficeError('token.certificate-not-found');
  const mechanism = chooseMechanism(certificate.der, library.C_GetMechanismList(token.slot));
  // Read again now: what the listing saw may be minutes old, and a locked or counted-down PIN must cost no further try.
  refuseHopelessPin(library.C_GetTokenInfo(token.slot), pin);
  enter(library, token, pin);
  const privateKey = findPrivateKey(library, token.session, certificate);
  if (privateKey === null) throw new OfficeError('token.key-not-found');
  const everyTime = attribute(library, token.session, privateKey, cka.alwaysAuthenticate)?.[0] === 1;
  return {
    token: describe(token),
    certificate: certificate.der,
    algorithm: mechanism.algorithm,
    sign: (data) =>
      withTokenErrors(() => {
        library.C_SignInit(token.session, { mechanism: mechanism.mechanism }, privateKey);
        if (everyTime) library.C_Login(token.session, cku.contextSpecific, pin);
        return new Uint8Array(library.C_Sign(token.session, mechanism.prepare(data), Buffer.alloc(1024)));
      }),
  };
}

function refuseHopelessPin(info: TokenInfo, pin: string): void {
  if ((info.flags & ckf.pinLocked) !== 0) throw new OfficeError('token.pin-locked');
  // The library cannot hand over an absent PIN, which is how a reader with its own keys is asked.
  if ((info.flags & ckf.protectedAuthenticationPath) !== 0) throw new OfficeError('token.needs-pin-pad');
  if ((info.flags & ckf.pinToBeChanged) !== 0) throw new OfficeError('token.pin-expired');
  const length = Buffer.byteLength(pin);
  const { minPinLen: min, maxPinLen: max } = info;
  const known = max > 0 && max >= min && max < 1024;
  if (length === 0 || (known && (length < min || length > max))) throw new OfficeError('token.pin-length', known ? { min, max } : {});
}

/** One login, never a second. What the flags say afterwards tells the user how near the lock is. */
function enter(library: PKCS11, token: PresentToken, pin: string): void {
  try {
    library.C_Login(token.session, cku.user, pin);
  } catch (error) {
    const value = returnValueOf(error);
    if (value === ckr.alreadyLoggedIn) return;
    if (value === ckr.pinIncorrect) throw wrongPin(library, token.slot);
    throw error;
  }
}

function wrongPin(library: PKCS11, slot: Handle): OfficeError {
  const state = pinState(library.C_GetTokenInfo(slot).flags);
  if (state === 'locked') return new OfficeError('token.pin-locked');
  return new OfficeError(state === 'final-try' ? 'token.pin-last-try' : 'token.pin-incorrect');
}

/** RSA PKCS#1 v1.5 or ECDSA P-256, both with SHA-256; the hash is made here where the token can sign a ready one (all do, and it is less to send). */
function chooseMechanism(der: Uint8Array, offered: readonly number[]): Mechanism {
  const { publicKey } = new X509Certificate(der);
  const details = publicKey.asymmetricKeyDetails;
  const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest();
  if (publicKey.asymmetricKeyType === 'rsa') {
    if ((details?.modulusLength ?? 0) < 2048) throw new OfficeError('token.key-too-weak', { bits: details?.modulusLength ?? 0 });
    if (offered.includes(ckm.rsaPkcs)) return { algorithm: 'rsa-sha256', mechanism: ckm.rsaPkcs, prepare: (data) => Buffer.concat([digestInfo, sha256(data)]) };
    if (offered.includes(ckm.sha256RsaPkcs)) return { algorithm: 'rsa-sha256', mechanism: ckm.sha256RsaPkcs, prepare: (data) => Buffer.from(data) };
  }
  if (publicKey.asymmetricKeyType === 'ec' && details?.namedCurve === 'prime256v1') {
    if (offered.includes(ckm.ecdsa)) return { algorithm: 'ecdsa-p256-sha256', mechanism: ckm.ecdsa, prepare: sha256 };
    if (offered.includes(ckm.ecdsaSha256)) return { algorithm: 'ecdsa-p256-sha256', mechanism: ckm.ecdsaSha256, prepare: (data) => Buffer.from(data) };
  }
  throw new OfficeError('token.mechanism-missing', { keyType: publicKey.asymmetricKeyType ?? 'unknown' });
}
