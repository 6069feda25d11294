import Database from 'better-sqlite3';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import type { z } from 'zod';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MoveAction } from '#core/contract/moves.ts';
import type { PupilData } from '#core/contract/pupils.ts';
import type { subjectResult } from '#core/contract/results.ts';
import type { EnrollmentId } from '#core/values/ids.ts';
import type { MarkColumn } from '#core/contract/shared.ts';
import { assess } from '#main/cli/assess/assess-command.ts';
import { loadRuleLibrary } from '#main/rules/load-rule-library.ts';
import type { ClassSummary, SubjectSummary } from '#core/contract/school.ts';
import { openTrainingOffice, type TestOffice } from '#tests/support/open-office.ts';

type SubjectResult = z.infer<typeof subjectResult>;

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

const newcomer: PupilData = { ministryCode: '', personalId: '025313009001', registryNumber: '', fullName: 'Phùng Thị Nga', birthDate: '2013-04-05', sex: 'female', ethnicity: '09', nationality: 'Việt Nam', birthPlace: '', homeTown: '', address: '', fatherName: '', motherName: '', guardianName: '' };

test('a pupil comes with the averages of the old school: nothing of that semester is due or can be entered, all of it is told, and all of it goes again', async () => {
  const before = dump();
  const classId = group('6C').id;
  const supplied = { school: 'Trường THCS Lê Lợi', conduct: 'K', excused: 3, unexcused: 1 } as const;
  const scored = subjects.filter(({ kind }) => kind === 'scored');
  const commented = subjects.filter(({ kind }) => kind === 'comment');
  const results = [...scored.map(({ id }, index) => ({ subjectId: id, score: 60 + index * 3, pass: null, level: null })), ...commented.map(({ id }) => ({ subjectId: id, score: null, pass: 'Đ' as const, level: null }))];
  const join = { kind: 'join', classId, on: '2026-01-12', oldSchool: supplied.school, decision: 'GT 12', data: newcomer, semester1: { ...supplied, results } } as const satisfies MoveAction;
  const missingBefore = (await school.call('results.class', { classId })).missing.length;
  const boardBefore = (await school.call('board.term', { semester: 1 })).classes.find((one) => one.classId === classId)?.cells.map(({ due, entered }) => [due, entered]);
  const twin = (await members('6C'))[0];
  if (twin === undefined) throw new Error('no pupil');
  const refused = {
    here: (await preview({ ...join, data: { ...newcomer, personalId: twin.data.personalId } })).remarks.filter(({ severity }) => severity === 'error').map(({ code, params }) => [code, params['className']]),
    wrongKind: await school.refusal('moves.preview', { action: { ...join, semester1: { ...supplied, results: [{ subjectId: subject('TOAN').id, score: null, pass: 'Đ', level: null }] } } }),
  };
  const part = (await preview({ ...join, semester1: { ...supplied, results: results.slice(1) } })).remarks;
  const { id } = await act(join);
  const rows = await members('6C');
  const added = rows.at(-1);
  if (added === undefined) throw new Error('no pupil');
  const { enrollmentId } = added;
  const sheet = async (semester: 1 | 2) => (await school.call('gradebook.sheet', { classId, subjectId: subject('TOAN').id, semester })).rows.find((row) => row.enrollmentId === enrollmentId);
  const [first, second] = [await sheet(1), await sheet(2)];
  const homeroom = (await school.call('registers.sheet', { classId, register: 'homeroom', period: 'year' })).rows.find((row) => row.enrollmentId === enrollmentId)?.supplied;
  const seen = {
    place: [added.position === rows.length, added.data.fullName, added.moves],
    sheet: [first?.semesterScore, first?.transferredFrom, second?.otherSemesterScore, second?.transferredFrom],
    homeroom,
    typed: await school.refusal('gradebook.setMark', { classId, subjectId: subject('TOAN').id, semester: 1, enrollmentId, column: 'final', text: '9' }),
    comment: await school.refusal('gradebook.setMark', { classId, subjectId: subject('TOAN').id, semester: 1, enrollmentId, column: 'comment', text: '' }),
    // Only what is due in semester II was added, as for everybody in the class.
    missing: (await school.call('results.class', { classId })).missing.length - missingBefore,
    board: (await school.call('board.term', { semester: 1 })).classes.find((one) => one.classId === classId)?.cells.map(({ due, entered }) => [due, entered]),
    level: (await school.call('results.class', { classId })).pupils.find((row) => row.enrollmentId === enrollmentId)?.semester1.level,
    told: (await school.call('results.explain', { classId, enrollmentId, about: { kind: 'subject', subjectId: subject('TOAN').id, period: 1 } })).steps.map(({ text }) => text),
    way: (await school.call('moves.ofPupil', { pupilId: added.pupilId })).semester1?.results.length,
  };
  const corrected = await act({ kind: 'set-transferred', enrollmentId, semester1: { ...supplied, results: results.map((result) => (result.subjectId === subject('TOAN').id ? { ...result, score: 85 } : result)) } });
  const better = (await sheet(1))?.semesterScore;
  const blocked = (await school.call('moves.checkUndo', { id })).obstacles.map(({ code, what }) => `${code} ${what}`);
  await school.call('moves.undo', { id: corrected.id });
  await school.call('moves.undo', { id });
  const toan = results.find(({ subjectId }) => subjectId === subject('TOAN').id)?.score ?? 0;
  expect({ refused, part: part.map(({ severity, code, params }) => [severity, code, params['subjects']]), seen, better, blocked, listed: (await members('6C')).length }).toEqual({
    refused: { here: [['already-here', '6C']], wrongKind: 'office.invalid-input' },
    part: [['warning', 'results-missing', scored[0]?.name]],
    seen: {
      place: [true, 'Phùng Thị Nga', [{ kind: 'joined', on: '2026-01-12', className: '6C', otherSchool: supplied.school, decision: 'GT 12', reason: '' }]],
      sheet: [toan, { semester: 1, school: supplied.school }, toan, { semester: 1, school: supplied.school }],
      homeroom: { conduct1: 'K', excused1: '3', unexcused1: '1' },
      typed: 'gradebook.transferred',
      comment: 'ok',
      missing: 0,
      board: boardBefore,
      level: 'K',
      told: [`ĐTBmhkI = ${Math.trunc(toan / 10)},${toan % 10}, theo kết quả trường cũ chuyển đến (${supplied.school}).`],
      way: 12,
    },
    better: 85,
    blocked: ['changed transferredResult'],
    listed: rows.length - 1,
  });
  expect(changedSince(before)).toEqual([]);
});

