import { join } from 'node:path';
import pdfmake from 'pdfmake';
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { ClassBook, PrimaryTables, SubjectBook } from '#main/office/ports/books.ts';
import type { PrintableRecord } from '#main/office/ports/documents.ts';
import type { QualityPaper } from '#main/office/ports/quality.ts';
import type { SignatureAppearance } from '#main/office/ports/pdf-signing.ts';
import { classBookDocument } from '../gradebook-book/class-book-document.ts';
import { primaryTablesDocument } from '../gradebook-book/primary-tables-document.ts';
import { subjectBookDocument } from '../gradebook-book/subject-book-document.ts';
import { qualityReportDocument } from '../quality-report/quality-report-document.ts';
import { recordDocument, recordDocumentToSign, tableLayouts } from '../record-pdf/record-document.ts';
import { signatureAppearanceDocument } from '../record-pdf/signature-appearance.ts';

/** What can be printed. Plain values: they go to the printing thread. */
export type PrintJob =
  | { readonly kind: 'records'; readonly records: readonly PrintableRecord[] }
  | { readonly kind: 'record-to-sign'; readonly record: PrintableRecord }
  | { readonly kind: 'signature-appearance'; readonly appearance: SignatureAppearance }
  | { readonly kind: 'class-book'; readonly book: ClassBook }
  | { readonly kind: 'subject-book'; readonly book: SubjectBook }
  | { readonly kind: 'primary-tables'; readonly tables: PrimaryTables }
  | { readonly kind: 'quality-report'; readonly paper: QualityPaper };

/** Lays one job out as a PDF; `onProgress` hears how many of its items are done. The only files it may read are the four fonts. */
export async function printJob(job: PrintJob, fontsFolder: string, onProgress: (done: number) => void): Promise<Uint8Array> {
  const font = (style: string) => join(fontsFolder, `Tinos-${style}.ttf`);
  const fonts = { normal: font('Regular'), bold: font('Bold'), italics: font('Italic'), bolditalics: font('BoldItalic') };
  const readable = new Set(Object.values(fonts));
  pdfmake.setFonts({ Tinos: fonts });
  pdfmake.setTableLayouts({ ...tableLayouts });
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path: string) => readable.has(path));
  const bytes = new Uint8Array(await pdfmake.createPdf(documentOf(job, onProgress)).getBuffer());
  onProgress(job.kind === 'records' ? job.records.length : 1);
  return bytes;
}

function documentOf(job: PrintJob, onProgress: (done: number) => void): TDocumentDefinitions {
  switch (job.kind) {
    case 'records':
      return recordDocument(job.records, (index) => {
        if (index > 0) onProgress(index);
      });
    case 'record-to-sign':
      return recordDocumentToSign(job.record);
    case 'signature-appearance':
      return signatureAppearanceDocument(job.appearance);
    case 'class-book':
      return classBookDocument(job.book);
    case 'subject-book':
      return subjectBookDocument(job.book);
    case 'quality-report':
      return qualityReportDocument(job.paper);
    case 'primary-tables':
      return primaryTablesDocument(job.tables);
    default:
      return job satisfies never;
  }
}
