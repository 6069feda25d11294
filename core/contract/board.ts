import { z } from 'zod';
import * as ids from '#core/values/ids.ts';
import { query } from './method.ts';
import { semester, target } from './shared.ts';

/** Marks of one subject in one class and semester: how many are due, how many stand, how many wait for a make-up; comments where the record needs them (semester 2). */
export const boardCell = z.object({
  subjectId: ids.subjectId,
  teacherName: z.string().nullable(),
  due: z.number().int(),
  entered: z.number().int(),
  excused: z.number().int(),
  commentsDue: z.number().int(),
  comments: z.number().int(),
});
export type BoardCell = z.infer<typeof boardCell>;

export const boardClass = z.object({
  classId: ids.classId,
  className: z.string(),
  size: z.number().int(),
  homeroomTeacherName: z.string().nullable(),
  /** Only what the signed-in user has to do with. */
  cells: z.array(boardCell),
  /** Conduct and absences of the semester; null where it is not this user's to see. */
  homeroom: z.object({ due: z.number().int(), entered: z.number().int() }).nullable(),
});
export type BoardClass = z.infer<typeof boardClass>;

const readers = ['clerk', 'subjectTeacher', 'homeroomTeacher', 'principal'] as const;

export const board = {
  'board.term': query({
    access: readers,
    input: z.strictObject({ semester }),
    output: z.object({ subjects: z.array(z.object({ id: ids.subjectId, name: z.string(), shortName: z.string() })), classes: z.array(boardClass) }),
  }),
  /** The first cell that is still due; null where nothing is. Errors: gradebook.not-found. */
  'board.firstEmpty': query({
    access: readers,
    input: z.strictObject({ classId: ids.classId, subjectId: ids.subjectId.nullable(), semester }),
    output: z.object({ target: target.nullable() }),
  }),
};