test('years elsewhere are kept in their own words, go into the record, and are never computed', async () => {
  const before = dump();
  const { pupilId, enrollmentId } = await member('7A', 2);
  const year = { schoolYear: '2019-2020', className: '1A', school: 'Trường Tiểu học Sông Mã', enteredOn: '2019-09-05', circular: 'TT 22/2016', learning: 'Hoàn thành tốt', conduct: 'Tốt', outcome: 'Được lên lớp', title: '' };
  const wrong = (await preview({ kind: 'set-history', pupilId, years: [year, year, { ...year, schoolYear: '2025-2026' }] })).remarks.map(({ code }) => code);
  const { id, preview: seen } = await act({ kind: 'set-history', pupilId, years: [year] });
  const stored = (await school.call('moves.ofPupil', { pupilId })).years;
  await school.ended((await school.call('records.create', { classId: group('7A').id })).jobId);
  const { records } = await school.call('records.class', { classId: group('7A').id });
  const record = records.find((row) => row.enrollmentId === enrollmentId);
  const { file } = await school.call('records.xml', { recordId: record?.recordId ?? raise() });
  const xml = Buffer.from(school.office.giveFile('window', file)?.bytes ?? []).toString('utf8');
  await school.call('moves.undo', { id });
  const outdated = (await school.call('records.class', { classId: group('7A').id })).records.filter((row) => row.outdated).map((row) => row.enrollmentId);
  expect({ wrong, seen: seen.rows.map(({ code }) => code), stored, inRecord: /Sông Mã/u.test(xml), outdated }).toEqual({ wrong: ['year-twice', 'year-not-past', 'year-here'], seen: ['history-set'], stored: [year], inRecord: true, outdated: [enrollmentId] });
  expect(changedSince(before).filter((row) => !row.startsWith('+ record'))).toEqual([]);
});

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

