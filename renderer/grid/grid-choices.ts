import type { GridChoice, GridColumn } from './grid-types.ts';

/**
 * The choice somebody means by what was typed or pasted: its letters in any case and with any look-alike of Đ, its words, or the one choice that begins so.
 * Null: none, or more than one.
 */
export function choiceOf(choices: readonly GridChoice[], typed: string): GridChoice | null {
  const wanted = folded(typed);
  if (wanted === '') return null;
  const exact = choices.find(({ text, title }) => folded(text) === wanted || folded(title) === wanted);
  if (exact !== undefined) return exact;
  const begun = choices.filter(({ text }) => folded(text).startsWith(wanted));
  return begun.length === 1 ? (begun[0] ?? null) : null;
}

/** What was typed as the cell of this column will show it; null where only the office can say. */
export function canonicalText(column: GridColumn, typed: string): string | null {
  const choice = column.choices === undefined ? null : choiceOf(column.choices, typed);
  return choice?.text ?? column.canonical?.(typed) ?? null;
}

/** Upper case, and every letter that is taken for a Đ (U+00D0, U+0189, D with a stroke laid over it, plain D) as D. */
function folded(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .trim()
    .toLocaleUpperCase('vi')
    .replace(/[ĐÐƉD][\u0335\u0336]?/gu, 'D');
}
