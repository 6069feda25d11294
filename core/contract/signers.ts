import { z } from 'zod';
import * as ids from '#core/values/ids.ts';
import { command, query } from './method.ts';
import { date, dateTime, nothing, requiredLine } from './shared.ts';
import { signingRole } from './signing.ts';
import { certificateFacts } from './verification.ts';

/** The two whose approval a certificate needs before it signs anything. */
export const signerPost = z.enum(['administrator', 'principal']);
export type SignerPost = z.infer<typeof signerPost>;

/** waiting: proposed, at least one approval is missing. */
export const signerState = z.enum(['waiting', 'approved', 'expired', 'revoked', 'refused']);
export type SignerState = z.infer<typeof signerState>;

export const registeredSigner = z.object({
  id: ids.signerId,
  certificate: certificateFacts,
  source: z.enum(['token', 'file', 'practice']),
  state: signerState,
  proposedAt: dateTime,
  proposedBy: z.string(),
  /** `alone`: the same person approved for both posts, being both. */
  approvals: z.array(z.object({ post: signerPost, by: z.string(), at: dateTime, alone: z.boolean() })),
  ended: z.object({ kind: z.enum(['refused', 'revoked']), day: date, reason: z.string(), by: z.string() }).nullable(),
});
export type RegisteredSignerView = z.infer<typeof registeredSigner>;

/** Whose certificate: a teacher's, the head's or deputy's by ID number, or the school's own. */
export const signerOwner = z.discriminatedUnion('kind', [z.strictObject({ kind: z.literal('person'), personalId: z.string().regex(/^\d{12}$/u) }), z.strictObject({ kind: z.literal('organisation') })]);
export type SignerOwner = z.infer<typeof signerOwner>;

export const signingPerson = z.object({
  /** Null: no twelve-digit ID number is entered for the person yet, so no certificate can be proposed. */
  owner: signerOwner.nullable(),
  name: z.string(),
  /** What the person signs as, today. Classes by name; subjects as `Toán 7A, 7B`. */
  posts: z.array(z.object({ role: signingRole, title: z.string(), places: z.array(z.string()) })),
  /** The state that counts: approved where any certificate is, else the newest one's; none where there is none. */
  state: z.union([signerState, z.literal('none')]),
  /** Newest first. */
  certificates: z.array(registeredSigner),
});
export type SigningPerson = z.infer<typeof signingPerson>;

export const headAppointment = z.object({
  id: ids.appointmentId,
  kind: z.enum(['principal', 'deputy']),
  name: z.string(),
  title: z.string(),
  decision: z.string(),
  fromDay: date,
  untilDay: date.nullable(),
  endedFrom: date.nullable(),
  endReason: z.string(),
  state: z.enum(['coming', 'holds', 'over']),
});
export type HeadAppointment = z.infer<typeof headAppointment>;

/** What the province asks beside the principal and the school. Homeroom signatures on records are in the school's settings. */
export const signingProfile = z.strictObject({ subjectTeachers: z.boolean(), gradebookHomeroom: z.boolean() });

const everybody = ['clerk', 'subjectTeacher', 'homeroomTeacher', 'principal', 'administrator'] as const;
const keepers = ['clerk', 'administrator', 'principal'] as const;
const reason = requiredLine(300);

export const signers = {
  /** The register: the school, everybody who signs something this year, who heads the school. Teachers see their own line only. */
  'signers.register': query({
    access: everybody,
    input: nothing,
    output: z.object({
      people: z.array(signingPerson),
      appointments: z.array(headAppointment),
      profile: signingProfile,
      mayPropose: z.boolean(),
      /** ID number of the teacher whose account this is; '' where none is entered yet, null where the account is no teacher's. */
      own: z.string().nullable(),
      /** Posts for which the signed-in user may approve. */
      approvesAs: z.array(signerPost),
      mayKeepHeads: z.boolean(),
    }),
  }),
  /** Proposes a certificate of a token that is plugged in. A teacher proposes their own only. Errors: token.*, signers.*, signing.certificate-*, signing.wrong-person. */
  'signers.proposeFromToken': command({
    access: everybody,
    input: z.strictObject({ owner: signerOwner, moduleId: ids.moduleId, tokenSerial: z.string().max(64), certificateDigest: z.string().regex(/^[0-9a-f]{64}$/) }),
    output: z.object({ id: ids.signerId }),
  }),
  /** The same from a .cer, .der or .pem file. Errors: signers.not-a-certificate besides. */
  'signers.proposeFromFile': command({ access: everybody, input: z.strictObject({ owner: signerOwner, file: ids.fileHandle }), output: z.object({ id: ids.signerId }) }),
  /**
   * One of the two approvals. Who approved for one post does not approve for the other, unless nobody else holds it (`alone`, knowingly).
   * Errors: signers.not-found, signers.already-decided, signers.not-your-approval, signers.other-person, signers.confirm-alone.
   */
  'signers.approve': command({ access: ['administrator', 'principal'], input: z.strictObject({ id: ids.signerId, post: signerPost, alone: z.boolean() }), output: z.object({ state: signerState }) }),
  'signers.refuse': command({ access: ['administrator', 'principal'], input: z.strictObject({ id: ids.signerId, reason }), output: nothing }),
  /** From `day` on nothing is signed with it; what was signed before stays signed. Errors: signers.not-found, signers.already-decided, signers.bad-days. */
  'signers.revoke': command({ access: ['administrator', 'principal'], input: z.strictObject({ id: ids.signerId, day: date, reason }), output: nothing }),
  /** A teacher signs in the principal's place between two days, by a decision. Errors: signers.no-personal-id, signers.bad-days. */
  'signers.delegate': command({
    access: keepers,
    input: z.strictObject({ teacherId: ids.teacherId, title: requiredLine(30), decision: requiredLine(100), fromDay: date, untilDay: date }),
    output: z.object({ id: ids.appointmentId }),
  }),
  /** A new head from a day on, by a decision. Records signed before stay as they are. Errors: school.bad-personal-id, signers.bad-days. */
  'signers.takeOver': command({
    access: keepers,
    input: z.strictObject({ name: requiredLine(100), personalId: z.string().regex(/^\d{12}$/u), title: requiredLine(30), decision: requiredLine(100), fromDay: date }),
    output: z.object({ id: ids.appointmentId }),
  }),
  /** Ends a delegation before its day, or takes back a decision that does not hold. Errors: signers.not-found, signers.already-decided, signers.bad-days. */
  'signers.endAppointment': command({ access: keepers, input: z.strictObject({ id: ids.appointmentId, fromDay: date, reason }), output: nothing }),
  'signers.saveProfile': command({ access: keepers, input: signingProfile, output: nothing }),
};
