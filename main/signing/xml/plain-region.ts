import { isUtf8 } from 'node:buffer';

/**
 * A tag as our writers write it (document-bytes.ts), with the text behind it: no attribute but Id, no namespace, no character that canonical XML would
 * write in another way (`&`, `<`, `>` stand as references only). One letter is one byte. Groups: `/` of an end tag, name, Id.
 */
const token = /<(\/?)([A-Za-z_][A-Za-z0-9_.-]*)(?: Id="([A-Za-z0-9_.-]+)")?>[\t\n -%'-;=?-\xFF]*(?:&(?:amp|lt|gt);[\t\n -%'-;=?-\xFF]*)*/y;
const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
/** U+FFFE and U+FFFF, which XML does not hold, as UTF-8. */
const notXml = ['\xEF\xBF\xBE', '\xEF\xBF\xBF'];

/**
 * The bytes of the one element with this Id, where they are their own exclusive canonical form (W3C xml-exc-c14n): from the root to the element's end the
 * document is written in the one plain way, in which there is nothing to canonicalise. Null where that cannot be told for sure, or the Id stands
 * anywhere else too: then the parser has to look.
 */
export function plainRegion(document: Uint8Array, id: string): Uint8Array | null {
  const bytes = Buffer.from(document.buffer, document.byteOffset, document.byteLength);
  const text = bytes.toString('latin1');
  if (!text.startsWith(declaration)) return null;
  const open: string[] = [];
  let region: { readonly from: number; readonly depth: number } | null = null;
  token.lastIndex = declaration.length;
  for (;;) {
    const at = token.lastIndex;
    const [, end, name = '', ownId] = token.exec(text) ?? [];
    if (end === undefined) return null;
    if (end === '') {
      if (ownId === id && region !== null) return null;
      if (ownId === id) region = { from: at, depth: open.length };
      open.push(name);
      continue;
    }
    if (ownId !== undefined || open.pop() !== name) return null;
    if (region?.depth === open.length) return alone(bytes, text, region.from, at + name.length + 3, id);
    if (open.length === 0) return null;
  }
}

/** Behind the region stand signatures, which other writers may have made. */
function alone(bytes: Buffer, text: string, from: number, until: number, id: string): Uint8Array | null {
  if (text.includes(`"${id}"`, until) || text.includes(`'${id}'`, until)) return null;
  const region = bytes.subarray(from, until);
  return isUtf8(region) && !notXml.some((letter) => text.includes(letter)) ? region : null;
}
