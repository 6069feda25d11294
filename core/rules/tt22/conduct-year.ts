import type { Level } from '#core/values/marks.ts';
import type { LevelRules } from '../rule-tables.ts';

/**
 * Kết quả rèn luyện cả năm from both semesters (TT 22/2021 Art. 8). Null while one is missing. `onlySecond`: the learner was not there in the first
 * semester; by policy the second's conduct then stands for the year.
 */
export function conductYear(semester1: Level | null, semester2: Level | null, { conduct, policies }: Pick<LevelRules, 'conduct' | 'policies'>, onlySecond = false): Level | null {
  if (semester1 === null && onlySecond && policies.oneSemesterOnly === 'second-semester') return semester2;
  return semester1 === null || semester2 === null ? null : conduct[semester1][semester2];
}
