import type { RecordPrinter } from '#main/office/ports/documents.ts';
import type { PrintThread } from '../printing/print-thread.ts';

/** Prints pupils' records on the printing thread. */
export function createRecordPrinter(thread: PrintThread): RecordPrinter {
  return {
    print: (records, onProgress) => thread.print({ kind: 'records', records }, onProgress),
    printToSign: (record) => thread.print({ kind: 'record-to-sign', record }),
    printAppearance: (appearance) => thread.print({ kind: 'signature-appearance', appearance }),
    close: () => thread.close(),
  };
}
