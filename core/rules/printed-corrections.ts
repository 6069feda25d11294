/** One change of a cell, as its history keeps it. Texts as people see them; empty: an empty cell. */
export type CellChange = {
  readonly before: string;
  readonly after: string;
  /** ISO 8601 with the office's offset. */
  readonly at: string;
  readonly by: string;
  /** What somebody gave as the reason (also by asking for a lock to be opened); null for plain typing, undoing and doing again. */
  readonly reason: string | null;
  /** It belongs to a step that stands undone. */
  readonly undone: boolean;
};

/** Who replaced a struck value, when and why. */
export type CorrectionNote = { readonly at: string; readonly by: string; readonly reason: string | null };

/** What paper shows of a cell's history: the values struck through, oldest first, each with who replaced it. */
export type PrintedCorrection = { readonly struck: readonly string[]; readonly notes: readonly CorrectionNote[] };

type Standing = { readonly text: string; readonly note: CorrectionNote; readonly dry: boolean };

/**
 * Which changes of a cell are corrections in the sense of the gradebook's form (TT 22/2021 annex, instructions 5: strike the old content through in red, write the
 * new at the upper right, sign beside it), and so appear on paper. `changes`: oldest first.
 *
 * A value counts as written in ink once it stood past the day it was entered, or once it was replaced with a reason. Typing again on the same day and steps that
 * were undone leave nothing behind; what somebody changed under an opened lock always does. See docs/decisions/0007-printed-corrections.md.
 */
export function printedCorrections(changes: readonly CellChange[]): PrintedCorrection {
  const written: Standing[] = [];
  for (const value of inked(standingValues(withoutUndone(changes)))) {
    const last = written.at(-1);
    if (last?.text === value.text) continue;
    written.push(value);
  }
  return { struck: written.slice(0, -1).map(({ text }) => text), notes: written.slice(1).map(({ note }) => note) };
}

/** An undone change and the undoing itself cancel each other; under an opened lock (a reason) they do not. */
function withoutUndone(changes: readonly CellChange[]): readonly CellChange[] {
  const kept: CellChange[] = [];
  for (const change of changes) {
    const last = kept.at(-1);
    if (last?.undone === true && last.reason === null && change.reason === null && change.before === last.after && change.after === last.before) kept.pop();
    else kept.push(change);
  }
  return kept;
}

/** The values in the order in which they stood in the cell. */
function standingValues(changes: readonly CellChange[]): readonly Standing[] {
  const [first] = changes;
  if (first === undefined) return [];
  const none: CorrectionNote = { at: '', by: '', reason: null };
  // What stood before the history begins was there long before.
  const before: readonly Standing[] = first.before === '' ? [] : [{ text: first.before, note: none, dry: true }];
  const entered = changes.map((change, index): Standing => {
    const next = changes[index + 1];
    return { text: change.after, note: { at: change.at, by: change.by, reason: change.reason }, dry: next === undefined || next.reason !== null || dayOf(next.at) !== dayOf(change.at) };
  });
  return [...before, ...entered];
}

/** Values in ink and, at the end, the present one. A reason given for a value that did not last goes on to the one that followed it. */
function inked(values: readonly Standing[]): readonly Standing[] {
  const kept: Standing[] = [];
  let reason: string | null = null;
  for (const [index, value] of values.entries()) {
    const note: CorrectionNote = { ...value.note, reason: value.note.reason ?? reason };
    const isLast = index === values.length - 1;
    // A cell that stood empty for a while was not corrected: nothing is written over nothing.
    if (isLast || (value.dry && value.text !== '')) {
      kept.push({ ...value, note });
      reason = null;
    } else reason = note.reason;
  }
  return kept;
}

function dayOf(moment: string): string {
  return moment.slice(0, 10);
}
