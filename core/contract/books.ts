import { z } from 'zod';
import { moments } from '#core/values/registers.ts';
import * as ids from '#core/values/ids.ts';
import { command, query } from './method.ts';
import { nothing } from './shared.ts';

const everybody = ['clerk', 'homeroomTeacher', 'subjectTeacher', 'principal'] as const;
const pdf = z.object({ file: ids.fileHandle, name: z.string() });

/** The year's books on paper (annexes of TT 22/2021, TT 43/2021 and TT 27/2020). */
export const books = {
  /** What the signed-in user may print: classes, and teachers with the subjects they teach. */
  'books.choices': query({
    access: everybody,
    input: nothing,
    output: z.object({
      /** `kind`: under a circular with levels (gradebook) or primary (summary tables). Preschool classes have neither. */
      classes: z.array(z.object({ classId: ids.classId, name: z.string(), kind: z.enum(['levels', 'primary']) })),
      teachers: z.array(z.object({ teacherId: ids.teacherId, name: z.string(), subjects: z.array(z.object({ subjectId: ids.subjectId, name: z.string(), classNames: z.array(z.string()) })) })),
      maySchool: z.boolean(),
    }),
  }),
  /** The gradebook of a class (sổ theo dõi và đánh giá học sinh theo lớp học). Errors: school.not-found, homeroom.not-yours, results.primary-class. */
  'books.class': query({ access: ['clerk', 'homeroomTeacher', 'principal'], input: z.strictObject({ classId: ids.classId }), output: pdf }),
  /** The summary tables of a primary class (TT 27/2020 annex 2), one moment or with null all four. Errors: school.not-found, homeroom.not-yours, results.level-class. */
  'books.primary': query({ access: ['clerk', 'homeroomTeacher', 'principal'], input: z.strictObject({ classId: ids.classId, moment: z.enum(moments).nullable() }), output: pdf }),
  /**
   * The books of all classes of the year, a PDF each, into a folder of the school year at the destination. A job of kind `print-books`; what is finished when it is
   * cancelled stays. Errors: exchange.destination-gone, exchange.destination-not-writable.
   */
  'books.school': command({ access: ['clerk', 'principal'], input: z.strictObject({ destinationId: ids.destinationId }), output: z.object({ jobId: ids.jobId, folder: z.string() }) }),
  /** A teacher's gradebook of one subject, a list per class and semester. Errors: gradebook.not-found, gradebook.not-yours. */
  'books.subject': query({ access: everybody, input: z.strictObject({ teacherId: ids.teacherId, subjectId: ids.subjectId }), output: pdf }),
};
