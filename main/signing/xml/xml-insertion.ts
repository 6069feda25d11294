import { OfficeError } from '#core/contract/errors.ts';

/** Comments, CDATA and instructions are stepped over; end tags give group 1; start tags groups 2 and 3 (`/` when empty). */
const markup = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<\/([^\s>]+)\s*>|<([^\s/>]+)(?:[^>"'/]|"[^"]*"|'[^']*'|\/(?!>))*(\/?)>/g;

/**
 * Puts text in as the last child of the element at `path` (tag names below the root; empty: the root itself), making missing elements of
 * the path around it. Every byte that was there stays: a signed document is never parsed and written again. The document must be
 * well-formed. Throws OfficeError records.schema where the place cannot be found.
 */
export function insertLast(document: Uint8Array, path: readonly string[], text: string): Uint8Array {
  const bytes = Buffer.from(document.buffer, document.byteOffset, document.byteLength);
  const { offset, present } = deepestEnd(bytes.toString('latin1'), path);
  const missing = path.slice(present);
  const inserted = `${missing.map((name) => `<${name}>`).join('')}${text}${missing.toReversed().map((name) => `</${name}>`).join('')}`;
  return new Uint8Array(Buffer.concat([bytes.subarray(0, offset), Buffer.from(inserted, 'utf8'), bytes.subarray(offset)]));
}

/**
 * Where the end tag of the deepest element of the path stands that the document has, and how many steps of the path that is. One letter of
 * `text` is one byte.
 */
function deepestEnd(text: string, path: readonly string[]): { readonly offset: number; readonly present: number } {
  const open: string[] = [];
  let best: { readonly offset: number; readonly present: number } | null = null;
  for (const match of text.matchAll(markup)) {
    const [, endName, startName, empty] = match;
    if (endName !== undefined) {
      const present = open.length - 1;
      if (isOnPath(open, path) && (best === null || present > best.present)) best = { offset: match.index, present };
      if (open.pop() !== endName) throw new OfficeError('records.schema', { detail: endName });
    } else if (startName !== undefined) {
      open.push(startName);
      if (empty === '/') {
        // An empty element on the path has no end tag to stand before; formats never write one.
        if (isOnPath(open, path)) throw new OfficeError('records.schema', { detail: startName });
        open.pop();
      }
    }
  }
  if (best === null) throw new OfficeError('records.schema');
  return best;
}

function isOnPath(open: readonly string[], path: readonly string[]): boolean {
  return open.length > 0 && open.length - 1 <= path.length && open.slice(1).every((name, index) => name === path[index]);
}
