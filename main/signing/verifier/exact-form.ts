import type { OpenXml } from './xml-reader.ts';

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/**
 * Whether a document is written in the one plain way: the usual declaration, a line break, the root as canonical XML writes it, then `ending`;
 * or the root alone, as records stand in lists. Canonical XML forgives comments, blanks in tags and spellings of letters; a record that was
 * issued and kept has none of them changed, so where the bytes differ the file is not the one that was issued, although what was signed still
 * is. Allowed beside the canonical writing, because record writers use them: empty-element tags, and the named references for quotes and `>`.
 * No two allowed writings differ in one byte only. `tagsWithNamespaces`: how many tags declare namespaces.
 */
export function isExactForm(xml: OpenXml, ending: '\n' | '', tagsWithNamespaces: number): boolean {
  if (xml.besideRoot) return false;
  const canonical = xml.canonicalText();
  // Exclusive canonical XML leaves out namespaces that nothing uses: they are not signed.
  if ((canonical.match(/<[^<>]*?\sxmlns[:=]/g) ?? []).length !== tagsWithNamespaces) return false;
  const { text } = xml;
  const declared = text.startsWith(declaration);
  if (declared && !text.endsWith(`>${ending}`)) return false;
  return isSameWriting(declared ? text.slice(declaration.length, text.length - ending.length) : text, canonical);
}

const references: readonly (readonly [written: string, canonical: string])[] = [
  ['&quot;', '"'],
  ['&apos;', "'"],
  ['&gt;', '>'],
  ['>', '&gt;'],
];

function isSameWriting(text: string, canonical: string): boolean {
  if (text === canonical) return true;
  let at = 0;
  let wanted = 0;
  while (at < text.length && wanted < canonical.length) {
    if (text[at] === canonical[wanted]) {
      at += 1;
      wanted += 1;
      continue;
    }
    const end = text.startsWith('/>', at) ? /^><\/[^>]+>/.exec(canonical.slice(wanted, wanted + 200))?.[0] : undefined;
    const reference = references.find(([written, plain]) => text.startsWith(written, at) && canonical.startsWith(plain, wanted));
    if (end !== undefined) {
      at += 2;
      wanted += end.length;
    } else if (reference !== undefined) {
      at += reference[0].length;
      wanted += reference[1].length;
    } else {
      return false;
    }
  }
  return at === text.length && wanted === canonical.length;
}
