import Database from 'better-sqlite3';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MoveAction } from '#core/contract/moves.ts';
import type { ClassSummary, SubjectSummary } from '#core/contract/school.ts';
import { openTrainingOffice, type TestOffice } from '#tests/support/open-office.ts';

let school: TestOffice;
let classes: readonly ClassSummary[] = [];
let subjects: readonly SubjectSummary[] = [];

beforeAll(async () => {
  school = await openTrainingOffice();
  await school.as('vanthu');
  const { id: _ } = await school.call('school.saveClass', { id: null, name: '7B', grade: 7, homeroomTeacherId: null });
  ({ classes, subjects } = await school.call('school.overview', {}));
});

afterAll(() => school.close());

const decision = 'QĐ 45/QĐ-THCS';

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

test('a class change takes marks and their history along, counts nobody twice, leaves the place struck through, and is taken back to the row', async () => {
  const before = dump();
  const pupil = await member('7A', 3);
  const place = { subjectId: subject('TOAN').id, semester: 1 } as const;
  const average = async (className: string) => (await school.call('gradebook.sheet', { ...place, classId: group(className).id })).rows.find(({ enrollmentId }) => enrollmentId === pupil.enrollmentId)?.semesterScore;
  const own = await average('7A');
  const action: Extract<MoveAction, { kind: 'change-class' }> = { kind: 'change-class', enrollmentIds: [pupil.enrollmentId], classId: group('7B').id, on: '2026-01-12', decision };
  const wrong = await preview({ ...action, classId: group('8B').id, on: '2024-01-12' });
  const { id, preview: seen } = await act(action);
  const after = {
    old: (await members('7A')).filter(({ enrollmentId }) => enrollmentId === pupil.enrollmentId).map(({ position, status, moves }) => ({ position, status, moves })),
    now: (await members('7B')).map(({ position, status, moves }) => ({ position, status, moves })),
    sizes: (await school.call('school.overview', {})).classes.filter(({ grade }) => grade === 7).map(({ name, size }) => `${name} ${size}`),
    marks: { here: await average('7B'), left: await average('7A') },
    results: [(await school.call('results.class', { classId: group('7A').id })).pupils.length, (await school.call('results.class', { classId: group('7B').id })).pupils.length],
    typedInOld: await school.refusal('gradebook.setMark', { ...place, classId: group('7A').id, enrollmentId: pupil.enrollmentId, column: 'final', text: '9' }),
  };
  const again = await school.refusal('moves.apply', { action, digest: seen.digest });
  await school.call('pupils.arrange', { classId: group('7A').id, order: 'given-name' });
  await school.call('moves.undo', { id });
  expect({ wrong: [wrong.mayApply, wrong.remarks.filter(({ severity }) => severity === 'error').map(({ code }) => code)], seen: { rows: seen.rows, remarks: seen.remarks.map(({ code }) => code) }, after, again, undone: (await school.call('moves.list', {})).done.map(({ kind, undoneAt, mayUndo }) => [kind, undoneAt !== null, mayUndo]) }).toEqual({
    wrong: [false, ['day-outside-year', 'day-before-entry', 'other-grade']],
    seen: { rows: [{ group: '7A', name: pupil.data.fullName, code: 'class-changed', params: { from: '7A', to: '7B', position: 1, on: '2026-01-12' } }], remarks: ['marks-go-along'] },
    after: {
      old: [{ position: 3, status: 'moved-class', moves: [{ kind: 'went-to', on: '2026-01-12', className: '7B', otherSchool: '', decision, reason: '' }] }],
      now: [{ position: 1, status: 'studying', moves: [{ kind: 'came-from', on: '2026-01-12', className: '7A', otherSchool: '', decision, reason: '' }] }],
      sizes: ['7A 37', '7B 1'],
      marks: { here: own, left: null },
      results: [37, 1],
      typedInOld: 'gradebook.not-found',
    },
    again: 'moves.outdated-preview',
    undone: [['change-class', true, false]],
  });
  expect(changedSince(before)).toEqual([]);
});

