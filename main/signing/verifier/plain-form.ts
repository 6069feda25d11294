import { isUtf8 } from 'node:buffer';

/**
 * A tag and the text behind it, of which canonical XML (W3C xml-exc-c14n, xml-c14n) changes nothing: no attribute but one plain Id, no namespace, no
 * references but those that canonical XML writes itself. One letter is one byte. Groups: `/` of an end tag, name, Id.
 */
const piece = /<(\/?)([A-Za-z_][A-Za-z0-9_.-]*)(?: Id="([A-Za-z0-9_.-]+)")?>[\t\n -%'-;=?-\xFF]*(?:&(?:amp|lt|gt);[\t\n -%'-;=?-\xFF]*)*/y;

/**
 * Whether bytes (`text`: the same, one letter a byte) are one whole element that is its own canonical form, because it is written in a way that leaves nothing
 * to canonicalise, and names no Id twice. What is not so plain may be canonical all the same: then a parser has to tell. `ids`: filled with the Ids.
 */
export function isPlainForm(bytes: Uint8Array, text: string, ids: Set<string>): boolean {
  const open: string[] = [];
  piece.lastIndex = 0;
  do {
    const [, end, name = '', id] = piece.exec(text) ?? [];
    if (end === undefined) return false;
    if (end === '') {
      open.push(name);
      if (id !== undefined && ids.has(id)) return false;
      if (id !== undefined) ids.add(id);
    } else if (id !== undefined || open.pop() !== name) return false;
  } while (open.length > 0);
  // U+FFFE and U+FFFF are no letters of XML.
  return piece.lastIndex === text.length && text.endsWith('>') && isUtf8(bytes) && !text.includes('\xEF\xBF\xBE') && !text.includes('\xEF\xBF\xBF');
}
