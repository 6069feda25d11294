import { z } from 'zod';
import * as ids from '#core/values/ids.ts';
import { command, query } from './method.ts';
import { pupilData } from './pupil-data.ts';
import { rollOver } from './year-turn.ts';
import { date, dateTime, level, line, passLevel, requiredLine, schoolYearName, target, tenths } from './shared.ts';

const readers = ['clerk', 'homeroomTeacher', 'subjectTeacher', 'principal'] as const;
/** Finer rights follow from the kind: the office keeps the lists, the principal grants and decides. */
const doers = ['clerk', 'principal'] as const;

export const exemptionKind = z.enum(['practical', 'not-assessed']);
export const exemptionTerm = z.enum(['semester1', 'semester2', 'year', 'level']);
export const leaveReason = z.enum(['transferred', 'dropped-out', 'other']);

/** A subject's result of a semester as the old school gave it: ĐTBmhk in tenths, Đ/CĐ, or a primary level with its test in tenths. */
export const suppliedResult = z.strictObject({ subjectId: ids.subjectId, score: tenths.nullable(), pass: passLevel.nullable(), level: z.enum(['T', 'H', 'C']).nullable() });
/** Semester I at the old school. Results that are not given stay due. */
export const suppliedSemester = z.strictObject({
  school: requiredLine(150),
  conduct: level.nullable(),
  excused: z.number().int().min(0).max(200).nullable(),
  unexcused: z.number().int().min(0).max(200).nullable(),
  results: z.array(suppliedResult).max(60),
});
export type SuppliedSemester = z.infer<typeof suppliedSemester>;

/** A year at another school or under an older circular, in the words of its record (Giỏi, Khá …): kept and shown, never computed with. */
export const historicYear = z.strictObject({
  schoolYear: schoolYearName,
  className: line(20),
  school: requiredLine(150),
  enteredOn: date,
  circular: line(60),
  learning: line(30),
  conduct: line(30),
  outcome: line(60),
  title: line(60),
});
export type HistoricYear = z.infer<typeof historicYear>;

/** What is to be done. Days are those of the decision or the fact; numbers of decisions may be empty where there is none yet. */
export const moveAction = z.discriminatedUnion('kind', [
  /** A pupil comes from another school during the year. Data of a former pupil of this school (same numbers) are taken up again. */
  z.strictObject({ kind: z.literal('join'), classId: ids.classId, on: date, oldSchool: requiredLine(150), decision: line(60), data: pupilData, semester1: suppliedSemester.nullable() }),
  /** The old school's results of a pupil who is here already; null takes them away. */
  z.strictObject({ kind: z.literal('set-transferred'), enrollmentId: ids.enrollmentId, semester1: suppliedSemester.nullable() }),
  /** All earlier years elsewhere, in place of those that stand. */
  z.strictObject({ kind: z.literal('set-history'), pupilId: ids.pupilId, years: z.array(historicYear).max(14) }),
  z.strictObject({ kind: z.literal('leave'), enrollmentId: ids.enrollmentId, on: date, reason: leaveReason, destination: line(150), decision: line(60) }),
  z.strictObject({ kind: z.literal('return'), enrollmentId: ids.enrollmentId, on: date, decision: line(60) }),
  z.strictObject({ kind: z.literal('change-class'), enrollmentIds: z.array(ids.enrollmentId).min(1).max(60), classId: ids.classId, on: date, decision: line(60) }),
  /** TT 22/2021 Art. 10 (`practical`: the theory is assessed instead, all marks stay due) and 11 (`not-assessed`: code M). */
  z.strictObject({ kind: z.literal('exempt'), enrollmentId: ids.enrollmentId, subjectId: ids.subjectId, exemption: exemptionKind, term: exemptionTerm, decision: requiredLine(200), decidedOn: date }),
  z.strictObject({ kind: z.literal('end-exemption'), enrollmentId: ids.enrollmentId, subjectId: ids.subjectId }),
  /** The principal confirms how the year ends for the pupils of these classes. */
  z.strictObject({ kind: z.literal('decide'), classIds: z.array(ids.classId).min(1).max(200), on: date }),
]);
export type MoveAction = z.infer<typeof moveAction>;
/** What a dry run can be asked for: also the turn of the year, which is done as a job (`yearTurn.rollOver`). */
const anyAction = z.union([moveAction, rollOver]);
export type AnyAction = z.infer<typeof anyAction>;
export type MoveKind = AnyAction['kind'];

const params = z.record(z.string(), z.union([z.string(), z.number()]));

