import { z } from 'zod';
import * as ids from '#core/values/ids.ts';
import { command, query } from './method.ts';
import { dateTime } from './shared.ts';
import { missingItem } from './results.ts';

/**
 * Where a record stands (domain.md 3.9): created → signed by homeroom teacher → by the principal → issued (school) → sent → accepted / refused.
 * `outdated` is not a status but a flag: the data changed under the frozen bytes, a re-issue is due.
 */
export const recordStatus = z.enum(['none', 'created', 'homeroom-signed', 'principal-signed', 'issued', 'sent', 'accepted', 'refused']);
export type RecordStatus = z.infer<typeof recordStatus>;

export const recordRow = z.object({
  enrollmentId: ids.enrollmentId,
  pupilId: ids.pupilId,
  position: z.number().int(),
  fullName: z.string(),
  recordId: ids.recordId.nullable(),
  status: recordStatus,
  outdated: z.boolean(),
  uuid: z.string().nullable(),
  version: z.number().int().nullable(),
  createdAt: dateTime.nullable(),
  signatures: z.array(z.object({ role: z.enum(['subjectTeacher', 'homeroomTeacher', 'principal', 'school']), /** Name of the subject that a subject teacher signed, else ''. */ subject: z.string(), signer: z.string(), signedAt: dateTime })),
  /** How many subjects their teachers have signed; null: there is no record, or the school does not ask them and none did. */
  signedSubjects: z.object({ signed: z.number().int(), of: z.number().int() }).nullable(),
  gatewayMessage: z.string().nullable(),
});
export type RecordRow = z.infer<typeof recordRow>;

const readers = ['clerk', 'homeroomTeacher', 'principal'] as const;

export const records = {
  'records.class': query({
    access: readers,
    input: z.strictObject({ classId: ids.classId }),
    output: z.object({
      classId: ids.classId,
      className: z.string(),
      homeroomSignature: z.boolean(),
      missing: z.array(missingItem),
      records: z.array(recordRow),
      /** Subject by subject, in how many of the class's records its teacher signed; empty as `signedSubjects` is null. */
      subjectSignatures: z.array(z.object({ subject: z.string(), teachers: z.array(z.string()), signed: z.number().int(), of: z.number().int() })),
    }),
  }),
  /**
   * Makes the records of a class: one per pupil, only when the class's data are complete (else records.incomplete). A job.
   * Pupils whose record is up to date are left alone; an outdated record gets a new version under a new UUID.
   */
  'records.create': command({ access: ['clerk', 'homeroomTeacher'], input: z.strictObject({ classId: ids.classId }), output: z.object({ jobId: ids.jobId }) }),
  /** The pupil's record of the year as a PDF, from the frozen data where there is a record. */
  'records.pdf': query({ access: readers, input: z.strictObject({ recordId: ids.recordId }), output: z.object({ file: ids.fileHandle, name: z.string() }) }),
  'records.classPdf': query({ access: readers, input: z.strictObject({ classId: ids.classId }), output: z.object({ file: ids.fileHandle, name: z.string() }) }),
  'records.xml': query({ access: readers, input: z.strictObject({ recordId: ids.recordId }), output: z.object({ file: ids.fileHandle, name: z.string() }) }),
};
