import { z } from 'zod';
import * as ids from '#core/values/ids.ts';
import { changeShape, editKind, editStep, lockShape, verdictShape } from './cell-steps.ts';
import { command, query } from './method.ts';
import { dateTime, line, markColumn, passLevel, semester, subjectKind, tenths } from './shared.ts';

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
  /** Primary subjects: Hoàn thành tốt, Hoàn thành, Chưa hoàn thành. */
  level: z.enum(['T', 'H', 'C']).nullable(),
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
  /** Not assessed in this subject (code M): nothing is entered and nothing counts. */
  exempt: z.boolean(),
  /** The decision by which theory replaces the practical part in this semester (TT 22/2021 Art. 10): all marks are due. */
  practicalExemption: z.string().nullable(),
  /** The old school whose result stands in place of a semester's marks. */
  transferredFrom: z.object({ semester, school: z.string() }).nullable(),
  /** False: an elective subject this pupil did not choose. */
  taken: z.boolean(),
  /** Follows the special topics of the subject: their mark is due. */
  hasTopics: z.boolean(),
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
  ...lockShape(markColumn),
  mayEdit: z.boolean(),
  rows: z.array(sheetRow),
});
export type GradebookSheet = z.infer<typeof gradebookSheet>;

export const cellChange = z.strictObject({ ...changeShape, column: markColumn });
export type CellChange = z.infer<typeof cellChange>;
export const cellVerdict = z.object({ ...verdictShape, column: markColumn });
export type CellVerdict = z.infer<typeof cellVerdict>;

export { editKind, type EditKind } from './cell-steps.ts';

const sheetPlace = { classId: ids.classId, subjectId: ids.subjectId, semester };
/** A block has at most as many cells as the largest sheet. */
const changes = z.array(cellChange).min(1).max(4000);
/** `rows`: the pupils whose cells were changed, with their new averages. `step`: what `gradebook.undo` would take back; null where nothing was written. */
const edited = z.object({ rows: z.array(sheetRow), savedAt: dateTime, refused: z.array(cellVerdict), step: editStep.nullable() });
export type Edited = z.infer<typeof edited>;

export const gradebook = {
  'gradebook.sheet': query({ access: readers, input: z.strictObject({ classId: ids.classId, subjectId: ids.subjectId, semester }), output: gradebookSheet }),
  /**
   * Saves one cell from what was typed. Empty text clears the cell (the old value stays in the history).
   * Typed forms: `8`, `8,5`, `8.5`; `Đ`/`D`, `CĐ`/`CD`; `P` excused; `V` absent and not made up. Answers the row with its new averages.
   * Errors: mark.not-a-number, mark.too-many-decimals, mark.out-of-range, mark.not-a-pass-level, mark.comment-too-long, gradebook.not-yours,
   * gradebook.locked, gradebook.window-closed, gradebook.window-not-open, gradebook.reason-needed (the column was locked once, the cell holds something).
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
      reason: line(300).optional(),
    }),
    output: z.object({ row: sheetRow, savedAt: dateTime }),
  }),
  /** What a block would do, cell by cell; writes nothing. Where a reason will be needed (see the sheet's reasonNeeded) a cell is not refused for want of it. Errors: gradebook.not-yours, gradebook.not-found. */
  'gradebook.checkMarks': query({ access: writers, input: z.strictObject({ ...sheetPlace, changes }), output: z.object({ cells: z.array(cellVerdict) }) }),
  /** Writes a block in one transaction and as one step; cells that are refused are left alone and told. Errors: gradebook.not-yours, gradebook.not-found. */
  'gradebook.setMarks': command({ access: writers, input: z.strictObject({ ...sheetPlace, changes, kind: editKind, reason: line(300).optional() }), output: edited }),
  /**
   * Takes back (or does again) this user's last step on the sheet, also after a restart. Cells that hold something else by now are left alone and told as
   * gradebook.changed-elsewhere. `step` null: there is nothing to take back.
   */
  'gradebook.undo': command({ access: writers, input: z.strictObject(sheetPlace), output: edited }),
  'gradebook.redo': command({ access: writers, input: z.strictObject(sheetPlace), output: edited }),
  'gradebook.history': query({
    access: readers,
    input: z.strictObject({ classId: ids.classId, subjectId: ids.subjectId, semester, enrollmentId: ids.enrollmentId, column: markColumn }),
    output: z.object({ changes: z.array(z.object({ at: dateTime, by: z.string(), before: z.string(), after: z.string(), reason: z.string().nullable() })) }),
  }),
};
