import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTrainingOffice, type TestOffice } from '#tests/support/open-office.ts';

let school: TestOffice;

beforeAll(async () => {
  school = await openTrainingOffice();
});

afterAll(() => school.close());

const later = '2099-01-01T17:00';

test('a locked column refuses typing, pasting and undoing cell by cell, until somebody else reopens it; the history says why', async () => {
  await school.as('giaovien');
  const { classes, subjects } = await school.call('school.overview', {});
  const group = classes.find(({ name }) => name === '6C');
  const subject = subjects.find(({ code }) => code === 'TOAN');
  if (group === undefined || subject === undefined) throw new Error('no sheet');
  const place = { classId: group.id, subjectId: subject.id, semester: 2 } as const;
  const [row] = (await school.call('gradebook.sheet', place)).rows;
  if (row === undefined) throw new Error('no pupil');
  const cell = { ...place, enrollmentId: row.enrollmentId };
  await school.call('gradebook.setMark', { ...cell, column: 'final', text: '7' });

  await school.as('vanthu');
  await school.call('locks.lock', { scope: { ...place, column: 'final' }, reason: 'Hết hạn nhập điểm' });
  const clerkOpens = await school.refusal('locks.reopen', { scope: { ...place, column: 'final' }, reason: 'x', expiresAt: later });

  await school.as('giaovien');
  const typed = await school.refusal('gradebook.setMark', { ...cell, column: 'final', text: '9' });
  const pasted = await school.call('gradebook.setMarks', { ...place, kind: 'paste', changes: (['midterm', 'final'] as const).map((column) => ({ enrollmentId: row.enrollmentId, column, text: '8' })) });
  const undone = await school.call('gradebook.undo', place);
  const undoneLocked = await school.call('gradebook.undo', place);
  const shown = (await school.call('gradebook.sheet', place)).locked;
  const { id } = await school.call('locks.ask', { scope: { ...place, column: 'final' }, reason: 'Cộng nhầm điểm bài 3' });
  const still = await school.refusal('gradebook.setMark', { ...cell, column: 'final', text: '9' });

  await school.as('quantri');
  const past = await school.refusal('locks.decide', { id, expiresAt: '2020-01-01T08:00' });
  await school.call('locks.decide', { id, expiresAt: later });

  await school.as('giaovien');
  await school.call('gradebook.setMark', { ...cell, column: 'final', text: '9' });
  const reopened = (await school.call('gradebook.sheet', place)).reopened;
  const { changes } = await school.call('gradebook.history', { ...cell, column: 'final' });
  const seen = await school.call('locks.overview', {});
  await school.as('hieutruong');
  await school.call('locks.close', { id });
  await school.as('giaovien');
  expect({
    clerkOpens,
    typed,
    pasted: [pasted.step?.cells, pasted.refused.map(({ column, error }) => [column, error?.code])],
    undone: [undone.step?.kind, undone.refused],
    undoneLocked: undoneLocked.refused.map(({ error }) => error?.code),
    shown,
    still,
    past,
    reopened,
    history: changes.map(({ after, reason }) => [after, reason]),
    seen: [seen.locks.length, seen.reopenings.map(({ state, askedBy, decidedBy, reason }) => [state, askedBy !== decidedBy, reason])],
    closed: await school.refusal('gradebook.setMark', { ...cell, column: 'final', text: '8' }),
  }).toEqual({
    clerkOpens: 'session.not-allowed',
    typed: 'gradebook.locked',
    pasted: [1, [['final', 'gradebook.locked']]],
    undone: ['paste', []],
    undoneLocked: ['gradebook.locked'],
    shown: [{ column: 'final', why: 'locked', by: 'Lê Thị Mai (văn thư)', on: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/u) as string }],
    still: 'gradebook.locked',
    past: 'locks.bad-dates',
    reopened: [{ column: 'final', reason: 'Cộng nhầm điểm bài 3', until: later }],
    history: [
      ['7,0', null],
      ['9,0', 'Cộng nhầm điểm bài 3'],
    ],
    seen: [1, [['open', true, 'Cộng nhầm điểm bài 3']]],
    closed: 'gradebook.locked',
  });
});

test('a planned window closes by itself, and a lock of the whole school covers the homeroom sheet', async () => {
  await school.as('vanthu');
  const { classes, subjects } = await school.call('school.overview', {});
  const group = classes.find(({ name }) => name === '8B');
  const subject = subjects.find(({ code }) => code === 'TIN_HOC');
  if (group === undefined || subject === undefined) throw new Error('no sheet');
  const [row] = (await school.call('gradebook.sheet', { classId: group.id, subjectId: subject.id, semester: 1 })).rows;
  if (row === undefined) throw new Error('no pupil');
  const mark = (reason?: string) => school.refusal('gradebook.setMark', { classId: group.id, subjectId: subject.id, semester: 1, enrollmentId: row.enrollmentId, column: 'comment', text: `Ghi ${String(performance.now())}`, reason });
  const conduct = async () => {
    const changes = [{ enrollmentId: row.enrollmentId, column: 'commendation', text: `Khen ${String(performance.now())}` }];
    return (await school.call('registers.set', { classId: group.id, register: 'homeroom', period: 'year', kind: 'edit', changes })).refused[0]?.error?.code ?? 'ok';
  };
  const scope = { classId: null, subjectId: null, semester: 1, column: null } as const;
  const { id } = await school.call('locks.plan', { scope, opensOn: '2020-01-01', closesOn: '2020-01-31' });
  const over = [await mark(), await conduct()];
  // A plan that others made is a lock with a date: whoever enters marks neither takes it away nor widens it.
  const byClerk = [await school.refusal('locks.removePlan', { id }), await school.refusal('locks.plan', { scope: { ...scope, classId: group.id }, opensOn: '2020-01-01', closesOn: '2099-01-31' })];
  await school.as('hieutruong');
  await school.call('locks.removePlan', { id });
  await school.as('vanthu');
  const open = [await mark(), await mark(' '), await mark('Viết lại cho rõ')];
  const { id: lock } = await school.call('locks.lock', { scope: { ...scope, semester: null }, reason: 'Khóa sổ cuối năm' });
  const whole = [await mark(), await conduct()];
  await school.as('hieutruong');
  await school.call('locks.unlock', { id: lock, reason: 'Còn lớp 8B' });
  await school.as('vanthu');
  expect({ over, byClerk, open, whole, after: await mark() }).toEqual({
    over: ['gradebook.window-closed', 'ok'],
    byClerk: ['session.not-allowed', 'locks.own-sheet'],
    // What stood when the time was over is changed with a reason only.
    open: ['gradebook.reason-needed', 'gradebook.reason-needed', 'ok'],
    whole: ['gradebook.locked', 'gradebook.locked'],
    after: 'gradebook.reason-needed',
  });
});
