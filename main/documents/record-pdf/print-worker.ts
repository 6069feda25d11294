import { parentPort, workerData } from 'node:worker_threads';
import type { PrintableRecord } from '#main/office/ports/documents.ts';
import { printRecords } from './print-records.ts';
import type { PrintReply } from './record-printer.ts';

/** Thread that lays out PDFs: the office goes on answering meanwhile. */
const { fontsFolder } = workerData as { readonly fontsFolder: string };

function reply(message: PrintReply): void {
  parentPort?.postMessage(message);
}

parentPort?.on('message', ({ id, records }: { readonly id: number; readonly records: readonly PrintableRecord[] }) => {
  printRecords(records, fontsFolder, (done) => reply({ kind: 'progress', id, done })).then(
    (bytes) => reply({ kind: 'printed', id, bytes }),
    (error: unknown) => reply({ kind: 'failed', id, problem: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
