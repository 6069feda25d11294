import { z } from 'zod';
import * as ids from '#core/values/ids.ts';
import { query } from './method.ts';
import { nothing } from './shared.ts';

const everybody = ['clerk', 'homeroomTeacher', 'subjectTeacher', 'principal'] as const;
const pdf = z.object({ file: ids.fileHandle, name: z.string() });

/** The year's gradebooks on paper (TT 22/2021, TT 43/2021 annexes). */
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
  /** A teacher's gradebook of one subject, a list per class and semester. Errors: gradebook.not-found, gradebook.not-yours. */
  'books.subject': query({ access: everybody, input: z.strictObject({ teacherId: ids.teacherId, subjectId: ids.subjectId }), output: pdf }),
};
