import { z } from 'zod';
import * as ids from '#core/values/ids.ts';
import { query } from './method.ts';
import { level, passLevel, subjectKind, target, tenths } from './shared.ts';

export const decision = z.enum(['PROMOTED', 'REASSESS', 'SUMMER_CONDUCT', 'SUMMER_CONDUCT_THEN_REASSESS', 'RETAINED', 'INCOMPLETE']);
export const award = z.enum(['XUAT_SAC', 'GIOI']);

export const subjectResult = z.object({
  subjectId: ids.subjectId,
  score1: tenths.nullable(),
  score2: tenths.nullable(),
  scoreYear: tenths.nullable(),
  pass1: passLevel.nullable(),
  pass2: passLevel.nullable(),
  passYear: passLevel.nullable(),
  reassessedScore: tenths.nullable(),
  reassessedPass: passLevel.nullable(),
});

export const learningResult = z.object({ base: level.nullable(), level: level.nullable(), adjustedBySubjectId: ids.subjectId.nullable(), ambiguous: z.boolean() });

export const pupilResult = z.object({
  enrollmentId: ids.enrollmentId,
  pupilId: ids.pupilId,
  position: z.number().int(),
  fullName: z.string(),
  subjects: z.array(subjectResult),
  semester1: learningResult,
  semester2: learningResult,
  year: learningResult,
  conduct1: level.nullable(),
  conduct2: level.nullable(),
  conductYear: level.nullable(),
  absences: z.number().int().nullable(),
  award: award.nullable(),
  decision,
  reassessable: z.array(ids.subjectId),
  afterSummer: z.object({ learning: level.nullable(), conduct: level.nullable(), decision }).nullable(),
  /** The decision that stands: after the summer where there was one. */
  finalDecision: decision,
  /** "Cần nhà trường xem xét": points where the circular can be read in two ways, by code. */
  review: z.array(z.enum(['adjustment-ambiguous', 'adjustment-comment-subject', 'exempt-need', 'conduct-and-learning', 'title-with-absences'])),
});
export type PupilResult = z.infer<typeof pupilResult>;

/** One thing that is missing, with the place where it is entered. */
export const missingItem = z.object({
  enrollmentId: ids.enrollmentId.nullable(),
  pupilName: z.string().nullable(),
  what: z.enum(['mark', 'subject-comment', 'conduct', 'absences', 'homeroom-comment', 'pupil-field', 'measure', 'teacher', 'homeroom-teacher', 'school-setting', 'decision-pending', 'empty-class']),
  /** Words for the list, e.g. subject name and column, or field name. */
  detail: z.string(),
  target,
});
export type MissingItem = z.infer<typeof missingItem>;

export const results = {
  'results.class': query({
    access: ['clerk', 'homeroomTeacher', 'subjectTeacher', 'principal'],
    input: z.strictObject({ classId: ids.classId }),
    output: z.object({
      classId: ids.classId,
      className: z.string(),
      subjects: z.array(z.object({ id: ids.subjectId, shortName: z.string(), name: z.string(), kind: subjectKind })),
      pupils: z.array(pupilResult),
      missing: z.array(missingItem),
    }),
  }),
};
