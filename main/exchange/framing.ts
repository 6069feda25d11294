import { gunzipSync, gzipSync } from 'node:zlib';
import { OfficeError } from '#core/contract/errors.ts';

/** Largest transaction (CV 2088/BGDĐT-GDTH II.2.8: 10 MB), read in the smaller of its two meanings: bytes of the framed content. */
export const transactionLimit = 10_000_000;

/** Largest list that is inflated: no honest transaction of 10 MB holds more, and a bomb stops here. */
export const inflatedLimit = 64_000_000;

const prefixLength = 4;

/**
 * The ministry's CompressString (CV 2088 annex 1.2): length of the bytes as int32 little-endian ‖ gzip of the bytes, as base64.
 */
export function frame(bytes: Uint8Array): string {
  return Buffer.concat([lengthPrefix(bytes.length), gzipSync(bytes)]).toString('base64');
}

/** Length of `frame(bytes)` in characters. */
export function framedLength(bytes: Uint8Array): number {
  return Math.ceil((prefixLength + gzipSync(bytes).length) / 3) * 4;
}

/**
 * The bytes inside a framed text, never more than `limit`. Errors: OfficeError exchange.too-large where the text says it holds more;
 * exchange.bad-answer where it is not base64, not gzip, or not as long as it says.
 */
export function unframe(text: string, limit: number): Uint8Array {
  const bytes = decodeBase64(text);
  if (bytes.length < prefixLength) throw new OfficeError('exchange.bad-answer', { reason: 'frame-too-short' });
  const declared = bytes.readInt32LE(0);
  if (declared < 0) throw new OfficeError('exchange.bad-answer', { reason: 'frame-length' });
  if (declared > limit) throw new OfficeError('exchange.too-large', { bytes: declared, limit });
  const inflated = inflate(bytes.subarray(prefixLength), declared);
  if (inflated.length !== declared) throw new OfficeError('exchange.bad-answer', { reason: 'frame-length' });
  return inflated;
}

function lengthPrefix(length: number): Buffer {
  const prefix = Buffer.alloc(prefixLength);
  prefix.writeInt32LE(length, 0);
  return prefix;
}

function decodeBase64(text: string): Buffer {
  const packed = text.replace(/[\r\n]/gu, '');
  const bytes = Buffer.from(packed, 'base64');
  // Node skips what is not base64; encoding again shows whether it did.
  if (bytes.toString('base64').length !== packed.length || !/^[A-Za-z0-9+/]*={0,2}$/u.test(packed)) {
    throw new OfficeError('exchange.bad-answer', { reason: 'frame-base64' });
  }
  return bytes;
}

/** Inflates at most one byte more than was declared, so that a false length shows without being followed. */
function inflate(bytes: Uint8Array, declared: number): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: declared + 1 });
  } catch (error) {
    throw new OfficeError('exchange.bad-answer', { reason: 'frame-gzip' }, { cause: error });
  }
}
