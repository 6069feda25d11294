import { expect, test } from 'vitest';
import type { SchoolClassResults } from '#core/contract/school-results.ts';
import { classId } from '#core/values/ids.ts';
import { countRows, shareOf } from './school-counts.ts';

const group = (name: string, grade: number, size: number): SchoolClassResults => ({
  kind: 'primary',
  classId: classId.parse(name),
  className: name,
  grade,
  size,
  outcomes: { HTXS: size, HTT: 0, HT: 0, CHT: 0, none: 0 },
  awards: { HOC_SINH_XUAT_SAC: size, HOC_SINH_TIEU_BIEU: 0 },
  ending: { promoted: size, retained: 0, open: 0 },
});

test('grades of several classes and the whole school are summed below their classes', () => {
  const rows = countRows([group('1A', 1, 30), group('1B', 1, 31), group('2A', 2, 29)], ({ size }) => [size, 1]);
  expect(rows.map(({ key, kind, size, counts }) => [key, kind, size, counts])).toEqual([
    ['1A', 'class', 30, [30, 1]],
    ['1B', 'class', 31, [31, 1]],
    ['grade 1', 'grade', 61, [61, 2]],
    ['2A', 'class', 29, [29, 1]],
    ['total', 'total', 90, [90, 3]],
  ]);
});

test('shares are rounded half up to tenths of a percent', () => {
  expect([shareOf(1, 3), shareOf(2, 3), shareOf(1, 2000), shareOf(1, 2001), shareOf(90, 90), shareOf(0, 0)]).toEqual([333, 667, 1, 0, 1000, null]);
});
