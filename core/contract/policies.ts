import { z } from 'zod';
import { policyName } from '#core/rules/policies.ts';
import * as ids from '#core/values/ids.ts';
import { command, query } from './method.ts';
import { dateTime, line, nothing, requiredLine } from './shared.ts';

const readers = ['clerk', 'subjectTeacher', 'homeroomTeacher', 'principal', 'administrator'] as const;
const reason = requiredLine(300);

const choice = z.object({ value: z.string(), reason: z.string(), by: z.string(), at: dateTime });

/** A point that a circular leaves open, and how this school reads it. The words of readings are in core/text/policies. */
export const policyView = z.object({
  policy: policyName,
  /** Circulars of this school's classes that leave it open. */
  circulars: z.array(z.string()),
  values: z.array(z.string()),
  /** The recommended reading. */
  usual: z.string(),
  /** The reading that holds. */
  value: z.string(),
  /** Newest first; empty where nobody has chosen: then the recommended reading holds and pupils whose result hangs on it are flagged. */
  choices: z.array(choice),
});
export type PolicyView = z.infer<typeof policyView>;

/** One entry of the history of a decision for one pupil. `value` null: withdrawn. */
export const reviewEntry = z.object({ state: z.enum(['proposed', 'decided', 'withdrawn']), value: z.string().nullable(), reason: z.string(), number: z.string(), by: z.string(), at: dateTime });

const pupilPoint = { classId: ids.classId, enrollmentId: ids.enrollmentId, policy: policyName };
const decided = { value: z.string(), reason };

export const policies = {
  /** Every point that the circulars of this school's classes leave open. */
  'policies.list': query({ access: readers, input: nothing, output: z.object({ policies: z.array(policyView), mayChoose: z.boolean() }) }),
  /** How the school reads a point, from this school year on. Also the recommended reading can be chosen: then it is decided. Errors: policies.not-open. */
  'policies.choose': command({ access: ['principal'], input: z.strictObject({ policy: policyName, value: z.string(), reason }), output: nothing }),
  /**
   * The principal's decision for one pupil, in place of the school's reading; a newer one revises it. `number`: of the written decision, may be empty.
   * Errors: policies.not-open (the pupil's result does not hang on it), gradebook.not-found.
   */
  'reviews.decide': command({ access: ['principal'], input: z.strictObject({ ...pupilPoint, ...decided, number: line(60) }), output: nothing }),
  /** The homeroom teacher's proposal for the principal. Errors: policies.not-open, homeroom.not-yours, gradebook.not-found. */
  'reviews.propose': command({ access: ['homeroomTeacher'], input: z.strictObject({ ...pupilPoint, ...decided }), output: nothing }),
  /** Takes a decision (or a proposal) back: the school's reading holds again. Errors: policies.not-decided. */
  'reviews.withdraw': command({ access: ['principal'], input: z.strictObject({ ...pupilPoint, reason }), output: nothing }),
  /** Everything that was proposed and decided about one point for one pupil, newest first. */
  'reviews.history': query({ access: ['clerk', 'homeroomTeacher', 'principal'], input: z.strictObject(pupilPoint), output: z.object({ entries: z.array(reviewEntry) }) }),
};
