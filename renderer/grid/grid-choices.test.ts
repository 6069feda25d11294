import { expect, test } from 'vitest';
import { choiceByNumber, choiceOf } from './grid-choices.ts';

test('a choice is meant by its letters in any case, any look-alike of Đ, its words, or its beginning', () => {
  const conduct = [
    { text: 'T', title: 'Tốt' },
    { text: 'K', title: 'Khá' },
    { text: 'Đ', title: 'Đạt' },
    { text: 'CĐ', title: 'Chưa đạt' },
  ];
  const typed = ['t', ' K ', 'đ', 'd', '\u00d0', '\u00f0', 'D\u0335', '\u0189', 'c', 'cd', 'C\u00d0', 'chưa đạt', 'Chưa đạt'.normalize('NFD'), 'KHÁ', '', 'x', 'kh', 'CĐĐ'];
  expect(typed.map((text) => choiceOf(conduct, text)?.text ?? null)).toEqual(['T', 'K', 'Đ', 'Đ', 'Đ', 'Đ', 'Đ', 'Đ', 'CĐ', 'CĐ', 'CĐ', 'CĐ', 'CĐ', 'K', null, null, null, null]);

  const primary = [
    { text: 'T', title: 'Hoàn thành tốt' },
    { text: 'H', title: 'Hoàn thành' },
    { text: 'C', title: 'Chưa hoàn thành' },
  ];
  expect(['h', 'hoàn thành', 'Hoàn thành tốt', 'c'].map((text) => choiceOf(primary, text)?.text ?? null)).toEqual(['H', 'H', 'T', 'C']);
  expect([choiceByNumber(primary, '2')?.text, choiceByNumber(primary, '4'), choiceByNumber([{ text: '5', title: '' }], '1')]).toEqual(['H', null, null]);
  expect(choiceOf([{ text: 'CA', title: '' }, { text: 'CB', title: '' }], 'c')).toBe(null);
});
