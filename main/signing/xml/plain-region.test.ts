import { array, assert, constantFrom, property } from 'fast-check';
import { expect, test } from 'vitest';
import { plainRegion } from './plain-region.ts';
import { readXml } from './xml-canonical.ts';

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** What the parser says: the canonical form of the only element with the Id, or `several` (or none); null: it is no XML. */
function parsed(document: Uint8Array): string | null {
  try {
    return readXml(document, (xml) => Buffer.from(xml.count('Id', 'data') === 1 ? xml.canonical(xml.element('Id', 'data'), 'exclusive') : 'several').toString('latin1'));
  } catch {
    return null;
  }
}

const pieces = [
  'ẫ', 'x', ' ', '\n', '\r', '\t', '&amp;', '&lt;', '&gt;', '&quot;', '&#65;', '&', '>', '"', '\u0001', '\u007F', '\uFFFE', ']]>', '<![CDATA[x]]>', '<!-- x -->', '<?p x?>',
  '<A>', '</A>', '<A>x</A>', '<A/>', '<A></A >', '<A Id="b">', '<A Id="data">', "<A Id='data'>", '<A  Id="c">', '<A xmlns="urn:x">', '<A xmlns:p="urn:x">', '<p:A>', '</p:A>', '<A b="c">', '<B Id="data">', '</B>', '<1>',
];

test('bytes that are taken for their own canonical form are what the parser writes', () => {
  let plain = 0;
  const part = array(constantFrom(...pieces), { maxLength: 6 }).map((some) => some.join(''));
  const balanced = array(constantFrom('<A>x</A>', '<A><B>ẫ &amp;\n</B></A>', '&lt;', '<C Id="c"></C>', '\t'), { maxLength: 5 }).map((some) => some.join(''));
  assert(
    property(balanced, part, balanced, part, (first, before, second, after) => {
      for (const text of [`${first}<D Id="data">${second}${before}</D>${after}`, `${before}<D Id="data">${second}</D>${after}`, `${first}<D Id="data">${second}</D>${first}`]) {
        const document = Buffer.from(`${declaration}<R>${text}</R>\n`, 'utf8');
        const region = plainRegion(document, 'data');
        if (region === null) continue;
        plain += 1;
        // Behind the region only the Id matters here: the rest is seen by whoever puts the signature in, and by the verifier.
        expect(Buffer.from(region).toString('latin1')).toBe(parsed(document) ?? parsed(region));
      }
    }),
    { numRuns: 1500 },
  );
  expect(plain).toBeGreaterThan(1000);
});
