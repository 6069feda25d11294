import type { CellChange, CellVerdict, EditKind, SheetRow } from '#core/contract/gradebook.ts';
import { OfficeError } from '#core/contract/errors.ts';
import type { MarkColumn, Semester } from '#core/contract/shared.ts';
import type { ClassId, SubjectId } from '#core/values/ids.ts';
import type { CallContext } from '../call-context.ts';
import { lockCheck, type LockCheck } from '../locks/lock-check.ts';
import type { Clock } from '../ports/clock.ts';
import type { AuditDetail, Repositories } from '../ports/database.ts';
import { gatherClass, isAssessed, type ClassData, type PupilYear } from '../results/class-data.ts';
import { markIn } from '../results/subject-year.ts';
import { mayReassess, sheetRow, type SheetFrame, type SheetSubject } from './gradebook-sheet.ts';
import { markText, readMark, type MarkValue } from './mark-input.ts';
import { mayEditSubject } from './who-may.ts';

export type SheetPlace = { readonly classId: ClassId; readonly subjectId: SubjectId; readonly semester: Semester };

/** What stands in the way of writing a column now, and the reason that a change under a reopening carries. */
export type ColumnLock = (column: MarkColumn) => ReturnType<LockCheck>;

/** A sheet as an edit needs it: read once, whatever the number of cells. */
export type OpenSheet = { readonly place: SheetPlace; readonly data: ClassData; readonly subject: SheetSubject; readonly pupils: ReadonlyMap<string, PupilYear>; readonly lockOf: ColumnLock };

/** Reads the sheet. Errors: gradebook.not-found, gradebook.not-yours. */
export async function openSheet(repositories: Repositories, place: SheetPlace, user: CallContext['user'], now: string): Promise<OpenSheet> {
  const check = await lockCheck(repositories, now);
  const data = await gatherClass(repositories, place.classId);
  const subject = data.subjects.find(({ id }) => id === place.subjectId);
  if (subject === undefined) throw new OfficeError('gradebook.not-found');
  if (!mayEditSubject(user, data.assignments, subject.id)) throw new OfficeError('gradebook.not-yours');
  return { place, data, subject, pupils: new Map(data.pupils.map((pupil) => [pupil.enrollment.id, pupil])), lockOf: (column) => check({ ...place, column }) };
}

type Planned = { readonly verdict: CellVerdict; readonly value: MarkValue | null };

/** What each change would do, in the order given; nothing is written. Of two changes of one cell the later one counts. */
export function planChanges(sheet: OpenSheet, changes: readonly CellChange[]): readonly Planned[] {
  const last = new Map(changes.map((change, index) => [`${change.enrollmentId} ${change.column}`, index]));
  return changes.filter((change, index) => last.get(`${change.enrollmentId} ${change.column}`) === index).map((change) => planChange(sheet, change));
}

function planChange(sheet: OpenSheet, { enrollmentId, column, text }: CellChange): Planned {
  const before = textNow(sheet, enrollmentId, column);
  const refused = (error: OfficeError): Planned => ({ verdict: { enrollmentId, column, before, after: text, verdict: 'refused', error: { code: error.code, params: { ...error.params } } }, value: null });
  try {
    const value = readCell(sheet, enrollmentId, column, text);
    const after = markText(value, column);
    if (after === before) return { verdict: { enrollmentId, column, before, after, verdict: 'same', error: null }, value };
    const lock = sheet.lockOf(column).refusal;
    return lock === null ? { verdict: { enrollmentId, column, before, after, verdict: 'change', error: null }, value } : refused(lock);
  } catch (error) {
    if (error instanceof OfficeError) return refused(error);
    throw error;
  }
}

/** Errors: gradebook.not-found, gradebook.reassessment-not-due, mark.*. */
function readCell({ place, data, subject, pupils }: OpenSheet, enrollmentId: string, column: MarkColumn, text: string): MarkValue | null {
  const pupil = pupils.get(enrollmentId);
  if (pupil?.enrollment.status !== 'studying' || !isAssessed(pupil, subject.id)) throw new OfficeError('gradebook.not-found');
  const value = readMark(subject.kind, column, text);
  if (value !== null) checkDue({ data, subject, pupil }, place.semester, column);
  return value;
}

/** Columns that not everybody has. Errors: gradebook.not-found, gradebook.reassessment-not-due, gradebook.no-topics. */
export function checkDue({ data, subject, pupil }: { readonly data: SheetFrame; readonly subject: SheetSubject; readonly pupil: PupilYear }, semester: Semester, column: MarkColumn): void {
  if (column === 'topic' && !pupil.topics.has(subject.id)) throw new OfficeError('gradebook.no-topics');
  if (column !== 'reassessment' && column !== 'supportLevel' && column !== 'supportTest') return;
  if (semester === 1) throw new OfficeError('gradebook.not-found');
  if (!mayReassess(data, subject, pupil)) throw new OfficeError('gradebook.reassessment-not-due');
}

function textNow({ place, subject, pupils }: OpenSheet, enrollmentId: string, column: MarkColumn): string {
  return markText(markIn(pupils.get(enrollmentId)?.marks.get(subject.id) ?? [], place.semester, column), column);
}

