import { z } from 'zod';
import * as ids from '#core/values/ids.ts';
import { command, query } from './method.ts';
import { dateTime, nothing } from './shared.ts';
import { certificateFacts } from './verification.ts';
import { officeErrorData } from './errors.ts';

export const signingRole = z.enum(['subjectTeacher', 'homeroomTeacher', 'principal', 'school']);
export type SigningRole = z.infer<typeof signingRole>;

/** Names a document in a batch: for records the version's id. */
export const signingItemId = z.string().min(1).max(100);

export const tokenModule = z.object({
  id: ids.moduleId,
  name: z.string(),
  path: z.string(),
  source: z.enum(['known', 'by-hand', 'training']),
  /** Null: loads. Otherwise why it does not (wrong bitness, not a PKCS#11 module, crashed, …). */
  problem: officeErrorData.nullable(),
});
export type TokenModule = z.infer<typeof tokenModule>;

export const tokenCertificate = z.object({
  facts: certificateFacts,
  moduleId: ids.moduleId,
  tokenLabel: z.string(),
  tokenSerial: z.string(),
  tokenModel: z.string(),
  pin: z.enum(['ok', 'count-low', 'final-try', 'locked']),
  /** Is the private key on the token? Most tokens show it only after the login: `unknown`. */
  key: z.enum(['present', 'missing', 'unknown']),
  /** The token wants the PIN for every single signature (CKA_ALWAYS_AUTHENTICATE); null: it tells only after the login. */
  pinEachTime: z.boolean().nullable(),
  /** Validity now, in words of the program. */
  validity: z.enum(['valid', 'expired', 'not-yet-valid']),
  /** Hint: seems to belong to this role of this school (name, organisation). */
  fits: z.array(signingRole),
});
export type TokenCertificate = z.infer<typeof tokenCertificate>;

/** A token with a key that has no certificate, or with nothing to sign with (`keys` 0: it shows none). */
export const bareToken = z.object({ tokenLabel: z.string(), tokenSerial: z.string(), keys: z.number().int() });

/** What a batch is about. Records: the current versions of whole classes; a principal may sign all classes of the school with one PIN. */
export const signingScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('records'), classIds: z.array(ids.classId).min(1).max(300) }),
  z.strictObject({ kind: z.literal('gradebooks'), classIds: z.array(ids.classId).min(1).max(300) }),
  /** PDFs of issued records, with visible signatures of the principal and the school. `recordId`: of one record alone. */
  z.strictObject({ kind: z.literal('pdfs'), classIds: z.array(ids.classId).min(1).max(300), recordId: ids.recordId.nullable() }),
]);
export type SigningScope = z.infer<typeof signingScope>;

/** How the signer read what is signed, chosen knowingly and written into the audit log. `sample`: which were shown. */
export const signingReading = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('sample'), itemIds: z.array(signingItemId).min(1).max(2000) }),
  z.strictObject({ kind: z.literal('none') }),
]);
export type SigningReading = z.infer<typeof signingReading>;

/** The token and certificate that are to sign: both must be found again exactly. */
const keyChoice = { moduleId: ids.moduleId, tokenSerial: z.string().max(64), certificateDigest: z.string().regex(/^[0-9a-f]{64}$/) };

/** What the user typed. `lastTryConfirmed`: they were told that one more wrong PIN locks the token, and confirmed it by itself. */
const typedPin = { pin: z.string().min(1).max(64), lastTryConfirmed: z.boolean().default(false) };

export const batchItem = z.object({
  itemId: signingItemId,
  /** A pupil, or a class and subject; `group` beside it, e.g. the class. */
  label: z.string(),
  group: z.string(),
  recordId: ids.recordId.nullable(),
  state: z.enum(['waiting', 'signed', 'skipped', 'failed']),
  /** Why it was not signed; null where the batch ended before its turn. */
  error: officeErrorData.nullable(),
});

