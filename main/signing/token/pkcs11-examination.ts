import type { Handle, PKCS11, TokenInfo } from 'pkcs11js';
import type { TokenFlag } from '#core/contract/token-doctor.ts';
import { oneLine } from '#core/text/one-line.ts';
import type { DriverExamination, DriverSlot } from './token-driver.ts';
import { returnValueOf, tokenError } from './pkcs11-errors.ts';
import { certificatesWithKeys, cka, cko, findObjects, findPrivateKey, storedCertificates } from './pkcs11-objects.ts';

const serialSession = 0x4;
const tokenPresent = 0x1;

/** CKR_SLOT_ID_INVALID, CKR_DEVICE_REMOVED, CKR_TOKEN_NOT_PRESENT: pulled while it was looked at, or a slot that always claims to hold one. */
const absent: ReadonlySet<number> = new Set([0x3, 0x32, 0xe0]);

/** CKF_* of CK_TOKEN_INFO (PKCS #11 v2.40, 3.2). */
const flagBits: readonly (readonly [TokenFlag, number])[] = [
  ['write-protected', 0x2],
  ['login-required', 0x4],
  ['pin-initialized', 0x8],
  ['pin-pad', 0x100],
  ['initialized', 0x400],
  ['pin-count-low', 0x10000],
  ['pin-final-try', 0x20000],
  ['pin-locked', 0x40000],
  ['pin-to-be-changed', 0x80000],
];

/** Mechanisms that sign a digest or data; the others of a token (it may list a hundred) say nothing about signing records. */
const signingMechanisms: ReadonlyMap<number, string> = new Map([
  [0x1, 'CKM_RSA_PKCS'],
  [0xd, 'CKM_RSA_PKCS_PSS'],
  [0x40, 'CKM_SHA256_RSA_PKCS'],
  [0x41, 'CKM_SHA384_RSA_PKCS'],
  [0x43, 'CKM_SHA256_RSA_PKCS_PSS'],
  [0x1041, 'CKM_ECDSA'],
  [0x1044, 'CKM_ECDSA_SHA256'],
  [0x1045, 'CKM_ECDSA_SHA384'],
]);

/** Everything a driver shows without a PIN. A slot that fails is told with its error; the others still answer. */
export function examineModule(library: PKCS11): DriverExamination {
  const info = library.C_GetInfo();
  return {
    library: { manufacturer: oneLine(info.manufacturerID), description: oneLine(info.libraryDescription), version: versionOf(info.libraryVersion), cryptoki: versionOf(info.cryptokiVersion) },
    slots: library.C_GetSlotList(false).map((slot) => examineSlot(library, slot)),
  };
}

function examineSlot(library: PKCS11, slot: Handle): DriverSlot {
  let description = '';
  try {
    const info = library.C_GetSlotInfo(slot);
    description = oneLine(info.slotDescription);
    const token = (info.flags & tokenPresent) === 0 ? null : examineToken(library, slot);
    // Some drivers always show one more place for a token, blank and without a number: nothing is plugged in there.
    return { description, token: token?.serial === '' && !token.flags.includes('initialized') ? null : token, problem: null };
  } catch (error) {
    if (absent.has(returnValueOf(error) ?? 0)) return { description, token: null, problem: null };
    const { code, params } = tokenError(error);
    return { description, token: null, problem: { code, params } };
  }
}

function examineToken(library: PKCS11, slot: Handle): NonNullable<DriverSlot['token']> {
  const info = library.C_GetTokenInfo(slot);
  const flags = flagBits.flatMap(([name, bit]) => ((info.flags & bit) === 0 ? [] : [name]));
  const mechanisms = library.C_GetMechanismList(slot);
  const head = {
    label: oneLine(info.label),
    serial: oneLine(info.serialNumber),
    model: oneLine(info.model),
    manufacturer: oneLine(info.manufacturerID),
    firmware: versionOf(info.firmwareVersion),
    flags,
    pinLength: pinLengthOf(info),
    signingMechanisms: mechanisms.flatMap((mechanism) => signingMechanisms.get(mechanism) ?? []),
    mechanisms: mechanisms.length,
  };
  if (!flags.includes('initialized')) return { ...head, certificates: [], keysWithoutCertificate: 0 };
  const session = library.C_OpenSession(slot, serialSession);
  try {
    return { ...head, ...contentOf(library, session) };
  } finally {
    library.C_CloseSession(session);
  }
}

/** Certificates, and how many of the private keys that are shown before the login belong to none of them. */
function contentOf(library: PKCS11, session: Handle): Pick<NonNullable<DriverSlot['token']>, 'certificates' | 'keysWithoutCertificate'> {
  const certificates = storedCertificates(library, session);
  const own = certificates.flatMap((certificate) => findPrivateKey(library, session, certificate) ?? []);
  const keys = findObjects(library, session, [{ type: cka.class, value: cko.privateKey }]);
  return { certificates: certificatesWithKeys(library, session, certificates), keysWithoutCertificate: keys.filter((key) => !own.some((one) => one.equals(key))).length };
}

function pinLengthOf({ minPinLen: min, maxPinLen: max }: TokenInfo): { readonly min: number; readonly max: number } | null {
  return max > 0 && max >= min && max < 1024 ? { min, max } : null;
}

function versionOf(version: { readonly major: number; readonly minor: number }): string {
  return `${version.major}.${version.minor}`;
}
