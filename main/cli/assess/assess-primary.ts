import { explainPrimaryYear } from '#core/rules/explain/explain-primary.ts';
import type { PrimaryRules } from '#core/rules/rule-tables.ts';
import { primaryAward, primaryDecision, primaryOutcome, withSupplement, type PrimaryYear } from '#core/rules/tt27/primary-year.ts';
import type { PrimaryLine } from './assess-input.ts';
import type { Assessed } from './assess-level.ts';

/** One line under TT 27/2020. */
export function assessPrimaryLine(line: PrimaryLine, rules: PrimaryRules): Assessed {
  const year: PrimaryYear = {
    grade: line.grade,
    subjects: Object.entries(line.subjects).map(([code, { level, test }]) => ({ code, level, test })),
    attributes: Object.entries(line.attributes).map(([code, level]) => ({ code, level })),
  };
  const outcome = primaryOutcome(year, rules);
  const decision = primaryDecision(outcome, line.grade, false, rules);
  const after = line.supplementary === undefined ? null : primaryOutcome(withSupplement(year, supplementOf(line.supplementary)), rules);
  return {
    result: {
      outcome,
      award: primaryAward(outcome, line),
      decision,
      ...(line.supplementary === undefined ? {} : { afterSupport: { outcome: after, decision: primaryDecision(after, line.grade, true, rules) } }),
    },
    why: () => explainPrimaryYear(year, decision, (code) => code, rules),
  };
}

function supplementOf({ subjects, attributes }: NonNullable<PrimaryLine['supplementary']>): Parameters<typeof withSupplement>[1] {
  const given = Object.entries(subjects).map(([code, { level, test }]) => [code, { ...(level === undefined ? {} : { level }), ...(test === undefined ? {} : { test }) }] as const);
  return { subjects: new Map(given), attributes: new Map(Object.entries(attributes)) };
}
