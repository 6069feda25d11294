import { reviewPoints, type ReviewPoint } from '../policies.ts';
import type { PrimaryRules } from '../rule-tables.ts';
import { primaryOutcome, type PrimaryOutcome, type PrimaryYear } from './primary-year.ts';

/** The points that TT 27/2020 leaves open and on which this pupil's outcome hangs. */
export function primaryReview(year: PrimaryYear, rules: PrimaryRules): readonly ReviewPoint<{ readonly outcome: PrimaryOutcome | null }>[] {
  const told = (other: PrimaryRules) => ({ outcome: primaryOutcome(year, other) });
  return reviewPoints(rules, told(rules), () => true, told);
}
