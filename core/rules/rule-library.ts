import type { LevelRules, PrimaryRules, Programme, RuleTable, SchoolLevel } from './rule-tables.ts';

/** For whom a rule table is wanted. `schoolYear`: `2025-2026`. */
export type Learners = { readonly schoolYear: string; readonly programme: Programme; readonly level: SchoolLevel; readonly grade: number };

/** All rule tables of the program. */
export type RuleLibrary = {
  readonly tables: readonly RuleTable[];
  /** The table that holds; null for historic years under older circulars: their results are kept as they were written, never computed. */
  choose(learners: Learners): RuleTable | null;
  /** Throws RangeError for an unknown id: a programming error or a damaged installation. */
  levels(id: string): LevelRules;
  primary(id: string): PrimaryRules;
};

/** Where several tables apply to the same learners, the one that came into force last holds. */
export function createRuleLibrary(tables: readonly RuleTable[]): RuleLibrary {
  const newestFirst = [...tables].sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : a.effectiveFrom > b.effectiveFrom ? -1 : 0));
  const byId = new Map(tables.map((table) => [table.id, table]));
  return {
    tables,
    choose: (learners) => newestFirst.find((table) => holds(table, learners)) ?? null,
    levels(id) {
      const table = byId.get(id);
      if (table?.kind !== 'levels') throw new RangeError(`no rule table with levels: ${id}`);
      return table;
    },
    primary(id) {
      const table = byId.get(id);
      if (table?.kind !== 'primary') throw new RangeError(`no primary rule table: ${id}`);
      return table;
    },
  };
}

/** School years compare as text: `2024-2025` < `2025-2026`. */
function holds(table: RuleTable, { schoolYear, programme, level, grade }: Learners): boolean {
  return table.applies.some((each) => each.programme === programme && each.level === level && each.grade === grade && each.from <= schoolYear && (each.until === null || schoolYear <= each.until));
}
