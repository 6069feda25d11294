import { z } from 'zod';
import * as ids from '#core/values/ids.ts';
import { command, query } from './method.ts';
import { dateTime, homeroomField, level } from './shared.ts';

export const homeroomRow = z.object({
  enrollmentId: ids.enrollmentId,
  pupilId: ids.pupilId,
  position: z.number().int(),
  fullName: z.string(),
  birthDate: z.string(),
  status: z.enum(['studying', 'moved-class', 'left-school']),
  conduct1: level.nullable(),
  conduct2: level.nullable(),
  /** Conduct of the year by the table of TT 22/2021 Art. 8. */
  conductYear: level.nullable(),
  /** Sessions absent; null: not entered (which is not 0). */
  excused1: z.number().int().nullable(),
  unexcused1: z.number().int().nullable(),
  excused2: z.number().int().nullable(),
  unexcused2: z.number().int().nullable(),
  absences: z.number().int().nullable(),
  /** Centimetres and kilograms in tenths: 1523 is 152,3 cm. */
  height: z.number().int().nullable(),
  weight: z.number().int().nullable(),
  comment: z.string().nullable(),
  mayTrainInSummer: z.boolean(),
  summerConduct: level.nullable(),
  /** Ad-hoc commendation (TT 22/2021 Art. 15.2), free text. */
  commendation: z.string().nullable(),
  /** Primary classes (TT 27/2020 Art. 13 and 11.2). */
  nominated: z.boolean(),
  outstanding: z.string().nullable(),
  supportDecision: z.enum(['PROMOTED', 'RETAINED']).nullable(),
});
export type HomeroomRow = z.infer<typeof homeroomRow>;

export const homeroom = {
  'homeroom.sheet': query({
    access: ['clerk', 'homeroomTeacher', 'principal', 'subjectTeacher'],
    input: z.strictObject({ classId: ids.classId }),
    output: z.object({ classId: ids.classId, className: z.string(), homeroomTeacherName: z.string().nullable(), kind: z.enum(['levels', 'primary']), mayEdit: z.boolean(), rows: z.array(homeroomRow) }),
  }),
  /** Saves one field from what was typed; empty text clears it. Errors: homeroom.not-a-level, homeroom.not-a-count, homeroom.not-a-measure, mark.comment-too-long, homeroom.not-yours. */
  'homeroom.setField': command({
    access: ['clerk', 'homeroomTeacher'],
    input: z.strictObject({ classId: ids.classId, enrollmentId: ids.enrollmentId, field: homeroomField, text: z.string().max(8000) }),
    output: z.object({ row: homeroomRow, savedAt: dateTime }),
  }),
};