export type EditAnswer = { readonly rows: SheetRow[]; readonly savedAt: string; readonly refused: CellVerdict[]; readonly step: { readonly id: string; readonly kind: EditKind; readonly cells: number } | null };
export type EditResult = { readonly value: EditAnswer; readonly audit: AuditDetail | null };

type Writing = { readonly repositories: Repositories; readonly sheet: OpenSheet; readonly clock: Clock; readonly context: CallContext };

/** Writes the changes that may be written as one step; refused cells stay as they are. */
export async function writeChanges({ repositories, sheet, clock, context }: Writing, changes: readonly CellChange[], kind: EditKind, reason: string | null): Promise<EditResult> {
  const planned = planChanges(sheet, changes);
  const savedAt = clock.now();
  const refused = planned.flatMap(({ verdict }) => (verdict.verdict === 'refused' ? [verdict] : []));
  const writing = planned.filter(({ verdict }) => verdict.verdict === 'change');
  if (writing.length === 0) return { value: { rows: [], savedAt, refused, step: null }, audit: null };
  const { gradebook } = repositories;
  const userId = context.user?.id ?? '';
  const stepId = await gradebook.addStep({ ...sheet.place, userId, kind, cells: writing.length, at: savedAt });
  for (const { verdict, value } of writing) {
    await gradebook.setMark({ ...sheet.place, enrollmentId: verdict.enrollmentId, column: verdict.column }, value, { before: verdict.before, after: verdict.after, reason: reason ?? sheet.lockOf(verdict.column).reason, at: savedAt, userId, stepId });
  }
  const rows = await rowsAfter(repositories, sheet, writing.map(({ verdict }) => verdict.enrollmentId));
  return { value: { rows, savedAt, refused, step: { id: String(stepId), kind, cells: writing.length } }, audit: audit('gradebook.cellsSet', sheet, { kind, cells: writing.length }) };
}

const reversals = { undo: { from: 'done', to: 'undone', reason: 'Hoàn tác', action: 'gradebook.stepUndone' }, redo: { from: 'undone', to: 'done', reason: 'Làm lại', action: 'gradebook.stepRedone' } } as const;

/**
 * Takes the user's last step on the sheet back, or does the last one taken back again. A cell that holds something else by now is left alone and told
 * (gradebook.changed-elsewhere), as is a locked one. The history keeps everything.
 */
export async function reverseStep({ repositories, sheet, clock, context }: Writing, direction: 'undo' | 'redo'): Promise<EditResult> {
  const { from, to, reason, action } = reversals[direction];
  const userId = context.user?.id ?? '';
  const savedAt = clock.now();
  const step = await repositories.gradebook.nextStep({ ...sheet.place, userId, state: from });
  if (step === null) return { value: { rows: [], savedAt, refused: [], step: null }, audit: null };
  const refused: CellVerdict[] = [];
  const changed: CellVerdict['enrollmentId'][] = [];
  for (const cell of await repositories.gradebook.changesOfStep(step.id)) {
    const [expected, wanted] = direction === 'undo' ? [cell.after, cell.before] : [cell.before, cell.after];
    const place = { ...sheet.place, enrollmentId: cell.enrollmentId, column: cell.column };
    const now = textNow(sheet, cell.enrollmentId, cell.column);
    if (now === wanted) continue;
    const { refusal: lock, reason: reopened } = sheet.lockOf(cell.column);
    const [planned] = planChanges(sheet, [{ enrollmentId: cell.enrollmentId, column: cell.column, text: wanted }]);
    const error = now !== expected ? new OfficeError('gradebook.changed-elsewhere', { text: now === '' ? '—' : now }) : lock;
    if (error !== null || planned === undefined || planned.verdict.verdict === 'refused') {
      refused.push({ enrollmentId: cell.enrollmentId, column: cell.column, before: now, after: wanted, verdict: 'refused', error: error === null ? (planned?.verdict.error ?? null) : { code: error.code, params: { ...error.params } } });
      continue;
    }
    await repositories.gradebook.setMark(place, planned.value, { before: now, after: wanted, reason: reopened === null ? reason : `${reason}: ${reopened}`, at: savedAt, userId, stepId: null });
    changed.push(cell.enrollmentId);
  }
  // A step that only a lock holds back can still be taken back once the column is open again.
  if (changed.length > 0 || !refused.some(({ column }) => sheet.lockOf(column).refusal !== null)) await repositories.gradebook.setStepState(step.id, to);
  const value = { rows: await rowsAfter(repositories, sheet, changed), savedAt, refused, step: { id: String(step.id), kind: step.kind, cells: changed.length } };
  return { value, audit: audit(action, sheet, { kind: step.kind, cells: changed.length }) };
}

async function rowsAfter(repositories: Repositories, { place, subject }: OpenSheet, enrollmentIds: readonly string[]): Promise<SheetRow[]> {
  const touched = new Set(enrollmentIds);
  if (touched.size === 0) return [];
  const data = await gatherClass(repositories, place.classId);
  return data.pupils.filter(({ enrollment }) => touched.has(enrollment.id)).map((pupil) => sheetRow(data, subject, pupil, place.semester));
}

/** The values stand in the cells' own histories; the log may be read by people who must not see marks. */
function audit(action: string, { place, data, subject }: OpenSheet, detail: Readonly<Record<string, unknown>>): AuditDetail {
  return { action, detail: { ...place, className: data.group.name, subject: subject.code, ...detail } };
}
