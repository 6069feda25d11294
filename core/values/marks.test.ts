import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatTenths, parsePassLevel, parseScore, tenths } from './marks.ts';

test('Đ and CĐ are read in any case and whatever letter was taken for a Đ', () => {
  const letters = ['\u0110', '\u0111', 'D', 'd', '\u00d0', '\u00f0', '\u0189', '\u0256', 'D\u0335', 'd\u0336'];
  expect(letters.map((letter) => [parsePassLevel(letter), parsePassLevel(` c${letter}`), parsePassLevel(`C${letter}\u00a0`)])).toEqual(letters.map(() => ['Đ', 'CĐ', 'CĐ']));
  expect(['', 'C', 'ĐC', 'DD', 'Đ1', 'T', 'Đạt'].map(parsePassLevel)).toEqual(Array.from({ length: 7 }, () => null));
});

test('every mark is read back from how it is shown, with comma or point; nothing else is a mark', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100 }).map(tenths), fc.constantFrom(',' as const, '.' as const), fc.constantFrom('', '0', '00'), (mark, sign, zeros) => {
      expect(parseScore(` ${formatTenths(mark, sign)}${zeros} `)).toEqual({ ok: true, value: mark });
    }),
  );
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('0', '1', '5', '9', ',', '.', ' ', '-') })), (text) => {
      const score = parseScore(text);
      return !score.ok || (/^\s*\d/u.test(text) && score.value === Math.round(Number(text.trim().replace(',', '.').replace(/\.$/u, '')) * 10));
    }),
  );
  expect(['85', '6,55', 'tám', '8;5', '8,5,', '10,1'].map((text) => parseScore(text))).toEqual([
    { ok: false, refusal: 'out-of-range' },
    { ok: false, refusal: 'too-many-decimals' },
    { ok: false, refusal: 'not-a-number' },
    { ok: false, refusal: 'not-a-number' },
    { ok: false, refusal: 'not-a-number' },
    { ok: false, refusal: 'out-of-range' },
  ]);
});