const compact = ['NGU_VAN', 'TOAN', 'NGOAI_NGU_1', 'GDCD', 'LICH_SU_DIA_LI', 'KHTN', 'CONG_NGHE', 'TIN_HOC'];
const row = (text: string) => Object.fromEntries(text.split(' ').map((mark, index) => [compact[index] ?? '', mark]));

test('A6 and A7 in the summer: who has to be assessed again, what it leads to, and the principal confirms it, anew where a result changes', async () => {
  const classId = group('7A').id;
  const [first, second] = [await member('7A', 1), await member('7A', 2)];
  const endOf = async (enrollmentId: EnrollmentId) => (await school.call('yearTurn.class', { classId })).pupils.find((pupil) => pupil.enrollmentId === enrollmentId) ?? raise();
  const again = (enrollmentId: EnrollmentId, code: string, text: string) => school.call('gradebook.setMark', { classId, subjectId: subject(code).id, semester: 2, enrollmentId, column: 'reassessment', text });
  // A7
  await giveYear('7A', first.enrollmentId, row('4,8 3,3 4,4 6 5,5 5 5,2 5,9'), ['K', 'Đ'], 20);
  const may = await endOf(first.enrollmentId);
  await again(first.enrollmentId, 'TOAN', '3,5');
  const onlyMaths = (await endOf(first.enrollmentId)).now;
  await again(first.enrollmentId, 'NGU_VAN', '5');
  const both = await endOf(first.enrollmentId);
  // A6, third: two comment subjects failed, one passed again.
  await giveYear('7A', second.enrollmentId, { ...row('8,3 8,1 8 9,1 8,5 8,2 7,8 7'), GDTC: 'CĐ', GDDP: 'CĐ' }, ['T', 'CĐ'], 0);
  const waiting = await endOf(second.enrollmentId);
  await homeroom('7A', second.enrollmentId, { summerConduct: 'Đ' });
  await again(second.enrollmentId, 'GDTC', 'Đ');
  const done = await endOf(second.enrollmentId);
  const clerk = await school.refusal('moves.preview', { action: { kind: 'decide', classIds: [classId], on: '2026-06-20' } });

  await school.as('hieutruong');
  const decide = { kind: 'decide', classIds: [classId], on: '2026-08-10' } satisfies MoveAction;
  const open = await preview({ ...decide, classIds: [group('8B').id] });
  const before = dump();
  const { id, preview: seen } = await act(decide);
  const twice = (await preview(decide)).remarks.map(({ code }) => code);
  const fixed = (await endOf(first.enrollmentId)).fixed;
  await school.call('moves.undo', { id });
  const undone = changedSince(before);
  const kept = await act(decide);
  await school.as('vanthu');
  await again(first.enrollmentId, 'NGU_VAN', '4,9');
  const changed = await endOf(first.enrollmentId);
  await again(first.enrollmentId, 'NGU_VAN', '5');
  expect({
    may: [may.before, may.now, may.reassess.map(({ name, before: mark }) => `${name} ${mark}`)],
    onlyMaths,
    both: [both.now, both.after, both.reassess.map(({ after }) => after)],
    waiting: [waiting.before, waiting.summerConduct],
    done: [done.now, done.after],
    clerk,
    open: [open.mayApply, open.remarks[0]?.code],
    seen: [seen.rows.length, seen.rows.slice(0, 2).map(({ code, params }) => [code, params['learning'], params['conduct'], params['summer']])],
    twice,
    fixed: fixed === null ? null : { ...fixed, by: fixed.by.includes('hiệu trưởng') },
    undone,
    kept: kept.id > id,
    changed: [changed.now, changed.fixed?.outdated],
    after: (await endOf(first.enrollmentId)).fixed?.outdated,
  }).toEqual({
    may: ['REASSESS', 'REASSESS', ['Ngữ văn 4,8', 'Toán 3,3', 'Ngoại ngữ 1 4,4']],
    onlyMaths: 'RETAINED',
    both: ['PROMOTED', { learning: 'Đ', conduct: 'Đ' }, ['5,0', '3,5', '']],
    waiting: ['SUMMER_CONDUCT_THEN_REASSESS', { due: true, result: null }],
    done: ['PROMOTED', { learning: 'K', conduct: 'Đ' }],
    clerk: 'session.not-allowed',
    open: [false, 'pupils-open'],
    seen: [38, [['decided-promoted', 'Đ', 'Đ', 'after'], ['decided-promoted', 'K', 'Đ', 'after']]],
    twice: ['all-confirmed'],
    fixed: { decision: 'PROMOTED', on: '2026-08-10', by: true, outdated: false },
    undone: [],
    kept: true,
    changed: ['RETAINED', true],
    after: false,
  });
});