test('a pupil leaves with the results so far, comes back, and neither is taken back over later work', async () => {
  const pupil = await member('6C', 5);
  const { enrollmentId } = pupil;
  const left = await act({ kind: 'leave', enrollmentId, on: '2026-01-20', reason: 'transferred', destination: 'Trường THCS Lê Lợi', decision });
  const classId = group('6C').id;
  const gone = {
    listed: (await members('6C')).filter((row) => row.enrollmentId === enrollmentId).map(({ position, status, moves }) => ({ position, status, moves })),
    result: (await school.call('results.class', { classId })).pupils.some((row) => row.enrollmentId === enrollmentId),
    marks: Object.keys((await school.call('gradebook.sheet', { classId, subjectId: subject('TOAN').id, semester: 1 })).rows.find((row) => row.enrollmentId === enrollmentId)?.cells ?? {}).length > 0,
  };
  const back = await act({ kind: 'return', enrollmentId, on: '2026-02-10', decision: '' });
  const refused = await school.refusal('moves.undo', { id: left.id });
  const obstacles = (await school.call('moves.checkUndo', { id: left.id })).obstacles;
  await school.call('gradebook.setMark', { classId, subjectId: subject('TOAN').id, semester: 2, enrollmentId, column: 'regular1', text: '8' });
  const worked = (await school.call('moves.checkUndo', { id: back.id })).obstacles;
  await school.call('gradebook.setMark', { classId, subjectId: subject('TOAN').id, semester: 2, enrollmentId, column: 'regular1', text: '' });
  const stillWorked = await school.refusal('moves.undo', { id: back.id });
  expect({ gone, back: back.preview.remarks.map(({ code }) => code), refused, obstacles, worked, stillWorked, ofPupil: (await school.call('moves.ofPupil', { pupilId: pupil.pupilId })).moves.map(({ kind, on }) => [kind, on]) }).toEqual({
    gone: { listed: [{ position: 5, status: 'left-school', moves: [{ kind: 'left', on: '2026-01-20', className: '6C', otherSchool: 'Trường THCS Lê Lợi', decision, reason: 'transferred' }] }], result: false, marks: true },
    back: [],
    refused: 'moves.cannot-undo',
    obstacles: [{ code: 'changed', name: pupil.data.fullName, what: 'enrollment' }],
    worked: [{ code: 'work-since', name: pupil.data.fullName, what: 'marks' }],
    stillWorked: 'moves.cannot-undo',
    ofPupil: [
      ['left', '2026-01-20'],
      ['returned', '2026-02-10'],
    ],
  });
  // Of a pupil nobody worked on since, both are taken back, the later one first.
  const other = await member('6C', 6);
  const rows = dump();
  const first = await act({ kind: 'leave', enrollmentId: other.enrollmentId, on: '2026-01-20', reason: 'dropped-out', destination: '', decision: '' });
  const second = await act({ kind: 'return', enrollmentId: other.enrollmentId, on: '2026-01-21', decision: '' });
  await school.call('moves.undo', { id: second.id });
  await school.call('moves.undo', { id: first.id });
  expect(changedSince(rows)).toEqual([]);
});

test('theory in place of practice leaves every mark due; a subject that is not assessed counts nowhere; each with its decision, each taken back', async () => {
  const before = dump();
  const pupil = await member('7A', 1);
  const grant = { kind: 'exempt', enrollmentId: pupil.enrollmentId, subjectId: subject('GDTC').id, exemption: 'practical', term: 'semester2', decision, decidedOn: '2026-01-10' } as const;
  const codes = async (action: MoveAction) => (await preview(action)).remarks.map(({ severity, code }) => `${severity} ${code}`);
  const wrong = [await codes({ ...grant, subjectId: subject('TOAN').id }), await codes({ ...grant, exemption: 'not-assessed' })];
  const place = { classId: group('7A').id, subjectId: subject('GDTC').id, semester: 2 } as const;
  const row = async () => (await school.call('gradebook.sheet', place)).rows[0];
  const practical = await act(grant);
  const due = { exempt: (await row())?.exempt, typed: await school.refusal('gradebook.setMark', { ...place, enrollmentId: pupil.enrollmentId, column: 'final', text: 'Đ' }), twice: await codes(grant) };
  await school.call('moves.undo', { id: practical.id });
  await school.as('hieutruong');
  const whole = await act({ ...grant, exemption: 'not-assessed', term: 'year' });
  const listed = (await school.call('pupils.exemptions', { classId: place.classId })).exemptions;
  const ended = await act({ kind: 'end-exemption', enrollmentId: pupil.enrollmentId, subjectId: place.subjectId });
  await school.call('moves.undo', { id: ended.id });
  const exempt = (await row())?.exempt;
  await school.call('moves.undo', { id: whole.id });
  const notHers = await school.refusal('moves.preview', { action: { kind: 'leave', enrollmentId: pupil.enrollmentId, on: '2026-01-20', reason: 'other', destination: '', decision: '' } });
  await school.as('vanthu');
  expect({ wrong, due, listed, exempt, notHers }).toEqual({
    wrong: [['error not-practical-subject'], ['error term-not-for-whole', 'warning marks-not-counted']],
    due: { exempt: false, typed: 'ok', twice: ['error exempt-already'] },
    listed: [{ enrollmentId: pupil.enrollmentId, subjectId: place.subjectId, kind: 'not-assessed', term: 'year', reason: decision, decidedOn: '2026-01-10' }],
    exempt: true,
    notHers: 'session.not-allowed',
  });
  expect(changedSince(before)).toEqual([]);
});
