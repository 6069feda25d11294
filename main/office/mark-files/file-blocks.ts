import type { MarkColumn, Semester } from '#core/contract/shared.ts';
import { regularColumns } from '../results/subject-year.ts';
import { levelHeading, primaryHeading, type MarkHeading, type Moment } from './headings.ts';
import type { FileColumn } from './file-tables.ts';

/** Columns of one table that belong to one semester. `semester` null: the headings name none; `several`: and there are several such blocks, so nobody can tell them apart. */
export type FileBlock = { readonly semester: Semester | null; readonly several: boolean; readonly columns: ReadonlyMap<number, MarkColumn> };

/** Columns that a list may have once for both semesters, or twice without beginning a new semester. */
const single: ReadonlySet<MarkColumn> = new Set(['comment', 'midComment', 'endComment', 'topic', 'reassessment', 'supportLevel', 'supportTest']);

/** The blocks of a table, from left to right. Primary tables may name the moment in their title only. */
export function blocksOf(columns: readonly FileColumn[], kind: 'levels' | 'primary', moment: Moment | null): { readonly blocks: readonly FileBlock[]; readonly momentUnknown: boolean } {
  const sets = new Map<Semester | null, Map<number, MarkColumn>[]>();
  let momentUnknown = false;
  for (const { index, texts, person } of columns) {
    const heading = person !== null ? null : kind === 'levels' ? levelHeading(texts) : primaryHeading(texts, moment);
    if (heading === 'moment-unknown') momentUnknown = true;
    if (heading === null || heading === 'moment-unknown') continue;
    const list = sets.get(heading.semester) ?? [new Map<number, MarkColumn>()];
    sets.set(heading.semester, list);
    place(list, index, heading);
  }
  const unnamed = sets.get(null) ?? [];
  const named = ([1, 2] as const).flatMap((semester) => (sets.get(semester) ?? []).map((found) => ({ semester, several: false, columns: found })));
  const [only] = named;
  // `Nhận xét` at the end, beside the columns of one semester.
  if (only !== undefined && named.length === 1 && unnamed.length === 1 && [...(unnamed[0]?.values() ?? [])].every((column) => single.has(column))) return { blocks: [{ ...only, columns: new Map([...only.columns, ...(unnamed[0] ?? [])]) }], momentUnknown };
  return { blocks: [...named, ...unnamed.map((found) => ({ semester: null, several: unnamed.length > 1, columns: found }))].filter((block) => block.columns.size > 0), momentUnknown };
}

function place(list: Map<number, MarkColumn>[], index: number, heading: MarkHeading): void {
  const current = list.at(-1) ?? new Map<number, MarkColumn>();
  const taken = new Set(current.values());
  // A regular mark without a number after the periodic ones begins the next semester.
  const anew = heading.column === 'regular' && heading.number === null && (taken.has('midterm') || taken.has('final'));
  const column = heading.column === 'regular' ? regularColumns[(heading.number ?? (anew ? 0 : regularColumns.filter((each) => taken.has(each)).length) + 1) - 1] : heading.column;
  if (column === undefined) return;
  if (!anew && !taken.has(column)) current.set(index, column);
  else if (!single.has(column)) list.push(new Map([[index, column]]));
}
