/**
 * numerator / denominator rounded to the nearest whole number, halves up; integers only, so that 63.6 / 8 = 7.95 becomes 8.0 and never 7.9.
 * Both in the same unit (tenths over a count give tenths). Errors: RangeError for a negative numerator or a denominator below 1.
 */
export function roundHalfUp(numerator: number, denominator: number): number {
  if (!Number.isSafeInteger(numerator) || !Number.isSafeInteger(denominator) || numerator < 0 || denominator < 1) throw new RangeError(`cannot round ${numerator}/${denominator}`);
  return Math.floor((2 * numerator + denominator) / (2 * denominator));
}