/** One line of the dry run: about whom, and what would become of it. Words stand in core/text/moves.ts. */
export const moveRow = z.object({
  group: z.string(),
  name: z.string(),
  code: z.enum(['joined', 'supplied', 'supplied-conduct', 'supplied-gone', 'elective-taken', 'history-set', 'history-gone', 'left', 'returned', 'class-changed', 'exempted-practical', 'exempted-whole', 'exemption-ended', 'decided-promoted', 'decided-retained', 'decided-open', 'class-made', 'class-completes', 'pupil-stays']),
  params,
});
export type MoveRow = z.infer<typeof moveRow>;

/** `error`: stands in the way; `warning`: to be looked at; `note`: what happens besides. `target`: where it is mended. */
export const moveRemark = z.object({
  severity: z.enum(['error', 'warning', 'note']),
  code: z.enum([
    'day-outside-year',
    'known-pupil',
    'already-here',
    'looks-alike',
    'wrong-data',
    'results-missing',
    'marks-set-aside',
    'year-not-past',
    'year-twice',
    'year-here',
    'nothing-changed',
    'pupils-open',
    'all-confirmed',
    'confirmed-anew',
    'not-next-year',
    'year-exists',
    'class-twice',
    'not-confirmed',
    'class-goes-nowhere',
    'wrong-grade-up',
    'stays-nowhere',
    'wrong-grade-stay',
    'no-homeroom-teacher',
    'old-year-stays',
    'day-before-entry',
    'already-left',
    'not-away',
    'past-year',
    'same-class',
    'other-grade',
    'no-decision',
    'no-destination',
    'marks-stay',
    'marks-go-along',
    'locks-differ',
    'record-outdated',
    'not-practical-subject',
    'term-not-for-whole',
    'exempt-already',
    'not-exempt',
    'marks-not-counted',
    'marks-count-again',
  ]),
  params,
  target: target.nullable(),
});
export type MoveRemark = z.infer<typeof moveRemark>;

/** Why an action cannot be taken back: `changed` or `gone` since, something `stands-on` what it made, marks and entries made since (`work-since`), or the next school year (`year-turned`). */
export const undoObstacle = z.object({ code: z.enum(['changed', 'gone', 'stands-on', 'work-since', 'year-turned']), name: z.string(), what: z.string() });
export type UndoObstacle = z.infer<typeof undoObstacle>;

/** A move as a class list or a pupil's file shows it; `className`: the other class, or the one joined or left. */
export const pupilMove = z.object({
  kind: z.enum(['joined', 'left', 'returned', 'came-from', 'went-to']),
  on: date,
  className: z.string(),
  otherSchool: z.string(),
  decision: z.string(),
  reason: z.string(),
});
export type PupilMove = z.infer<typeof pupilMove>;

export const doneMove = z.object({ id: z.number().int(), kind: z.string(), subject: params, madeAt: dateTime, madeBy: z.string(), undoneAt: dateTime.nullable(), undoneBy: z.string().nullable(), mayUndo: z.boolean() });
export type DoneMove = z.infer<typeof doneMove>;

export const moves = {
  /** The dry run: what the action would do, and what stands in its way. Writes nothing. Errors: session.not-allowed, pupils.not-found, school.not-found. */
  'moves.preview': query({
    access: doers,
    input: z.strictObject({ action: anyAction }),
    output: z.object({ rows: z.array(moveRow), remarks: z.array(moveRemark), mayApply: z.boolean(), digest: z.string() }),
  }),
  /** Does what the dry run showed, in one transaction. Errors: moves.outdated-preview where the data changed since, moves.not-possible. */
  'moves.apply': command({ access: doers, input: z.strictObject({ action: moveAction, digest: z.string().max(64) }), output: z.object({ id: z.number().int() }) }),
  /** What was done, newest first. */
  'moves.list': query({ access: doers, input: z.strictObject({}), output: z.object({ done: z.array(doneMove) }) }),
  /** Whether an action can be taken back, and if not, why. Errors: moves.not-found. */
  'moves.checkUndo': query({ access: doers, input: z.strictObject({ id: z.number().int() }), output: z.object({ obstacles: z.array(undoObstacle) }) }),
  /** Takes an action back whole. Errors: moves.not-found, moves.already-undone, moves.cannot-undo {where}. */
  'moves.undo': command({ access: doers, input: z.strictObject({ id: z.number().int() }), output: z.object({ undoneAt: dateTime }) }),
  /** What became of a pupil through the years, and what the old schools supplied. Errors: pupils.not-found, homeroom.not-yours. */
  'moves.ofPupil': query({
    access: readers,
    input: z.strictObject({ pupilId: ids.pupilId }),
    output: z.object({ moves: z.array(pupilMove), semester1: suppliedSemester.nullable(), years: z.array(historicYear), here: z.array(z.object({ schoolYear: z.string(), className: z.string(), enteredOn: z.string() })) }),
  }),
};
