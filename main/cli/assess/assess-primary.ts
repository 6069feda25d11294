import { explainPrimaryEnding, explainPrimaryYear } from '#core/rules/explain/explain-primary.ts';
import { explainPrimaryReview } from '#core/rules/explain/explain-review.ts';
import type { PrimaryRules } from '#core/rules/rule-tables.ts';
import { primaryReview } from '#core/rules/tt27/primary-review.ts';
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
  const award = primaryAward(outcome, line);
  const supported = line.supplementary === undefined ? null : withSupplement(year, supplementOf(line.supplementary));
  const afterOutcome = supported === null ? null : primaryOutcome(supported, rules);
  const after = supported === null ? null : { year: supported, outcome: afterOutcome, decision: primaryDecision(afterOutcome, line.grade, true, rules) };
  return {
    result: {
      outcome,
      award,
      decision,
      ...(after === null ? {} : { afterSupport: { outcome: after.outcome, decision: after.decision } }),
    },
    why: () => [...explainPrimaryYear(year, decision, named, rules), ...explainPrimaryEnding(year, outcome, { after, principalDecision: null, award, recognition: line }, named, rules), ...explainPrimaryReview(primaryReview(year, rules), () => null)],
  };
}

function named(code: string): string {
  return code;
}

function supplementOf({ subjects, attributes }: NonNullable<PrimaryLine['supplementary']>): Parameters<typeof withSupplement>[1] {
  const given = Object.entries(subjects).map(([code, { level, test }]) => [code, { ...(level === undefined ? {} : { level }), ...(test === undefined ? {} : { test }) }] as const);
  return { subjects: new Map(given), attributes: new Map(Object.entries(attributes)) };
}
