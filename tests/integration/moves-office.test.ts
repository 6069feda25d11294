import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MoveAction } from '#core/contract/moves.ts';
import { createMovesSchool, decision, newcomer, raise } from '#tests/support/moves-school.ts';
import type { TestOffice } from '#tests/support/open-office.ts';

let school: TestOffice;
const moves = createMovesSchool();
const { group, subject, subjects, members, member, act, preview, dump, changedSince } = moves;

beforeAll(async () => {
  school = await moves.open();
});

afterAll(() => school.close());

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

test('a pupil comes with the averages of the old school: nothing of that semester is due or can be entered, all of it is told, and all of it goes again', async () => {
  const before = dump();
  const classId = group('6C').id;
  const supplied = { school: 'Trường THCS Lê Lợi', conduct: 'K', excused: 3, unexcused: 1 } as const;
  const scored = subjects().filter(({ kind }) => kind === 'scored');
  const commented = subjects().filter(({ kind }) => kind === 'comment');
  const results = [...scored.map(({ id }, index) => ({ subjectId: id, score: 60 + index * 3, pass: null, level: null })), ...commented.map(({ id }) => ({ subjectId: id, score: null, pass: 'Đ' as const, level: null }))];
  const join = { kind: 'join', classId, on: '2026-01-12', oldSchool: supplied.school, decision: 'GT 12', data: newcomer, semester1: { ...supplied, results } } as const satisfies MoveAction;
  const missingBefore = (await school.call('results.class', { classId })).missing.length;
  const boardBefore = (await school.call('board.term', { semester: 1 })).classes.find((one) => one.classId === classId)?.cells.map(({ due, entered }) => [due, entered]);
  const twin = (await members('6C'))[0];
  if (twin === undefined) throw new Error('no pupil');
  const refused = {
    here: (await preview({ ...join, data: { ...newcomer, personalId: twin.data.personalId } })).remarks.filter(({ severity }) => severity === 'error').map(({ code, params }) => [code, params['className']]),
    wrongKind: await school.refusal('moves.preview', { action: { ...join, semester1: { ...supplied, results: [{ subjectId: subject('TOAN').id, score: null, pass: 'Đ', level: null }] } } }),
    twice: await school.refusal('moves.preview', { action: { ...join, semester1: { ...supplied, results: [...results, ...results.slice(0, 1)] } } }),
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
    refused: { here: [['already-here', '6C']], wrongKind: 'office.invalid-input', twice: 'office.invalid-input' },
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
