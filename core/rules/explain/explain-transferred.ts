import { step, written, type Step } from './steps.ts';
import type { PassLevel, Tenths } from '#core/values/marks.ts';

/** A semester's result that the pupil's old school supplied: it is taken as it is. */
export function explainTransferred(value: Tenths | PassLevel, semester: 1 | 2, school: string): readonly Step[] {
  const roman = semester === 1 ? 'I' : 'II';
  const [name, text] = typeof value === 'number' ? [`ĐTBmhk${roman}`, written(value)] : [`Kết quả học kì ${roman}`, value];
  return [step('input', `${name} = ${text}, theo kết quả trường cũ chuyển đến${school === '' ? '' : ` (${school})`}.`)];
}