export const batchSummary = z.object({
  batchId: ids.batchId,
  state: z.enum(['running', 'paused', 'done', 'failed', 'cancelled']),
  role: signingRole,
  scope: signingScope,
  startedAt: dateTime,
  finishedAt: dateTime.nullable(),
  startedBy: z.string(),
  total: z.number().int(),
  signed: z.number().int(),
  waiting: z.number().int(),
  /** Its run, while it has one; `stopping`: the token finishes what it has in hand. */
  jobId: ids.jobId.nullable(),
  stopping: z.boolean(),
  /** Why it paused; null: the user wanted it, or the program was ended in the middle of it (`interrupted`). */
  pausedBecause: officeErrorData.nullable(),
  interrupted: z.boolean(),
  /** The one token that may go on with it. */
  tokenSerial: z.string(),
  certificateDigest: z.string(),
  holder: z.string(),
  mayActAs: z.boolean(),
});
export type BatchSummary = z.infer<typeof batchSummary>;

/** One field that says something else than in the version this role signed last, by its tag; values as they stand in the document, null: not there. */
export const changedField = z.object({ field: z.string(), subject: z.string().nullable(), before: z.string().nullable(), after: z.string().nullable() });

export const changedItem = z.object({
  itemId: signingItemId,
  label: z.string(),
  group: z.string(),
  recordId: ids.recordId.nullable(),
  /** `printed`: the PDF of a record that this role has signed itself (`signedBefore`), with the same data. */
  kind: z.enum(['new', 'reissued', 'printed']),
  signedBefore: dateTime.nullable(),
  fields: z.array(changedField),
});

/** What was found out about the signer before the PIN is typed (signing.md 4). Each may be unknown, and unknown is never good. */
export const signerFindings = z.object({
  validity: z.enum(['valid', 'expires-during', 'expired', 'not-yet-valid']),
  keyUsage: z.enum(['may-sign', 'not-stated', 'may-not-sign']),
  chain: z.object({ state: z.enum(['trusted', 'practice', 'untrusted']), name: z.string(), reason: z.string().nullable() }),
  revocation: z.object({ state: z.enum(['good', 'revoked', 'unknown']), knownAt: dateTime.nullable(), revokedAt: dateTime.nullable(), reason: z.string().nullable() }),
  clock: z.object({ state: z.enum(['sane', 'warn', 'refuse']), offBy: z.number().nullable(), earliest: dateTime.nullable() }),
});
export type SignerFindings = z.infer<typeof signerFindings>;

/** Everything about a token and a signer that is looked at before the PIN is asked for. */
const lookedAt = {
  holder: z.string(),
  notAfter: dateTime,
  signer: signerFindings,
  pin: z.enum(['ok', 'count-low', 'final-try', 'locked']),
  /** The token wants its PIN for every single signature; null: it does not tell before the login. */
  pinEachTime: z.boolean().nullable(),
  count: z.number().int(),
  /** How long signing will take, in seconds; measured with this certificate before, or a usual token's time. */
  estimate: z.object({ seconds: z.number().int(), measured: z.boolean() }),
  /** Why this token may not sign this; empty: it may. */
  blocking: z.array(officeErrorData),
} as const;
export const signerLook = z.object(lookedAt);
export type SignerLook = z.infer<typeof signerLook>;

