import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';

/** A file of a container with its bytes. */
export type ZipFileEntry = { readonly name: string; readonly bytes: Buffer };

export type ReadZip = {
  readonly files: readonly ZipFileEntry[];
  /** `mimetype` is the very first thing in the container and not compressed (EN 319 162-1, A.1). */
  readonly mimetypeFirst: boolean;
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
 * Reads a zip of unknown origin into memory. Names that lead out of the container, names twice (also by case or composition), encrypted or
 * linked entries, local headers that tell another name than the directory, and everything beyond the limits throw ZipError. Sizes in the
 * directory are claims: yauzl counts the real bytes against them.
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
  const files: ZipFileEntry[] = [];
  const names = new Set<string>();
  let total = 0;
  let mimetypeFirst = false;
  let plainNames = true;
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileName;
    const folded = name.normalize('NFC').toLowerCase();
    if (names.has(folded)) throw new ZipError('form', name.slice(0, 120));
    names.add(folded);
    total += entry.uncompressedSize;
    refuseEntry(entry, total);
    if (!localNameAgrees(entry, buffer)) throw new ZipError('form', name.slice(0, 120));
    plainNames &&= Buffer.from(name, 'utf8').equals(entry.fileNameRaw);
    if (name.endsWith('/')) {
      if (entry.uncompressedSize > 0) throw new ZipError('form', name.slice(0, 120));
      continue;
    }
    if (name === 'mimetype') mimetypeFirst = entry.relativeOffsetOfLocalHeader === 0 && entry.compressionMethod === 0;
    files.push({ name, bytes: await contentOf(zip, entry) });
  }
  return { files, mimetypeFirst, plainNames };
}

function refuseEntry(entry: Entry, total: number): void {
  const { fileName: name, compressedSize, uncompressedSize } = entry;
  if (entry.isEncrypted()) throw new ZipError('form', name.slice(0, 120));
  // Unix file type in the upper half: a symbolic link is no file.
  if (((entry.externalFileAttributes >>> 16) & 0xf000) === 0xa000) throw new ZipError('form', name.slice(0, 120));
  if (uncompressedSize > zipLimits.fileSize || total > zipLimits.totalSize) throw new ZipError('limits', name.slice(0, 120));
  if (uncompressedSize > zipLimits.ratioFrom && uncompressedSize > compressedSize * zipLimits.ratio) throw new ZipError('limits', name.slice(0, 120));
}

/** Programs that read a zip from its start trust the local header: it must tell the same name and method. */
function localNameAgrees(entry: Entry, buffer: Buffer): boolean {
  const at = entry.relativeOffsetOfLocalHeader;
  if (at + 30 > buffer.length || buffer.readUInt32LE(at) !== 0x04034b50) return false;
  const name = buffer.subarray(at + 30, at + 30 + buffer.readUInt16LE(at + 26));
  return buffer.readUInt16LE(at + 8) === entry.compressionMethod && name.equals(entry.fileNameRaw);
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
  return Buffer.concat(chunks);
}
