import { z } from 'zod';
import * as ids from '#core/values/ids.ts';
import { command, query } from './method.ts';
import { date, dateTime } from './shared.ts';
import { signingRole } from './signing.ts';

/** not-locked: a semester is open. incomplete: a result or somebody who signs is missing. ready: may be frozen. frozen: there is a version to sign, and it still holds. */
export const bookState = z.enum(['not-locked', 'incomplete', 'ready', 'frozen']);
export type BookState = z.infer<typeof bookState>;

export const signedBook = z.object({
  subjectId: ids.subjectId,
  subjectName: z.string(),
  teacherName: z.string(),
  state: bookState,
  /** The newest frozen version; null: there is none. */
  bookId: ids.signedBookId.nullable(),
  version: z.number().int().nullable(),
  createdAt: dateTime.nullable(),
  /** The marks changed under the frozen version: it has to be frozen and signed anew, and `state` tells what stands in the way. */
  outdated: z.boolean(),
  signatures: z.array(z.object({ role: signingRole, signer: z.string(), signedAt: dateTime })),
  /** It is ready, and this user may freeze it. */
  mayFreeze: z.boolean(),
});
export type SignedBook = z.infer<typeof signedBook>;

/** As the frozen book says it: marks with a decimal dot, Đ/CĐ, P and V for absences, M exempt; '' where nothing stands. */
const semesterOnPaper = z.object({ regular: z.array(z.string()), topic: z.string(), midterm: z.string(), final: z.string(), result: z.string(), comment: z.string() });

/** A pupil of a book that is read before it is signed. */
export const bookPupil = z.object({ position: z.number().int(), fullName: z.string(), birthDate: z.union([date, z.literal('')]), semester1: semesterOnPaper, semester2: semesterOnPaper, year: z.string(), reassessed: z.string() });
export type BookPupil = z.infer<typeof bookPupil>;

const readers = ['clerk', 'subjectTeacher', 'homeroomTeacher', 'principal'] as const;

/** Gradebooks signed class by subject (QĐ 1789; domain.md 3.9). Who neither leads the class nor teaches a subject there sees none of it. */
export const signedBooks = {
  /** `homeroomSigns`: the school asks the homeroom teacher's signature, too. Errors: results.primary-class. */
  'signedBooks.class': query({
    access: readers,
    input: z.strictObject({ classId: ids.classId }),
    output: z.object({ className: z.string(), homeroomSigns: z.boolean(), books: z.array(signedBook) }),
  }),
  /**
   * Freezes the locked books of these subjects, all or none; those whose frozen version still holds are left alone. A subject teacher freezes the own ones.
   * Errors: gradebook.not-yours, signedBooks.not-locked, signedBooks.incomplete, signedBooks.schema, results.primary-class, school.past-year.
   */
  'signedBooks.freeze': command({ access: ['clerk', 'principal', 'subjectTeacher'], input: z.strictObject({ classId: ids.classId, subjectIds: z.array(ids.subjectId).min(1).max(60) }), output: z.object({ made: z.number().int() }) }),
  /** A frozen book in full, to be read before it is signed. Errors: signedBooks.not-found, gradebook.not-yours. */
  'signedBooks.read': query({
    access: readers,
    input: z.strictObject({ bookId: ids.signedBookId }),
    output: z.object({
      className: z.string(),
      subjectName: z.string(),
      teacherName: z.string(),
      version: z.number().int(),
      createdAt: dateTime,
      pupils: z.array(bookPupil),
    }),
  }),
  /** The book with its signatures as XML. Errors: signedBooks.not-found, gradebook.not-yours. */
  'signedBooks.xml': query({ access: readers, input: z.strictObject({ bookId: ids.signedBookId }), output: z.object({ file: ids.fileHandle, name: z.string() }) }),
};