test('the school turns to its next year as looked at; the old year stays to be read and cannot be written; all of it is taken back while nothing stands on it', async () => {
  // Whoever's year is open leaves first; one pupil repeats the grade.
  for (const className of ['6C', '8B']) {
    for (const pupil of (await members(className)).filter(({ status }) => status === 'studying').slice(className === '6C' ? 1 : 0)) await act({ kind: 'leave', enrollmentId: pupil.enrollmentId, on: '2026-05-30', reason: 'transferred', destination: '', decision });
  }
  const stays = await member('6C', 1);
  await giveYear('6C', stays.enrollmentId, { ...row('8 8 8 8 8 8 8 8'), GDTC: 'Đ', NGHE_THUAT: 'Đ', HDTN_HN: 'Đ', GDDP: 'Đ' }, ['T', 'T'], 46);
  const early = await school.call('yearTurn.proposal', {});
  const unconfirmed = (await school.call('moves.preview', { action: early.proposal })).remarks.filter(({ severity }) => severity === 'error').map(({ code, params }) => [code, params['className'], params['count']]);
  await school.as('hieutruong');
  await act({ kind: 'decide', classIds: [group('6C').id, group('7A').id], on: '2026-08-10' });
  await school.as('vanthu');

  const { proposal, retained } = await school.call('yearTurn.proposal', {});
  const before = dump();
  const seen = await school.call('moves.preview', { action: proposal });
  const stale = await school.ended((await school.call('yearTurn.rollOver', { action: { ...proposal, startsOn: '2026-09-01' }, digest: seen.digest })).jobId);
  const roll = async () => school.ended((await school.call('yearTurn.rollOver', { action: proposal, digest: (await school.call('moves.preview', { action: proposal })).digest })).jobId);
  const turnedBack = (await roll()).state;
  await school.call('moves.undo', { id: (await school.call('moves.list', {})).done[0]?.id ?? 0 });
  const undone = [turnedBack, changedSince(before)];
  const job = await roll();
  const now = await school.call('school.overview', {});
  const state = await school.call('session.state', {});
  const classA = now.classes.find(({ name }) => name === '8A') ?? raise();
  const list = (await school.call('pupils.list', { classId: classA.id })).pupils;

  const pastId = state.school?.years.find(({ name }) => name === '2025-2026')?.id ?? raise();
  await school.call('session.viewYear', { yearId: pastId });
  const past = await school.call('school.overview', {});
  const old = { classId: group('7A').id, subjectId: subject('TOAN').id, semester: 2 } as const;
  const sheet = await school.call('gradebook.sheet', old);
  const cell = { ...old, enrollmentId: (await member('7A', 1)).enrollmentId, column: 'final' } as const;
  const readOnly = {
    classes: past.classes.map(({ name, size, mayEditHomeroom, mayEditSubjects }) => [name, size, mayEditHomeroom, mayEditSubjects.length]),
    sheet: [sheet.rows.length, sheet.mayEdit, [...new Set(sheet.locked.map(({ why }) => why))]],
    results: (await school.call('results.class', { classId: old.classId })).pupils.length,
    book: (await school.call('books.class', { classId: old.classId })).name.includes('2025-2026'),
    typed: await school.refusal('gradebook.setMark', { ...cell, text: '10' }),
    pasted: (await school.call('gradebook.checkMarks', { ...old, changes: [{ enrollmentId: cell.enrollmentId, column: 'final', text: '10' }] })).cells[0]?.error?.code,
    conduct: (await school.call('registers.check', { classId: old.classId, register: 'homeroom', period: 'year', changes: [{ enrollmentId: cell.enrollmentId, column: 'conduct1', text: 'CĐ' }] })).cells[0]?.error?.code,
    arranged: await school.refusal('pupils.arrange', { classId: old.classId, order: 'given-name' }),
    moved: (await preview({ kind: 'leave', enrollmentId: cell.enrollmentId, on: '2026-05-30', reason: 'other', destination: '', decision })).remarks.map(({ code }) => code).includes('past-year'),
  };
  await school.call('session.viewYear', { yearId: null });

  const done = (await school.call('moves.list', {})).done;
  const turned = done.find(({ kind, undoneAt }) => kind === 'roll-over' && undoneAt === null) ?? raise();
  const earlier = (await school.call('moves.checkUndo', { id: done.find(({ kind, undoneAt }) => kind === 'leave' && undoneAt === null)?.id ?? 0 })).obstacles.map(({ code }) => code);
  const fresh = { classId: classA.id, subjectId: subject('TOAN').id, semester: 1, enrollmentId: list[0]?.enrollmentId ?? raise(), column: 'regular1' } as const;
  await school.call('gradebook.setMark', { ...fresh, text: '9' });
  const blocked = (await school.call('moves.checkUndo', { id: turned.id })).obstacles.map(({ code, what }) => `${code} ${what}`);
  const refused = await school.refusal('moves.undo', { id: turned.id });
  expect({ unconfirmed, seen: [seen.mayApply, seen.rows.map(({ code, group: name }) => `${code} ${name}`)], retained: retained.map(({ fullName }) => fullName), stale: [stale.state, stale.error?.code], undone, job: job.state, now: now.classes.map(({ name, size }) => `${name} ${size}`), year: [state.school?.schoolYear, state.school?.years.length], order: list.map(({ position }) => position).join() === list.map((_, index) => index + 1).join(), readOnly, earlier, blocked, refused }).toEqual({
    unconfirmed: [['not-confirmed', '6C', 1]],
    seen: [true, ['class-made 6C', 'class-made 7C', 'class-made 8A', 'class-made 8B', 'class-made 9B', 'pupil-stays 6C']],
    retained: [stays.data.fullName],
    stale: ['failed', 'moves.outdated-preview'],
    undone: ['done', []],
    job: 'done',
    now: ['6C 1', '7C 0', '8A 38', '8B 0', '9B 0'],
    year: ['2026-2027', 2],
    order: true,
    readOnly: {
      classes: [['6C', 1, false, 0], ['7A', 38, false, 0], ['7B', 0, false, 0], ['8B', 0, false, 0]],
      sheet: [38, false, ['past-year']],
      results: 38,
      book: true,
      typed: 'school.past-year',
      pasted: 'school.past-year',
      conduct: 'school.past-year',
      arranged: 'school.past-year',
      moved: true,
    },
    earlier: ['year-turned'],
    blocked: ['stands-on marks', 'stands-on marks'],
    refused: 'moves.cannot-undo',
  });
});

