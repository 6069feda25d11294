import { expect, test } from 'vitest';
import { findingText } from './quality-rules.ts';

test('a finding reads as a sentence: words in the language, days as people write them, what was typed as it was typed', () => {
  expect(findingText('vi', { code: 'D08.age', params: { value: '2010-03-04', age: 15, grade: 6, usual: 11 } })).toBe('sinh 04/03/2010, 15 tuổi học lớp 6 (thường là 11 tuổi)');
  expect(findingText('vi', { code: 'D02.sex', params: { value: '025314000001', says: 'female', sex: 'male' } })).toBe('số 025314000001 là của nữ, học sinh ghi nam');
  expect(findingText('en', { code: 'D10.missing', params: { field: 'birthPlace' } })).toBe('place of birth is missing');
  expect(findingText('vi', { code: 'D06.digits', params: { field: 'fatherName', value: 'male 2' } })).toBe('họ tên cha “male 2” có chữ số');
});
