import { join } from 'node:path';
import pdfmake from 'pdfmake';
import type { PrintableRecord } from '#main/office/ports/documents.ts';
import { recordDocument, tableLayouts } from './record-document.ts';

/** Lays records out as one PDF; `onProgress` hears how many are done. The only files it may read are the four fonts. */
export async function printRecords(records: readonly PrintableRecord[], fontsFolder: string, onProgress: (done: number) => void): Promise<Uint8Array> {
  const font = (style: string) => join(fontsFolder, `Tinos-${style}.ttf`);
  const fonts = { normal: font('Regular'), bold: font('Bold'), italics: font('Italic'), bolditalics: font('BoldItalic') };
  const readable = new Set(Object.values(fonts));
  pdfmake.setFonts({ Tinos: fonts });
  pdfmake.setTableLayouts({ ...tableLayouts });
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path: string) => readable.has(path));
  const document = recordDocument(records, (index) => {
    if (index > 0) onProgress(index);
  });
  const bytes = new Uint8Array(await pdfmake.createPdf(document).getBuffer());
  onProgress(records.length);
  return bytes;
}
