import { z } from 'zod';
import { policyName } from '#core/rules/policies.ts';
import * as ids from '#core/values/ids.ts';
import { attributeLevels, moments } from '#core/values/registers.ts';
import { query } from './method.ts';
import { dateTime, level, passLevel, subjectKind, target, tenths } from './shared.ts';

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

const toldResult = z.object({ semester1: level.nullable(), semester2: level.nullable(), year: level.nullable(), title: award.nullable(), decision, finalDecision: decision });

/** A point on which a result hangs: the reading that holds, what the others would give, and what was decided about it. */
export const reviewPoint = z.object({
  policy: policyName,
  value: z.string(),
  others: z.array(z.object({ value: z.string(), result: toldResult })),
  /** Null: nobody has decided yet, neither for the school nor for the pupil. */
  settled: z.object({ scope: z.enum(['school', 'learner']), by: z.string(), at: dateTime, reason: z.string(), number: z.string() }).nullable(),
  /** The homeroom teacher's proposal that waits for the principal. */
  proposed: z.object({ value: z.string(), by: z.string(), at: dateTime, reason: z.string() }).nullable(),
});
export type ReviewPointView = z.infer<typeof reviewPoint>;

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
  /** "Cần nhà trường xem xét": the points that the circular leaves open and on which this pupil's results hang. */
  review: z.array(reviewPoint),
});
export type PupilResult = z.infer<typeof pupilResult>;

/** One thing that is missing, with the place where it is entered. */
export const missingItem = z.object({
  enrollmentId: ids.enrollmentId.nullable(),
  pupilName: z.string().nullable(),
  what: z.enum(['mark', 'subject-comment', 'conduct', 'absences', 'homeroom-comment', 'pupil-field', 'measure', 'teacher', 'homeroom-teacher', 'school-setting', 'attribute', 'decision-pending', 'empty-class', 'record-format', 'data-quality']),
  /** Words for the list, e.g. subject name and column, or field name. */
  detail: z.string(),
  target,
});
export type MissingItem = z.infer<typeof missingItem>;

const period = z.union([z.literal(1), z.literal(2), z.literal('year')]);

/** What a derivation is about: a subject's result, a learning level, the year's conduct, or the year's decision and title. */
export const derivationSubject = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('subject'), subjectId: ids.subjectId, period }),
  z.strictObject({ kind: z.literal('learning'), period }),
  z.strictObject({ kind: z.literal('conduct') }),
  z.strictObject({ kind: z.literal('year') }),
]);
export type DerivationSubject = z.infer<typeof derivationSubject>;

const derivationStep = z.object({ kind: z.enum(['input', 'rule', 'met', 'missed', 'result', 'hint', 'review']), text: z.string(), article: z.string().nullable() });
/** Steps in Vietnamese, in the circular's words. `hints`: what is missing to reach the next level, for the class's own teachers only. */
export const derivation = z.object({ pupilName: z.string(), circular: z.string(), steps: z.array(derivationStep), hints: z.array(derivationStep) });
export type Derivation = z.infer<typeof derivation>;

const primaryLevel = z.enum(['T', 'H', 'C', 'M']);
const attributeLevel = z.enum(attributeLevels);
export const primaryOutcome = z.enum(['HTXS', 'HTT', 'HT', 'CHT']);
export const primaryDecision = z.enum(['COMPLETED_CLASS', 'COMPLETED_PRIMARY', 'NEEDS_SUPPORT', 'PRINCIPAL_DECIDES', 'INCOMPLETE']);

/** A primary pupil at one moment (levels, whole marks of tests, qualities and competencies), and the year's result (TT 27/2020 Art. 9, 11, 13). */
export const primaryPupil = z.object({
  enrollmentId: ids.enrollmentId,
  pupilId: ids.pupilId,
  position: z.number().int(),
  fullName: z.string(),
  subjects: z.array(z.object({ subjectId: ids.subjectId, level: primaryLevel.nullable(), test: z.number().int().nullable() })),
  attributes: z.record(z.string(), attributeLevel),
  absences: z.number().int().nullable(),
  outcome: primaryOutcome.nullable(),
  award: z.enum(['HOC_SINH_XUAT_SAC', 'HOC_SINH_TIEU_BIEU']).nullable(),
  decision: primaryDecision,
  afterSupport: z.object({ outcome: primaryOutcome.nullable(), decision: primaryDecision }).nullable(),
  principalDecision: z.enum(['PROMOTED', 'RETAINED']).nullable(),
  /** How the year ends; null while that is open. */
  promoted: z.boolean().nullable(),
  /** Points left open by TT 27/2020 on which the outcome hangs; the school as a whole chooses. */
  review: z.array(policyName),
});
export type PrimaryPupil = z.infer<typeof primaryPupil>;

export const moment = z.enum(moments);

export const results = {
  /** Results of a primary class at a moment; the year's outcome at every one. Errors: results.level-class for other classes. */
  'results.primary': query({
    access: ['clerk', 'homeroomTeacher', 'subjectTeacher', 'principal'],
    input: z.strictObject({ classId: ids.classId, moment }),
    output: z.object({
      classId: ids.classId,
      className: z.string(),
      grade: z.number().int(),
      moment,
      subjects: z.array(z.object({ id: ids.subjectId, name: z.string(), shortName: z.string(), hasTest: z.boolean() })),
      attributes: z.array(z.object({ code: z.string(), name: z.string(), group: z.enum(['quality', 'general', 'specific']) })),
      pupils: z.array(primaryPupil),
      missing: z.array(missingItem),
    }),
  }),
  /** Where a primary pupil's year comes from, and what is missing to the next outcome. Errors: results.level-class, gradebook.not-found. */
  'results.explainPrimary': query({
    access: ['clerk', 'homeroomTeacher', 'subjectTeacher', 'principal'],
    input: z.strictObject({ classId: ids.classId, enrollmentId: ids.enrollmentId }),
    output: derivation,
  }),
  /** Where a result comes from. Errors: gradebook.not-found. */
  'results.explain': query({
    access: ['clerk', 'homeroomTeacher', 'subjectTeacher', 'principal'],
    input: z.strictObject({ classId: ids.classId, enrollmentId: ids.enrollmentId, about: derivationSubject }),
    output: derivation,
  }),
  'results.class': query({
    access: ['clerk', 'homeroomTeacher', 'subjectTeacher', 'principal'],
    input: z.strictObject({ classId: ids.classId }),
    output: z.object({
      classId: ids.classId,
      className: z.string(),
      subjects: z.array(z.object({ id: ids.subjectId, shortName: z.string(), name: z.string(), kind: subjectKind })),
      pupils: z.array(pupilResult),
      missing: z.array(missingItem),
      /** What this user may do about open points of this class. */
      mayDecide: z.boolean(),
      mayPropose: z.boolean(),
    }),
  }),
};
