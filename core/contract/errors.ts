import { z } from 'zod';

/**
 * Every error that crosses a border, by its literal code. Only code and params cross; the text (what happened, why,
 * what to do now) lives in core/text, and the compiler proves that no code lacks one. Add a code here and the text there.
 */
export const errorCodes = [
  // office and session
  'office.unexpected',
  'office.invalid-input',
  'office.unknown-method',
  'office.too-large',
  'office.busy',
  'session.sign-in-needed',
  'session.locked',
  'session.wrong-password',
  'session.too-many-tries',
  'session.not-allowed',
  'session.weak-password',
  'setup.school-exists',
  'setup.no-school',
  'setup.training-only',
  'database.newer-than-program',
  'database.damaged',
  'database.busy',
  'database.disk-full',
  // school, users
  'school.not-found',
  'school.duplicate-name',
  'school.class-not-empty',
  'school.past-year',
  'school.bad-personal-id',
  'users.duplicate-name',
  'users.last-administrator',
  // pupils and import
  'pupils.not-found',
  'pupils.duplicate-personal-id',
  'pupils.duplicate-ministry-code',
  'import.not-xlsx',
  'import.old-xls',
  'import.password',
  'import.open-document',
  'import.text-file',
  'import.web-page',
  'import.binary-workbook',
  'import.no-header',
  'import.no-marks',
  'import.too-large',
  'import.suspicious',
  'import.outdated-preview',
  'import.nothing-to-apply',
  'import.cannot-undo',
  'import.already-undone',
  'import.not-your-import',
  'import.other-school',
  'import.other-year',
  'import.no-such-sheet',
  'import.moment-unknown',
  'import.no-pupils',
  'import.no-register',
  'import.other-register',
  'import.cell-is-date',
  'import.cell-is-percent',
  'import.cell-has-error',
  'import.cell-without-result',
  'import.cell-merged',
  'import.pupil-exempt',
  'import.pupil-twice',
  // gradebook, homeroom
  'gradebook.not-yours',
  'gradebook.not-found',
  'gradebook.reassessment-not-due',
  'gradebook.transferred',
  'gradebook.changed-elsewhere',
  'gradebook.reason-needed',
  'gradebook.locked',
  'gradebook.window-closed',
  'gradebook.window-not-open',
  'locks.not-found',
  'locks.bad-dates',
  'locks.own-request',
  'locks.own-sheet',
  'mark.not-a-number',
  'mark.too-many-decimals',
  'mark.out-of-range',
  'mark.not-a-pass-level',
  'mark.not-a-primary-level',
  'mark.not-whole',
  'mark.comment-too-long',
  'mark.absence-not-counted',
  'homeroom.not-yours',
  'homeroom.not-a-level',
  'homeroom.not-a-count',
  'homeroom.not-a-measure',
  'registers.not-kept',
  'registers.bad-period',
  'registers.not-an-attribute',
  'registers.support-not-due',
  'registers.not-an-absence',
  'registers.summer-not-due',
  'registers.no-attendance',
  'results.no-rules',
  'policies.not-open',
  'policies.not-decided',
  'phrases.not-found',
  'phrases.too-many',
  'results.primary-class',
  'results.level-class',
  'records.primary-not-made',
  'gradebook.no-topics',
  'homeroom.not-a-tick',
  'homeroom.not-a-decision',
  'school.level-not-taught',
  'school.subject-has-work',
  'school.bad-subject',
  'pupils.bad-choice',
  // pupil moves and the year's turn
  'moves.not-possible',
  'moves.outdated-preview',
  'moves.not-found',
  'moves.already-undone',
  'moves.cannot-undo',
  // records
  'records.incomplete',
  'records.not-found',
  'records.already-issued',
  'records.schema',
  // tokens and signing
  'token.module-not-found',
  'token.module-32-bit',
  'token.module-not-pkcs11',
  'token.none-present',
  'token.removed',
  'token.pin-incorrect',
  'token.pin-locked',
  'token.pin-last-try',
  'token.pin-length',
  'token.pin-expired',
  'token.needs-pin-pad',
  'token.certificate-not-found',
  'token.key-not-found',
  'token.key-too-weak',
  'token.mechanism-missing',
  'token.silent',
  'token.crashed',
  'token.device-error',
  'signing.nothing-to-sign',
  'signing.batch-running',
  'signing.certificate-expired',
  'signing.certificate-not-yet-valid',
  'signing.certificate-usage',
  'signing.certificate-revoked',
  'signing.training-certificate',
  'signing.real-certificate-in-training',
  'signing.not-your-role',
  'signing.wrong-person',
  'signing.self-check-failed',
  'signing.out-of-order',
  // exchange
  'exchange.no-profile',
  'exchange.bad-profile',
  'exchange.unreachable',
  'exchange.refused',
  'exchange.bad-answer',
  'exchange.too-large',
  'exchange.certificate-not-registered',
  'exchange.nothing-to-send',
  'exchange.destination-gone',
  'exchange.destination-not-writable',
  'exchange.destination-full',
  'exchange.read-back-failed',
  // files and jobs
  'file.not-found',
  'file.too-large',
  'file.unreadable',
  'job.cancelled',
  'job.not-found',
  'job.interrupted',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

export type ErrorParams = Readonly<Record<string, string | number>>;

export const officeErrorData = z.object({
  code: z.enum(errorCodes),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** Ties what the user sees to the line in the office's log. */
  correlationId: z.string(),
});
export type OfficeErrorData = z.infer<typeof officeErrorData>;

/** The one error class. Anything else that is thrown is a bug and crosses as `office.unexpected`. Params must not hold PINs or passwords. */
export class OfficeError extends Error {
  readonly code: ErrorCode;
  readonly params: ErrorParams;

  constructor(code: ErrorCode, params: ErrorParams = {}, options?: ErrorOptions) {
    super(code, options);
    this.name = 'OfficeError';
    this.code = code;
    this.params = params;
  }
}

/** What every call answers: errors are data. */
export type Reply<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: OfficeErrorData };
