import type { OpenXml } from './xml-reader.ts';

const declaration = '<?xml version="1.0" encoding="UTF-8"?>';

/**
 * Whether a document is written in the one plain way: the usual declaration or none, then the root as canonical XML writes it, a line break or
 * nothing after it. Canonical XML forgives comments, blanks in tags and spellings of letters; a record that was issued and kept has none of
 * them changed, so where the bytes differ the file is not the one that was issued, although what was signed still is. Allowed beside the
 * canonical writing, because record writers use them: empty-element tags, and the named references for quotes and `>`. No two allowed
 * writings differ in one byte only.
 */
export function isExactForm(xml: OpenXml): boolean {
  if (xml.besideRoot) return false;
  const text = xml.text.startsWith(declaration) ? xml.text.slice(declaration.length).replace(/^\r?\n/, '') : xml.text;
  return isSameWriting(text.replace(/\n$/, ''), xml.canonicalText());
}

const references: readonly (readonly [written: string, canonical: string])[] = [
  ['&quot;', '"'],
  ['&apos;', "'"],
  ['&gt;', '>'],
  ['>', '&gt;'],
];

function isSameWriting(text: string, canonical: string): boolean {
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
