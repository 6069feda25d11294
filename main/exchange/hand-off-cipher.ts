import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { OfficeError } from '#core/contract/errors.ts';

/** Bytes of content in one encrypted piece. */
const pieceSize = 64 * 1024;
const tagSize = 16;
const macSize = 32;

/** What the encrypted body of a file is bound to: its secret, and the bytes before it. */
export type BodyKey = { readonly secret: Uint8Array; readonly header: Uint8Array };

/**
 * The body of a file: a MAC over its header, then the parts in pieces of AES-256-GCM. The number of a piece, and whether it is the last, are its nonce, so
 * that none can be left out, moved, or cut off; the key is drawn from the secret and the header, so that a piece of another file does not fit either.
 */
export function encryptBody(key: BodyKey, parts: readonly Uint8Array[]): Uint8Array {
  const { stream, mac } = keysOf(key);
  const content = framed(parts);
  const pieces: Uint8Array[] = [mac];
  const count = Math.max(1, Math.ceil(content.length / pieceSize));
  for (let index = 0; index < count; index += 1) {
    const cipher = createCipheriv('aes-256-gcm', stream, nonce(index, index === count - 1));
    pieces.push(cipher.update(content.subarray(index * pieceSize, (index + 1) * pieceSize)), cipher.final(), cipher.getAuthTag());
  }
  return Buffer.concat(pieces);
}

/**
 * Errors: OfficeError hand-off.wrong-passphrase where the secret does not fit the header (a wrong passphrase and a changed header look the same),
 * hand-off.damaged where the secret fits and the content was changed, moved or cut.
 */
export function decryptBody(key: BodyKey, body: Uint8Array): readonly Uint8Array[] {
  const { stream, mac } = keysOf(key);
  if (body.length < macSize || !timingSafeEqual(mac, body.subarray(0, macSize))) throw new OfficeError('hand-off.wrong-passphrase');
  const sealed = body.subarray(macSize);
  const size = pieceSize + tagSize;
  const count = Math.max(1, Math.ceil(sealed.length / size));
  const pieces: Uint8Array[] = [];
  for (let index = 0; index < count; index += 1) pieces.push(decryptPiece(stream, nonce(index, index === count - 1), sealed.subarray(index * size, (index + 1) * size)));
  return unframed(Buffer.concat(pieces));
}

function decryptPiece(key: Uint8Array, iv: Uint8Array, piece: Uint8Array): Uint8Array {
  if (piece.length < tagSize) throw new OfficeError('hand-off.damaged');
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagSize });
  decipher.setAuthTag(piece.subarray(piece.length - tagSize));
  try {
    return Buffer.concat([decipher.update(piece.subarray(0, piece.length - tagSize)), decipher.final()]);
  } catch (error) {
    throw new OfficeError('hand-off.damaged', {}, { cause: error });
  }
}

/** The MAC also commits to the key: AES-GCM alone would let one file be two. */
function keysOf({ secret, header }: BodyKey): { readonly stream: Buffer; readonly mac: Buffer } {
  const drawn = Buffer.from(hkdfSync('sha256', secret, header, 'hocba-trinh-ky/1', 64));
  return { stream: drawn.subarray(0, 32), mac: createHmac('sha256', drawn.subarray(32)).update(header).digest() };
}

function nonce(index: number, last: boolean): Uint8Array {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(index, 7);
  bytes[11] = last ? 1 : 0;
  return bytes;
}

/** Each part behind its length (unsigned, 4 bytes, big-endian). */
function framed(parts: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(part.length);
      return [length, part];
    }),
  );
}

function unframed(content: Buffer): readonly Uint8Array[] {
  const parts: Uint8Array[] = [];
  let at = 0;
  while (at < content.length) {
    const length = at + 4 <= content.length ? content.readUInt32BE(at) : Number.POSITIVE_INFINITY;
    if (at + 4 + length > content.length) throw new OfficeError('hand-off.damaged');
    parts.push(new Uint8Array(content.subarray(at + 4, at + 4 + length)));
    at += 4 + length;
  }
  return parts;
}
