/**
 * The child elements of the root, each as the bytes that stand in the document. The document must have been parsed before: well-formed,
 * without a DOCTYPE.
 */
export function childSlices(document: Uint8Array): readonly Uint8Array[] {
  const bytes = Buffer.from(document.buffer, document.byteOffset, document.byteLength);
  const slices: Uint8Array[] = [];
  let depth = 0;
  let start = 0;
  for (let at = bytes.indexOf('<'); at >= 0; ) {
    const end = endOfMarkup(bytes, at);
    const kind = kindOfMarkup(bytes, at, end);
    if (kind === 'open' || kind === 'empty') {
      if (depth === 1) start = at;
      depth += kind === 'open' ? 1 : 0;
    }
    if (kind === 'close') depth -= 1;
    if (depth === 1 && (kind === 'close' || kind === 'empty')) slices.push(new Uint8Array(bytes.subarray(start, end)));
    at = bytes.indexOf('<', end);
  }
  return slices;
}

function kindOfMarkup(bytes: Buffer, at: number, end: number): 'open' | 'close' | 'empty' | 'other' {
  const second = bytes[at + 1];
  if (second === 0x21 || second === 0x3f) return 'other'; // <! and <?
  if (second === 0x2f) return 'close'; // </
  return bytes[end - 2] === 0x2f ? 'empty' : 'open';
}

/** Just behind the markup that begins here. In a tag, `>` inside quotes ends nothing. */
function endOfMarkup(bytes: Buffer, at: number): number {
  for (const [begin, close] of [['<!--', '-->'], ['<![CDATA[', ']]>'], ['<?', '?>']] as const) {
    if (bytes.subarray(at, at + begin.length).toString('latin1') === begin) return bytes.indexOf(close, at + begin.length) + close.length;
  }
  let quote = 0;
  for (let position = at; position < bytes.length; position += 1) {
    const byte = bytes[position] ?? 0;
    if (quote !== 0) quote = byte === quote ? 0 : quote;
    else if (byte === 0x22 || byte === 0x27) quote = byte;
    else if (byte === 0x3e) return position + 1;
  }
  return bytes.length;
}
