import type { CellPlace, CellText, EditKind, EditStep, Verdict } from '#core/contract/cell-steps.ts';
import { OfficeError } from '#core/contract/errors.ts';
import type { EnrollmentId } from '#core/values/ids.ts';
import { changeReason } from '#core/values/locks.ts';

/** What is written beside a cell's new value into its history. */
export type CellChange = { readonly before: string; readonly after: string; readonly reason: string | null; readonly at: string; readonly userId: string; readonly stepId: number | null };

/** Where a sheet's cells and steps are kept; everything in the transaction of the call. */
export type StepStore<Column extends string, Value> = {
  set(cell: CellPlace<Column>, value: Value, change: CellChange): Promise<void>;
  /** A new step; what the user had taken back on this sheet can no longer be done again. */
  addStep(step: { readonly userId: string; readonly kind: EditKind; readonly cells: number; readonly at: string }): Promise<number>;
  /** The step that undo (of those done, the newest) or redo (of those taken back, the oldest) is about. */
  nextStep(userId: string, state: 'done' | 'undone'): Promise<{ readonly id: number; readonly kind: EditKind } | null>;
  changesOfStep(stepId: number): Promise<readonly (CellPlace<Column> & { readonly before: string; readonly after: string })[]>;
  setStepState(stepId: number, state: 'done' | 'undone'): Promise<void>;
};

/** A sheet as an edit needs it: read once, whatever the number of cells. */
export type EditableSheet<Column extends string, Value> = {
  /** The cell as people see it now. */
  readonly textNow: (cell: CellPlace<Column>) => string;
  /**
   * Reads what was typed. Throws the OfficeError that says why it cannot stand there. `restore`: what stood there before is written again, so that only
   * its form counts and not whether it would be due now.
   */
  readonly read: (cell: CellPlace<Column>, text: string, way: 'enter' | 'restore') => Value;
  readonly textOf: (value: Value, column: Column) => string;
  /** What stands in the way of writing a column now, the reason that a change under a reopening carries, and whether a change has to bring its own. */
  readonly lockOf: (column: Column) => { readonly refusal: OfficeError | null; readonly reason: string | null; readonly needsReason: boolean };
  readonly store: StepStore<Column, Value>;
};

export type Planned<Column extends string, Value> = { readonly verdict: Verdict<Column>; readonly value: Value | null };

/** What was done: `touched` are the pupils whose cells changed. `step` null: nothing was written. */
export type Edit<Column extends string> = { readonly touched: readonly EnrollmentId[]; readonly savedAt: string; readonly refused: readonly Verdict<Column>[]; readonly step: EditStep | null };

export type Editor = { readonly userId: string; readonly at: string };

/**
 * What each change would do, in the order given; nothing is written. Of two changes of one cell the later one counts. `withReason` false: a change of what
 * was locked once has no reason and is refused for want of it.
 */
export function planCells<Column extends string, Value>(sheet: EditableSheet<Column, Value>, changes: readonly CellText<Column>[], withReason = true): readonly Planned<Column, Value>[] {
  const keyOf = ({ enrollmentId, column }: CellPlace<Column>) => `${enrollmentId} ${column}`;
  const last = new Map(changes.map((change, index) => [keyOf(change), index]));
  return changes.filter((change, index) => last.get(keyOf(change)) === index).map((change) => planCell(sheet, change, 'enter', withReason));
}

function planCell<Column extends string, Value>(sheet: EditableSheet<Column, Value>, { enrollmentId, column, text }: CellText<Column>, way: 'enter' | 'restore', withReason: boolean): Planned<Column, Value> {
  const cell = { enrollmentId, column };
  const before = sheet.textNow(cell);
  try {
    const value = sheet.read(cell, text, way);
    const after = sheet.textOf(value, column);
    if (after === before) return { verdict: { ...cell, before, after, verdict: 'same', error: null }, value };
    const { refusal, needsReason } = sheet.lockOf(column);
    if (refusal !== null) throw refusal;
    if (needsReason && before !== '' && !withReason) throw new OfficeError('gradebook.reason-needed');
    return { verdict: { ...cell, before, after, verdict: 'change', error: null }, value };
  } catch (error) {
    if (!(error instanceof OfficeError)) throw error;
    return { verdict: refused(cell, before, text, error), value: null };
  }
}

