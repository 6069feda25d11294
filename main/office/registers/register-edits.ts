import type { CellText, EditKind } from '#core/contract/cell-steps.ts';
import { OfficeError } from '#core/contract/errors.ts';
import type { RegisterEdited, RegisterVerdict } from '#core/contract/registers.ts';
import type { SchoolYearFrames } from '#core/rules/school-year-frame.ts';
import { semester1Ends } from '#core/rules/school-year-frame.ts';
import type { RegisterName } from '#core/values/registers.ts';
import type { CallContext } from '../call-context.ts';
import { mayEditHomeroom } from '../gradebook/who-may.ts';
import { lockCheck } from '../locks/lock-check.ts';
import type { AuditDetail, Repositories } from '../ports/database.ts';
import type { RegisterPlace } from '../ports/register-repository.ts';
import { gatherFrame } from '../results/class-data.ts';
import { planCells, reverseCells, writeCells, type Edit, type EditableSheet, type Editor } from '../sheets/edit-steps.ts';
import { openAttendance } from './attendance-register.ts';
import { openAttributes } from './attributes-register.ts';
import { openHomeroom } from './homeroom-register.ts';
import { registerRow, type OpenRegister, type RegisterFrame, type RegisterSource } from './open-register.ts';
import { checkPeriod } from './register-periods.ts';

const openers: Readonly<Record<RegisterName, (source: RegisterSource) => Promise<OpenRegister>>> = { homeroom: openHomeroom, attributes: openAttributes, attendance: openAttendance };

/** Opens one kind of register; `period` must be one of it. Errors: registers.not-kept, registers.bad-period. */
export function openRegister(register: RegisterName, source: RegisterSource): Promise<OpenRegister> {
  checkPeriod(register, source.period, source.frame);
  return openers[register](source);
}

export type RegisterEditor = {
  readonly place: RegisterPlace;
  readonly frame: RegisterFrame;
  readonly check: (changes: readonly CellText<string>[]) => Promise<RegisterVerdict[]>;
  readonly write: (changes: readonly CellText<string>[], kind: EditKind, reason: string | null) => Promise<RegisterWritten>;
  readonly reverse: (direction: 'undo' | 'redo') => Promise<RegisterWritten>;
};

export type RegisterWritten = { readonly value: RegisterEdited; readonly audit: AuditDetail | null };

type Opening = { readonly repositories: Repositories; readonly frames: SchoolYearFrames; readonly user: CallContext['user']; readonly now: string };

/** A register to write in. Errors: homeroom.not-yours, registers.not-kept, registers.bad-period. */
export async function editRegister({ repositories, frames, user, now }: Opening, place: RegisterPlace): Promise<RegisterEditor> {
  const frame = await gatherFrame(repositories, place.classId);
  if (!mayEditHomeroom(user, frame.group)) throw new OfficeError('homeroom.not-yours');
  const lockOf = await lockCheck(repositories, now);
  const editor: Editor = { userId: user?.id ?? '', at: now };
  const open = (only: readonly string[] | null) => openRegister(place.register, { repositories, frame, period: place.period, semester1Ends: semester1Ends(frames, frame.year.name), only });

  async function sheet(only: readonly string[] | null): Promise<EditableSheet<string, string>> {
    const register = await open(only);
    const studying = new Set(register.pupils.filter(({ enrollment }) => enrollment.status === 'studying').map(({ enrollment }) => enrollment.id));
    const entered = new Set(register.columns.filter(({ kind }) => kind !== 'computed').map(({ column }) => column));
    return {
      textNow: (cell) => register.cell(cell)?.text ?? '',
      read(cell, text, way) {
        if (!studying.has(cell.enrollmentId) || !entered.has(cell.column)) throw new OfficeError('gradebook.not-found');
        return register.read(cell, text, way);
      },
      textOf: (text) => text,
      lockOf: (column) => lockOf({ classId: place.classId, subjectId: null, semester: register.semesterOf(column), column: place.register }),
      store: {
        set: register.set,
        addStep: (step) => repositories.registers.addStep({ ...place, ...step }),
        nextStep: (userId, state) => repositories.registers.nextStep({ ...place, userId, state }),
        changesOfStep: (stepId) => repositories.registers.changesOfStep(stepId),
        setStepState: (stepId, state) => repositories.registers.setStepState(stepId, state),
      },
    };
  }

  /** The values stand in the cells' own histories; the log may be read by people who must not see them. */
  async function written(edit: Edit<string>, action: string): Promise<RegisterWritten> {
    const { touched, savedAt, refused, step } = edit;
    if (step === null) return { value: { rows: [], totals: [], savedAt, refused: [...refused], step }, audit: null };
    const wanted = new Set<string>(touched);
    const after = await open(touched);
    const rows = after.pupils.filter(({ enrollment }) => wanted.has(enrollment.id)).map((pupil) => registerRow(after, pupil));
    return { value: { rows, totals: [...after.totals()], savedAt, refused: [...refused], step }, audit: { action, detail: { ...place, className: frame.group.name, kind: step.kind, cells: step.cells } } };
  }

  const pupilsOf = (changes: readonly CellText<string>[]) => changes.map(({ enrollmentId }) => enrollmentId);
  return {
    place,
    frame,
    check: async (changes) => planCells(await sheet(pupilsOf(changes)), changes).map(({ verdict }) => verdict),
    write: async (changes, kind, reason) => written(await writeCells(await sheet(pupilsOf(changes)), changes, kind, reason, editor), 'registers.cellsSet'),
    reverse: async (direction) => written(await reverseCells(await sheet(null), direction, editor), direction === 'undo' ? 'registers.stepUndone' : 'registers.stepRedone'),
  };
}
