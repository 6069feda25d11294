import { crc32, inflateSync } from 'node:zlib';
import { OfficeError } from '#core/contract/errors.ts';

/** What a picture of a signature may be (NĐ 30/2020/NĐ-CP, annex I: PNG with a transparent background). */
export const pngLimits = { bytes: 512 * 1024, side: 1500, smallestSide: 40 } as const;

export type SignaturePng = { readonly png: Uint8Array; readonly width: number; readonly height: number };

const signature = Buffer.from('89504e470d0a1a0a', 'hex');
/** What draws the picture. Everything else (texts, times, colour profiles, animation) is left out. */
const drawing: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);
/** Channels by colour type. */
const channels: ReadonlyMap<number, number> = new Map([
  [3, 1],
  [4, 2],
  [6, 4],
]);

/**
 * Reads a PNG that somebody chose: header, size, chunks with their checksums, and the exact length of its unpacked points, before any program that draws it sees it. Answers it without the chunks that
 * do not draw. Errors: OfficeError signing.image-not-png, signing.image-not-transparent, signing.image-size {size}.
 */
export function readSignaturePng(bytes: Uint8Array): SignaturePng {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length > pngLimits.bytes) throw new OfficeError('signing.image-size', { size: `${Math.ceil(file.length / 1024)} KB` });
  if (!file.subarray(0, 8).equals(signature)) throw new OfficeError('signing.image-not-png');
  const chunks = chunksOf(file);
  const [header] = chunks;
  const only = (type: string) => chunks.filter((chunk) => chunk.type === type).length;
  if (header?.type !== 'IHDR' || header.data.length !== 13 || only('IHDR') !== 1 || chunks.at(-1)?.type !== 'IEND' || only('IEND') !== 1 || only('PLTE') > 1 || only('tRNS') > 1) throw new OfficeError('signing.image-not-png');
  const [width, height] = [header.data.readUInt32BE(0), header.data.readUInt32BE(4)];
  const [depth, colour = -1, compression, filter, interlace] = header.data.subarray(8);
  if (width > pngLimits.side || height > pngLimits.side || width < pngLimits.smallestSide || height < pngLimits.smallestSide) throw new OfficeError('signing.image-size', { size: `${width} × ${height}` });
  const perPoint = channels.get(colour);
  if (perPoint === undefined || (colour === 3 && only('tRNS') !== 1)) throw new OfficeError('signing.image-not-transparent');
  if (depth !== 8 || compression !== 0 || filter !== 0 || interlace !== 0 || (colour === 3) !== (only('PLTE') === 1)) throw new OfficeError('signing.image-not-png');
  checkPoints(chunks, width * perPoint + 1, height);
  return { png: new Uint8Array(Buffer.concat([signature, ...chunks.filter(({ type }) => drawing.has(type)).map(({ whole }) => whole)])), width, height };
}

type Chunk = { readonly type: string; readonly data: Buffer; readonly whole: Buffer };

function chunksOf(file: Buffer): readonly Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 8; at < file.length; ) {
    const length = at + 12 <= file.length ? file.readUInt32BE(at) : Number.MAX_SAFE_INTEGER;
    const end = at + 12 + length;
    if (end > file.length) throw new OfficeError('signing.image-not-png');
    const type = file.toString('latin1', at + 4, at + 8);
    if (!/^[A-Za-z]{4}$/.test(type) || file.readUInt32BE(end - 4) !== crc32(file.subarray(at + 4, end - 4))) throw new OfficeError('signing.image-not-png');
    chunks.push({ type, data: file.subarray(at + 8, end - 4), whole: file.subarray(at, end) });
    at = end;
  }
  return chunks;
}

/** The unpacked points are exactly as many as the size says, each line with a filter that exists: no picture swells when it is drawn. */
function checkPoints(chunks: readonly Chunk[], lineLength: number, lines: number): void {
  const wanted = lineLength * lines;
  let points: Buffer;
  try {
    points = inflateSync(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)), { maxOutputLength: wanted });
  } catch {
    throw new OfficeError('signing.image-not-png');
  }
  if (points.length !== wanted) throw new OfficeError('signing.image-not-png');
  for (let line = 0; line < lines; line += 1) if ((points[line * lineLength] ?? 9) > 4) throw new OfficeError('signing.image-not-png');
}
