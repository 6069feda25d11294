import { z } from 'zod';
import { officeErrorData } from './errors.ts';
import { query } from './method.ts';
import { dateTime, nothing } from './shared.ts';
import { signingRole, tokenModule } from './signing.ts';
import { certificateFacts } from './verification.ts';

/** Flags of a token that mean something for signing (PKCS #11, CK_TOKEN_INFO). */
export const tokenFlag = z.enum(['login-required', 'pin-initialized', 'pin-pad', 'initialized', 'write-protected', 'pin-count-low', 'pin-final-try', 'pin-locked', 'pin-to-be-changed']);
export type TokenFlag = z.infer<typeof tokenFlag>;

/** `key`: `present` beside the certificate; `unknown`: this driver shows no private key before the PIN; `missing`: it shows others, but none for this certificate. */
export const examinedCertificate = z.object({
  /** Null: the program cannot read it. */
  facts: certificateFacts.nullable(),
  key: z.enum(['present', 'missing', 'unknown']),
  /** The key asks for the PIN at every signature; null: the driver does not tell before the login. */
  pinEachTime: z.boolean().nullable(),
  validity: z.enum(['valid', 'expired', 'not-yet-valid']),
  /** Roles of this school that it seems to belong to. */
  fits: z.array(signingRole),
});
export type ExaminedCertificate = z.infer<typeof examinedCertificate>;

export const examinedToken = z.object({
  label: z.string(),
  serial: z.string(),
  model: z.string(),
  manufacturer: z.string(),
  firmware: z.string(),
  flags: z.array(tokenFlag),
  /** PIN length in bytes; null: the driver names no sensible one. */
  pinLength: z.object({ min: z.number().int(), max: z.number().int() }).nullable(),
  /** Names of the mechanisms that sign (CKM_…), and how many the token lists in all. */
  signingMechanisms: z.array(z.string()),
  mechanisms: z.number().int(),
  certificates: z.array(examinedCertificate),
  /** Private keys that belong to no certificate on the token, as far as they are shown. */
  keysWithoutCertificate: z.number().int(),
});
export type ExaminedToken = z.infer<typeof examinedToken>;

export const examinedSlot = z.object({
  description: z.string(),
  /** Null: no token in it, or one that cannot be read (`problem`). */
  token: examinedToken.nullable(),
  problem: officeErrorData.nullable(),
});
export type ExaminedSlot = z.infer<typeof examinedSlot>;

export const examinedModule = tokenModule.extend({
  /** What its file announces; null: it is no library. */
  header: z.object({ format: z.enum(['elf', 'pe', 'mach-o']), bits: z.union([z.literal(32), z.literal(64)]) }).nullable(),
  library: z.object({ manufacturer: z.string(), description: z.string(), version: z.string(), cryptoki: z.string() }).nullable(),
  slots: z.array(examinedSlot),
});
export type ExaminedModule = z.infer<typeof examinedModule>;

/** What is wrong or good, worst first. The words are in core/text/token-doctor. */
export const adviceCode = z.enum([
  'no-driver',
  'driver-32-bit',
  'driver-broken',
  'driver-silent',
  'no-token',
  'token-unreadable',
  'token-empty',
  'pin-locked',
  'pin-final-try',
  'pin-count-low',
  'pin-to-be-changed',
  'pin-pad',
  'no-certificate',
  'certificate-unreadable',
  'certificate-expired',
  'certificate-expires-soon',
  'certificate-not-yet-valid',
  'key-missing',
  'key-weak',
  'no-mechanism',
  'asks-every-time',
  'nobody-here',
  'ready',
]);
export type AdviceCode = z.infer<typeof adviceCode>;

export const advice = z.object({
  code: adviceCode,
  severity: z.enum(['bad', 'warning', 'good']),
  /** Names a driver, token or holder; days as `dd/mm/yyyy`. */
  params: z.record(z.string(), z.string()),
});
export type Advice = z.infer<typeof advice>;

export const tokenDoctor = {
  /**
   * Looks at every driver and token of this PC without asking for a PIN: which drivers are there and fit, what their slots and tokens say, which certificates can
   * sign, and in plain words what is wrong. Slow drivers make it take seconds; one that crashes or hangs is told and the others still answer.
   */
  'tokenDoctor.examine': query({
    access: 'signedIn',
    input: nothing,
    output: z.object({ examinedAt: dateTime, version: z.string(), platform: z.string(), knownDrivers: z.number().int(), modules: z.array(examinedModule), advice: z.array(advice) }),
  }),
};
