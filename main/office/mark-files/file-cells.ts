import { OfficeError } from '#core/contract/errors.ts';
import type { MarkColumn, SubjectKind } from '#core/contract/shared.ts';
import { formatDay } from '#core/text/common.ts';
import { modernText } from '#core/values/old-fonts.ts';
import type { SheetCell } from '../ports/documents.ts';
import { spaced } from './headings.ts';

/** What a cell of a list says: a text as if it were typed, or why it says nothing that could be entered (`text`: what is shown of it). */
export type ReadFileCell = { readonly text: string; readonly refusal: OfficeError | null };

/** A float that stands for a mark is this near to a tenth; anything farther away was never typed as a mark. */
const noise = 1.001e-9;

/** Null: the cell says nothing, and what is in the gradebook stays. */
export function readFileCell(cell: SheetCell, column: MarkColumn, kind: SubjectKind): ReadFileCell | null {
  if (cell.oddity === 'no-result') return refused('=…', 'import.cell-without-result');
  if (cell.kind === 'error') return refused(cell.text, 'import.cell-has-error', { text: cell.text });
  if (column.toLowerCase().endsWith('comment')) return said(cell.kind === 'date' ? formatDay(cell.text) : modernText(cell).text.replace(/\p{Cf}/gu, '').replace(/[^\S\n]+/gu, ' ').trim());
  if (cell.kind === 'date') return refused(formatDay(cell.text), 'import.cell-is-date', { day: formatDay(cell.text) });
  if (cell.kind === 'number' && isDay(cell.number)) return refused(dayOf(cell.number), 'import.cell-is-date', { day: dayOf(cell.number) });
  if (cell.kind === 'number' && cell.number !== null) return cell.oddity === 'percent' ? refused(percent(cell.number), 'import.cell-is-percent', { text: percent(cell.number) }) : said(markOf(cell.number));
  const text = modernText(cell).text.replace(/\p{Cf}/gu, '').trim();
  return said(kind === 'comment' ? passWord(text) : /^[\d\s.,]+$/u.test(text) ? text.replace(/\s+/gu, '') : text);
}

function said(text: string): ReadFileCell | null {
  return text === '' ? null : { text, refusal: null };
}

function refused(text: string, code: ConstructorParameters<typeof OfficeError>[0], params: Readonly<Record<string, string>> = {}): ReadFileCell {
  return { text, refusal: new OfficeError(code, params) };
}

/** A date in a cell with a format for marks shows as the number of days since 30 December 1899; these are of the years 2000 to 2049. */
function isDay(number: number | null): number is number {
  return number !== null && Number.isInteger(number) && number >= 36_526 && number < 54_789;
}

function dayOf(number: number): string {
  return formatDay(new Date(Date.UTC(1899, 11, 30) + number * 86_400_000).toISOString().slice(0, 10));
}

/** A number of a spreadsheet as a mark is written. What is no tenth keeps its decimals, and is refused for them. */
function markOf(number: number): string {
  const tenths = Math.round(number * 10);
  return (Math.abs(number - tenths / 10) <= noise ? String(tenths / 10) : String(number)).replace('.', ',');
}

function percent(number: number): string {
  return `${String(Math.round(number * 1000) / 10).replace('.', ',')}%`;
}

/** `Đạt`, `Chưa đạt` written out. */
function passWord(text: string): string {
  const plain = spaced(text);
  return plain === 'dat' ? 'Đ' : plain === 'chua dat' ? 'CĐ' : text;
}
