import { z } from 'zod';
import { schoolLevels } from '#core/values/class-names.ts';
import * as ids from '#core/values/ids.ts';
import { registerNames } from '#core/values/registers.ts';

/** Schemas that several features share. Text is NFC at every entrance: the schema itself normalises it. */
export const nothing = z.strictObject({});

/** Control characters, lone surrogates and non-characters: XML 1.0 cannot hold them, so no field may. */
const unwritable = /[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu;

export function line(max: number) {
  return z
    .string()
    .max(max * 4)
    .transform((text) => text.normalize('NFC').replace(unwritable, ' ').replace(/\s+/gu, ' ').trim())
    .pipe(z.string().max(max));
}

export function requiredLine(max: number) {
  return line(max).pipe(z.string().min(1));
}

export function paragraph(max: number) {
  return z
    .string()
    .max(max * 4)
    .transform((text) => text.normalize('NFC').replace(/\r\n?/gu, '\n').replace(unwritable, (found) => (found === '\n' ? found : ' ')).trim())
    .pipe(z.string().max(max));
}

/** A password exactly as typed (NFC only, so that the same keys give the same bytes on every PC). */
export const password = z
  .string()
  .max(256)
  .transform((text) => text.normalize('NFC'));

export const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
export const dateTime = z.string().min(20).max(40);
/** `2025-2026`. */
export const schoolYearName = z.string().regex(/^\d{4}-\d{4}$/);
/** Integer tenths, 0..100: 78 is 7.8. */
export const tenths = z.number().int().min(0).max(100);
export const level = z.enum(['T', 'K', 'Đ', 'CĐ']);
export const passLevel = z.enum(['Đ', 'CĐ']);
export const semester = z.union([z.literal(1), z.literal(2)]);
export const sex = z.enum(['male', 'female']);
/** `primary`: level, test and comment at four moments (TT 27/2020); what a subject is in a class follows from the class's circular. */
export const subjectKind = z.enum(['scored', 'comment', 'primary']);
export const schoolLevel = z.enum(schoolLevels);
export const programme = z.enum(['general', 'continuing']);
/** Which training school: each kind of school has one of its own. */
export const trainingKind = z.enum(['primary', 'lower-secondary', 'upper-secondary', 'continuing']);
export type TrainingKind = z.infer<typeof trainingKind>;
export const language = z.enum(['vi', 'en']);
export const role = z.enum(['clerk', 'subjectTeacher', 'homeroomTeacher', 'principal', 'administrator']);

/**
 * Columns of a gradebook sheet: `regular1`..`regular6` (ĐĐGtx), `topic` (cụm chuyên đề, upper secondary), midterm (ĐĐGgk), final (ĐĐGck), the teacher's comment, and
 * in semester 2 the re-assessed result. Primary sheets: level, test and comment in the middle and at the end of each semester, and after the supplementary
 * assessment (TT 27/2020 Art. 7 and 11).
 */
export const levelColumns = ['regular1', 'regular2', 'regular3', 'regular4', 'regular5', 'regular6', 'topic', 'midterm', 'final', 'comment', 'reassessment'] as const;
export const primaryColumns = ['midLevel', 'midTest', 'midComment', 'endLevel', 'endTest', 'endComment', 'supportLevel', 'supportTest'] as const;
export const markColumn = z.enum([...levelColumns, ...primaryColumns]);

/**
 * Fields of the homeroom teacher's sheet. Absences are whole sessions per semester. Primary classes (TT 27/2020 Art. 11 and 13): nominated by the class,
 * what was outstanding or clear progress, and the principal's decision after a supplementary assessment that did not help.
 */
export const homeroomField = z.enum([
  'conduct1',
  'conduct2',
  'excused1',
  'unexcused1',
  'excused2',
  'unexcused2',
  'height',
  'weight',
  'comment',
  'summerConduct',
  'commendation',
  'nominated',
  'outstanding',
  'supportDecision',
]);

/** Class sheets that are about no subject. `attributes`: primary classes only. */
export const registerName = z.enum(registerNames);
/** homeroom: `year`. attributes: `1-mid`, `1-end`, `2-mid`, `2-end`, `2-support`. attendance: a month, `2025-09`. */
export const registerPeriod = z.string().regex(/^(?:year|[12]-(?:mid|end)|2-support|\d{4}-(?:0[1-9]|1[0-2]))$/u);
/** homeroom: a homeroomField or a computed one. attributes: a code of the circular's table. attendance: `d01` … `d31` or a computed one. */
export const registerColumnName = z.string().regex(/^[A-Za-z0-9_]{1,60}$/u);

export const pupilField = z.enum([
  'ministryCode',
  'personalId',
  'registryNumber',
  'fullName',
  'birthDate',
  'sex',
  'ethnicity',
  'nationality',
  'birthPlace',
  'homeTown',
  'address',
  'fatherName',
  'motherName',
  'guardianName',
]);

/** A place in the program that a line of a list leads to. The page opens the screen and puts the focus on the field. */
export const target = z.discriminatedUnion('screen', [
  z.object({ screen: z.literal('gradebook'), classId: ids.classId, subjectId: ids.subjectId, semester, enrollmentId: ids.enrollmentId.nullable(), column: markColumn.nullable() }),
  /** Without `register`: the homeroom sheet; `period` null: today's. */
  z.object({
    screen: z.literal('homeroom'),
    classId: ids.classId,
    register: registerName.optional(),
    period: registerPeriod.nullable().optional(),
    enrollmentId: ids.enrollmentId.nullable(),
    field: registerColumnName.nullable(),
  }),
  z.object({ screen: z.literal('pupils'), classId: ids.classId.nullable(), pupilId: ids.pupilId.nullable(), field: pupilField.nullable() }),
  z.object({ screen: z.literal('import') }),
  z.object({ screen: z.literal('results'), classId: ids.classId }),
  /** `classId` null: the whole school. */
  z.object({ screen: z.literal('quality'), classId: ids.classId.nullable() }),
  z.object({ screen: z.literal('records'), classId: ids.classId }),
  z.object({ screen: z.literal('signing'), classId: ids.classId.nullable() }),
  /** `pupilId`: whose transfer package is to be made. */
  z.object({ screen: z.literal('exchange'), classId: ids.classId.nullable(), pupilId: ids.pupilId.optional() }),
  z.object({ screen: z.literal('hand-off'), classId: ids.classId.nullable() }),
  z.object({ screen: z.literal('school'), section: z.enum(['school', 'classes', 'subjects', 'teachers', 'assignments', 'policies', 'signers', 'signing', 'trust', 'gateway']) }),
  z.object({ screen: z.literal('users') }),
  z.object({ screen: z.literal('moves'), section: z.enum(['pupils', 'summer', 'year', 'done']), classId: ids.classId.nullable(), enrollmentId: ids.enrollmentId.nullable() }),
]);
export type Target = z.infer<typeof target>;

export type Semester = 1 | 2;
export type Sex = z.infer<typeof sex>;
export type SubjectKind = z.infer<typeof subjectKind>;
export type SchoolLevel = z.infer<typeof schoolLevel>;
export type Programme = z.infer<typeof programme>;
export type Language = z.infer<typeof language>;
export type MarkColumn = z.infer<typeof markColumn>;
export type HomeroomField = z.infer<typeof homeroomField>;
export type PupilField = z.infer<typeof pupilField>;
