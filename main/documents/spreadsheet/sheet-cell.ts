import type { Cell, CellValue } from '@cj-tech-master/excelts';
import type { FontRun } from '#core/values/old-fonts.ts';
import type { SheetCell } from '#main/office/ports/documents.ts';

/** Days between the two calendars of Excel: 1 January 1900 and 1 January 1904. */
const days1904 = 1_462;
const day = 86_400_000;

export const emptyCell: SheetCell = { kind: 'empty', text: '', number: null, fontName: null };

/**
 * `shift1904`: the library counted the dates of this workbook from 1900 though they count from 1904 (it knows `date1904="1"`, but not the
 * `"true"` that LibreOffice writes). `defaultFont`: of cells without a style. `computed`: the workbook holds results of its formulas.
 */
export type WorkbookLook = { readonly shift1904: boolean; readonly defaultFont: string | null; readonly computed: boolean };

/** A cell as a person sees it. */
export function readCell(cell: Cell, { shift1904, defaultFont, computed }: WorkbookLook): SheetCell {
  return readValue(cell.value, { fontName: cell.font?.name ?? defaultFont, format: formatOf(cell), shift1904, computed });
}

type Look = { readonly fontName: string | null; readonly format: string; readonly shift1904: boolean; readonly computed: boolean };

function readValue(value: CellValue, look: Look): SheetCell {
  if (value === null || value === undefined) return emptyCell;
  if (typeof value === 'string') return textCell(value, look.fontName);
  if (typeof value === 'number') return numberCell(value, look);
  if (typeof value === 'boolean') return { kind: 'boolean', text: value ? 'TRUE' : 'FALSE', number: null, fontName: look.fontName };
  if (value instanceof Date) return dateCell(value, look);
  if ('richText' in value && value.richText !== undefined) return richCell(value.richText.map((run) => ({ text: run.text, fontName: run.font?.name ?? look.fontName })));
  if ('hyperlink' in value) return textCell(value.text, look.fontName);
  if ('error' in value) return { kind: 'error', text: value.error, number: null, fontName: look.fontName };
  if ('checkbox' in value) return readValue(value.checkbox, look);
  if (!('formula' in value) && !('sharedFormula' in value)) return emptyCell;
  if (value.result !== undefined && value.result !== null) return readValue(value.result, look);
  return look.computed ? emptyCell : { ...emptyCell, oddity: 'no-result' };
}

function formatOf(cell: Cell): string {
  const format = cell.numFmt;
  return typeof format === 'string' ? format : (format?.formatCode ?? '');
}

function richCell(runs: readonly FontRun[]): SheetCell {
  const whole = textCell(runs.map(({ text }) => text).join(''), runs[0]?.fontName ?? null);
  return whole.kind === 'empty' || runs.every(({ fontName }) => fontName === whole.fontName) ? whole : { ...whole, runs };
}

function textCell(text: string, fontName: string | null): SheetCell {
  const normal = text.normalize('NFC').replace(/\r\n?/gu, '\n');
  return normal === '' ? emptyCell : { kind: 'text', text: normal, number: null, fontName };
}

/** Excel keeps 15 digits; more are noise of the float. A format of nothing but zeros shows as many digits: `000000000000` for personal ids. */
function numberCell(number: number, look: Look): SheetCell {
  if (!Number.isFinite(number)) return { kind: 'error', text: '#NUM!', number: null, fontName: look.fontName };
  const exact = Number(number.toPrecision(15));
  const plain = withoutExponent(exact);
  const zeros = /^0+$/u.test(look.format) && Number.isInteger(exact) && exact >= 0 ? look.format.length : 0;
  const read: SheetCell = { kind: 'number', text: plain.padStart(zeros, '0'), number: exact, fontName: look.fontName };
  return look.format.includes('%') ? { ...read, oddity: 'percent' } : read;
}

function withoutExponent(number: number): string {
  const text = String(number);
  if (!text.includes('e')) return text;
  return Math.abs(number) >= 1 ? BigInt(number).toString() : number.toFixed(20).replace(/\.?0+$/u, '');
}

/** The calendar day that Excel shows; the library gives it as UTC. A time of day without a date stays the number it is. */
function dateCell(date: Date, look: Look): SheetCell {
  const moment = date.getTime() + (look.shift1904 ? days1904 * day : 0);
  // A second's rounding, since times are fractions of a day.
  const rounded = new Date(Math.round(moment / 1000) * 1000);
  if (Number.isNaN(rounded.getTime())) return { kind: 'error', text: '#NUM!', number: null, fontName: look.fontName };
  if (rounded.getUTCFullYear() < 1900) return numberCell((moment - Date.UTC(1899, 11, 30)) / day, { ...look, format: '' });
  return { kind: 'date', text: rounded.toISOString().slice(0, 10), number: null, fontName: look.fontName };
}
