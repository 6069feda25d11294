import { z } from 'zod';
import * as ids from '#core/values/ids.ts';
import { command, query } from './method.ts';
import { dateTime } from './shared.ts';
import { signingRole } from './signing.ts';

/** not-locked: a semester is still open. incomplete: a result or the teacher is missing. ready: may be frozen. frozen: there is a version to sign. */
export const bookState = z.enum(['not-locked', 'incomplete', 'ready', 'frozen']);
export type BookState = z.infer<typeof bookState>;

export const signedBook = z.object({
  subjectId: ids.subjectId,
  subjectName: z.string(),
  teacherName: z.string(),
  state: bookState,
  bookId: ids.signedBookId.nullable(),
  version: z.number().int().nullable(),
  createdAt: dateTime.nullable(),
  /** The marks changed under the frozen version: it has to be frozen and signed anew. */
  outdated: z.boolean(),
  signatures: z.array(z.object({ role: signingRole, signer: z.string(), signedAt: dateTime })),
});
export type SignedBook = z.infer<typeof signedBook>;

const readers = ['clerk', 'subjectTeacher', 'homeroomTeacher', 'principal'] as const;

/** Gradebooks signed class by subject (QĐ 1789; domain.md 3.9). Who neither leads the class nor teaches a subject there sees none of it. */
export const signedBooks = {
  'signedBooks.class': query({
    access: readers,
    input: z.strictObject({ classId: ids.classId }),
    output: z.object({ className: z.string(), mayFreeze: z.boolean(), books: z.array(signedBook) }),
  }),
  /** Freezes the locked books of these subjects; those whose frozen version still holds are left alone. Errors: signedBooks.not-locked, signedBooks.incomplete, results.primary-class. */
  'signedBooks.freeze': command({ access: ['clerk', 'principal'], input: z.strictObject({ classId: ids.classId, subjectIds: z.array(ids.subjectId).min(1).max(60) }), output: z.object({ made: z.number().int() }) }),
  /** The book with its signatures as XML. Errors: signedBooks.not-found, gradebook.not-yours. */
  'signedBooks.xml': query({ access: readers, input: z.strictObject({ bookId: ids.signedBookId }), output: z.object({ file: ids.fileHandle, name: z.string() }) }),
};
