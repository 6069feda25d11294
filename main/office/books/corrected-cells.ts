import type { MarkColumn } from '#core/contract/shared.ts';
import { printedCorrections, type PrintedCorrection } from '#core/rules/printed-corrections.ts';
import { formatDay } from '#core/text/common.ts';
import { givenReason } from '../sheets/edit-steps.ts';
import type { StoredFieldChange } from '../ports/register-repository.ts';
import type { MarkPlace, StoredCellChange, StoredChange } from '../ports/school-repositories.ts';

export type ConductField = 'conduct1' | 'conduct2' | 'summerConduct';

/** What a class's printed book shows as corrected: marks by place, conduct by pupil and field; null where nothing was. */
export type CorrectedCells = { mark(place: MarkPlace): PrintedCorrection | null; conduct(enrollmentId: string, field: ConductField): PrintedCorrection | null };

/** Reads it out of the histories. Both lists: of cells that were changed more than once, oldest first. */
export function correctedCells(marks: readonly StoredCellChange[], conduct: readonly StoredFieldChange[]): CorrectedCells {
  const markKey = ({ enrollmentId, subjectId, semester, column }: MarkPlace) => `${enrollmentId} ${subjectId} ${semester} ${column}`;
  const conductKey = ({ enrollmentId, field }: { readonly enrollmentId: string; readonly field: string }) => `${enrollmentId} ${field}`;
  const [markCorrections, conductCorrections] = [correctionsBy(marks, markKey), correctionsBy(conduct, conductKey)];
  return { mark: (place) => markCorrections.get(markKey(place)) ?? null, conduct: (enrollmentId, field) => conductCorrections.get(conductKey({ enrollmentId, field })) ?? null };
}

function correctionsBy<Change extends StoredChange & { readonly undone: boolean }>(changes: readonly Change[], keyOf: (change: Change) => string): ReadonlyMap<string, PrintedCorrection> {
  const histories = new Map<string, Change[]>();
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
  return corrected;
}

const longestReason = 90;

/** Who corrected what and when, for the notes column: the paper's signature beside the correction. */
export function correctionNotes(what: MarkColumn | ConductField, { notes }: PrintedCorrection): readonly string[] {
  return notes.map(({ at, by, reason }) => `${words[what]}: ${by}, ${formatDay(at)}${reason === null ? '' : ` (${shortened(reason)})`}`);
}

/** Columns as short as the notes are narrow. Tests and levels of primary sheets have no notes column to stand in. */
const words: Readonly<Record<MarkColumn | ConductField, string>> = {
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
  conduct1: 'RL',
  conduct2: 'RL',
  summerConduct: 'RL trong hè',
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
