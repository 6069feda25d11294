import { crc32 } from 'node:zlib';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { isExactZip } from './zip-form.ts';

/** A file of a container with its bytes. */
export type ZipFileEntry = { readonly name: string; readonly bytes: Buffer };

export type ReadZip = {
  readonly files: readonly ZipFileEntry[];
  /** `mimetype` is the very first thing in the container, not compressed and without an extra field (EN 319 162-1, A.1). */
  readonly mimetypeFirst: boolean;
  /** Nothing lies between the files that the directory does not name. */
  readonly withoutGaps: boolean;
  /** Every byte stands as the program writes its bundles. */
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

/** Far above any bundle of ours (a school of 2000 pupils with PDFs), far below what would hurt a PC. Sizes in bytes. */
export const zipLimits = { entries: 20_000, fileSize: 64 * 1024 * 1024, totalSize: 384 * 1024 * 1024, ratio: 200, ratioFrom: 1024 * 1024 } as const;

/**
 * Reads a zip of unknown origin into memory. Names that lead out of the container, names twice (also by case or composition) or with control
 * letters, encrypted or linked entries, local headers that tell anything else than the directory, wrong checksums, files that overlap, and
 * everything beyond the limits throw ZipError. Sizes in the directory are claims: yauzl counts the real bytes against them.
 */
export async function readZip(bytes: Uint8Array): Promise<ReadZip> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const zip = await fromBufferPromise(buffer, { lazyEntries: true, strictFileNames: true });
    if (zip.entryCount > zipLimits.entries) throw new ZipError('limits', `${zip.entryCount} tệp`);
    return await readEntries(zip, buffer);
  } catch (error) {
    throw error instanceof ZipError ? error : new ZipError('form', error instanceof Error ? error.message.slice(0, 120) : 'zip');
  }
}

async function readEntries(zip: ZipFile, buffer: Buffer): Promise<ReadZip> {
  const names = new Set<string>();
  const entries: Entry[] = [];
  const places: Place[] = [];
  let total = 0;
  // The whole directory is looked at before anything is unpacked.
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileName;
    const folded = name.normalize('NFC').toLowerCase();
    if (names.has(folded)) throw new ZipError('form', name.slice(0, 120));
    names.add(folded);
    total += entry.uncompressedSize;
    refuseEntry(entry, total);
    const place = placeOf(entry, buffer);
    if (place === null) throw new ZipError('form', name.slice(0, 120));
    places.push(place);
    entries.push(entry);
  }
  const closed = isWithoutGaps(places);
  const [first] = entries;
  const files: ZipFileEntry[] = [];
  for (const entry of entries) {
    if (!entry.fileName.endsWith('/')) files.push({ name: entry.fileName, bytes: await contentOf(zip, entry) });
  }
  return {
    files,
    mimetypeFirst: first?.fileName === 'mimetype' && first.relativeOffsetOfLocalHeader === 0 && first.compressionMethod === 0 && buffer.readUInt16LE(28) === 0,
    plainNames: entries.every(({ fileName, fileNameRaw }) => Buffer.from(fileName, 'utf8').equals(fileNameRaw)),
    withoutGaps: closed,
    exactForm: files.length === entries.length && isExactZip(buffer, entries.map(({ fileNameRaw, crc32: checksum, uncompressedSize }) => ({ name: fileNameRaw, checksum, size: uncompressedSize }))),
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
  if (uncompressedSize > zipLimits.fileSize || total > zipLimits.totalSize) throw new ZipError('limits', name.slice(0, 120));
  if (uncompressedSize > zipLimits.ratioFrom && uncompressedSize > compressedSize * zipLimits.ratio) throw new ZipError('limits', name.slice(0, 120));
}

/** Where a file begins and ends in the zip, and where it has to end at the latest when a descriptor follows. */
type Place = { readonly start: number; readonly end: number; readonly descriptor: boolean };

/** Programs that read a zip from its start trust the local header: it must tell the same as the directory. Null where it does not. */
function placeOf(entry: Entry, buffer: Buffer): Place | null {
  const start = entry.relativeOffsetOfLocalHeader;
  if (start + 30 > buffer.length || buffer.readUInt32LE(start) !== 0x04034b50) return null;
  const nameEnd = start + 30 + buffer.readUInt16LE(start + 26);
  const end = nameEnd + buffer.readUInt16LE(start + 28) + entry.compressedSize;
  const flags = buffer.readUInt16LE(start + 6);
  const descriptor = (flags & 8) !== 0;
  const told = [buffer.readUInt32LE(start + 14), buffer.readUInt32LE(start + 18), buffer.readUInt32LE(start + 22)];
  const known = [entry.crc32, entry.compressedSize, entry.uncompressedSize];
  // A descriptor behind the file may tell the sizes instead, and zip64 tells them in an extra field.
  const agrees = told.every((value, index) => value === known[index] || (descriptor && value === 0) || (index > 0 && value === 0xffffffff));
  const same = flags === entry.generalPurposeBitFlag && buffer.readUInt16LE(start + 8) === entry.compressionMethod && buffer.subarray(start + 30, nameEnd).equals(entry.fileNameRaw);
  return agrees && same && end <= buffer.length ? { start, end, descriptor } : null;
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

async function contentOf(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of await zip.openReadStreamPromise(entry)) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > entry.uncompressedSize) throw new ZipError('limits', entry.fileName.slice(0, 120));
    chunks.push(bytes);
  }
  const bytes = Buffer.concat(chunks);
  // yauzl leaves the checksum to its callers.
  if (crc32(bytes) !== entry.crc32) throw new ZipError('form', entry.fileName.slice(0, 120));
  return bytes;
}
