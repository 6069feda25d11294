import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { attributeLevels, countAbsences, parseAbsence, parseAttributeLevel } from './registers.ts';
import { daysOfMonth, schoolMonths } from './school-calendar.ts';

/** The forms in which people and old keyboards write a text: any case, decomposed, spaces around. */
const written = (text: string) => fc.tuple(fc.constantFrom('', ' ', '\u00a0'), fc.boolean(), fc.boolean()).map(([space, lower, decomposed]) => `${space}${decomposed ? (lower ? text.toLowerCase() : text).normalize('NFD') : lower ? text.toLowerCase() : text}${space}`);

test('levels and absences are read as people type them, and read back from what they show', () => {
  const levelForms: Readonly<Record<string, string>> = { T: 'T', Tốt: 'T', Đ: 'Đ', D: 'Đ', Ð: 'Đ', Đạt: 'Đ', C: 'C', 'Cần cố gắng': 'C', CCG: 'C' };
  const absenceForms: Readonly<Record<string, string>> = { P: 'P', CP: 'P', phép: 'P', 'Có phép': 'P', K: 'K', KP: 'K', 'Không phép': 'K' };
  fc.assert(fc.property(fc.constantFrom(...Object.entries(levelForms)).chain(([form, level]) => fc.tuple(written(form), fc.constant(level))), ([typed, level]) => parseAttributeLevel(typed) === level));
  fc.assert(fc.property(fc.constantFrom(...Object.entries(absenceForms)).chain(([form, absence]) => fc.tuple(written(form), fc.constant(absence))), ([typed, absence]) => parseAbsence(typed) === absence));
  fc.assert(fc.property(fc.string(), (typed) => [null, ...attributeLevels].includes(parseAttributeLevel(typed)) && [null, 'P', 'K'].includes(parseAbsence(typed))));
  expect(['', 'V', 'X', 'TĐ', 'CĐ', 'PK'].map((typed) => [parseAttributeLevel(typed), parseAbsence(typed)])).toEqual(Array.from({ length: 6 }, () => [null, null]));
});

test('the counts of a list of absences are those of its parts', () => {
  const absences = fc.array(fc.constantFrom('P' as const, 'K' as const));
  fc.assert(
    fc.property(absences, absences, (one, other) => {
      const [a, b, both] = [countAbsences(one), countAbsences(other), countAbsences([...one, ...other])];
      return both.excused === a.excused + b.excused && both.unexcused === a.unexcused + b.unexcused && both.excused + both.unexcused === one.length + other.length;
    }),
  );
});

test('a school year has its ten months, and every month its days on their weekdays', () => {
  const months = schoolMonths('2023-2024');
  const year = months.flatMap((month) => daysOfMonth(month));
  expect({ months: [months.at(0), months.at(4), months.at(-1)], days: year.length, leap: daysOfMonth('2024-02').at(-1), first: daysOfMonth('2025-09').slice(0, 2), opening: daysOfMonth('2025-09')[4] }).toEqual({
    months: ['2023-09', '2024-01', '2024-06'],
    days: 304,
    leap: { day: 29, date: '2024-02-29', weekday: 4 },
    first: [
      { day: 1, date: '2025-09-01', weekday: 1 },
      { day: 2, date: '2025-09-02', weekday: 2 },
    ],
    opening: { day: 5, date: '2025-09-05', weekday: 5 },
  });
  expect(year.every(({ weekday }, index) => index === 0 || weekday === ((year[index - 1]?.weekday ?? 0) % 7) + 1)).toBe(true);
});
