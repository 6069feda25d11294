import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { crc32, inflateRaw, type InflateRaw, type ZlibOptions } from 'node:zlib';
import { fromRandomAccessReaderPromise, RandomAccessReader, type Entry, type ZipFile } from 'yauzl';
import type { ByteSource } from './byte-source.ts';
import { isExactZip } from './zip-form.ts';

/** A file of a container: where its bytes lie. Plain values: it goes to threads. Sizes in bytes. */
export type ZipEntry = { readonly name: string; readonly compressed: boolean; readonly at: number; readonly storedSize: number; readonly size: number; readonly checksum: number };

export type OpenZip = {
  /** In the order of the directory, folders left out. */
  readonly entries: readonly ZipEntry[];
  /** `mimetype` is the very first thing in the container, not compressed and without an extra field (EN 319 162-1, A.1). */
  readonly mimetypeFirst: boolean;
  /** Nothing lies between the files that the directory does not name. */
  readonly withoutGaps: boolean;
  /** Every byte stands as the program writes its bundles, as far as the checksums are those of the files (`readEntry` counts them). */
  readonly exactForm: boolean;
  /** Names are plain UTF-8 everywhere. */
  readonly plainNames: boolean;
};

/** What is refused, and why: `limits` (bombs) or `form` (broken or deceitful). */
export class ZipError extends Error {
  readonly kind: 'limits' | 'form';
  readonly detail: string;

  constructor(kind: ZipError['kind'], detail: string) {
    super(detail);
    this.name = 'ZipError';
    this.kind = kind;
    this.detail = detail;
  }
}

/**
 * Far above any bundle of ours (a school of 2000 pupils with PDFs), far below what would hurt a PC. Sizes in bytes. What is not compressed is no bomb: it may
 * be as large as `storedSize` (a class's whole bundle in a year's), and only what is compressed counts against `totalSize`.
 */
export const zipLimits = { entries: 20_000, fileSize: 64 * 1024 * 1024, storedSize: 128 * 1024 * 1024, totalSize: 384 * 1024 * 1024, ratio: 200, ratioFrom: 1024 * 1024 } as const;

/**
 * Reads the directory of a zip of unknown origin. Names that lead out of the container, names twice (also by case or composition) or with control
 * letters, encrypted or linked entries, local headers that tell anything else than the directory, files that overlap, and everything beyond the
 * limits throw ZipError. Sizes and checksums in the directory are claims: `readEntry` counts the real bytes against them.
 */
export async function openZip(source: ByteSource): Promise<OpenZip> {
  return refusing(async () => {
    const zip = await fromRandomAccessReaderPromise(new SourceReader(source), source.size, { lazyEntries: true, strictFileNames: true, autoClose: false });
    if (zip.entryCount > zipLimits.entries) throw new ZipError('limits', `${zip.entryCount} tệp`);
    return readDirectory(zip, source);
  });
}

/** The content of a file. Throws ZipError where there is more or less of it than claimed, or it is not what its checksum says. */
export async function readEntry(source: ByteSource, { name, compressed, at, storedSize, size, checksum }: ZipEntry): Promise<Buffer> {
  return refusing(async () => {
    const stored = await source.read(at, storedSize);
    const bytes = compressed ? await inflated(stored, size, name) : stored;
    if (bytes.length !== size || crc32(bytes) !== checksum) throw new ZipError('form', name.slice(0, 120));
    return bytes;
  });
}

/** yauzl reads the directory through this; contents are read by `readEntry`. */
class SourceReader extends RandomAccessReader {
  readonly #source: ByteSource;

  constructor(source: ByteSource) {
    super();
    this.#source = source;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const source = this.#source;
    return Readable.from(
      (async function* pieces() {
        yield await source.read(start, end - start);
      })(),
    );
  }

  override read(buffer: Buffer, offset: number, length: number, position: number, callback: (error: Error | null) => void): void {
    this.#source.read(position, length).then(
      (bytes) => {
        bytes.copy(buffer, offset);
        callback(null);
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error('read')),
    );
  }
}

async function refusing<Value>(read: () => Promise<Value>): Promise<Value> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof ZipError ? error : new ZipError('form', error instanceof Error ? error.message.slice(0, 120) : 'zip');
  }
}

async function readDirectory(zip: ZipFile, source: ByteSource): Promise<OpenZip> {
  const names = new Set<string>();
  const entries: Entry[] = [];
  const places: Place[] = [];
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileName;
    const folded = name.normalize('NFC').toLowerCase();
    if (names.has(folded)) throw new ZipError('form', name.slice(0, 120));
    names.add(folded);
    if (entry.compressionMethod !== 0) total += entry.uncompressedSize;
    refuseEntry(entry, total);
    const place = await placeOf(entry, source);
    if (place === null) throw new ZipError('form', name.slice(0, 120));
    places.push(place);
    entries.push(entry);
  }
  const closed = isWithoutGaps(places);
  const [first] = entries;
  const files = entries.flatMap((entry, index): readonly ZipEntry[] => {
    const place = places[index];
    if (entry.fileName.endsWith('/') || place === undefined) return [];
    return [{ name: entry.fileName, compressed: entry.compressionMethod !== 0, at: place.dataAt, storedSize: entry.compressedSize, size: entry.uncompressedSize, checksum: entry.crc32 }];
  });
  return {
    entries: files,
    mimetypeFirst: first?.fileName === 'mimetype' && first.relativeOffsetOfLocalHeader === 0 && first.compressionMethod === 0 && places[0]?.extraSize === 0,
    plainNames: entries.every(({ fileName, fileNameRaw }) => Buffer.from(fileName, 'utf8').equals(fileNameRaw)),
    withoutGaps: closed,
    exactForm: files.length === entries.length && (await isExactZip(source, entries.map(({ fileNameRaw, crc32: checksum, uncompressedSize }) => ({ name: fileNameRaw, checksum, size: uncompressedSize })))),
  };
}

