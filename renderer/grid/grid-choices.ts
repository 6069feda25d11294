import { withOneD } from '#core/values/marks.ts';
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

/** The choice with this number in the list, counted from 1, as a keypad types it; null where a choice is itself a number. */
export function choiceByNumber(choices: readonly GridChoice[], typed: string): GridChoice | null {
  return /^\d$/u.test(typed) && !choices.some(({ text }) => /^\d/u.test(text)) ? (choices[Number(typed) - 1] ?? null) : null;
}

/** What was typed as the cell of this column will show it; null where only the office can say. */
export function canonicalText(column: GridColumn, typed: string): string | null {
  const choice = column.choices === undefined ? null : choiceOf(column.choices, typed);
  return choice?.text ?? column.canonical?.(typed) ?? null;
}

function folded(text: string): string {
  return withOneD(text.replace(/\s+/gu, ' ').trim());
}
