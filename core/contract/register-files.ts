import { z } from 'zod';
import * as ids from '#core/values/ids.ts';
import { convertedText, stranger } from './mark-files.ts';
import { command, query } from './method.ts';
import { registerVerdict } from './registers.ts';
import { registerName, registerPeriod } from './shared.ts';

const place = { classId: ids.classId, register: registerName, period: registerPeriod };

/** Class registers (homeroom sheet, qualities and competencies, attendance) out to Excel, and filled in again. */
export const registerFiles = {
  /** The register as an Excel workbook to fill in and bring back. Errors: registers.not-kept, registers.bad-period. */
  'registerFiles.write': query({ access: ['clerk', 'homeroomTeacher', 'principal', 'subjectTeacher'], input: z.strictObject(place), output: z.object({ file: ids.fileHandle, name: z.string() }) }),
  /**
   * What a filled-in workbook would change on the register; writes nothing (that is `registers.set`). Empty cells of the file change nothing. `cells`: those that
   * change or are refused. Errors: import.no-register (not a sheet that the program wrote), import.other-register {found, wanted}, import.other-school,
   * import.other-year, homeroom.not-yours, file.not-found, and those of the reader of spreadsheets.
   */
  'registerFiles.preview': command({
    access: ['clerk', 'homeroomTeacher'],
    input: z.strictObject({ ...place, file: ids.fileHandle }),
    output: z.object({ cells: z.array(registerVerdict), strangers: z.array(stranger), converted: z.array(convertedText) }),
  }),
};
