import type { BookPrinter } from '#main/office/ports/books.ts';
import type { PrintThread } from '../printing/print-thread.ts';

/** Prints gradebooks on the printing thread. */
export function createBookPrinter(thread: PrintThread): BookPrinter {
  return {
    printClass: (book) => thread.print({ kind: 'class-book', book }),
    printSubject: (book) => thread.print({ kind: 'subject-book', book }),
    printPrimary: (tables) => thread.print({ kind: 'primary-tables', tables }),
  };
}
