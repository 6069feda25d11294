import { OfficeError, type ErrorCode } from '#core/contract/errors.ts';

/**
 * PKCS#11 return values that mean something to the user (PKCS #11 v2.40, 11.1). Those that a pulled, swapped or re-inserted token gives are
 * all "removed": which one comes depends on the driver. The rest is "the token answered with an error".
 */
const codes: ReadonlyMap<number, ErrorCode> = new Map<number, ErrorCode>([
  [0x0a0, 'token.pin-incorrect'], // CKR_PIN_INCORRECT
  [0x0a1, 'token.pin-incorrect'], // CKR_PIN_INVALID
  [0x0a2, 'token.pin-length'], // CKR_PIN_LEN_RANGE
  [0x0a3, 'token.pin-expired'], // CKR_PIN_EXPIRED
  [0x0a4, 'token.pin-locked'], // CKR_PIN_LOCKED
  [0x102, 'token.pin-expired'], // CKR_USER_PIN_NOT_INITIALIZED
  [0x032, 'token.removed'], // CKR_DEVICE_REMOVED
  [0x0e0, 'token.removed'], // CKR_TOKEN_NOT_PRESENT
  [0x0b0, 'token.removed'], // CKR_SESSION_CLOSED
  [0x0b3, 'token.removed'], // CKR_SESSION_HANDLE_INVALID
  [0x060, 'token.removed'], // CKR_KEY_HANDLE_INVALID
  [0x082, 'token.removed'], // CKR_OBJECT_HANDLE_INVALID
  [0x101, 'token.removed'], // CKR_USER_NOT_LOGGED_IN
  [0x003, 'token.removed'], // CKR_SLOT_ID_INVALID
  [0x070, 'token.mechanism-missing'], // CKR_MECHANISM_INVALID
  [0x068, 'token.key-not-found'], // CKR_KEY_FUNCTION_NOT_PERMITTED
  [0x062, 'token.key-too-weak'], // CKR_KEY_SIZE_RANGE
]);

/** The numeric CKR value of an error thrown by pkcs11js, or null when it is something else. */
export function returnValueOf(error: unknown): number | null {
  if (!(error instanceof Error) || error.name !== 'Pkcs11Error') return null;
  return 'code' in error && typeof error.code === 'number' ? error.code : null;
}

/** What the office says for an error of the driver. `detail`: the CKR name for the folded-away technical line. */
export function tokenError(error: unknown): OfficeError {
  if (error instanceof OfficeError) return error;
  const value = returnValueOf(error);
  if (value === null) return new OfficeError('token.device-error', { detail: error instanceof Error ? error.name : 'unknown' }, { cause: error });
  const name = error instanceof Error && error.message.startsWith('CKR_') ? error.message : 'CKR';
  return new OfficeError(codes.get(value) ?? 'token.device-error', { detail: `${name} 0x${value.toString(16).padStart(8, '0')}` }, { cause: error });
}

/** Runs one step against the driver and turns what it throws into the office's errors. */
export function withTokenErrors<Value>(step: () => Value): Value {
  try {
    return step();
  } catch (error) {
    throw tokenError(error);
  }
}
