import type { SchoolClassResults } from '#core/contract/school-results.ts';
import type { Period } from './results-words.ts';

export type LevelsClass = Extract<SchoolClassResults, { readonly kind: 'levels' }>;
export type PrimaryClass = Extract<SchoolClassResults, { readonly kind: 'primary' }>;

/** Pupils in each column of a table, from the left. */
export type Counts = readonly number[];
export type CountRow = { readonly key: string; readonly kind: 'class' | 'grade' | 'total'; readonly group: SchoolClassResults | null; readonly grade: number; readonly size: number; readonly counts: Counts };

/** Columns: learning T K Đ CĐ none, conduct the same, and for the year titles, endings and reviews. */
export function levelsCounts({ periods, awards, decisions, review }: LevelsClass, period: Period): Counts {
  const { learning, conduct } = periods[period];
  const levels = [learning, conduct].flatMap(({ T, K, Đ, CĐ, none }) => [T, K, Đ, CĐ, none]);
  if (period !== 'year') return levels;
  const summer = decisions.REASSESS + decisions.SUMMER_CONDUCT + decisions.SUMMER_CONDUCT_THEN_REASSESS;
  return [...levels, awards.XUAT_SAC, awards.GIOI, decisions.PROMOTED, summer, decisions.RETAINED, decisions.INCOMPLETE, review];
}

/** Columns: the four outcomes and none, titles, endings. */
export function primaryCounts({ outcomes, awards, ending }: PrimaryClass): Counts {
  return [outcomes.HTXS, outcomes.HTT, outcomes.HT, outcomes.CHT, outcomes.none, awards.HOC_SINH_XUAT_SAC, awards.HOC_SINH_TIEU_BIEU, ending.promoted, ending.retained, ending.open];
}

/** The classes with a line for each grade of several classes, and one for all. */
export function countRows<Group extends SchoolClassResults>(classes: readonly Group[], counts: (group: Group) => Counts): readonly CountRow[] {
  const line = (group: Group): CountRow => ({ key: group.classId, kind: 'class', group, grade: group.grade, size: group.size, counts: counts(group) });
  const grades = [...new Set(classes.map(({ grade }) => grade))];
  const rows = grades.flatMap((grade) => {
    const own = classes.filter((group) => group.grade === grade).map(line);
    return own.length > 1 && grades.length > 1 ? [...own, sum(own, { key: `grade ${grade}`, kind: 'grade', grade })] : own;
  });
  return [...rows, sum(classes.map(line), { key: 'total', kind: 'total', grade: 0 })];
}

function sum(rows: readonly CountRow[], line: Pick<CountRow, 'key' | 'kind' | 'grade'>): CountRow {
  const width = Math.max(0, ...rows.map(({ counts }) => counts.length));
  return { ...line, group: null, size: rows.reduce((total, { size }) => total + size, 0), counts: Array.from({ length: width }, (_, column) => rows.reduce((total, { counts }) => total + (counts[column] ?? 0), 0)) };
}

/** Tenths of a percent, rounded half up: 1234 is 123.4 %. Null where there is nobody. */
export function shareOf(count: number, size: number): number | null {
  return size === 0 ? null : Math.floor((count * 2000 + size) / (size * 2));
}
