import { assert, integer, property, uniqueArray } from 'fast-check';
import { expect, test } from 'vitest';
import type { SemesterOnPaper } from '#core/records/gradebook-data.ts';
import { bookChanges } from './book-changes.ts';
import type { BookInFull, PupilInBook } from './book-reading.ts';

const semester: SemesterOnPaper = { regular: ['8.0', '7.5'], topic: '', midterm: '7.0', final: '8.0', result: '7.8', comment: 'Chăm.' };
const pupil = (position: number, fullName: string, more: Partial<PupilInBook> = {}): PupilInBook => ({ position, fullName, ministryCode: '', birthDate: '2013-05-01', semester1: semester, semester2: semester, year: '7.8', reassessed: '', ...more });
const book = (pupils: readonly PupilInBook[], more: readonly (readonly [string, string])[] = []): BookInFull => ({
  general: new Map([['MA_TRA_CUU_UUID', String(Math.random())], ['NGAY_CHOT_SO', String(Math.random())], ['TEN_GVBM', 'Hoa'], ...more]),
  pupils,
});

test('changed marks are told pupil by pupil, and two of the same name are not taken for each other', () => {
  const [lan, binh] = [pupil(1, 'Lan'), pupil(2, 'Bình')];
  const before = book([lan, binh, pupil(3, 'Bình')]);
  const after = book([lan, { ...binh, semester2: { ...semester, regular: ['8.0', '7.5', '9.0'], final: '' } }, pupil(3, 'Bình', { year: '7.9', reassessed: '5.0' })], [['TEN_GVBM', 'Tâm']]);
  expect(bookChanges(before, after)).toEqual([
    { field: 'TEN_GVBM', subject: null, before: 'Hoa', after: 'Tâm' },
    { field: 'semester2.regular3', subject: 'Bình', before: null, after: '9.0' },
    { field: 'year', subject: 'Bình', before: '7.8', after: '7.9' },
    { field: 'reassessed', subject: 'Bình', before: null, after: '5.0' },
    { field: 'semester2.final', subject: 'Bình', before: '8.0', after: null },
  ]);
});

const codes = uniqueArray(integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 });
const inOrder = (numbers: readonly number[]) => book(numbers.map((number, index) => pupil(index + 1, `Tên ${number}`, { ministryCode: `MHS${number}` })));

test('a pupil who came or left is told by the own lines only, and only those who changed places by their number', () => {
  assert(
    property(codes, codes, (old, now) => {
      const told = bookChanges(inOrder(old), inOrder(now));
      const stayed = old.filter((number) => now.includes(number));
      const then = now.filter((number) => old.includes(number));
      const moved = stayed.filter((number, index) => then[index] !== number);
      const others = [...old, ...now].filter((number) => !stayed.includes(number));
      // Someone who changed places among the rest may have kept the number.
      const mayBe = new Set([...moved, ...others].map((number) => `Tên ${number}`));
      expect(told.filter(({ subject }) => !mayBe.has(subject ?? ''))).toEqual([]);
      expect(others.filter((number) => !told.some(({ field, subject }) => field === 'HO_VA_TEN' && subject === `Tên ${number}`))).toEqual([]);
      expect(told.filter(({ field }) => field === 'STT').every(({ subject }) => moved.some((number) => subject === `Tên ${number}`))).toBe(true);
    }),
  );
});
