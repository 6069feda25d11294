import { DerError } from './der-reader.ts';

/** Tokens are a few kilobytes; nothing in them is nested deeper. */
const deepest = 24;
const octetString = 0x04;
const constructed = 0x20;

/**
 * The same value in the one form of DER, as far as open lengths and divided octet strings go (X.690, 8.1.3, 8.7.3): some timestamp authorities write the outside of their tokens in BER, with
 * lengths left open. What is signed inside (attributes, the stamped information, certificates) is DER by itself and comes through unchanged; so a signature that held before holds after. Throws
 * DerError for what is no BER, has something behind it, or is divided otherwise.
 */
export function inDerForm(bytes: Uint8Array): Uint8Array {
  const { value, end } = rewritten(bytes, 0, bytes.length, 0);
  if (end !== bytes.length) throw new DerError('length');
  return value;
}

type Rewritten = { readonly value: Uint8Array; readonly end: number };

function rewritten(bytes: Uint8Array, at: number, limit: number, depth: number): Rewritten {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined || at + 2 > limit || (tag & 0x1f) === 0x1f || tag === 0 || depth > deepest) throw new DerError('header');
  const isOpen = first === 0x80;
  const more = first < 0x80 || isOpen ? 0 : first - 0x80;
  if (more > 4 || (isOpen && (tag & constructed) === 0)) throw new DerError('length');
  const start = at + 2 + more;
  const length = more === 0 ? first : bytes.subarray(at + 2, start).reduce((sum, byte) => sum * 256 + byte, 0);
  if (more > 0 && (length < 0x80 || length < 256 ** (more - 1))) throw new DerError('length');
  const end = isOpen ? limit : start + length;
  if (end > limit) throw new DerError('length');
  if ((tag & constructed) === 0) return { value: withHeader(tag, bytes.subarray(start, end)), end };
  const parts: Uint8Array[] = [];
  let position = start;
  const isOver = () => position >= end || (isOpen && bytes[position] === 0 && bytes[position + 1] === 0);
  while (!isOver()) {
    const part = rewritten(bytes, position, end, depth + 1);
    parts.push(part.value);
    position = part.end;
  }
  if (isOpen && position + 2 > end) throw new DerError('end');
  const whole = tag === (octetString | constructed) ? withHeader(octetString, Buffer.concat(parts.map(contentOfPiece))) : withHeader(tag, Buffer.concat(parts));
  return { value: whole, end: isOpen ? position + 2 : end };
}

/** A piece of a divided octet string is one itself, and by now a whole one. */
function contentOfPiece(piece: Uint8Array): Uint8Array {
  if (piece[0] !== octetString) throw new DerError('piece');
  const first = piece[1] ?? 0;
  return piece.subarray(first < 0x80 ? 2 : 2 + (first - 0x80));
}

function withHeader(tag: number, content: Uint8Array): Uint8Array {
  const size = content.length;
  const digits: number[] = [];
  for (let rest = size; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  return Buffer.concat([Buffer.from(size < 0x80 ? [tag, size] : [tag, 0x80 + digits.length, ...digits]), content]);
}
