import { z } from 'zod';
import * as ids from '#core/values/ids.ts';
import { command, query } from './method.ts';
import { date, level, nothing, requiredLine, schoolYearName } from './shared.ts';

const readers = ['clerk', 'homeroomTeacher', 'principal'] as const;

/** How a pupil's year ends. `INCOMPLETE`: results are missing; primary: `NEEDS_SUPPORT` before, `PRINCIPAL_DECIDES` after a supplementary assessment that did not help. */
export const endState = z.enum(['PROMOTED', 'RETAINED', 'REASSESS', 'SUMMER_CONDUCT', 'SUMMER_CONDUCT_THEN_REASSESS', 'INCOMPLETE', 'NEEDS_SUPPORT', 'PRINCIPAL_DECIDES']);
export type EndState = z.infer<typeof endState>;

const endWords = { learning: z.string(), conduct: z.string() };

/** One pupil's end of the year: what the results lead to, before and after the summer, and what the principal confirmed. Levels by their codes; empty: not there. */
export const yearEnd = z.object({
  enrollmentId: ids.enrollmentId,
  position: z.number().int(),
  fullName: z.string(),
  /** Before the summer, and as things stand now. */
  before: endState,
  now: endState,
  /** Learning and conduct of the year (primary: the outcome, no conduct). */
  year: z.object(endWords),
  after: z.object(endWords).nullable(),
  absences: z.number().int().nullable(),
  /** Subjects to be assessed again, with the year's result and the new one. */
  reassess: z.array(z.object({ subjectId: ids.subjectId, name: z.string(), before: z.string(), after: z.string() })),
  /** Primary: qualities and competencies at level C. */
  weakAttributes: z.number().int(),
  summerConduct: z.object({ due: z.boolean(), result: level.nullable() }),
  /** `outdated`: the results have changed since it was confirmed. */
  fixed: z.object({ decision: z.enum(['PROMOTED', 'RETAINED']), on: date, by: z.string(), outdated: z.boolean() }).nullable(),
});
export type YearEnd = z.infer<typeof yearEnd>;

/** A class in the year's turn. `open`: pupils whose year has not ended; `confirmed`: decisions that hold. Preschool classes have no results to wait for. */
export const classEnd = z.object({
  classId: ids.classId,
  className: z.string(),
  grade: z.number().int(),
  size: z.number().int(),
  promoted: z.number().int(),
  retained: z.number().int(),
  open: z.number().int(),
  confirmed: z.number().int(),
  hasResults: z.boolean(),
});
export type ClassEnd = z.infer<typeof classEnd>;

/** The next school year: its classes, where each class goes up to, and where each retained pupil goes. Names of classes of the new year stand for them. */
export const rollOver = z.strictObject({
  kind: z.literal('roll-over'),
  yearName: schoolYearName,
  /** The day on which the pupils enter their new classes. */
  startsOn: date,
  classes: z.array(z.strictObject({ name: requiredLine(10), grade: z.number().int().min(0).max(12), homeroomTeacherId: ids.teacherId.nullable() })).max(200),
  promotions: z.array(z.strictObject({ classId: ids.classId, to: requiredLine(10) })).max(200),
  retained: z.array(z.strictObject({ enrollmentId: ids.enrollmentId, to: requiredLine(10) })).max(3000),
  /** Whether the subject teachers go up with their classes. */
  keepTeachers: z.boolean(),
});
export type RollOver = z.infer<typeof rollOver>;

export const yearTurn = {
  /** All classes of the year, as far as they are. */
  'yearTurn.classes': query({ access: readers, input: nothing, output: z.object({ schoolYear: schoolYearName, classes: z.array(classEnd) }) }),
  /** One class's pupils. Errors: school.not-found, results.no-rules. */
  'yearTurn.class': query({ access: readers, input: z.strictObject({ classId: ids.classId }), output: z.object({ className: z.string(), primary: z.boolean(), pupils: z.array(yearEnd) }) }),
  /** What the next year would usually be: class names with the next grade, homeroom teachers who go up, retained pupils in the class of the same name. */
  'yearTurn.proposal': query({
    access: ['clerk', 'principal'],
    input: nothing,
    output: z.object({ proposal: rollOver, classes: z.array(classEnd), retained: z.array(z.object({ enrollmentId: ids.enrollmentId, fullName: z.string(), className: z.string(), grade: z.number().int() })) }),
  }),
  /**
   * Turns the school to the next year as the dry run (`moves.preview`) showed it: one transaction, as a job of kind `roll-over`. It is taken back by `moves.undo`.
   * Errors of the job: moves.outdated-preview, moves.not-possible.
   */
  'yearTurn.rollOver': command({ access: ['clerk', 'principal'], input: z.strictObject({ action: rollOver, digest: z.string().max(64) }), output: z.object({ jobId: ids.jobId }) }),
};
