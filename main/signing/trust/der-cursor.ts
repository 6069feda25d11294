/** One DER value within its bytes: `start` of the header, `body` of the content, `end` behind it. */
export type DerValue = { readonly bytes: Uint8Array; readonly tag: number; readonly start: number; readonly body: number; readonly end: number };

export const derTags = { boolean: 0x01, integer: 0x02, bitString: 0x03, utcTime: 0x17, generalizedTime: 0x18, sequence: 0x30, explicit0: 0xa0 } as const;

/** The value at `at`. Throws RangeError where the bytes end too early or the form is none of DER. Values are only stepped over, so lists of any length cost nothing but time. */
export function derAt(bytes: Uint8Array, at: number, limit = bytes.length): DerValue {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw new RangeError('DER');
  const more = first < 0x80 ? 0 : first & 0x7f;
  if (more > 4 || first === 0x80) throw new RangeError('DER');
  let length = more === 0 ? first : 0;
  for (let index = 0; index < more; index += 1) length = length * 256 + (bytes[at + 2 + index] ?? 0);
  const body = at + 2 + more;
  if (body + length > limit) throw new RangeError('DER');
  return { bytes, tag, start: at, body, end: body + length };
}

/** The values inside one, in order. */
export function* derChildren(value: DerValue): Generator<DerValue> {
  for (let at = value.body; at < value.end; ) {
    const child = derAt(value.bytes, at, value.end);
    yield child;
    at = child.end;
  }
}

export function derContent(value: DerValue): Uint8Array {
  return value.bytes.subarray(value.body, value.end);
}

/** Header and content. */
export function derWhole(value: DerValue): Uint8Array {
  return value.bytes.subarray(value.start, value.end);
}

/** UTCTime and GeneralizedTime as RFC 5280 4.1.2.5 wants them; milliseconds since 1970. Null for another tag. */
export function derTime(value: DerValue): number | null {
  const text = Buffer.from(derContent(value)).toString('latin1');
  const form = value.tag === derTags.utcTime ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/ : value.tag === derTags.generalizedTime ? /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/ : null;
  const parts = form?.exec(text);
  if (parts === null || parts === undefined) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
  const whole = value.tag === derTags.utcTime ? (year < 50 ? 2000 + year : 1900 + year) : year;
  return Date.UTC(whole, month - 1, day, hour, minute, second);
}

const deepest = 24;

/**
 * The one DER writing of a value that may stand in BER, with open lengths or octet strings in pieces, as some authorities send them. What they signed inside is DER already. Throws RangeError
 * for what is neither. `end`: behind the value; what follows is not looked at.
 */
export function inDer(bytes: Uint8Array, at = 0, depth = 0): { readonly der: Uint8Array; readonly end: number } {
  const isOpen = bytes[at + 1] === 0x80;
  if (depth > deepest) throw new RangeError('BER');
  const tag = bytes[at] ?? 0;
  const { body, end } = isOpen ? { body: at + 2, end: bytes.length } : derAt(bytes, at);
  if ((tag & 0x20) === 0) {
    if (isOpen) throw new RangeError('BER');
    return { der: written(tag, bytes.subarray(body, end)), end };
  }
  const parts: Uint8Array[] = [];
  let next = body;
  for (; isOpen ? bytes[next] !== 0 || bytes[next + 1] !== 0 : next < end; ) {
    const part = inDer(bytes, next, depth + 1);
    if (part.end > end) throw new RangeError('BER');
    parts.push(part.der);
    next = part.end;
  }
  const pieces = tag === 0x24 ? parts.map((part) => derContent(derAt(part, 0))) : parts;
  return { der: written(tag === 0x24 ? 0x04 : tag, Buffer.concat(pieces)), end: isOpen ? next + 2 : end };
}

function written(tag: number, content: Uint8Array): Uint8Array {
  const size = content.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : size < 0x10000 ? [0x82, size >> 8, size & 0xff] : [0x83, size >> 16, (size >> 8) & 0xff, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}
