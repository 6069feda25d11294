import { join } from 'node:path';
import pdfmake from 'pdfmake';
import type { PrintableRecord } from '#main/office/ports/documents.ts';
import { recordDocument, tableLayouts } from './record-document.ts';

/** Lays records out as one PDF. The only files it may read are the fonts. */
export async function printRecords(records: readonly PrintableRecord[], fontsFolder: string): Promise<Uint8Array> {
  const font = (style: string) => join(fontsFolder, `Tinos-${style}.ttf`);
  pdfmake.setFonts({ Tinos: { normal: font('Regular'), bold: font('Bold'), italics: font('Italic'), bolditalics: font('BoldItalic') } });
  pdfmake.setTableLayouts({ ...tableLayouts });
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path: string) => path.startsWith(fontsFolder));
  return new Uint8Array(await pdfmake.createPdf(recordDocument(records)).getBuffer());
}
