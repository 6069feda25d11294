import { z } from 'zod';
import * as ids from '#core/values/ids.ts';
import { command, query } from './method.ts';
import { dateTime, markColumn, passLevel, semester, subjectKind, tenths } from './shared.ts';

const readers = ['clerk', 'subjectTeacher', 'homeroomTeacher', 'principal'] as const;
const writers = ['clerk', 'subjectTeacher'] as const;

/**
 * What a cell holds. `text` is what people see (`8,5`, `Đ`, `P` for excused, `0 (vắng)` is never shown as a plain 0).
 * state: empty, entered, excused (reason given, make-up due), absent (not made up: counts 0 or CĐ).
 */
export const markCell = z.object({
  state: z.enum(['empty', 'entered', 'excused', 'absent']),
  score: tenths.nullable(),
  pass: passLevel.nullable(),
  comment: z.string().nullable(),
  /** How often the cell was changed after it was first entered. */
  changes: z.number().int(),
});
export type MarkCell = z.infer<typeof markCell>;

export const sheetRow = z.object({
  enrollmentId: ids.enrollmentId,
  pupilId: ids.pupilId,
  position: z.number().int(),
  fullName: z.string(),
  birthDate: z.string(),
  status: z.enum(['studying', 'moved-class', 'left-school']),
  cells: z.partialRecord(markColumn, markCell),
  /** ĐTBmhk in tenths, or Đ/CĐ; null while something is missing. */
  semesterScore: tenths.nullable(),
  semesterPass: passLevel.nullable(),
  /** Semester 2 sheets: the first semester's result and the year's. */
  otherSemesterScore: tenths.nullable(),
  otherSemesterPass: passLevel.nullable(),
  yearScore: tenths.nullable(),
  yearPass: passLevel.nullable(),
  mayReassess: z.boolean(),
});
export type SheetRow = z.infer<typeof sheetRow>;

export const gradebookSheet = z.object({
  classId: ids.classId,
  className: z.string(),
  subjectId: ids.subjectId,
  subjectName: z.string(),
  kind: subjectKind,
  semester,
  periodsPerYear: z.number().int(),
  requiredRegular: z.number().int(),
  teacherName: z.string().nullable(),
  columns: z.array(markColumn),
  mayEdit: z.boolean(),
  rows: z.array(sheetRow),
});
export type GradebookSheet = z.infer<typeof gradebookSheet>;

export const gradebook = {
  'gradebook.sheet': query({ access: readers, input: z.strictObject({ classId: ids.classId, subjectId: ids.subjectId, semester }), output: gradebookSheet }),
  /**
   * Saves one cell from what was typed. Empty text clears the cell (the old value stays in the history).
   * Typed forms: `8`, `8,5`, `8.5`; `Đ`/`D`, `CĐ`/`CD`; `P` excused; `V` absent and not made up. Answers the row with its new averages.
   * Errors: mark.not-a-number, mark.too-many-decimals, mark.out-of-range, mark.not-a-pass-level, mark.comment-too-long, gradebook.not-yours, gradebook.changed-elsewhere.
   */
  'gradebook.setMark': command({
    access: writers,
    input: z.strictObject({
      classId: ids.classId,
      subjectId: ids.subjectId,
      semester,
      enrollmentId: ids.enrollmentId,
      column: markColumn,
      text: z.string().max(4000),
      reason: z.string().max(300).optional(),
    }),
    output: z.object({ row: sheetRow, savedAt: dateTime }),
  }),
  'gradebook.history': query({
    access: readers,
    input: z.strictObject({ classId: ids.classId, subjectId: ids.subjectId, semester, enrollmentId: ids.enrollmentId, column: markColumn }),
    output: z.object({ changes: z.array(z.object({ at: dateTime, by: z.string(), before: z.string(), after: z.string(), reason: z.string().nullable() })) }),
  }),
};