export const signing = {
  /** Looks for drivers and tokens anew; slow drivers make it take seconds. `pinHint` is told for training tokens only. */
  'signing.tokens': query({
    access: ['clerk', 'subjectTeacher', 'homeroomTeacher', 'principal'],
    input: nothing,
    output: z.object({ modules: z.array(tokenModule), certificates: z.array(tokenCertificate), bare: z.array(bareToken), pinHint: z.string().nullable() }),
  }),
  /**
   * Waits until a token is plugged in or pulled out (`moved`), at most so many seconds; 0: this window waits no longer. Drivers are watched only meanwhile, and nobody logs in.
   * Does not count as somebody at work.
   */
  'signing.awaitTokens': query({
    access: ['clerk', 'subjectTeacher', 'homeroomTeacher', 'principal', 'administrator'],
    input: z.strictObject({ seconds: z.number().int().min(0).max(25) }),
    output: z.object({ moved: z.boolean() }),
  }),
  'signing.addModule': command({ access: ['clerk', 'subjectTeacher', 'homeroomTeacher', 'principal', 'administrator'], input: z.strictObject({ path: z.string().min(1).max(500) }), output: z.object({ module: tokenModule }) }),
  'signing.removeModule': command({ access: ['clerk', 'subjectTeacher', 'homeroomTeacher', 'principal', 'administrator'], input: z.strictObject({ id: ids.moduleId }), output: nothing }),
  /** What would be signed in this role and what would not, and why. */
  'signing.preview': query({
    access: ['clerk', 'subjectTeacher', 'homeroomTeacher', 'principal'],
    input: z.strictObject({ scope: signingScope, role: signingRole }),
    output: z.object({
      ready: z.number().int(),
      alreadySigned: z.number().int(),
      waitingForOthers: z.number().int(),
      outdated: z.number().int(),
      withoutRecord: z.number().int(),
      mayActAs: z.boolean(),
    }),
  }),
  /** Everything that is looked at before the PIN is asked for. Takes seconds with a slow token or network. */
  'signing.preflight': query({
    access: ['clerk', 'subjectTeacher', 'homeroomTeacher', 'principal'],
    input: z.strictObject({ scope: signingScope, role: signingRole, ...keyChoice }),
    output: z.object({
      ...lookedAt,
      changes: z.object({
        items: z.array(changedItem),
        /** Proposed for reading, at random. */
        sample: z.array(signingItemId),
        /** Head of the audit log now, and when this role signed last, with the number of entries since; null: it never did. */
        auditHead: z.string(),
        last: z.object({ auditHead: z.string(), at: dateTime, entriesSince: z.number().int() }).nullable(),
      }),
    }),
  }),
  /** Signs all that is ready, with one PIN. A job of kind `sign`; what the token refuses leaves the batch paused. The PIN goes to the token process and nowhere else. */
  'signing.start': command({
    access: ['clerk', 'subjectTeacher', 'homeroomTeacher', 'principal'],
    input: z.strictObject({ scope: signingScope, role: signingRole, ...typedPin, ...keyChoice, reading: signingReading }),
    output: z.object({ jobId: ids.jobId, batchId: ids.batchId }),
  }),
  /** Ends the run after what the token has in hand; the PIN is forgotten. */
  'signing.pause': command({ access: ['clerk', 'subjectTeacher', 'homeroomTeacher', 'principal'], input: z.strictObject({ batchId: ids.batchId }), output: nothing }),
  /** Goes on at the first that is not signed: the same token and certificate, and the PIN typed anew. Also after the program was ended in the middle. */
  'signing.resume': command({
    access: ['clerk', 'subjectTeacher', 'homeroomTeacher', 'principal'],
    input: z.strictObject({ batchId: ids.batchId, ...keyChoice, ...typedPin }),
    output: z.object({ jobId: ids.jobId }),
  }),
  /** Ends a running or paused batch for good; what was signed is kept. */
  'signing.cancel': command({ access: ['clerk', 'subjectTeacher', 'homeroomTeacher', 'principal'], input: z.strictObject({ batchId: ids.batchId }), output: nothing }),
  /** Batches that run or are paused, and the latest ended ones: newest first. */
  'signing.batches': query({ access: ['clerk', 'subjectTeacher', 'homeroomTeacher', 'principal'], input: nothing, output: z.object({ batches: z.array(batchSummary) }) }),
  /** What became of each document of a batch; for those who may sign it, the clerk and the principal. */
  'signing.batch': query({
    access: ['clerk', 'subjectTeacher', 'homeroomTeacher', 'principal'],
    input: z.strictObject({ batchId: ids.batchId }),
    output: z.object({ batch: batchSummary, items: z.array(batchItem) }),
  }),
};
