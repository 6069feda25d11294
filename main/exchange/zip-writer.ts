import { crc32 } from 'node:zlib';

type Write = (chunk: Uint8Array) => Promise<void>;

/** A zip that is written from its beginning to its end, a file at a time; nothing of a file is kept but its entry. */
export type ZipWriter = {
  /** Stored as it is, not compressed. */
  add(name: string, bytes: Uint8Array): Promise<void>;
  /** Writes the directory. */
  end(): Promise<void>;
};

/** Version 2.0; names are UTF-8; stored; no clock: 1 January 1980, so that the same files give the same bytes. */
const common = Buffer.from([20, 0, 0, 8, 0, 0, 0, 0, 0x21, 0]);
/** A plain file that its owner may write and all may read, of a Unix system. */
const madeBy = 0x033f;
const attributes = 0o100644 * 0x10000;
/** Beyond these a zip needs the larger format (zip64), which FAT32 and many readers do not take. */
const limits = { entries: 0xfffe, bytes: 0xfffffffe } as const;

/** Writes to `write`, in order. Errors: RangeError beyond 65 534 files or 4 GB, for which there is no use. */
export function createZipWriter(write: Write): ZipWriter {
  const directory: Buffer[] = [];
  let at = 0;

  async function put(bytes: Uint8Array): Promise<void> {
    at += bytes.byteLength;
    if (at > limits.bytes) throw new RangeError('the zip is too large');
    await write(bytes);
  }

  return {
    async add(name, bytes) {
      if (directory.length >= limits.entries) throw new RangeError('the zip has too many files');
      const nameBytes = Buffer.from(name, 'utf8');
      const facts = Buffer.alloc(16);
      facts.writeUInt32LE(crc32(bytes), 0);
      facts.writeUInt32LE(bytes.byteLength, 4);
      facts.writeUInt32LE(bytes.byteLength, 8);
      facts.writeUInt16LE(nameBytes.length, 12);
      const start = at;
      await put(Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), common, facts, nameBytes]));
      await put(bytes);
      const rest = Buffer.alloc(14);
      rest.writeUInt32LE(attributes, 6);
      rest.writeUInt32LE(start, 10);
      directory.push(Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2, madeBy & 0xff, madeBy >>> 8]), common, facts, rest, nameBytes]));
    },

    async end() {
      const start = at;
      const entries = Buffer.concat(directory);
      await put(entries);
      const end = Buffer.alloc(22);
      end.writeUInt32LE(0x06054b50, 0);
      end.writeUInt16LE(directory.length, 8);
      end.writeUInt16LE(directory.length, 10);
      end.writeUInt32LE(entries.length, 12);
      end.writeUInt32LE(start, 16);
      await put(end);
    },
  };
}
