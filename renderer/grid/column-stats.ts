import { roundHalfUp } from '#core/rules/rounding.ts';
import { parseScore } from '#core/values/marks.ts';
import { cellOf, isEditable, type GridColumn, type GridRow } from './grid-types.ts';

/** Of one column: marks in tenths. `missing`: cells that can be entered and are empty. `bars`: how many marks from 0 up to 1, from 1 up to 2, …, from 9 to 10. */
export type ColumnStats = {
  readonly entered: number;
  readonly missing: number;
  readonly least: number | null;
  readonly mean: number | null;
  readonly most: number | null;
  readonly bars: readonly number[];
  /** Đ and CĐ, where the column holds these. */
  readonly passed: number;
  readonly failed: number;
  /** How often each choice of the column stands there. */
  readonly choices: readonly { readonly text: string; readonly title: string; readonly count: number }[];
};

/** P and V are no marks: they count as entered, and in no average. */
export function columnStats(rows: readonly GridRow[], column: GridColumn): ColumnStats {
  const texts = rows.filter((row) => row.inactive === undefined).map((row) => ({ text: cellOf(row, column).text, due: isEditable(row, column) || cellOf(row, column).readOnly === true }));
  const marks = texts.flatMap(({ text }) => {
    const score = parseScore(text);
    return text !== '' && score.ok ? [score.value as number] : [];
  });
  const bars = Array.from({ length: 10 }, (_, band) => marks.filter((mark) => Math.min(9, Math.floor(mark / 10)) === band).length);
  return {
    entered: texts.filter(({ text }) => text !== '').length,
    missing: texts.filter(({ text, due }) => text === '' && due).length,
    least: marks.length === 0 ? null : Math.min(...marks),
    mean: marks.length === 0 ? null : roundHalfUp(marks.reduce((sum, mark) => sum + mark, 0), marks.length),
    most: marks.length === 0 ? null : Math.max(...marks),
    bars,
    passed: texts.filter(({ text }) => text === 'Đ').length,
    failed: texts.filter(({ text }) => text === 'CĐ').length,
    choices: (column.choices ?? []).map((choice) => ({ ...choice, count: texts.filter(({ text }) => text === choice.text).length })),
  };
}

/** Four points or more away from the mean of the pupil's other marks of the sheet (at least two): worth a second look. Answers that mean in tenths, else null. */
export function unusualAgainst(mark: number, others: readonly number[]): number | null {
  if (others.length < 2) return null;
  const mean = roundHalfUp(others.reduce((sum, other) => sum + other, 0), others.length);
  return Math.abs(mark - mean) >= 40 ? mean : null;
}
