import { z } from 'zod';
import * as ids from '#core/values/ids.ts';
import { command, query } from './method.ts';
import { pupilData } from './pupil-data.ts';
import { exemptionKind, exemptionTerm, pupilMove } from './moves.ts';
import { dateTime, pupilField } from './shared.ts';

export { pupilData, type PupilData } from './pupil-data.ts';

export const enrollmentStatus = z.enum(['studying', 'moved-class', 'left-school']);

export const pupilRow = z.object({
  pupilId: ids.pupilId,
  enrollmentId: ids.enrollmentId,
  /** Place in the class list, from 1; Vietnamese order by given name unless set by hand. */
  position: z.number().int(),
  status: enrollmentStatus,
  data: pupilData,
  /** Arrivals, departures and class changes of the year; a pupil who changed to another class is `moved-class` here and listed there too. */
  moves: z.array(pupilMove),
  /** Fields a record needs that are empty or wrong. */
  lacking: z.array(pupilField),
});
export type PupilRow = z.infer<typeof pupilRow>;

export const importProblem = z.enum([
  'empty',
  'not-a-date',
  'not-a-personal-id',
  'leading-zero-restored',
  'old-font-converted',
  'unknown-sex',
  'unknown-ethnicity',
  'unknown-class',
  'grade-not-taught',
  'duplicate-in-file',
  'matches-several',
  'personal-id-disagrees',
  'too-long',
  'name-looks-wrong',
  'personal-id-of-another-pupil',
  'looks-like-another-pupil',
  'name-in-capitals',
  'unknown-status',
]);
export type ImportProblem = z.infer<typeof importProblem>;

/** One cell of the preview: what the file says, what it was read as, and why it is refused or mended. */
export const importCell = z.object({
  field: z.union([pupilField, z.literal('className'), z.literal('status')]),
  text: z.string(),
  value: z.string(),
  before: z.string().nullable(),
  problem: importProblem.nullable(),
  severity: z.enum(['none', 'note', 'warning', 'error']),
});

export const importRow = z.object({
  sheet: z.string(),
  /** Row number as Excel shows it. */
  rowNumber: z.number().int(),
  state: z.enum(['new', 'changed', 'same', 'wrong']),
  pupilId: ids.pupilId.nullable(),
  cells: z.array(importCell),
});
export type ImportRow = z.infer<typeof importRow>;

export const importPreview = z.object({
  importId: ids.importId,
  fileName: z.string(),
  columns: z.array(z.object({ sheet: z.string(), header: z.string(), letter: z.string(), field: z.string().nullable() })),
  missingColumns: z.array(z.string()),
  counts: z.object({ new: z.number().int(), changed: z.number().int(), same: z.number().int(), wrong: z.number().int(), skippedLines: z.number().int() }),
  newClasses: z.array(z.string()),
  rows: z.array(importRow),
});
export type ImportPreview = z.infer<typeof importPreview>;

export const pupils = {
  'pupils.list': query({ access: ['clerk', 'homeroomTeacher', 'subjectTeacher', 'principal'], input: z.strictObject({ classId: ids.classId }), output: z.object({ pupils: z.array(pupilRow) }) }),
  'pupils.save': command({
    access: ['clerk', 'homeroomTeacher'],
    input: z.strictObject({ pupilId: ids.pupilId, data: pupilData }),
    output: z.object({ pupil: pupilRow }),
  }),
  'pupils.add': command({
    access: ['clerk'],
    input: z.strictObject({ classId: ids.classId, data: pupilData }),
    output: z.object({ pupil: pupilRow }),
  }),
  /** Exemptions of both kinds, each with the decision it rests on (TT 22/2021 Art. 10, 11). They are granted by `moves.apply`. */
  'pupils.exemptions': query({
    access: ['clerk', 'homeroomTeacher', 'subjectTeacher', 'principal'],
    input: z.strictObject({ classId: ids.classId }),
    output: z.object({ exemptions: z.array(z.object({ enrollmentId: ids.enrollmentId, subjectId: ids.subjectId, kind: exemptionKind, term: exemptionTerm, reason: z.string(), decidedOn: z.string() })) }),
  }),
  /** Elective subjects and special topics of each pupil of a class (upper secondary: 4 of 9, three clusters of topics). `electives`: what can be chosen in the grade. */
  'pupils.choices': query({
    access: ['clerk', 'homeroomTeacher', 'subjectTeacher', 'principal'],
    input: z.strictObject({ classId: ids.classId }),
    output: z.object({
      electives: z.array(z.object({ subjectId: ids.subjectId, name: z.string(), shortName: z.string() })),
      /** Subjects that can have special topics: scored ones of the grade, where the circular enters a mark for them. */
      topics: z.array(z.object({ subjectId: ids.subjectId, shortName: z.string() })),
      pupils: z.array(z.object({ enrollmentId: ids.enrollmentId, position: z.number().int(), fullName: z.string(), chosen: z.array(ids.subjectId), topics: z.array(ids.subjectId) })),
    }),
  }),
  /** Sets the choices of these pupils; marks of a subject no longer chosen are kept and count again when it is. Errors: pupils.bad-choice, pupils.not-found. */
  'pupils.setChoices': command({
    access: ['clerk'],
    input: z.strictObject({ classId: ids.classId, choices: z.array(z.strictObject({ enrollmentId: ids.enrollmentId, chosen: z.array(ids.subjectId).max(30), topics: z.array(ids.subjectId).max(30) })).min(1).max(100) }),
    output: z.object({ savedAt: dateTime }),
  }),
  /** Puts the class list in the order of given names, or in the order of the enrollments given (all of the class). Errors: pupils.not-found. */
  'pupils.arrange': command({
    access: ['clerk'],
    input: z.strictObject({ classId: ids.classId, order: z.union([z.literal('given-name'), z.array(ids.enrollmentId).min(1).max(100)]) }),
    output: z.object({ moved: z.number().int() }),
  }),
  /** Reads the file and compares; writes nothing. */
  'pupils.previewImport': command({ access: ['clerk'], input: z.strictObject({ file: ids.fileHandle }), output: importPreview }),
  /** Writes the new and changed rows of a preview in one transaction; refused when the data changed since the preview. Wrong rows are left out. */
  'pupils.applyImport': command({
    access: ['clerk'],
    input: z.strictObject({ importId: ids.importId }),
    output: z.object({ added: z.number().int(), changed: z.number().int(), classesAdded: z.number().int() }),
  }),
  'pupils.imports': query({
    access: ['clerk'],
    input: z.strictObject({}),
    output: z.object({
      imports: z.array(
        z.object({
          importId: ids.importId,
          fileName: z.string(),
          appliedAt: dateTime,
          appliedBy: z.string(),
          added: z.number().int(),
          changed: z.number().int(),
          undoneAt: dateTime.nullable(),
          mayUndo: z.boolean(),
        }),
      ),
    }),
  }),
  /** Takes a whole import back. Refused, with the reason, where later work stands on it (marks of an added pupil, a later edit of the same field). */
  'pupils.undoImport': command({ access: ['clerk'], input: z.strictObject({ importId: ids.importId }), output: z.object({ removed: z.number().int(), restored: z.number().int() }) }),
};
