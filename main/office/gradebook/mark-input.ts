import { OfficeError } from '#core/contract/errors.ts';
import { lengthOf, longestComment } from '#core/values/comment-lengths.ts';
import { levelColumns, primaryColumns, type MarkColumn, type SubjectKind } from '#core/contract/shared.ts';
import { formatTenths, parsePassLevel, parsePrimaryLevel, parseScore, tenths } from '#core/values/marks.ts';
import type { StoredMark } from '../ports/school-repositories.ts';

export type MarkValue = Pick<StoredMark, 'state' | 'score' | 'pass' | 'comment' | 'level'>;

const scoreRefusals = { 'not-a-number': 'mark.not-a-number', 'too-many-decimals': 'mark.too-many-decimals', 'out-of-range': 'mark.out-of-range' } as const;

/**
 * Reads a cell as it was typed. Null: the cell is to be empty. `P` excused, `V` absent and not made up (periodic assessments only: TT 22/2021 Art. 6 knows no
 * 0 for a missed regular one). Primary columns: `T`, `H`, `C`, and whole marks 0..10 of tests (TT 27/2020 Art. 7). Errors: mark.not-a-number, mark.too-many-decimals,
 * mark.out-of-range, mark.not-a-pass-level, mark.not-a-primary-level, mark.not-whole, mark.comment-too-long, mark.absence-not-counted, gradebook.not-found.
 */
export function readMark(kind: SubjectKind, column: MarkColumn, typed: string): MarkValue | null {
  const text = cleaned(typed);
  if (text === '') return null;
  if (!columnsOf[kind === 'primary' ? 'primary' : 'levels'].includes(column)) throw new OfficeError('gradebook.not-found');
  if (column === 'comment' || column === 'midComment' || column === 'endComment') {
    if (lengthOf(text) > longestComment) throw new OfficeError('mark.comment-too-long', { length: longestComment });
    return { ...nothing, state: 'entered', comment: text };
  }
  if (column === 'midLevel' || column === 'endLevel' || column === 'supportLevel') {
    const level = parsePrimaryLevel(text);
    if (level === null) throw new OfficeError('mark.not-a-primary-level');
    return { ...nothing, state: 'entered', level };
  }
  if (column === 'midTest' || column === 'endTest' || column === 'supportTest') {
    const test = parseScore(text);
    if (!test.ok) throw new OfficeError(scoreRefusals[test.refusal]);
    if (test.value % 10 !== 0) throw new OfficeError('mark.not-whole');
    return { ...nothing, state: 'entered', score: test.value };
  }
  const word = text.toUpperCase();
  if (column !== 'reassessment' && word === 'P') return { ...nothing, state: 'excused' };
  if (column !== 'reassessment' && word === 'V') {
    if (column !== 'midterm' && column !== 'final') throw new OfficeError('mark.absence-not-counted');
    return { ...nothing, state: 'absent' };
  }
  if (kind === 'comment') {
    const pass = parsePassLevel(text);
    if (pass === null) throw new OfficeError('mark.not-a-pass-level');
    return { ...nothing, state: 'entered', pass };
  }
  const score = parseScore(text);
  if (!score.ok) throw new OfficeError(scoreRefusals[score.refusal]);
  return { ...nothing, state: 'entered', score: score.value };
}

const nothing = { score: null, pass: null, comment: null, level: null } as const;
const columnsOf: Readonly<Record<'levels' | 'primary', readonly MarkColumn[]>> = { levels: levelColumns, primary: primaryColumns };

/** A cell as people see it, for its history; tests of primary subjects are whole marks. */
export function markText(mark: MarkValue | null, column: MarkColumn): string {
  if (mark === null) return '';
  if (mark.state === 'excused') return 'P';
  if (mark.state === 'absent') return 'V';
  if (mark.score !== null && column.endsWith('Test')) return String(Math.trunc(mark.score / 10));
  return mark.score === null ? (mark.pass ?? mark.level ?? mark.comment ?? '') : formatTenths(tenths(mark.score), ',');
}

/** NFC, without control characters (an XML record could not hold them), line breaks as LF. */
export function cleaned(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\r\n?/gu, '\n')
    .replace(/(?!\n)[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, ' ')
    .trim();
}
