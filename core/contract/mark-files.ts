import { z } from 'zod';
import * as ids from '#core/values/ids.ts';
import { refusal } from './cell-steps.ts';
import { cellVerdict } from './gradebook.ts';
import { command, query } from './method.ts';
import { dateTime, line, markColumn, nothing, semester } from './shared.ts';

const readers = ['clerk', 'subjectTeacher', 'homeroomTeacher', 'principal'] as const;
const writers = ['clerk', 'subjectTeacher'] as const;

const place = { classId: ids.classId, subjectId: ids.subjectId, semester };
const sheetName = z.object({ ...place, className: z.string(), subjectName: z.string() });

/** One cell of the file that would change a cell of a gradebook, or why it cannot. `address`: as Excel names it, `E7`. */
export const importedCell = cellVerdict.extend({ fullName: z.string(), address: z.string() });
export type ImportedCell = z.infer<typeof importedCell>;

/** Lines that are nobody's: unknown; several: namesakes; other: id or code belong to somebody of another name; left: no longer in the class. */
export const strangerWhy = z.enum(['unknown', 'several', 'other', 'left']);

export const stranger = z.object({ name: z.string(), row: z.number().int(), why: strangerWhy });
export type Stranger = z.infer<typeof stranger>;

/** A text from an old font. */
export const convertedText = z.object({ before: z.string(), after: z.string() });

/** What one table of the file (or one semester of it) would do to one gradebook sheet. */
export const importPart = z.object({
  /** Its place in the file. */
  key: z.string(),
  sheet: z.string(),
  /** The heading's row as Excel counts. */
  row: z.number().int(),
  /** The gradebook it goes to; null: the file does not say, and the user has to choose. */
  target: sheetName.nullable(),
  /** How the target was found: the program's own sheet says so, the file's words, the sheet that is open, or the user chose it. */
  by: z.enum(['own', 'words', 'open', 'choice']),
  /** Class and semester are those of the sheet that is open. */
  here: z.boolean(),
  /** Why nothing of it can be read in. */
  problem: refusal.nullable(),
  /** Headings with what they were read as; null: not used. */
  columns: z.array(z.object({ letter: z.string(), header: z.string(), column: z.union([markColumn, z.enum(['name', 'code', 'birthDate'])]).nullable() })),
  counts: z.object({ pupils: z.number().int(), change: z.number().int(), same: z.number().int(), refused: z.number().int() }),
  /** Cells that change, and cells that are refused. */
  cells: z.array(importedCell),
  strangers: z.array(stranger),
  /** Pupils whom the file does not name; their marks stay. */
  missing: z.array(z.string()),
  /** Texts from old fonts, some of them before and after. */
  converted: z.object({ count: z.number().int(), samples: z.array(convertedText) }),
  /** Some changes are of cells that were locked once: a reason is needed. */
  needsReason: z.boolean(),
});
export type ImportPart = z.infer<typeof importPart>;

export const markImportPreview = z.object({ importId: ids.importId, fileName: z.string(), parts: z.array(importPart) });
export type MarkImportPreview = z.infer<typeof markImportPreview>;

const written = z.object({ target: sheetName, cells: z.number().int(), refused: z.array(importedCell.omit({ address: true })) });

export const markFiles = {
  /** The sheet as an Excel workbook to fill in and bring back; with `subjectId` null one sheet for each subject of the class. Errors: gradebook.not-found. */
  'markFiles.write': query({
    access: readers,
    input: z.strictObject({ ...place, subjectId: ids.subjectId.nullable() }),
    output: z.object({ file: ids.fileHandle, name: z.string() }),
  }),
  /**
   * What a workbook would change, sheet by sheet; writes nothing. Also a teacher's own: columns are found by their names. Empty cells of the file change nothing.
   * `open`: the sheet on the screen, for tables that do not say whose they are. `choices`: gradebooks that the user chose for parts. Errors: file.not-found,
   * import.no-marks, and those of the reader of spreadsheets (import.not-xlsx, import.old-xls, import.too-large, …).
   */
  'markFiles.preview': command({
    access: writers,
    input: z.strictObject({ file: ids.fileHandle, open: z.strictObject(place), choices: z.array(z.strictObject({ key: z.string().max(40), ...place })).max(200) }),
    output: markImportPreview,
  }),
  /**
   * Writes the chosen parts of the last preview in one transaction, each sheet as one step; refused cells stay as they are. Errors: import.outdated-preview
   * (the gradebook changed since), import.nothing-to-apply, gradebook.reason-needed, office.invalid-input (two parts write one cell).
   */
  'markFiles.apply': command({
    access: writers,
    input: z.strictObject({ importId: ids.importId, parts: z.array(z.string().max(40)).min(1).max(200), reason: line(300).nullable() }),
    output: z.object({ sheets: z.array(written) }),
  }),
  /** Files that the user read in, newest first. */
  'markFiles.list': query({
    access: writers,
    input: nothing,
    output: z.object({ imports: z.array(z.object({ importId: ids.importId, fileName: z.string(), appliedAt: dateTime, cells: z.number().int(), sheets: z.array(z.string()), undoneAt: dateTime.nullable() })) }),
  }),
  /**
   * Takes a file back: every sheet it wrote, in one transaction. Cells that hold something else by now or are locked stay and
   * are told; what only a lock held back can be taken back later. Errors:
   * import.not-your-import, import.already-undone.
   */
  'markFiles.undo': command({ access: writers, input: z.strictObject({ importId: ids.importId }), output: z.object({ sheets: z.array(written) }) }),
};
