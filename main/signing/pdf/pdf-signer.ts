import { PDFArray, PDFDict, PDFDocument, PDFName, PDFString, type PDFContext, type PDFObject, type PDFRef } from '@cantoo/pdf-lib';
import { OfficeError } from '#core/contract/errors.ts';
import type { PdfDraft, PdfRole, PdfSigner } from '#main/office/ports/pdf-signing.ts';
import { withUpdate, type TrailerParts, type UpdatedObject } from './incremental-update.ts';
import { pdfStampedValues } from './pdf-timestamp.ts';
import { fieldNames, withSignatureFields } from './signature-fields.ts';
import { draftSignedData } from './signed-data.ts';

/** Bytes kept free for the signature: chains of Vietnamese authorities are long, and a timestamp may come later (signing.md 5). */
const reserved = 16_384;

/** Offsets of a file that this program makes have eight digits at most. */
const rangeWidth = '[0 00000000 00000000 00000000]'.length;

/** Signs PDFs of records; see PdfSigner. */
export function createPdfSigner(): PdfSigner {
  return {
    prepare: withSignatureFields,

    async draft({ document: bytes, role, appearance, certificate, chain, algorithm, signingTime }) {
      const document = await loaded(bytes);
      const { context } = document;
      const field = fieldOf(document, role);
      const known = context.largestObjectNumber;
      const [drawn] = await document.embedPdf(appearance);
      if (drawn === undefined) throw new OfficeError('signing.pdf-form', { detail: 'appearance' });
      await drawn.embed();
      const signature = context.nextRef();
      field.dict.set(PDFName.of('V'), signature);
      field.dict.set(PDFName.of('AP'), context.obj({ N: drawn.ref }));
      const drawnObjects = context.enumerateIndirectObjects().filter(([reference]) => reference.objectNumber > known);
      const body = signatureBody(signingTime);
      const objects: readonly UpdatedObject[] = [
        ...[...drawnObjects, [field.reference, field.dict] as const].map(([reference, object]) => ({ number: reference.objectNumber, body: written(object) })),
        { number: signature.objectNumber, body },
      ];
      const update = withUpdate(bytes, objects, trailerOf(context), lastTable(bytes), signature.objectNumber + 1);
      const start = update.bodies.get(signature.objectNumber) ?? 0;
      const hole = { at: start + body.indexOf(contentsStart) + contentsStart.length, length: reserved * 2 };
      const ranged = withRange(update.bytes, start + body.indexOf(rangeStart) + rangeStart.length, hole);
      const { toBeSigned } = draftSignedData({ covered: covered(ranged, hole), certificate, chain, algorithm });
      return { toBeSigned, bytes: ranged, hole, certificate, chain, algorithm };
    },

    stampedValues: pdfStampedValues,

    finish({ bytes, hole, ...key }, signatureValue) {
      const contents = Buffer.from(draftSignedData({ covered: covered(bytes, hole), ...key }).finish(signatureValue)).toString('hex');
      if (contents.length > hole.length) throw new OfficeError('signing.pdf-form', { detail: 'reserved' });
      const signed = Buffer.from(bytes);
      signed.write(contents, hole.at, 'latin1');
      return new Uint8Array(signed);
    },
  };
}

/** What a signature is over: the whole file but for its own hexadecimal string with the brackets. */
function covered(bytes: Uint8Array, hole: PdfDraft['hole']): readonly Uint8Array[] {
  return [bytes.subarray(0, hole.at - 1), bytes.subarray(hole.at + hole.length + 1)];
}

async function loaded(bytes: Uint8Array): Promise<PDFDocument> {
  try {
    return await PDFDocument.load(bytes, { updateMetadata: false });
  } catch (error) {
    throw new OfficeError('signing.pdf-form', { detail: 'PDF' }, { cause: error });
  }
}

function fieldOf(document: PDFDocument, role: PdfRole): { readonly reference: PDFRef; readonly dict: PDFDict } {
  const form = document.catalog.lookupMaybe(PDFName.of('AcroForm'), PDFDict);
  const references = form?.lookup(PDFName.of('Fields'), PDFArray).asArray() ?? [];
  for (const reference of references) {
    const dict = document.context.lookup(reference, PDFDict);
    if (dict.lookup(PDFName.of('T'), PDFString).decodeText() !== fieldNames[role]) continue;
    if (dict.has(PDFName.of('V'))) throw new OfficeError('signing.out-of-order', { slot: fieldNames[role] });
    return { reference: reference as PDFRef, dict };
  }
  throw new OfficeError('signing.pdf-form', { detail: fieldNames[role] });
}

const rangeStart = '/ByteRange ';
const contentsStart = '/Contents <';

/** The signature's dictionary with room for range and signature (EN 319 142-1, 6.3). The time stands here and not among the signed attributes, as the standard wants it. */
function signatureBody(signingTime: string): Buffer {
  const lines = ['<<', '/Type /Sig', '/Filter /Adobe.PPKLite', '/SubFilter /ETSI.CAdES.detached', `${rangeStart}${' '.repeat(rangeWidth)}`, `${contentsStart}${'0'.repeat(reserved * 2)}>`, `/M (${pdfMoment(signingTime)})`, '>>'];
  return Buffer.from(lines.join('\n'), 'latin1');
}

/** Writes the byte range: everything but the signature's own hexadecimal string with its brackets. */
function withRange(bytes: Uint8Array, at: number, hole: { readonly at: number; readonly length: number }): Buffer {
  const after = hole.at + hole.length + 1;
  const range = `[0 ${hole.at - 1} ${after} ${bytes.length - after}]`;
  if (range.length > rangeWidth) throw new OfficeError('signing.pdf-form', { detail: 'size' });
  const ranged = Buffer.from(bytes);
  ranged.write(range, at, 'latin1');
  return ranged;
}

/** `D:20260531101500+07'00'`, in the time of Viet Nam. */
function pdfMoment(moment: string): string {
  const local = new Date(Date.parse(moment) + 7 * 3_600_000).toISOString();
  return `D:${local.slice(0, 19).replaceAll(/[-T:]/gu, '')}+07'00'`;
}

function written(object: PDFObject): Uint8Array {
  const bytes = new Uint8Array(object.sizeInBytes());
  object.copyBytesInto(bytes, 0);
  return bytes;
}

function trailerOf({ trailerInfo }: PDFContext): TrailerParts {
  const { Root, Info, ID } = trailerInfo;
  if (Root === undefined || Info === undefined || ID === undefined) throw new OfficeError('signing.pdf-form', { detail: 'trailer' });
  return { root: Root.toString(), info: Info.toString(), id: ID.toString() };
}

/** Where the last cross-reference table begins. */
function lastTable(bytes: Uint8Array): number {
  const at = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(Buffer.from(bytes.subarray(-64)).toString('latin1'))?.[1];
  if (at === undefined) throw new OfficeError('signing.pdf-form', { detail: 'startxref' });
  return Number(at);
}
