import type { FileHandle } from 'node:fs/promises';

/** Bytes of unknown origin, read piece by piece: a file where it lies, or bytes that are in memory already. */
export type ByteSource = {
  readonly size: number;
  /** Exactly `length` bytes from `at`. Throws RangeError where there are fewer. */
  read(at: number, length: number): Promise<Buffer>;
};

/** Nothing is copied. */
export function bufferSource(bytes: Uint8Array): ByteSource {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    size: buffer.length,
    read(at, length) {
      if (at < 0 || length < 0 || at + length > buffer.length) return Promise.reject(new RangeError(`${at}+${length} of ${buffer.length}`));
      return Promise.resolve(buffer.subarray(at, at + length));
    },
  };
}

/** `size`: as the file's own entry tells it. A file that shrinks meanwhile ends a reading with RangeError. */
export function fileSource(file: FileHandle, size: number): ByteSource {
  return {
    size,
    async read(at, length) {
      if (at < 0 || length < 0 || at + length > size) throw new RangeError(`${at}+${length} of ${size}`);
      const bytes = Buffer.allocUnsafeSlow(length);
      for (let done = 0; done < length; ) {
        const { bytesRead } = await file.read(bytes, done, length - done, at + done);
        if (bytesRead === 0) throw new RangeError(`${at}+${length} of ${size}`);
        done += bytesRead;
      }
      return bytes;
    },
  };
}
