import { OfficeError, type ErrorCode } from '#core/contract/errors.ts';

/**
 * PKCS#11 return values that mean something to the user (PKCS #11 v2.40, 11.1). Which of the values for a pulled or re-inserted token comes
 * depends on the driver. What is not here, vendors' own values among it, is "the token answered with an error", its number kept.
 */
const codes: ReadonlyMap<number, ErrorCode> = new Map<number, ErrorCode>([
  [0x0a0, 'token.pin-incorrect'], // CKR_PIN_INCORRECT
  [0x0a1, 'token.pin-incorrect'], // CKR_PIN_INVALID
  [0x0a2, 'token.pin-length'], // CKR_PIN_LEN_RANGE
  [0x0a3, 'token.pin-expired'], // CKR_PIN_EXPIRED
  [0x0a4, 'token.pin-locked'], // CKR_PIN_LOCKED
  [0x102, 'token.pin-not-set'], // CKR_USER_PIN_NOT_INITIALIZED
  [0x032, 'token.removed'], // CKR_DEVICE_REMOVED
  [0x0e0, 'token.removed'], // CKR_TOKEN_NOT_PRESENT
  [0x0e1, 'token.removed'], // CKR_TOKEN_NOT_RECOGNIZED
  [0x003, 'token.removed'], // CKR_SLOT_ID_INVALID
  [0x0b0, 'token.session-lost'], // CKR_SESSION_CLOSED
  [0x0b3, 'token.session-lost'], // CKR_SESSION_HANDLE_INVALID
  [0x060, 'token.session-lost'], // CKR_KEY_HANDLE_INVALID
  [0x082, 'token.session-lost'], // CKR_OBJECT_HANDLE_INVALID
  [0x101, 'token.session-lost'], // CKR_USER_NOT_LOGGED_IN
  [0x091, 'token.session-lost'], // CKR_OPERATION_NOT_INITIALIZED
  [0x090, 'token.session-lost'], // CKR_OPERATION_ACTIVE: left over from a call in which the token was pulled
  [0x002, 'token.driver-error'], // CKR_HOST_MEMORY
  [0x005, 'token.driver-error'], // CKR_GENERAL_ERROR
  [0x006, 'token.driver-error'], // CKR_FUNCTION_FAILED
  [0x007, 'token.driver-error'], // CKR_ARGUMENTS_BAD
  [0x190, 'token.driver-error'], // CKR_CRYPTOKI_NOT_INITIALIZED
  [0x050, 'token.cancelled'], // CKR_FUNCTION_CANCELED
  [0x200, 'token.cancelled'], // CKR_FUNCTION_REJECTED
  [0x0b1, 'token.busy'], // CKR_SESSION_COUNT
  [0x104, 'token.busy'], // CKR_USER_ANOTHER_ALREADY_LOGGED_IN
  [0x105, 'token.busy'], // CKR_USER_TOO_MANY_TYPES
  [0x070, 'token.mechanism-missing'], // CKR_MECHANISM_INVALID
  [0x071, 'token.mechanism-missing'], // CKR_MECHANISM_PARAM_INVALID
  [0x054, 'token.mechanism-missing'], // CKR_FUNCTION_NOT_SUPPORTED
  [0x068, 'token.key-not-found'], // CKR_KEY_FUNCTION_NOT_PERMITTED
  [0x063, 'token.key-not-found'], // CKR_KEY_TYPE_INCONSISTENT
  [0x062, 'token.key-too-weak'], // CKR_KEY_SIZE_RANGE
  [0x040, 'token.cannot-decrypt'], // CKR_ENCRYPTED_DATA_INVALID
  [0x041, 'token.cannot-decrypt'], // CKR_ENCRYPTED_DATA_LEN_RANGE
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
  const name = error instanceof Error ? (/^CKR_[A-Z0-9_]+/.exec(error.message)?.[0] ?? 'CKR') : 'CKR';
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
