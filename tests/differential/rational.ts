/** Exact fractions of big integers: the reference never sees a float nor our tenths. Denominators are positive. */
export type Rational = { readonly top: bigint; readonly bottom: bigint };

/** Reads `7.8`, `7,8`, `8`. */
export function rational(text: string): Rational {
  const [whole = '0', decimals = ''] = text.replace(',', '.').split('.');
  return { top: BigInt(`${whole}${decimals}`), bottom: 10n ** BigInt(decimals.length) };
}

export function add(a: Rational, b: Rational): Rational {
  return { top: a.top * b.bottom + b.top * a.bottom, bottom: a.bottom * b.bottom };
}

export function times(a: Rational, factor: bigint): Rational {
  return { top: a.top * factor, bottom: a.bottom };
}

export function over(a: Rational, divisor: bigint): Rational {
  return { top: a.top, bottom: a.bottom * divisor };
}

export function atLeast(a: Rational, b: Rational): boolean {
  return a.top * b.bottom >= b.top * a.bottom;
}

/** To one decimal, a digit 5 or more upwards, as schools round: `7.95` becomes `8.0`. */
export function oneDecimal(a: Rational): string {
  const hundredths = (a.top * 100n) / a.bottom;
  const tenths = hundredths / 10n + (hundredths % 10n >= 5n ? 1n : 0n);
  return `${tenths / 10n}.${tenths % 10n}`;
}
