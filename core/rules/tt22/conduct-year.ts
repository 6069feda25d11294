import type { Level } from '#core/values/marks.ts';
import type { LevelRules } from '../rule-tables.ts';

/** Kết quả rèn luyện cả năm from both semesters (TT 22/2021 Art. 8). Null while one is missing. */
export function conductYear(semester1: Level | null, semester2: Level | null, { conduct }: Pick<LevelRules, 'conduct'>): Level | null {
  return semester1 === null || semester2 === null ? null : conduct[semester1][semester2];
}
