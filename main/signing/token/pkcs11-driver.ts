import { createRequire } from 'node:module';
import type * as Pkcs11Library from 'pkcs11js';
import type { Handle, PKCS11, TokenInfo } from 'pkcs11js';
import { OfficeError } from '#core/contract/errors.ts';
import { oneLine } from '#core/text/one-line.ts';
import { endWithOffice } from './end-with-office.ts';
import { checkModuleFile } from './module-header.ts';
import { returnValueOf, tokenError, withTokenErrors } from './pkcs11-errors.ts';
import { examineModule } from './pkcs11-examination.ts';
import { attribute, certificatesWithKeys, cka, digestOf, findPrivateKey, keysWithoutCertificate, storedCertificates, type StoredCertificate } from './pkcs11-objects.ts';
import { chooseSigningMechanism, decryptionMechanism, decryptionsOf, offeredRsaSchemes, signatureWidth } from './pkcs11-mechanisms.ts';
import { watchSlots } from './pkcs11-watch.ts';
import type { DriverKey, DriverOptions, DriverSession, DriverToken, PinState, TokenDriver } from './token-driver.ts';

const ckf = { protectedAuthenticationPath: 0x100, tokenInitialized: 0x400, pinCountLow: 0x10000, pinFinalTry: 0x20000, pinLocked: 0x40000, pinToBeChanged: 0x80000, serialSession: 0x4 } as const;
const ckr = { slotIdInvalid: 0x3, tokenNotPresent: 0xe0, tokenNotRecognized: 0xe1, alreadyLoggedIn: 0x100, alreadyInitialized: 0x191, pinIncorrect: 0xa0, pinInvalid: 0xa1 } as const;
/**
 * CKR_GENERAL_ERROR, CKR_FUNCTION_FAILED, CKR_ARGUMENTS_BAD, CKR_DATA_INVALID, CKR_DATA_LEN_RANGE, CKR_ENCRYPTED_DATA_INVALID and _LEN_RANGE,
 * CKR_KEY_TYPE_INCONSISTENT, CKR_KEY_FUNCTION_NOT_PERMITTED, CKR_MECHANISM_INVALID, CKR_MECHANISM_PARAM_INVALID: drivers are not of one mind.
 */
const refusedDecryptions: readonly number[] = [0x5, 0x6, 0x7, 0x20, 0x21, 0x40, 0x41, 0x63, 0x68, 0x70, 0x71];
const cku = { user: 1, contextSpecific: 2 } as const;

/** Room for the signature or plaintext of an RSA key of 8192 bits. */
const outputRoom = 1024;

