import { OfficeError } from '#core/contract/errors.ts';
import type { MarkColumn, SubjectKind } from '#core/contract/shared.ts';
import { lengthOf, longestComment } from '#core/values/comment-lengths.ts';
import { formatTenths, parsePassLevel, parseScore, tenths } from '#core/values/marks.ts';
import type { StoredMark } from '../ports/school-repositories.ts';

export type MarkValue = Pick<StoredMark, 'state' | 'score' | 'pass' | 'comment'>;

const scoreRefusals = { 'not-a-number': 'mark.not-a-number', 'too-many-decimals': 'mark.too-many-decimals', 'out-of-range': 'mark.out-of-range' } as const;

/**
 * Reads a cell as it was typed. Null: the cell is to be empty. `P` excused, `V` absent and not made up (periodic assessments only: TT 22/2021 Art. 6 knows no
 * 0 for a missed regular one). Errors: mark.not-a-number, mark.too-many-decimals, mark.out-of-range, mark.not-a-pass-level, mark.comment-too-long, mark.absence-not-counted.
 */
export function readMark(kind: SubjectKind, column: MarkColumn, typed: string): MarkValue | null {
  const text = cleaned(typed);
  if (text === '') return null;
  if (column === 'comment') {
    if (lengthOf(text) > longestComment) throw new OfficeError('mark.comment-too-long', { length: longestComment });
    return { state: 'entered', score: null, pass: null, comment: text };
  }
  const word = text.toUpperCase();
  if (column !== 'reassessment' && word === 'P') return { state: 'excused', score: null, pass: null, comment: null };
  if (column !== 'reassessment' && word === 'V') {
    if (column !== 'midterm' && column !== 'final') throw new OfficeError('mark.absence-not-counted');
    return { state: 'absent', score: null, pass: null, comment: null };
  }
  if (kind === 'comment') {
    const pass = parsePassLevel(text);
    if (pass === null) throw new OfficeError('mark.not-a-pass-level');
    return { state: 'entered', score: null, pass, comment: null };
  }
  const score = parseScore(text);
  if (!score.ok) throw new OfficeError(scoreRefusals[score.refusal]);
  return { state: 'entered', score: score.value, pass: null, comment: null };
}

/** A cell as people see it, for its history. */
export function markText(mark: MarkValue | null): string {
  if (mark === null) return '';
  if (mark.state === 'excused') return 'P';
  if (mark.state === 'absent') return 'V';
  return mark.score === null ? (mark.pass ?? mark.comment ?? '') : formatTenths(tenths(mark.score), ',');
}

/** NFC, without control characters (an XML record could not hold them), line breaks as LF. */
export function cleaned(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\r\n?/gu, '\n')
    .replace(/(?!\n)[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, ' ')
    .trim();
}
