import type { QualityReportPrinter } from '#main/office/ports/quality.ts';
import type { PrintThread } from '../printing/print-thread.ts';

/** Prints reports of the data rules on the printing thread. */
export function createQualityReportPrinter(thread: PrintThread): QualityReportPrinter {
  return { print: (paper) => thread.print({ kind: 'quality-report', paper }) };
}
