import type { CellChange, CellVerdict, EditKind, SheetRow } from '#core/contract/gradebook.ts';
import type { EditStep } from '#core/contract/cell-steps.ts';
import { OfficeError } from '#core/contract/errors.ts';
import type { MarkColumn, Semester } from '#core/contract/shared.ts';
import type { ClassId, SubjectId } from '#core/values/ids.ts';
import type { CallContext } from '../call-context.ts';
import { lockCheck } from '../locks/lock-check.ts';
import type { Clock } from '../ports/clock.ts';
import type { AuditDetail, Repositories } from '../ports/database.ts';
import { gatherClass, isAssessed, type ClassData, type PupilYear } from '../results/class-data.ts';
import { markIn } from '../results/subject-year.ts';
import { planCells, reverseCells, writeCells, type Edit, type EditableSheet, type Planned } from '../sheets/edit-steps.ts';
import { schoolOf, transferredIn } from '../results/transferred.ts';
import { mayReassess, sheetRow, type SheetFrame, type SheetSubject } from './gradebook-sheet.ts';
import { markText, readMark, type MarkValue } from './mark-input.ts';
import { mayEditSubject } from './who-may.ts';

export type SheetPlace = { readonly classId: ClassId; readonly subjectId: SubjectId; readonly semester: Semester };

/** A sheet as an edit needs it: read once, whatever the number of cells. */
export type OpenSheet = { readonly place: SheetPlace; readonly data: ClassData; readonly subject: SheetSubject; readonly cells: EditableSheet<MarkColumn, MarkValue | null> };

/** Reads the sheet. Errors: gradebook.not-found, gradebook.not-yours. */
export async function openSheet(repositories: Repositories, place: SheetPlace, user: CallContext['user'], now: string): Promise<OpenSheet> {
  const { gradebook } = repositories;
  const lockOf = await lockCheck(repositories, now);
  const data = await gatherClass(repositories, place.classId);
  const subject = data.subjects.find(({ id }) => id === place.subjectId);
  if (subject === undefined) throw new OfficeError('gradebook.not-found');
  if (!mayEditSubject(user, data.assignments, subject.id)) throw new OfficeError('gradebook.not-yours');
  const pupils = new Map<string, PupilYear>(data.pupils.map((pupil) => [pupil.enrollment.id, pupil]));
  const cells: EditableSheet<MarkColumn, MarkValue | null> = {
    textNow: ({ enrollmentId, column }) => markText(markIn(pupils.get(enrollmentId)?.marks.get(subject.id) ?? [], place.semester, column), column),
    read({ enrollmentId, column }, text, way) {
      const pupil = pupils.get(enrollmentId);
      if (pupil?.enrollment.status !== 'studying' || !isAssessed(pupil, subject.id)) throw new OfficeError('gradebook.not-found');
      const value = readMark(subject.kind, column, text);
      if (value !== null && way === 'enter') checkDue({ data, subject, pupil }, place.semester, column);
      return value;
    },
    textOf: markText,
    lockOf: (column) => lockOf({ ...place, column }),
    store: {
      set: (cell, value, change) => gradebook.setMark({ ...place, ...cell }, value, change),
      addStep: (step) => gradebook.addStep({ ...place, ...step }),
      nextStep: (userId, state) => gradebook.nextStep({ ...place, userId, state }),
      changesOfStep: (stepId) => gradebook.changesOfStep(stepId),
      setStepState: (stepId, state) => gradebook.setStepState(stepId, state),
    },
  };
  return { place, data, subject, cells };
}

/** What each change would do, in the order given; nothing is written. Of two changes of one cell the later one counts. */
export function planChanges(sheet: OpenSheet, changes: readonly CellChange[]): readonly Planned<MarkColumn, MarkValue | null>[] {
  return planCells(sheet.cells, changes);
}

/** Columns that not everybody has. Errors: gradebook.not-found, gradebook.reassessment-not-due, gradebook.no-topics, gradebook.transferred. */
export function checkDue({ data, subject, pupil }: { readonly data: SheetFrame; readonly subject: SheetSubject; readonly pupil: PupilYear }, semester: Semester, column: MarkColumn): void {
  if (transferredIn(pupil, subject.id, semester) !== null && !isComment(column)) throw new OfficeError('gradebook.transferred', { school: schoolOf(pupil, semester) ?? '' });
  if (column === 'topic' && !pupil.topics.has(subject.id)) throw new OfficeError('gradebook.no-topics');
  if (column !== 'reassessment' && column !== 'supportLevel' && column !== 'supportTest') return;
  if (semester === 1) throw new OfficeError('gradebook.not-found');
  if (!mayReassess(data, subject, pupil)) throw new OfficeError('gradebook.reassessment-not-due');
}

/** What the teacher of this school may add to the old school's result. */
function isComment(column: MarkColumn): boolean {
  return column === 'comment' || column === 'midComment' || column === 'endComment';
}

export type EditAnswer = { readonly rows: SheetRow[]; readonly savedAt: string; readonly refused: CellVerdict[]; readonly step: EditStep | null };
export type EditResult = { readonly value: EditAnswer; readonly audit: AuditDetail | null };

type Writing = { readonly repositories: Repositories; readonly sheet: OpenSheet; readonly clock: Clock; readonly context: CallContext };

/** Writes the changes that may be written as one step; refused cells stay as they are. */
export async function writeChanges(writing: Writing, changes: readonly CellChange[], kind: EditKind, reason: string | null): Promise<EditResult> {
  return written(writing, await writeCells(writing.sheet.cells, changes, kind, reason, editorOf(writing)), 'gradebook.cellsSet');
}

/** Takes the user's last step on the sheet back, or does the last one taken back again. */
export async function reverseStep(writing: Writing, direction: 'undo' | 'redo'): Promise<EditResult> {
  return written(writing, await reverseCells(writing.sheet.cells, direction, editorOf(writing)), direction === 'undo' ? 'gradebook.stepUndone' : 'gradebook.stepRedone');
}

function editorOf({ clock, context }: Writing) {
  return { userId: context.user?.id ?? '', at: clock.now() };
}

async function written({ repositories, sheet }: Writing, { touched, savedAt, refused, step }: Edit<MarkColumn>, action: string): Promise<EditResult> {
  const rows = await rowsAfter(repositories, sheet, touched);
  return { value: { rows, savedAt, refused: [...refused], step }, audit: step === null ? null : audit(action, sheet, { kind: step.kind, cells: step.cells }) };
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
