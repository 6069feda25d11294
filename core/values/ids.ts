import { z } from 'zod';

/** Ids are opaque text (UUID v4 made by the office), branded so that a class never stands where a pupil should. */
function id<const Name extends string>(name: Name) {
  return z.string().min(1).max(64).brand(name);
}

export const schoolYearId = id('SchoolYearId');
export const classId = id('ClassId');
export const subjectId = id('SubjectId');
export const teacherId = id('TeacherId');
export const pupilId = id('PupilId');
export const enrollmentId = id('EnrollmentId');
export const userId = id('UserId');
export const recordId = id('RecordId');
export const recordVersionId = id('RecordVersionId');
export const importId = id('ImportId');
export const jobId = id('JobId');
export const fileHandle = id('FileHandle');
export const destinationId = id('DestinationId');
export const transmissionId = id('TransmissionId');
export const moduleId = id('ModuleId');
export const batchId = id('BatchId');
export const phraseId = id('PhraseId');
export const signerId = id('SignerId');
export const signedBookId = id('SignedBookId');
export const appointmentId = id('AppointmentId');
export const packageId = id('PackageId');
export const waiverId = id('WaiverId');
export const addedRulesId = id('AddedRulesId');

export type SchoolYearId = z.infer<typeof schoolYearId>;
export type ClassId = z.infer<typeof classId>;
export type SubjectId = z.infer<typeof subjectId>;
export type TeacherId = z.infer<typeof teacherId>;
export type PupilId = z.infer<typeof pupilId>;
export type EnrollmentId = z.infer<typeof enrollmentId>;
export type UserId = z.infer<typeof userId>;
export type RecordId = z.infer<typeof recordId>;
export type RecordVersionId = z.infer<typeof recordVersionId>;
export type ImportId = z.infer<typeof importId>;
export type JobId = z.infer<typeof jobId>;
export type FileHandle = z.infer<typeof fileHandle>;
export type DestinationId = z.infer<typeof destinationId>;
export type TransmissionId = z.infer<typeof transmissionId>;
export type ModuleId = z.infer<typeof moduleId>;
export type SignedBookId = z.infer<typeof signedBookId>;
export type SignerId = z.infer<typeof signerId>;
export type AppointmentId = z.infer<typeof appointmentId>;
export type BatchId = z.infer<typeof batchId>;
export type PhraseId = z.infer<typeof phraseId>;
export type AddedRulesId = z.infer<typeof addedRulesId>;
export type WaiverId = z.infer<typeof waiverId>;
export type PackageId = z.infer<typeof packageId>;
