import { array, assert, constantFrom, property } from 'fast-check';
import { expect, test } from 'vitest';
import { isPlainForm } from './plain-form.ts';
import { canonicalDocument, readXml } from './xml-reader.ts';

const pieces = [
  'ẫ', 'x', ' ', '\n', '\r', '\t', '&amp;', '&lt;', '&gt;', '&quot;', '&#65;', '&', '>', '"', '\u0001', '\u007F', '\u0085', '\uFFFE', ']]>', '<![CDATA[x]]>', '<!-- x -->', '<?p x?>',
  '<A>', '</A>', '<A>x</A>', '<A/>', '<A></A >', '<A Id="b"></A>', '<A Id="b"><B></B></A>', "<A Id='c'></A>", '<A  Id="d"></A>', '<A xmlns="urn:x"></A>', '<p:A xmlns:p="urn:x"></p:A>', '<A b="c"></A>', '<1></1>',
];

test('what is taken for plain is its own canonical form by the parser, which finds no Id twice either', () => {
  let plain = 0;
  assert(
    property(array(constantFrom(...pieces), { maxLength: 5 }), array(constantFrom('<A>x</A>', '<A Id="e">ẫ &amp;\n</A>', '&gt;', '\t'), { maxLength: 4 }), (wild, tame) => {
      for (const text of [`<D Id="data">${tame.join('')}</D>`, `<D Id="data">${tame.join('')}${wild.join('')}</D>`, `<D>${wild.join('')}</D>`, `<D></D>${wild.join('')}`]) {
        const bytes = Buffer.from(text, 'utf8');
        if (!isPlainForm(bytes, bytes.toString('latin1'), new Set())) continue;
        plain += 1;
        const parsed = readXml(bytes, (xml) => ({ canonical: (['exclusive', 'inclusive'] as const).map((form) => Buffer.from(canonicalDocument(xml.document, form)).toString('utf8')), ids: ['data', 'b', 'c', 'd', 'e'].map((id) => xml.withId(id).length > 1) }));
        expect(parsed).toEqual({ canonical: [text, text], ids: [false, false, false, false, false] });
      }
    }),
    { numRuns: 1500 },
  );
  expect(plain).toBeGreaterThan(500);
});
