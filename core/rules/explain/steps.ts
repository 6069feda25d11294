import { formatTenths, type Level, type Tenths } from '#core/values/marks.ts';
import type { Decision } from '../tt22/year-outcome.ts';

/**
 * One step of a derivation in plain Vietnamese. `article`: where it stands in the circular ("Điều 9 khoản 1"). kind: what was put in, what the rule
 * says, a condition met or missed, the result, a hint for the class teacher, or a point that the school has to look at.
 */
export type Step = { readonly kind: 'input' | 'rule' | 'met' | 'missed' | 'result' | 'hint' | 'review'; readonly text: string; readonly article: string | null };

export function step(kind: Step['kind'], text: string, article: string | null = null): Step {
  return { kind, text, article };
}

export const levelWords: Readonly<Record<Level, string>> = { T: 'Tốt', K: 'Khá', Đ: 'Đạt', CĐ: 'Chưa đạt' };

export const decisionWords: Readonly<Record<Decision, string>> = {
  PROMOTED: 'được lên lớp',
  REASSESS: 'đánh giá lại trong hè',
  SUMMER_CONDUCT: 'rèn luyện trong hè',
  SUMMER_CONDUCT_THEN_REASSESS: 'rèn luyện trong hè, sau đó đánh giá lại',
  RETAINED: 'không được lên lớp',
  INCOMPLETE: 'chưa đủ dữ liệu',
};

/** `7,8`, as marks are written in Vietnam. */
export function written(value: number): string {
  return formatTenths(value as Tenths, ',');
}

/**
 * sum/divisor in tenths as a decimal fraction with up to four places, cut and marked where it goes on: `7,95`, `7,8222…`. Integer arithmetic only.
 */
export function exactQuotient(sum: number, divisor: number): string {
  let rest = sum % (divisor * 10);
  const whole = Math.floor(sum / (divisor * 10));
  let digits = '';
  for (let place = 0; place < 4 && rest > 0; place += 1) {
    rest *= 10;
    digits += String(Math.floor(rest / (divisor * 10)));
    rest %= divisor * 10;
  }
  return `${whole}${digits === '' ? '' : `,${digits}`}${rest > 0 ? '…' : ''}`;
}

/** `Toán, Ngữ văn và Tin học`. */
export function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} và ${names.at(-1) ?? ''}`;
}
