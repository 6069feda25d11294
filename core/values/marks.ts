/**
 * A mark or an average in integer tenths: 78 is 7.8. No float ever touches a mark.
 * Range 0..100.
 */
export type Tenths = number & { readonly __unit: 'tenths' };

/**
 * What one scored assessment cell holds. Four states are never confused:
 * a number; `null` (not entered yet); `EXCUSED` (missed with a legitimate reason, the make-up is still due, so the
 * result waits); `ABSENT` (missed and not made up: counts as 0). An exemption concerns a whole subject, not a cell.
 */
export type ScoredMark = Tenths | 'EXCUSED' | 'ABSENT' | null;

/** The same for a comment subject: `Đ` pass, `CĐ` fail; `ABSENT` counts as `CĐ`. `Đ` is U+0110. */
export type CommentMark = PassLevel | 'EXCUSED' | 'ABSENT' | null;

/** Result of a comment subject (TT 22/2021 Art. 5): Đạt or Chưa đạt. */
export type PassLevel = 'Đ' | 'CĐ';

/** Learning or conduct level (TT 22/2021 Art. 8 and 9): Tốt, Khá, Đạt, Chưa đạt. */
export type Level = 'T' | 'K' | 'Đ' | 'CĐ';

export const levels: readonly Level[] = ['T', 'K', 'Đ', 'CĐ'];

/** Makes tenths from a whole number of tenths; throws RangeError outside 0..100 (a programming error, not user input). */
export function tenths(value: number): Tenths {
  if (!Number.isInteger(value) || value < 0 || value > 100) throw new RangeError(`not tenths: ${value}`);
  return value as Tenths;
}

export type MarkRefusal = 'not-a-number' | 'too-many-decimals' | 'out-of-range';

/**
 * Reads a mark as people type it: `8`, `8,5`, `8.5`, `10`. At most one decimal, 0..10.
 * `85` is out of range, never guessed to be 8.5.
 */
export function parseScore(text: string): { readonly ok: true; readonly value: Tenths } | { readonly ok: false; readonly refusal: MarkRefusal } {
  const trimmed = text.trim();
  const match = /^(\d{1,3})(?:[.,](\d*))?$/.exec(trimmed);
  if (!match) return { ok: false, refusal: 'not-a-number' };
  const decimals = (match[2] ?? '').replace(/0+$/, '');
  if (decimals.length > 1) return { ok: false, refusal: 'too-many-decimals' };
  const value = Number(match[1]) * 10 + (decimals === '' ? 0 : Number(decimals));
  return value <= 100 ? { ok: true, value: value as Tenths } : { ok: false, refusal: 'out-of-range' };
}

/**
 * Upper case, with every letter people take for a Đ as a Đ: plain D, Ð (U+00D0) and Ɖ (U+0189), which look the same, and D with a stroke laid over it
 * (U+0335, U+0336). To compare, never to keep.
 */
export function withOneD(text: string): string {
  return text.normalize('NFC').toUpperCase().replace(/[ĐÐƉD][\u0335\u0336]?/gu, 'Đ');
}

/** Reads Đ or CĐ as people type them: any case, and whatever they take for a Đ. */
export function parsePassLevel(text: string): PassLevel | null {
  const folded = withOneD(text.trim());
  return folded === 'Đ' || folded === 'CĐ' ? folded : null;
}

/** Result of a primary subject or activity (TT 27/2020 Art. 7): Hoàn thành tốt, Hoàn thành, Chưa hoàn thành. */
export type PrimaryLevel = 'T' | 'H' | 'C';

/** Reads T, H or C as people type them: any case, or the words. */
export function parsePrimaryLevel(text: string): PrimaryLevel | null {
  const folded = text.trim().normalize('NFC').toUpperCase().replace(/\s+/gu, ' ');
  const words: Readonly<Record<string, PrimaryLevel>> = { T: 'T', H: 'H', C: 'C', HTT: 'T', HT: 'H', CHT: 'C', 'HOÀN THÀNH TỐT': 'T', 'HOÀN THÀNH': 'H', 'CHƯA HOÀN THÀNH': 'C' };
  return words[folded] ?? null;
}

/** Tenths with one decimal: `7,8` (vi) or `7.8` (en, XML). 100 prints `10` followed by its decimal: `10,0`. */
export function formatTenths(value: Tenths, decimal: ',' | '.'): string {
  return `${Math.trunc(value / 10)}${decimal}${value % 10}`;
}
