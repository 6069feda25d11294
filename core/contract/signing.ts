import { z } from 'zod';
import * as ids from '#core/values/ids.ts';
import { command, query } from './method.ts';
import { dateTime, nothing } from './shared.ts';
import { certificateFacts } from './verification.ts';
import { officeErrorData } from './errors.ts';

export const signingRole = z.enum(['subjectTeacher', 'homeroomTeacher', 'principal', 'school']);
export type SigningRole = z.infer<typeof signingRole>;

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

export const signingItem = z.object({
  recordId: ids.recordId,
  pupilName: z.string(),
  state: z.enum(['waiting', 'signed', 'skipped', 'failed']),
  error: officeErrorData.nullable(),
});

export const signing = {
  /** Looks for drivers and tokens anew; slow drivers make it take seconds. `pinHint` is told for training tokens only. */
  'signing.tokens': query({
    access: ['clerk', 'subjectTeacher', 'homeroomTeacher', 'principal'],
    input: nothing,
    output: z.object({ modules: z.array(tokenModule), certificates: z.array(tokenCertificate), pinHint: z.string().nullable() }),
  }),
  'signing.addModule': command({ access: ['clerk', 'subjectTeacher', 'homeroomTeacher', 'principal', 'administrator'], input: z.strictObject({ path: z.string().min(1).max(500) }), output: z.object({ module: tokenModule }) }),
  'signing.removeModule': command({ access: ['clerk', 'subjectTeacher', 'homeroomTeacher', 'principal', 'administrator'], input: z.strictObject({ id: ids.moduleId }), output: nothing }),
  /** What would be signed in this role and what would not, and why. */
  'signing.preview': query({
    access: ['clerk', 'subjectTeacher', 'homeroomTeacher', 'principal'],
    input: z.strictObject({ classId: ids.classId, role: signingRole }),
    output: z.object({
      ready: z.number().int(),
      alreadySigned: z.number().int(),
      waitingForOthers: z.number().int(),
      outdated: z.number().int(),
      withoutRecord: z.number().int(),
      mayActAs: z.boolean(),
    }),
  }),
  /** Signs every ready record of the class in this role, with one PIN. A job of kind `sign`. The PIN goes to the token process and nowhere else. */
  'signing.start': command({
    access: ['clerk', 'subjectTeacher', 'homeroomTeacher', 'principal'],
    input: z.strictObject({
      classId: ids.classId,
      role: signingRole,
      moduleId: ids.moduleId,
      tokenSerial: z.string().max(64),
      certificateDigest: z.string().regex(/^[0-9a-f]{64}$/),
      pin: z.string().min(1).max(64),
    }),
    output: z.object({ jobId: ids.jobId }),
  }),
  /** Result per record of the class's last batch in this role. */
  'signing.batch': query({
    access: ['clerk', 'subjectTeacher', 'homeroomTeacher', 'principal'],
    input: z.strictObject({ jobId: ids.jobId }),
    output: z.object({ role: signingRole, classId: ids.classId, startedAt: dateTime, finishedAt: dateTime.nullable(), items: z.array(signingItem) }),
  }),
};
