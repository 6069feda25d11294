import { parentPort, workerData } from 'node:worker_threads';
import type { PrintableRecord } from '#main/office/ports/documents.ts';
import { printRecords } from './print-records.ts';

/** Thread that lays out PDFs: the office goes on answering meanwhile. */
const { fontsFolder } = workerData as { readonly fontsFolder: string };

parentPort?.on('message', ({ id, records }: { readonly id: number; readonly records: readonly PrintableRecord[] }) => {
  printRecords(records, fontsFolder).then(
    (bytes) => parentPort?.postMessage({ id, bytes }),
    (error: unknown) => parentPort?.postMessage({ id, problem: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