test('A10: an upper secondary pupil with the averages of the old school gets through the office what the rules say on the command line', async () => {
  await school.ended((await school.call('setup.openTraining', { kind: 'upper-secondary' })).jobId);
  await school.as('vanthu');
  ({ classes, subjects } = await school.call('school.overview', {}));
  const classId = group('11A2').id;
  const first = { NGU_VAN: 74, TOAN: 86, NGOAI_NGU_1: 64, LICH_SU: 82, GDQP_AN: 90, VAT_LI: 79, HOA_HOC: 80, TIN_HOC: 88, CONG_NGHE: 70 };
  const second: Readonly<Record<keyof typeof first, string>> = {
    NGU_VAN: '8 7 8,5 7,5; 7; 7,5',
    TOAN: '9 8 9 8,5; 8; 8,8',
    NGOAI_NGU_1: '6,5 7 6 7; 6; 6,8',
    LICH_SU: '8 9 8,5; 8; 8,4',
    GDQP_AN: '9 9; 8; 9',
    VAT_LI: '8 8 9; 7,5; 8,5',
    HOA_HOC: '8 8,5 7,5; 8; 8',
    TIN_HOC: '9 9 9; 8,5; 9',
    CONG_NGHE: '7,5 8 8; 7; 7,7',
  };
  const codes = Object.keys(first) as (keyof typeof first)[];
  const comments = ['GDTC', 'HDTN_HN', 'GDDP'];
  const results = [...codes.map((code) => ({ subjectId: subject(code).id, score: first[code], pass: null, level: null })), ...comments.map((code) => ({ subjectId: subject(code).id, score: null, pass: 'Đ' as const, level: null }))];
  const { preview: seen } = await act({ kind: 'join', classId, on: '2026-01-12', oldSchool: 'Trường THPT Cẩm Khê', decision, data: { ...newcomer, birthDate: '2009-04-05' }, semester1: { school: 'Trường THPT Cẩm Khê', conduct: 'T', excused: 2, unexcused: 0, results } });
  const { enrollmentId } = (await members('11A2')).at(-1) ?? raise();
  const enter = (code: string, text: string) => {
    const [regular = '', midterm = '', final = ''] = text.split('; ');
    const cells = [...regular.split(' ').map((mark, index) => [`regular${index + 1}`, mark]), ['midterm', midterm], ['final', final]] as [MarkColumn, string][];
    return school.call('gradebook.setMarks', { classId, subjectId: subject(code).id, semester: 2, kind: 'paste', changes: cells.map(([column, mark]) => ({ enrollmentId, column, text: mark })) });
  };
  for (const code of codes) await enter(code, second[code]);
  for (const code of comments) await enter(code, 'Đ Đ; Đ; Đ');
  const entries = [['conduct2', 'T'], ['excused2', '1'], ['unexcused2', '0']] as const;
  await school.call('registers.set', { classId, register: 'homeroom', period: 'year', kind: 'paste', changes: entries.map(([column, text]) => ({ enrollmentId, column, text })) });
  const { pupils } = await school.call('results.class', { classId });
  const result = pupils.find((row) => row.enrollmentId === enrollmentId) ?? raise();
  const scored = Object.fromEntries(codes.map((code) => [code, result.subjects.find(({ subjectId }) => subjectId === subject(code).id)]));
  const dotted = (score: number | null | undefined) => (score == null ? null : `${Math.trunc(score / 10)}.${score % 10}`);
  const averages = (of: (row: SubjectResult | undefined) => number | null | undefined) => Object.fromEntries(codes.map((code) => [code, dotted(of(scored[code]))]));
  const term = (text: string) => {
    const [regular = '', mid = '', final = ''] = text.replaceAll(',', '.').split('; ');
    return { regular: regular.split(' '), mid, final };
  };
  const said = await assessed({
    kind: 'full_year',
    absences: 3,
    conduct: { hk1: 'T', hk2: 'T' },
    subjects: Object.fromEntries([...codes.map((code) => [code, { type: 'score', hk1: { avg: dotted(first[code]) }, hk2: term(second[code]) }]), ...comments.map((code) => [code, { type: 'comment', hk1: { result: 'Đ' }, hk2: { result: 'Đ' } }])]),
  });
  expect({
    electives: seen.rows.filter(({ code }) => code === 'elective-taken').length,
    hk1: { averages: averages((row) => row?.score1), level: result.semester1.level },
    hk2: { averages: averages((row) => row?.score2), level: result.semester2.level },
    year: { averages: averages((row) => row?.scoreYear), learning: result.year.level, title: result.award, decision: result.finalDecision },
    expected: [result.semester1.level, result.semester2.level, result.year.level, result.award, result.finalDecision],
  }).toEqual({
    electives: 4,
    hk1: { averages: said.hk1.averages, level: said.hk1.level },
    hk2: { averages: said.hk2.averages, level: said.hk2.level },
    year: { averages: said.year.averages, learning: said.year.learning, title: said.year.title, decision: said.year.decision },
    expected: ['K', 'T', 'T', 'GIOI', 'PROMOTED'],
  });
});

type Assessed = { readonly hk1: Term; readonly hk2: Term; readonly year: { readonly averages: unknown; readonly learning: string; readonly title: string; readonly decision: string } };
type Term = { readonly averages: unknown; readonly level: string };

/** What `hocba assess` answers to one line. */
async function assessed(input: unknown): Promise<Assessed> {
  const written: string[] = [];
  const output = new Writable({
    write(chunk: Buffer, _, done) {
      written.push(chunk.toString('utf8'));
      done();
    },
  });
  await assess(Readable.from([JSON.stringify({ id: 1, rule: 'tt22', input })]), output, loadRuleLibrary('resources'), false);
  return (JSON.parse(written.join('')) as { readonly result: Assessed }).result;
}

function raise(): never {
  throw new Error('not there');
}
