import { PDFArray, PDFDict, PDFDocument, PDFName, PDFNumber, PDFRef, PDFString, type PDFPage } from '@cantoo/pdf-lib';
import { OfficeError } from '#core/contract/errors.ts';
import type { PdfRole } from '#main/office/ports/pdf-signing.ts';

/** Names of the fields: what a reader of PDFs shows in its list of signatures. */
export const fieldNames: Readonly<Record<PdfRole, string>> = { principal: 'HieuTruong', school: 'NhaTruong' };

/** Annotation flags: printed, and its place is locked (ISO 32000-1, 12.5.3). */
const printedAndLocked = 4 + 128;

type Mark = { readonly role: PdfRole; readonly page: PDFPage; readonly rectangle: readonly number[] };

/**
 * Turns the printer's invisible links `hocba-place:ROLE:LEFT:TOP:WIDTH:HEIGHT` into empty signature fields, and writes the file anew in one revision. The fields are there before anybody signs, so that
 * a signature changes nothing but its own field. The same print gives the same bytes. Throws OfficeError signing.pdf-form where the marks are missing.
 */
export async function withSignatureFields(printed: Uint8Array): Promise<Uint8Array> {
  const document = await PDFDocument.load(printed, { updateMetadata: false });
  const { context, catalog } = document;
  const marks = document.getPages().flatMap((page) => takeMarks(document, page));
  const fields = (['principal', 'school'] as const).map((role): PDFRef => {
    const [mark, ...others] = marks.filter((each) => each.role === role);
    if (mark === undefined || others.length > 0) throw new OfficeError('signing.pdf-form', { detail: role });
    const field = context.register(
      context.obj({ Type: 'Annot', Subtype: 'Widget', FT: 'Sig', T: PDFString.of(fieldNames[role]), F: printedAndLocked, P: mark.page.ref, Rect: context.obj([...mark.rectangle]) }),
    );
    const annotations = mark.page.node.lookupMaybe(PDFName.of('Annots'), PDFArray) ?? context.obj([]);
    annotations.push(field);
    mark.page.node.set(PDFName.of('Annots'), annotations);
    return field;
  });
  catalog.set(PDFName.of('AcroForm'), context.obj({ Fields: fields, SigFlags: 3 }));
  // Neither is used by a record, and what is not there need not be checked.
  for (const key of ['Names', 'Metadata']) {
    const unused = catalog.get(PDFName.of(key));
    catalog.delete(PDFName.of(key));
    if (unused instanceof PDFRef) context.delete(unused);
  }
  return document.save({ useObjectStreams: false, addDefaultPage: false, updateFieldAppearances: false });
}

/** Reads the marks of a page and removes them. */
function takeMarks(document: PDFDocument, page: PDFPage): readonly Mark[] {
  const annotations = page.node.Annots();
  if (annotations === undefined) return [];
  page.node.delete(PDFName.of('Annots'));
  const middle = middleOf(annotations, document);
  return annotations.asArray().flatMap((entry) => {
    const annotation = document.context.lookup(entry, PDFDict);
    const action = annotation.lookup(PDFName.of('A'), PDFDict);
    const [scheme, role, ...numbers] = action.lookup(PDFName.of('URI'), PDFString).decodeText().split(':');
    const rectangle = annotation.lookup(PDFName.of('Rect'), PDFArray).asRectangle();
    for (const reference of [entry, annotation.get(PDFName.of('A'))]) document.context.delete(reference as PDFRef);
    if (scheme !== 'hocba-place' || (role !== 'principal' && role !== 'school')) return [];
    const [left = 0, top = 0, width = 0, height = 0] = numbers.map(Number);
    const x = middle + left;
    const y = rectangle.y + rectangle.height - top;
    return [{ role, page, rectangle: [x, y - height, x + width, y].map((value) => Math.round(value * 100) / 100) }];
  });
}

/** The marks stand side by side, together in the middle of the column. */
function middleOf(annotations: PDFArray, document: PDFDocument): number {
  const edges = annotations.asArray().flatMap((entry) => {
    const rectangle = document.context.lookupMaybe(entry, PDFDict)?.lookup(PDFName.of('Rect'), PDFArray).asArray() ?? [];
    return [rectangle[0], rectangle[2]].map((value) => (value instanceof PDFNumber ? value.asNumber() : 0));
  });
  return (Math.min(...edges) + Math.max(...edges)) / 2;
}