/** A vendor's PKCS#11 module. Only for the token process: it may crash or hang, and then the process must still end with the office. */
export function openPkcs11Module(path: string): TokenDriver {
  checkModuleFile(path, process.platform);
  endWithOffice();
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
    list: () => withTokenErrors(() => presentTokens(library).map((present) => describe(library, present))),
    watch: () => withTokenErrors(() => watchSlots(library)),
    examine: () => withTokenErrors(() => examineModule(library)),
    openSession: (key, pin, options) => withTokenErrors(() => login(library, key, pin, options)),
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

function describe(library: PKCS11, present: PresentToken): DriverToken {
  const { info, session, certificates } = present;
  return { label: oneLine(info.label), serial: oneLine(info.serialNumber), model: oneLine(info.model), pin: pinState(info.flags), certificates: certificatesWithKeys(library, session, certificates), rsaSchemes: rsaSchemesOf(library, present.slot), keysWithoutCertificate: keysWithoutCertificate(library, session, certificates) };
}

/** Some drivers give their list only while a token is in use; what is not known must not be held against a token. */
function rsaSchemesOf(library: PKCS11, slot: Handle): DriverToken['rsaSchemes'] {
  try {
    return offeredRsaSchemes(library.C_GetMechanismList(slot));
  } catch {
    return null;
  }
}

function pinState(flags: number): PinState {
  if ((flags & ckf.pinLocked) !== 0) return 'locked';
  if ((flags & ckf.pinFinalTry) !== 0) return 'final-try';
  return (flags & ckf.pinCountLow) !== 0 ? 'count-low' : 'ok';
}

function login(library: PKCS11, key: DriverKey, pin: string, options: DriverOptions): DriverSession {
  const { token, certificate } = chosenToken(library, key);
  const offered = library.C_GetMechanismList(token.slot);
  const { algorithm, mechanism, prepare } = chooseSigningMechanism(certificate.der, offered, options.rsaScheme);
  // Read again now: what the listing saw may be minutes old, and a locked or counted-down PIN must cost no further try.
  refuseHopelessPin(library.C_GetTokenInfo(token.slot), pin, options.lastTryConfirmed);
  enter(library, token, pin);
  const privateKey = findPrivateKey(library, token.session, certificate);
  if (privateKey === null) throw new OfficeError('token.key-not-found');
  const pinEachTime = attribute(library, token.session, privateKey, cka.alwaysAuthenticate)?.[0] === 1;
  const permit = pinEachTime ? permitting(library, token.session, pin) : () => undefined;
  const width = signatureWidth(certificate.der);
  return {
    token: describe(library, token),
    certificate: certificate.der,
    algorithm,
    pinEachTime,
    decryptions: decryptionsOf(certificate.der, offered),
    sign: (data) =>
      withToken(library, token.slot, () => {
        const input = prepare(data);
        library.C_SignInit(token.session, mechanism, privateKey);
        permit();
        const value = new Uint8Array(library.C_Sign(token.session, input, Buffer.alloc(outputRoom)));
        if (value.length !== width) throw new OfficeError('token.driver-error', { detail: `C_Sign ${value.length} ≠ ${width}` });
        return value;
      }),
    decrypt: (data, padding) =>
      withToken(library, token.slot, () => {
        refusingDecryption(() => library.C_DecryptInit(token.session, decryptionMechanism(padding), privateKey));
        permit();
        return new Uint8Array(refusingDecryption(() => library.C_Decrypt(token.session, Buffer.from(data), Buffer.alloc(outputRoom))));
      }),
  };
}

/** Here and not in `login`, whose other steps would then keep the PIN of every token for as long as the session lives. */
function permitting(library: PKCS11, session: Handle, pin: string): () => void {
  return () => library.C_Login(session, cku.contextSpecific, pin);
}

/** Whether the key may decrypt, with which hash its OAEP, and whether the data are its own, only shows when it is asked. */
function refusingDecryption<Value>(step: () => Value): Value {
  try {
    return step();
  } catch (error) {
    const value = returnValueOf(error);
    if (value !== null && refusedDecryptions.includes(value)) throw new OfficeError('token.cannot-decrypt', {}, { cause: error });
    throw error;
  }
}

/** What went wrong may only be how this driver says that the token was pulled: then that is what the user must hear. */
function withToken<Value>(library: PKCS11, slot: Handle, step: () => Value): Value {
  try {
    return step();
  } catch (error) {
    const said = tokenError(error);
    const vague = said.code === 'token.session-lost' || said.code === 'token.driver-error' || said.code === 'token.device-error';
    throw vague && !isPresent(library, slot) ? new OfficeError('token.removed', said.params, { cause: error }) : said;
  }
}

function isPresent(library: PKCS11, slot: Handle): boolean {
  try {
    library.C_GetTokenInfo(slot);
    return true;
  } catch {
    return false;
  }
}

/** The token with this serial and, on it, the certificate with this digest: never merely the first slot, never a certificate of the same name. */
function chosenToken(library: PKCS11, key: DriverKey): { readonly token: PresentToken; readonly certificate: StoredCertificate } {
  const tokens = presentTokens(library);
  if (tokens.length === 0) throw new OfficeError('token.none-present');
  const sameSerial = tokens.filter(({ info }) => oneLine(info.serialNumber) === key.serial);
  for (const token of sameSerial) {
    const certificate = token.certificates.find(({ der }) => digestOf(der) === key.certificateDigest);
    if (certificate !== undefined) return { token, certificate };
  }
  throw new OfficeError(sameSerial.length > 0 ? 'token.certificate-changed' : 'token.certificate-not-found');
}

function refuseHopelessPin(info: TokenInfo, pin: string, lastTryConfirmed: boolean): void {
  if ((info.flags & ckf.pinLocked) !== 0) throw new OfficeError('token.pin-locked');
  // The library cannot hand over an absent PIN, which is how a reader with its own keys is asked.
  if ((info.flags & ckf.protectedAuthenticationPath) !== 0) throw new OfficeError('token.needs-pin-pad');
  if ((info.flags & ckf.pinToBeChanged) !== 0) throw new OfficeError('token.pin-must-change');
  const length = Buffer.byteLength(pin);
  const { minPinLen: min, maxPinLen: max } = info;
  const known = max > 0 && max >= min && max < 1024;
  if (length === 0 || (known && (length < min || length > max))) throw new OfficeError('token.pin-length', known ? { min, max } : {});
  if (pinState(info.flags) === 'final-try' && !lastTryConfirmed) throw new OfficeError('token.last-try-unconfirmed');
}

/** One login, never a second. What the flags say afterwards tells the user how near the lock is. */
function enter(library: PKCS11, token: PresentToken, pin: string): void {
  try {
    library.C_Login(token.session, cku.user, pin);
  } catch (error) {
    const value = returnValueOf(error);
    if (value === ckr.alreadyLoggedIn) return;
    if (value === ckr.pinIncorrect || value === ckr.pinInvalid) throw wrongPin(library, token.slot);
    throw error;
  }
}

function wrongPin(library: PKCS11, slot: Handle): OfficeError {
  const state = pinStateNow(library, slot);
  if (state === 'locked') return new OfficeError('token.pin-locked');
  return new OfficeError(state === 'final-try' ? 'token.pin-last-try' : 'token.pin-incorrect');
}

/** A token that does not answer after a wrong PIN has still refused it. */
function pinStateNow(library: PKCS11, slot: Handle): PinState {
  try {
    return pinState(library.C_GetTokenInfo(slot).flags);
  } catch {
    return 'ok';
  }
}
