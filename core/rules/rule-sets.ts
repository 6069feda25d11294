/** Which circular holds. Historic years under older circulars have no rule set here: their values are kept, not computed. */
export type RuleSet = { readonly id: 'tt22'; readonly circular: '22/2021/TT-BGDĐT' };

/** TT 22/2021 Art. 21: grade 6 from 2021-2022, grade 7 from 2022-2023, grade 8 from 2023-2024, grade 9 from 2024-2025. Value: year in which the school year begins. */
const tt22From: Readonly<Record<number, number>> = { 6: 2021, 7: 2022, 8: 2023, 9: 2024 };

/** The rule set of a lower secondary grade in a school year (`2025-2026`); null where none of ours holds. */
export function ruleSetFor(schoolYear: string, grade: number): RuleSet | null {
  const from = tt22From[grade];
  const begins = Number(/^(\d{4})-\d{4}$/.exec(schoolYear)?.[1] ?? Number.NaN);
  return from !== undefined && begins >= from ? { id: 'tt22', circular: '22/2021/TT-BGDĐT' } : null;
}
