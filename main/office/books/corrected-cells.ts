import type { MarkColumn } from '#core/contract/shared.ts';
import { printedCorrections, type PrintedCorrection } from '#core/rules/printed-corrections.ts';
import { formatDay } from '#core/text/common.ts';
import { givenReason } from '../sheets/edit-steps.ts';
import type { MarkPlace, StoredCellChange } from '../ports/school-repositories.ts';

/** Corrected cells of a class, by place. */
export type CorrectedCells = { correction(place: MarkPlace): PrintedCorrection | null };

/** Reads out of the histories of a class what its printed book shows as corrected. `changes`: of cells that were changed more than once, oldest first. */
export function correctedCells(changes: readonly StoredCellChange[]): CorrectedCells {
  const histories = new Map<string, StoredCellChange[]>();
  for (const change of changes) {
    const history = histories.get(keyOf(change));
    if (history === undefined) histories.set(keyOf(change), [change]);
    else history.push(change);
  }
  const corrected = new Map<string, PrintedCorrection>();
  for (const [key, history] of histories) {
    const printed = printedCorrections(history.map(({ before, after, at, userName, reason, undone }) => ({ before, after, at, by: userName, reason: givenReason(reason), undone })));
    if (printed.struck.length > 0) corrected.set(key, printed);
  }
  return { correction: (place) => corrected.get(keyOf(place)) ?? null };
}

function keyOf({ enrollmentId, subjectId, semester, column }: MarkPlace): string {
  return `${enrollmentId} ${subjectId} ${semester} ${column}`;
}

const longestReason = 90;

/** Who corrected what and when, for the notes column: the paper's signature beside the correction. */
export function correctionNotes(column: MarkColumn, { notes }: PrintedCorrection): readonly string[] {
  return notes.map(({ at, by, reason }) => `${columnWords[column]}: ${by}, ${formatDay(at)}${reason === null ? '' : ` (${shortened(reason)})`}`);
}

const columnWords: Readonly<Record<MarkColumn, string>> = {
  regular1: 'TX1',
  regular2: 'TX2',
  regular3: 'TX3',
  regular4: 'TX4',
  regular5: 'TX5',
  regular6: 'TX6',
  topic: 'CĐ',
  midterm: 'GK',
  final: 'CK',
  comment: 'NX',
  reassessment: 'ĐGL',
  midLevel: 'Mức GK',
  midTest: 'Điểm GK',
  midComment: 'NX GK',
  endLevel: 'Mức CK',
  endTest: 'Điểm CK',
  endComment: 'NX CK',
  supportLevel: 'Mức bổ sung',
  supportTest: 'Điểm bổ sung',
};

/** The whole reason stays in the cell's history. */
function shortened(reason: string): string {
  const letters = Array.from(reason);
  return letters.length <= longestReason ? reason : `${letters.slice(0, longestReason - 1).join('')}…`;
}
