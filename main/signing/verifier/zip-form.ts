import type { ByteSource } from './byte-source.ts';

/** What a zip says of one file, in the order of its directory. `name`: the bytes of the name. */
export type ZipFacts = { readonly name: Buffer; readonly checksum: number; readonly size: number };

/** Version, flags (names are UTF-8), method (stored), time and day (1 January 1980): the same in every header that the program writes. */
const common = Buffer.from([20, 0, 0x00, 0x08, 0, 0, 0x00, 0x00, 0x21, 0x00]);
const localSignature = Buffer.from([0x50, 0x4b, 3, 4]);
/** With the version and the system (Unix) that made it. */
const directorySignature = Buffer.from([0x50, 0x4b, 1, 2, 0x3f, 3]);
const endSignature = Buffer.from([0x50, 0x4b, 5, 6]);
/** A plain file that its owner may write and all may read. */
const plainFile = 0o100644 * 0x10000;
const largestOffset = 0xfffffffe;

/**
 * Whether a zip is written in the one way in which the program writes bundles: every file stored as it is, one behind the other, in the order of
 * the directory, no clocks, no comments, nothing before, between or behind. The headers are made anew from names, sizes and checksums and
 * compared byte by byte, so no byte of the container is free. (Compression would leave free bits, which is why there is none.)
 * The checksums must have been counted on the real bytes. Larger zips (zip64) are not of this form.
 */
export async function isExactZip(zip: ByteSource, entries: readonly ZipFacts[]): Promise<boolean> {
  const offsets: number[] = [];
  let at = 0;
  for (const entry of entries) {
    const header = localHeader(entry);
    if (!(await isThere(zip, at, header))) return false;
    offsets.push(at);
    at += header.length + entry.size;
  }
  if (at > largestOffset || entries.length >= 0xffff) return false;
  const end = directory(entries, offsets, at);
  return at + end.length === zip.size && isThere(zip, at, end);
}

async function isThere(zip: ByteSource, at: number, bytes: Buffer): Promise<boolean> {
  return at + bytes.length <= zip.size && (await zip.read(at, bytes.length)).equals(bytes);
}

function localHeader({ name, checksum, size }: ZipFacts): Buffer {
  return Buffer.concat([localSignature, common, words(checksum, size, size), shorts(name.length, 0), name]);
}

function directory(entries: readonly ZipFacts[], offsets: readonly number[], start: number): Buffer {
  const headers = entries.map(({ name, checksum, size }, index) =>
    Buffer.concat([directorySignature, common, words(checksum, size, size), shorts(name.length, 0, 0, 0, 0), words(plainFile, offsets[index] ?? 0), name]),
  );
  const length = headers.reduce((sum, header) => sum + header.length, 0);
  return Buffer.concat([...headers, endSignature, shorts(0, 0, entries.length, entries.length), words(length, start), shorts(0)]);
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, index * 4);
  return bytes;
}

function shorts(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16LE(value, index * 2);
  return bytes;
}
