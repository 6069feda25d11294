import Database from 'better-sqlite3';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TrainingKind } from '#core/contract/shared.ts';
import type { PupilData } from '#core/contract/pupils.ts';
import type { MoveAction } from '#core/contract/moves.ts';
import type { ClassSummary, SubjectSummary } from '#core/contract/school.ts';
import type { EnrollmentId } from '#core/values/ids.ts';
import { openTrainingOffice, type TestOffice } from './open-office.ts';

/** A decision that acts name. */
export const decision = 'QĐ 45/QĐ-THCS';

/** Somebody who comes from another school. */
export const newcomer: PupilData = { ministryCode: '', personalId: '025313009001', registryNumber: '', fullName: 'Phùng Thị Nga', birthDate: '2013-04-05', sex: 'female', ethnicity: '09', nationality: 'Việt Nam', birthPlace: '', homeTown: '', address: '', fatherName: '', motherName: '', guardianName: '' };

export function raise(): never {
  throw new Error('not there');
}

/** A training school with a second class of grade 7, and what tests of moves ask of it. `open` comes first. */
export function createMovesSchool() {
  let school: TestOffice;
  let classes: readonly ClassSummary[] = [];
  let subjects: readonly SubjectSummary[] = [];

  async function open(): Promise<TestOffice> {
    school = await openTrainingOffice();
    await school.as('vanthu');
    await school.call('school.saveClass', { id: null, name: '7B', grade: 7, homeroomTeacherId: null });
    ({ classes, subjects } = await school.call('school.overview', {}));
    return school;
  }

  /** Goes over to the training school of another kind. */
  async function enter(kind: TrainingKind): Promise<void> {
    await school.ended((await school.call('setup.openTraining', { kind })).jobId);
    await school.as('vanthu');
    ({ classes, subjects } = await school.call('school.overview', {}));
  }

  function group(name: string): ClassSummary {
    const found = classes.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no class ${name}`);
    return found;
  }

  function subject(code: string): SubjectSummary {
    const found = subjects.find((one) => one.code === code);
    if (found === undefined) throw new Error(`no subject ${code}`);
    return found;
  }

  async function members(className: string) {
    return (await school.call('pupils.list', { classId: group(className).id })).pupils;
  }

  async function member(className: string, position: number) {
    const found = (await members(className)).find((row) => row.position === position && row.status === 'studying');
    if (found === undefined) throw new Error('no pupil');
    return found;
  }

  /** Looks first, then does exactly that. */
  async function act(action: MoveAction): Promise<{ readonly id: number; readonly preview: Awaited<ReturnType<typeof preview>> }> {
    const seen = await preview(action);
    return { preview: seen, ...(await school.call('moves.apply', { action, digest: seen.digest })) };
  }

  function preview(action: MoveAction) {
    return school.call('moves.preview', { action });
  }

  /** Every row of the school's data; not the logs, which only grow. */
  function dump(): Readonly<Record<string, readonly unknown[]>> {
    const folder = readdirSync(school.folder).find((name) => name.startsWith('luyen-tap')) ?? '';
    const file = new Database(join(school.folder, folder, 'hoc-ba.sqlite'), { readonly: true });
    try {
      const tables = file.prepare("select name from sqlite_master where type = 'table' and name not in ('audit_log', 'bulk_action', 'bulk_change', 'sqlite_sequence') order by name").pluck().all() as string[];
      return Object.fromEntries(tables.map((table) => [table, file.prepare(`select * from "${table}"`).all().map((row) => JSON.stringify(row)).toSorted()]));
    } finally {
      file.close();
    }
  }

  /** Rows that came or went since; nothing where everything is as it was. */
  function changedSince(before: ReturnType<typeof dump>): readonly string[] {
    const now = dump();
    return [...new Set([...Object.keys(before), ...Object.keys(now)])].flatMap((table) => {
      const [old, fresh] = [new Set(before[table]), new Set(now[table])];
      return [...[...old].filter((row) => !fresh.has(row)).map((row) => `- ${table} ${String(row)}`), ...[...fresh].filter((row) => !old.has(row)).map((row) => `+ ${table} ${String(row)}`)];
    });
  }

  /** Marks that give exactly these results in both semesters, conduct and absences. */
  async function giveYear(className: string, enrollmentId: EnrollmentId, values: Readonly<Record<string, string>>, conduct: readonly [string, string], absences: number): Promise<void> {
    const classId = group(className).id;
    for (const [code, value] of Object.entries(values)) {
      for (const semester of [1, 2] as const) {
        const { columns } = await school.call('gradebook.sheet', { classId, subjectId: subject(code).id, semester });
        const changes = columns.filter((column) => column.startsWith('regular') || column === 'midterm' || column === 'final').map((column) => ({ enrollmentId, column, text: value }));
        await school.call('gradebook.setMarks', { classId, subjectId: subject(code).id, semester, kind: 'fill', changes });
      }
    }
    await homeroom(className, enrollmentId, { conduct1: conduct[0], conduct2: conduct[1], excused1: String(absences), unexcused1: '0', excused2: '0', unexcused2: '0' });
  }

  function homeroom(className: string, enrollmentId: EnrollmentId, fields: Readonly<Record<string, string>>) {
    return school.call('registers.set', { classId: group(className).id, register: 'homeroom', period: 'year', kind: 'paste', changes: Object.entries(fields).map(([column, text]) => ({ enrollmentId, column, text })) });
  }

  return { open, enter, group, subject, subjects: () => subjects, members, member, act, preview, dump, changedSince, giveYear, homeroom };
}
