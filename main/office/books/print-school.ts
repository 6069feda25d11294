import type { JobProgress } from '../job-board.ts';
import type { Actor, OfficeDatabase } from '../ports/database.ts';
import type { FileWriter } from '../ports/exchange.ts';

/** One class's book, ready to be made. */
export type BookOrder = { readonly className: string; readonly fileName: string; readonly print: () => Promise<Uint8Array> };

/**
 * Prints the books of all classes, one file after the other, so that what is finished is there whatever happens to the rest. The log says how many left the program,
 * also when it was stopped. Errors: exchange.destination-*, exchange.read-back-failed, job.cancelled.
 */
export async function printSchool(writer: FileWriter, database: OfficeDatabase, input: { readonly folder: string; readonly orders: readonly BookOrder[]; readonly actor: Actor }, progress: JobProgress): Promise<void> {
  const { folder, orders, actor } = input;
  const written: string[] = [];
  try {
    for (const [index, order] of orders.entries()) {
      progress.checkCancelled();
      if (index === 0) progress.report(0, orders.length, order.fileName);
      const bytes = await order.print();
      // Whoever stopped it meanwhile gets no more files.
      progress.checkCancelled();
      await writer.write(folder, order.fileName, bytes);
      written.push(order.className);
      progress.report(index + 1, orders.length, (orders[index + 1] ?? order).fileName);
    }
  } finally {
    if (written.length > 0) await database.write(actor, () => Promise.resolve({ value: undefined, audit: { action: 'books.printed', detail: { classes: written, of: orders.length } } }));
  }
}
