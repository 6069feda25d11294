import { z } from 'zod';
import * as ids from '#core/values/ids.ts';
import { changeShape, editKind, editStep, lockShape, verdictShape } from './cell-steps.ts';
import { command, query } from './method.ts';
import { dateTime, line, registerColumnName, registerName, registerPeriod, semester } from './shared.ts';

const readers = ['clerk', 'homeroomTeacher', 'principal', 'subjectTeacher'] as const;
const writers = ['clerk', 'homeroomTeacher'] as const;

export const registerColumn = z.object({
  column: registerColumnName,
  /** choice: one of `choices`. count: a whole number. measure: tenths, one decimal. text: at most `longest` characters. computed: nothing to enter. */
  kind: z.enum(['choice', 'count', 'measure', 'text', 'computed']),
  /** The circular's own name where the column has one, in Vietnamese. */
  name: z.string().nullable(),
  /** Columns of one group stand side by side. */
  group: z.enum(['qualities', 'general', 'specific', 'month', 'semester1', 'semester2']).nullable(),
  choices: z.array(z.string()).readonly(),
  longest: z.number().int().nullable(),
  /** attendance: 1 Monday … 7 Sunday. */
  weekday: z.number().int().nullable(),
  /** Whose locks hold for it; null: nothing to enter. */
  semester: semester.nullable(),
});
export type RegisterColumn = z.infer<typeof registerColumn>;

/** `text` as people see it (measures with a decimal comma); `changes`: how often it was changed after it was first entered. */
export const registerCell = z.object({ text: z.string(), changes: z.number().int() });

export type RegisterCell = z.infer<typeof registerCell>;

export const registerRow = z.object({
  enrollmentId: ids.enrollmentId,
  pupilId: ids.pupilId,
  position: z.number().int(),
  fullName: z.string(),
  birthDate: z.string(),
  status: z.enum(['studying', 'moved-class', 'left-school']),
  cells: z.record(registerColumnName, registerCell),
  /** Columns this pupil has nothing to enter in now (conduct in summer where none is due). */
  closed: z.array(registerColumnName),
  /** What the old school supplied where nothing was entered here: it counts, and an entry takes its place. */
  supplied: z.record(registerColumnName, z.string()),
  /** Cells that differ from what another register says (rule D20); they stand as they are. */
  doubts: z.array(z.object({ column: registerColumnName, why: z.enum(['absences-differ']), expected: z.string() })),
});
export type RegisterRow = z.infer<typeof registerRow>;

/** Sums of whole columns over those who study; attendance only. */
export const registerTotal = z.object({ name: z.enum(['excused', 'unexcused', 'absent']), cells: z.record(registerColumnName, z.number().int()) });
export type RegisterTotal = z.infer<typeof registerTotal>;

export const registerSheet = z.object({
  classId: ids.classId,
  className: z.string(),
  homeroomTeacherName: z.string().nullable(),
  register: registerName,
  period: registerPeriod,
  /** All periods of the year, in order. */
  periods: z.array(registerPeriod),
  /** Registers this class keeps. */
  registers: z.array(registerName),
  /** Words of the circular that holds for the class. */
  words: z.object({ learner: z.string(), classTeacher: z.string(), circular: z.string() }),
  /** More sessions of absence than `most` in the year stand in the way of promotion, by `article` of the circular; null: no such rule. */
  absenceLimit: z.object({ most: z.number().int(), article: z.string() }).nullable(),
  columns: z.array(registerColumn),
  ...lockShape(registerColumnName),
  mayEdit: z.boolean(),
  rows: z.array(registerRow),
  totals: z.array(registerTotal),
});
export type RegisterSheet = z.infer<typeof registerSheet>;

export const registerChange = z.strictObject({ ...changeShape, column: registerColumnName });
export type RegisterChange = z.infer<typeof registerChange>;
export const registerVerdict = z.object({ ...verdictShape, column: registerColumnName });
export type RegisterVerdict = z.infer<typeof registerVerdict>;

const place = { classId: ids.classId, register: registerName, period: registerPeriod };
/** A block has at most as many cells as the largest sheet: 31 days of a large class. */
const changes = z.array(registerChange).min(1).max(4000);
/** `rows`: the pupils whose cells were changed, as they are now. `step`: what `registers.undo` would take back; null where nothing was written. */
const edited = z.object({ rows: z.array(registerRow), totals: z.array(registerTotal), savedAt: dateTime, refused: z.array(registerVerdict), step: editStep.nullable() });
export type RegisterEdited = z.infer<typeof edited>;

export const registers = {
  /** `period` null: the one of today. Errors: school.not-found, registers.not-kept, registers.bad-period. */
  'registers.sheet': query({ access: readers, input: z.strictObject({ classId: ids.classId, register: registerName, period: registerPeriod.nullable() }), output: registerSheet }),
  /** What a block would do, cell by cell; writes nothing. Errors: homeroom.not-yours, registers.not-kept, registers.bad-period. */
  'registers.check': query({ access: writers, input: z.strictObject({ ...place, changes }), output: z.object({ cells: z.array(registerVerdict) }) }),
  /**
   * Writes a block (or one cell) in one transaction and as one step; cells that are refused are left alone and told: homeroom.not-a-level, homeroom.not-a-count,
   * homeroom.not-a-measure, mark.comment-too-long, registers.not-an-attribute, registers.not-an-absence, registers.summer-not-due, gradebook.locked and its like.
   * Errors: homeroom.not-yours, registers.not-kept, registers.bad-period.
   */
  'registers.set': command({ access: writers, input: z.strictObject({ ...place, changes, kind: editKind, reason: line(300).optional() }), output: edited }),
  /** Takes back (or does again) this user's last step on the sheet, also after a restart; cells that hold something else by now are left alone and told. */
  'registers.undo': command({ access: writers, input: z.strictObject(place), output: edited }),
  'registers.redo': command({ access: writers, input: z.strictObject(place), output: edited }),
  'registers.history': query({
    access: readers,
    input: z.strictObject({ ...place, enrollmentId: ids.enrollmentId, column: registerColumnName }),
    output: z.object({ changes: z.array(z.object({ at: dateTime, by: z.string(), before: z.string(), after: z.string(), reason: z.string().nullable() })) }),
  }),
  /** What taking the absences of a semester from the attendance register would change on the homeroom sheet; writes nothing. Errors: homeroom.not-yours, registers.no-attendance. */
  'registers.checkAbsences': query({ access: writers, input: z.strictObject({ classId: ids.classId, semester }), output: z.object({ cells: z.array(registerVerdict) }) }),
  /** Does it, as one step of the homeroom sheet. Errors: homeroom.not-yours, registers.no-attendance. */
  'registers.takeAbsences': command({ access: writers, input: z.strictObject({ classId: ids.classId, semester }), output: edited }),
};
