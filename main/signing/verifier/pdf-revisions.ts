import { PdfFormError, PdfReader, type PdfDictionary, type PdfValue } from './pdf-syntax.ts';

/** One object as it stands in the file. `body`: the text between `obj` and `endobj` up to its stream, byte for byte; `start`: where it begins. */
export type PdfObject = { readonly number: number; readonly start: number; readonly value: PdfValue; readonly body: string; readonly hasStream: boolean };

/** A revision: the objects that it adds or replaces, and its trailer. `end`: just after its `%%EOF`. */
export type PdfRevision = { readonly objects: ReadonlyMap<number, PdfObject>; readonly trailer: PdfDictionary; readonly table: number; readonly end: number };

const header = '%PDF-1.7\n%\u0081\u0081\u0081\u0081\n\n';
const mostRevisions = 8;
const mostObjects = 1000;

/** Whether a file begins as ours do. */
export function startsLikeOurs(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, header.length) === header;
}

/**
 * Reads a file from its first byte to its last as the revisions it is made of: header, objects one after the other, a cross-reference table of exactly these objects at exactly these places, trailer,
 * `%%EOF`; then the next revision, if any. No byte may stand outside of these. So there is one reading of the file only. Throws PdfFormError.
 */
export function readRevisions(bytes: Buffer): readonly PdfRevision[] {
  const reader = new PdfReader(bytes, 0);
  reader.expect(header);
  const revisions = [readRevision(reader, bytes, null)];
  while (!reader.atEnd) {
    const before = revisions.at(-1);
    if (before === undefined || revisions.length >= mostRevisions) throw new PdfFormError('revisions');
    reader.expect('\n');
    revisions.push(readRevision(reader, bytes, before));
  }
  return revisions;
}

function readRevision(reader: PdfReader, bytes: Buffer, before: PdfRevision | null): PdfRevision {
  // The printer leaves an empty line after each part, an update does not.
  const gap = before === null ? '\n' : '';
  const objects = new Map<number, PdfObject>();
  while (!reader.sees('xref\n')) {
    const object = readObject(reader, bytes);
    reader.expect(`\nendobj\n${gap}`);
    if (object.number === 0 || objects.has(object.number) || objects.size >= mostObjects) throw new PdfFormError(`obj ${object.number}`);
    objects.set(object.number, object);
  }
  const table = reader.at;
  readTable(reader, objects, before === null);
  reader.expect(`${gap}trailer\n`);
  const trailer = reader.value();
  if (trailer.kind !== 'dictionary') throw new PdfFormError('trailer');
  reader.expect(`\n${gap}startxref\n${table}\n%%EOF`);
  return { objects, trailer, table, end: reader.at };
}

function readObject(reader: PdfReader, bytes: Buffer): PdfObject {
  const start = reader.at;
  const number = reader.digits();
  reader.expect(' 0 obj\n');
  const from = reader.at;
  const value = reader.value();
  const body = bytes.toString('latin1', from, reader.at);
  const hasStream = reader.sees('\nstream\n');
  if (hasStream) {
    const length = value.kind === 'dictionary' ? value.entries.get('Length') : undefined;
    if (length?.kind !== 'number' || !Number.isInteger(length.value)) throw new PdfFormError(`stream ${number}`);
    reader.expect('\nstream\n');
    reader.skip(length.value);
    reader.expect('\nendstream');
  }
  return { number, start, value, body, hasStream };
}

/** Entries of twenty bytes, for exactly the objects of this revision; the free entry 0 in the first one only. */
function readTable(reader: PdfReader, objects: ReadonlyMap<number, PdfObject>, first: boolean): void {
  reader.expect('xref\n');
  const listed = new Set<number>();
  let last = -1;
  while (!reader.sees('trailer') && !reader.sees('\n')) {
    const from = reader.digits();
    reader.expect(' ');
    const count = reader.digits();
    reader.expect('\n');
    if (from <= last || count === 0 || count > mostObjects) throw new PdfFormError('xref');
    for (let number = from; number < from + count; number += 1) {
      const object = objects.get(number);
      if (number === 0 && first) reader.expect('0000000000 65535 f \n');
      else if (object === undefined) throw new PdfFormError(`xref ${number}`);
      else reader.expect(`${String(object.start).padStart(10, '0')} 00000 n \n`);
      listed.add(number);
    }
    last = from + count;
  }
  if (listed.size !== objects.size + (first ? 1 : 0)) throw new PdfFormError('xref');
}
