import type { Level } from '#core/values/marks.ts';

/** Row: semester I, column: semester II (TT 22/2021 Art. 8). */
const table: Readonly<Record<Level, Readonly<Record<Level, Level>>>> = {
  T: { T: 'T', K: 'K', Đ: 'K', CĐ: 'CĐ' },
  K: { T: 'T', K: 'K', Đ: 'Đ', CĐ: 'CĐ' },
  Đ: { T: 'K', K: 'K', Đ: 'Đ', CĐ: 'CĐ' },
  CĐ: { T: 'K', K: 'Đ', Đ: 'Đ', CĐ: 'CĐ' },
};

/** Kết quả rèn luyện cả năm from both semesters (TT 22/2021 Art. 8). Null while one is missing. */
export function conductYear(semester1: Level | null, semester2: Level | null): Level | null {
  return semester1 === null || semester2 === null ? null : table[semester1][semester2];
}