function refuseEntry(entry: Entry, total: number): void {
  const { fileName: name, compressedSize, uncompressedSize } = entry;
  // oxlint-disable-next-line no-control-regex -- control letters are what is looked for: programs disagree where such a name ends
  if (name === '' || /[\u0000-\u001F\u007F\u202A-\u202E\u2066-\u2069]/u.test(name)) throw new ZipError('form', 'name');
  if (name.endsWith('/') && uncompressedSize > 0) throw new ZipError('form', name.slice(0, 120));
  if (entry.isEncrypted()) throw new ZipError('form', name.slice(0, 120));
  // Unix file type in the upper half: a symbolic link is no file.
  if (((entry.externalFileAttributes >>> 16) & 0xf000) === 0xa000) throw new ZipError('form', name.slice(0, 120));
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) throw new ZipError('form', name.slice(0, 120));
  if (compressedSize > zipLimits.storedSize || uncompressedSize > (entry.compressionMethod === 0 ? zipLimits.storedSize : zipLimits.fileSize) || total > zipLimits.totalSize) throw new ZipError('limits', name.slice(0, 120));
  if (uncompressedSize > zipLimits.ratioFrom && uncompressedSize > compressedSize * zipLimits.ratio) throw new ZipError('limits', name.slice(0, 120));
}

/** Where a file begins and ends in the zip, where its bytes are, and whether a descriptor follows. */
type Place = { readonly start: number; readonly dataAt: number; readonly end: number; readonly descriptor: boolean; readonly extraSize: number };

/** Programs that read a zip from its start trust the local header: it must tell the same as the directory. Null where it does not. */
async function placeOf(entry: Entry, source: ByteSource): Promise<Place | null> {
  const start = entry.relativeOffsetOfLocalHeader;
  const nameEnd = 30 + entry.fileNameRaw.length;
  if (start + nameEnd > source.size) return null;
  const header = await source.read(start, nameEnd);
  if (header.readUInt32LE(0) !== 0x04034b50) return null;
  const extraSize = header.readUInt16LE(28);
  const dataAt = start + nameEnd + extraSize;
  const end = dataAt + entry.compressedSize;
  const flags = header.readUInt16LE(6);
  const descriptor = (flags & 8) !== 0;
  const told = [header.readUInt32LE(14), header.readUInt32LE(18), header.readUInt32LE(22)];
  const known = [entry.crc32, entry.compressedSize, entry.uncompressedSize];
  // A descriptor behind the file may tell the sizes instead, and zip64 tells them in an extra field.
  const agrees = told.every((value, index) => value === known[index] || (descriptor && value === 0) || (index > 0 && value === 0xffffffff));
  const same = flags === entry.generalPurposeBitFlag && header.readUInt16LE(8) === entry.compressionMethod && header.readUInt16LE(26) === entry.fileNameRaw.length && header.subarray(30).equals(entry.fileNameRaw);
  return agrees && same && end <= source.size ? { start, dataAt, end, descriptor, extraSize } : null;
}

/** Whether file follows file. Throws ZipError where two files share bytes: that makes small zips huge, and shows different programs different files. */
function isWithoutGaps(places: readonly Place[]): boolean {
  let end = 0;
  let closed = true;
  for (const place of places.toSorted((left, right) => left.start - right.start)) {
    if (place.start < end) throw new ZipError('form', 'overlap');
    // A data descriptor is 12 to 24 bytes long.
    closed &&= place.start === end || (place.start - end <= 24 && places.some((each) => each.end === end && each.descriptor));
    end = place.end;
  }
  return closed;
}

type Inflated = { readonly buffer: Buffer; readonly engine: InflateRaw };

async function inflated(stored: Buffer, size: number, name: string): Promise<Buffer> {
  // With `info`, what the engine took from the input is known too: bytes behind the end of the data belong to nobody.
  const inflate = promisify(inflateRaw as (bytes: Buffer, options: ZlibOptions, done: (error: Error | null, result: Buffer) => void) => void);
  const { buffer, engine } = (await inflate(stored, { maxOutputLength: Math.max(size, 1), info: true }).catch(() => {
    throw new ZipError('form', name.slice(0, 120));
  })) as unknown as Inflated;
  if (engine.bytesWritten !== stored.length) throw new ZipError('form', name.slice(0, 120));
  return buffer;
}
