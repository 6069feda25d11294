import { expect, test } from 'vitest';
import { findingCodes, findingOutcomes, findingText, verdictTexts } from './findings.ts';

test('every statement has whole sentences in both languages, also where a value is missing', () => {
  const poor = findingCodes.flatMap((code) =>
    findingOutcomes[code].flatMap((outcome) =>
      (['vi', 'en'] as const).flatMap((language) => {
        const text = findingText({ code, outcome, params: {} }, language);
        return /^[A-ZĐÀ-Ỹ“].*[.]$/u.test(text) && text === text.normalize('NFC') && !text.includes('undefined') ? [] : [`${language} ${code} ${outcome}: ${text}`];
      }),
    ),
  );
  expect(poor).toEqual([]);
});

test('values stand in the sentence, and an unknown statement shows its code', () => {
  expect([
    findingText({ code: 'issued', outcome: 'not-established', params: { missing: 'school' } }, 'vi'),
    findingText({ code: 'container-records', outcome: 'not-established', params: { count: 0 } }, 'vi'),
    findingText({ code: 'validity', outcome: 'established', params: { notAfter: '2029-12-31T17:00:00.000Z' } }, 'en'),
    findingText({ code: 'of-tomorrow', outcome: 'failed', params: {} }, 'vi'),
    verdictTexts.vi.practice.word,
  ]).toEqual(['Học bạ chưa được phát hành: còn thiếu chữ ký của nhà trường.', 'Trong gói không có học bạ nào.', 'The certificate is in force (until 01/01/2030 00:00).', 'of-tomorrow', 'LUYỆN TẬP – không phải học bạ thật']);
});