function refused<Column extends string>(cell: CellPlace<Column>, before: string, after: string, error: OfficeError): Verdict<Column> {
  return { ...cell, before, after, verdict: 'refused', error: { code: error.code, params: { ...error.params } } };
}

/** Writes the changes that may be written as one step; refused cells stay as they are. */
export async function writeCells<Column extends string, Value>(sheet: EditableSheet<Column, Value>, changes: readonly CellText<Column>[], kind: EditKind, reason: string | null, { userId, at }: Editor): Promise<Edit<Column>> {
  const planned = planCells(sheet, changes, reason !== null);
  const refusals = planned.flatMap(({ verdict }) => (verdict.verdict === 'refused' ? [verdict] : []));
  const writing = planned.flatMap(({ verdict, value }) => (verdict.verdict === 'change' ? [{ verdict, value: value as Value }] : []));
  if (writing.length === 0) return { touched: [], savedAt: at, refused: refusals, step: null };
  const stepId = await sheet.store.addStep({ userId, kind, cells: writing.length, at });
  for (const { verdict, value } of writing) {
    const { enrollmentId, column, before, after } = verdict;
    await sheet.store.set({ enrollmentId, column }, value, { before, after, reason: changeReason(sheet.lockOf(column).reason, reason), at, userId, stepId });
  }
  return { touched: writing.map(({ verdict }) => verdict.enrollmentId), savedAt: at, refused: refusals, step: { id: String(stepId), kind, cells: writing.length } };
}

/** A reason that a person gave for a change: undoing and doing again have none of their own, only that of the reopening they were made under. */
export function givenReason(reason: string | null): string | null {
  for (const { reason: word } of Object.values(reversals)) {
    if (reason === word) return null;
    if (reason?.startsWith(`${word}: `) === true) return reason.slice(word.length + 2);
  }
  return reason;
}

const reversals = { undo: { from: 'done', to: 'undone', reason: 'Hoàn tác' }, redo: { from: 'undone', to: 'done', reason: 'Làm lại' } } as const;

/**
 * Takes the user's last step on the sheet back, or does the last one taken back again. A cell that holds something else by now is left alone and told
 * (gradebook.changed-elsewhere), as is a locked one. The history keeps everything.
 */
export async function reverseCells<Column extends string, Value>(sheet: EditableSheet<Column, Value>, direction: 'undo' | 'redo', editor: Editor): Promise<Edit<Column>> {
  const step = await sheet.store.nextStep(editor.userId, reversals[direction].from);
  return step === null ? { touched: [], savedAt: editor.at, refused: [], step: null } : reverseStepCells(sheet, step, direction, editor);
}

/** The same for one step of the sheet, whatever was done after it. */
export async function reverseStepCells<Column extends string, Value>(sheet: EditableSheet<Column, Value>, step: { readonly id: number; readonly kind: EditKind }, direction: 'undo' | 'redo', { userId, at }: Editor): Promise<Edit<Column>> {
  const { to, reason } = reversals[direction];
  const refusals: Verdict<Column>[] = [];
  const touched: EnrollmentId[] = [];
  for (const { enrollmentId, column, before, after } of await sheet.store.changesOfStep(step.id)) {
    const [expected, wanted] = direction === 'undo' ? [after, before] : [before, after];
    const cell = { enrollmentId, column };
    const now = sheet.textNow(cell);
    if (now === wanted) continue;
    if (now !== expected) {
      refusals.push(refused(cell, now, wanted, new OfficeError('gradebook.changed-elsewhere', { text: now === '' ? '—' : now })));
      continue;
    }
    const { verdict, value } = planCell(sheet, { ...cell, text: wanted }, 'restore', true);
    if (verdict.verdict === 'refused') {
      refusals.push(verdict);
      continue;
    }
    const reopened = sheet.lockOf(column).reason;
    await sheet.store.set(cell, value as Value, { before: now, after: wanted, reason: reopened === null ? reason : `${reason}: ${reopened}`, at, userId, stepId: null });
    touched.push(enrollmentId);
  }
  // A step that only a lock holds back can still be taken back once the column is open again.
  if (touched.length > 0 || !refusals.some(({ column }) => sheet.lockOf(column).refusal !== null)) await sheet.store.setStepState(step.id, to);
  return { touched, savedAt: at, refused: refusals, step: { id: String(step.id), kind: step.kind, cells: touched.length } };
}
