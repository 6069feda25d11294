import type { OfficeErrorData } from '#core/contract/errors.ts';
import type { ExaminedModule, ExaminedSlot, ExaminedToken } from '#core/contract/token-doctor.ts';
import type { DecryptionPadding, RsaScheme, SignatureAlgorithm } from '#main/office/ports/signing.ts';

/** What a token says about its PIN before anybody types one. Drivers may leave the flags out or keep them stale. */
export type PinState = 'ok' | 'count-low' | 'final-try' | 'locked';

/** A certificate as the token shows it without a PIN. `key`, `pinEachTime`: see FoundCertificate; most tokens tell only after the login. */
export type DriverCertificate = { readonly der: Uint8Array; readonly key: 'present' | 'missing' | 'unknown'; readonly pinEachTime: boolean | null };

/** A token that is present, as it shows itself without a PIN. `certificates`: in the token's order, end entities and authorities mixed. `rsaSchemes`: by its list of mechanisms; null: it gave none. */
export type DriverToken = {
  readonly label: string;
  readonly serial: string;
  readonly model: string;
  readonly pin: PinState;
  readonly certificates: readonly DriverCertificate[];
  readonly rsaSchemes: readonly RsaScheme[] | null;
  /** Keys that are shown and that no certificate on it belongs to. */
  readonly keysWithoutCertificate: number;
};

/** Which key: the token's serial and the SHA-256 of its certificate (hexadecimal, lower case). */
export type DriverKey = { readonly serial: string; readonly certificateDigest: string };

/** See SessionOptions; `rsaScheme` null: what the token has, PKCS#1 v1.5 first. */
export type DriverOptions = { readonly lastTryConfirmed: boolean; readonly rsaScheme: RsaScheme | null };

/** A logged-in key. `sign` takes the bytes to be signed; ECDSA gives r‖s of fixed width. Errors: OfficeError token.*. */
export type DriverSession = {
  readonly token: DriverToken;
  readonly certificate: Uint8Array;
  readonly algorithm: SignatureAlgorithm;
  readonly pinEachTime: boolean;
  readonly decryptions: readonly DecryptionPadding[];
  sign(data: Uint8Array): Uint8Array;
  decrypt(data: Uint8Array, padding: DecryptionPadding): Uint8Array;
};

/** What a driver shows of a token without a PIN. */
export type DriverTokenExamination = Omit<ExaminedToken, 'certificates'> & {
  readonly certificates: readonly DriverCertificate[];
};
export type DriverSlot = Pick<ExaminedSlot, 'description'> & { readonly token: DriverTokenExamination | null; readonly problem: Pick<OfficeErrorData, 'code' | 'params'> | null };
export type DriverExamination = { readonly library: NonNullable<ExaminedModule['library']>; readonly slots: readonly DriverSlot[] };

/**
 * One loaded module, inside the token process. Calls block, as drivers do; the office watches from outside.
 * Every method throws OfficeError token.* and nothing else on purpose.
 */
export type TokenDriver = {
  list(): readonly DriverToken[];
  /** Answers, each time it is called, whether a token came or went since the last time. Never logs in. */
  watch(): () => boolean;
  /** Slots, tokens, flags, mechanisms and certificates, empty slots too; asks for no PIN. */
  examine(): DriverExamination;
  /** Reads the PIN flags, then logs in exactly once. */
  openSession(key: DriverKey, pin: string, options: DriverOptions): DriverSession;
};

/** Loads the module at a path. Throws OfficeError token.module-not-found, token.module-not-pkcs11, token.module-32-bit, token.device-error. */
export type OpenTokenDriver = (path: string) => TokenDriver;
