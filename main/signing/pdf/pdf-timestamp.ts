import { OfficeError } from '#core/contract/errors.ts';
import { derTag, encoded, readSignerInfo, type SignerPath } from './signer-info.ts';

/** id-aa-timeStampToken (RFC 3161, appendix A), as it is written in DER. */
const timeStampToken = Buffer.from('060b2a864886f70d010910020e', 'hex');

/** A signature's dictionary as our signer writes it, up to its hole; the hole's digits are the second group. */
const hole = /(\/SubFilter \/ETSI\.CAdES\.detached\n\/ByteRange \[[\d ]+\] *\n\/Contents <)([0-9a-f]+)>/g;

/** What a timestamp over each signature of a PDF is over: the value in its CMS (EN 319 122-1, 5.3), in the order of signing. Empty for a file that is none of ours. */
export function pdfStampedValues(document: Uint8Array): readonly Uint8Array[] {
  return holesIn(document).flatMap(({ contents }) => readSignerInfo(contents)?.value ?? []);
}

/**
 * The PDF with a timestamp as unsigned attribute of its last signature (PAdES baseline T, EN 319 142-1, 6.3). Only the room that was kept for it changes, which no signature covers: an earlier signature's
 * room is covered by the next one, and stays as it is. Null where the room is too small. Throws OfficeError signing.pdf-form for another file, or one that has a timestamp.
 */
export function addPdfTimestamp(document: Uint8Array, token: Uint8Array): Uint8Array | null {
  const last = holesIn(document).at(-1);
  const signer = last === undefined ? null : readSignerInfo(last.contents);
  if (last === undefined || signer === null || signer.stamped) throw new OfficeError('signing.pdf-form', { detail: 'CMS' });
  const attribute = encoded(derTag.sequence, [timeStampToken, encoded(derTag.set, [token])]);
  const contents = withUnsigned(signer.path, encoded(derTag.unsigned, [attribute])).toString('hex');
  if (contents.length > last.length) return null;
  const stamped = Buffer.from(document);
  stamped.write(contents, last.at, 'latin1');
  return new Uint8Array(stamped);
}

/** The CMS put together again around the longer SignerInfo: only lengths change. */
function withUnsigned({ signerInfo, around }: SignerPath, unsigned: Buffer): Buffer {
  return around.reduce<Buffer>((inner, { tag, before }) => encoded(tag, [...before, inner]), encoded(derTag.sequence, [signerInfo, unsigned]));
}

function holesIn(document: Uint8Array): readonly { readonly at: number; readonly length: number; readonly contents: Buffer }[] {
  const text = Buffer.from(document.buffer, document.byteOffset, document.byteLength).toString('latin1');
  return [...text.matchAll(hole)].map(({ index, 1: before = '', 2: digits = '' }) => ({ at: index + before.length, length: digits.length, contents: Buffer.from(digits, 'hex') }));
}
