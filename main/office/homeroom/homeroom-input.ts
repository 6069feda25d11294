import { OfficeError } from '#core/contract/errors.ts';
import type { HomeroomField } from '#core/contract/shared.ts';
import { lengthOf, longestCommendation, longestComment } from '#core/values/comment-lengths.ts';
import { levels, withOneD } from '#core/values/marks.ts';
import { cleaned } from '../gradebook/mark-input.ts';

/** A semester has at most some 120 school days of two sessions. */
const mostSessions = 240;

/**
 * Reads a field of the homeroom sheet as it was typed; null: empty. Measures in tenths of cm and kg. Errors: homeroom.not-a-level, homeroom.not-a-count,
 * homeroom.not-a-measure, mark.comment-too-long.
 */
export function readHomeroomField(field: HomeroomField, typed: string): string | number | null {
  const text = cleaned(typed);
  if (text === '') return null;
  switch (field) {
    case 'conduct1':
    case 'conduct2':
    case 'summerConduct':
      return readLevel(text);
    case 'excused1':
    case 'unexcused1':
    case 'excused2':
    case 'unexcused2':
      return readCount(text);
    case 'height':
      return readMeasure(text, 500, 2300);
    case 'weight':
      return readMeasure(text, 100, 2000);
    case 'comment':
    case 'commendation':
      return readText(text, field === 'comment' ? longestComment : longestCommendation);
    case 'outstanding':
      return readText(text, longestCommendation);
    case 'nominated':
      return readYes(text);
    case 'supportDecision':
      return readSupportDecision(text);
    default:
      return field satisfies never;
  }
}

/** Tốt, Khá, Đạt, Chưa đạt: by letter in any case, by word, and with the look-alikes of Đ. */
function readLevel(text: string): string {
  const folded = withOneD(text).replace(/\s+/gu, ' ');
  const words: Readonly<Record<string, string>> = { TỐT: 'T', KHÁ: 'K', ĐẠT: 'Đ', 'CHƯA ĐẠT': 'CĐ' };
  const level = levels.find((each) => each === (words[folded] ?? folded));
  if (level === undefined) throw new OfficeError('homeroom.not-a-level');
  return level;
}

/** A tick: `x` or `có`. */
function readYes(text: string): number {
  if (!['X', 'CÓ', 'CO', '1'].includes(text.toUpperCase())) throw new OfficeError('homeroom.not-a-tick');
  return 1;
}

/** The principal's decision (TT 27/2020 Art. 11.2): `LL` lên lớp, `OL` ở lại lớp, or the words. */
function readSupportDecision(text: string): 'PROMOTED' | 'RETAINED' {
  const words: Readonly<Record<string, 'PROMOTED' | 'RETAINED'>> = { LL: 'PROMOTED', 'LÊN LỚP': 'PROMOTED', OL: 'RETAINED', 'Ở LẠI': 'RETAINED', 'Ở LẠI LỚP': 'RETAINED' };
  const decision = words[text.toUpperCase()];
  if (decision === undefined) throw new OfficeError('homeroom.not-a-decision');
  return decision;
}

function readCount(text: string): number {
  const count = /^\d{1,3}$/u.test(text) ? Number(text) : -1;
  if (count < 0 || count > mostSessions) throw new OfficeError('homeroom.not-a-count');
  return count;
}

/** `152,5` or `152.5`: one decimal at most. Height in metres (`1,52`) is not guessed at. */
function readMeasure(text: string, least: number, most: number): number {
  const match = /^(\d{1,3})(?:[.,](\d))?$/u.exec(text);
  const value = match ? Number(match[1]) * 10 + Number(match[2] ?? 0) : -1;
  if (value < least || value > most) throw new OfficeError('homeroom.not-a-measure');
  return value;
}

function readText(text: string, longest: number): string {
  if (lengthOf(text) > longest) throw new OfficeError('mark.comment-too-long', { length: longest });
  return text;
}

/** A field as people see it, for its history. */
export function homeroomText(field: HomeroomField, value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number' && (field === 'height' || field === 'weight')) return `${Math.trunc(value / 10)},${value % 10}`;
  if (field === 'nominated') return value === 1 ? 'x' : '';
  if (field === 'supportDecision') return value === 'PROMOTED' ? 'Lên lớp' : 'Ở lại lớp';
  return String(value);
}
