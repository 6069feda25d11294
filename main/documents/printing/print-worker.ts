import { parentPort, workerData } from 'node:worker_threads';
import { printJob, type PrintJob } from './print-job.ts';
import type { PrintReply } from './print-thread.ts';

/** Thread that lays out PDFs: the office goes on answering meanwhile. */
const { fontsFolder } = workerData as { readonly fontsFolder: string };

function reply(message: PrintReply): void {
  parentPort?.postMessage(message);
}

parentPort?.on('message', ({ id, job }: { readonly id: number; readonly job: PrintJob }) => {
  printJob(job, fontsFolder, (done) => reply({ kind: 'progress', id, done })).then(
    (bytes) => reply({ kind: 'printed', id, bytes }),
    (error: unknown) => reply({ kind: 'failed', id, problem: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
