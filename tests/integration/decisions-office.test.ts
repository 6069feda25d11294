import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTrainingOffice, type TestOffice } from '#tests/support/open-office.ts';

let school: TestOffice;

beforeAll(async () => {
  school = await openTrainingOffice();
});

afterAll(() => school.close());

test("a teacher's phrases are the teacher's own, in the teacher's order, once each, and no longer than their form", async () => {
  await school.as('giaovien');
  const [subject] = (await school.call('school.overview', {})).subjects;
  if (subject === undefined) throw new Error('no subject');
  const save = (text: string, subjectId: typeof subject.id | null = null) => school.call('phrases.save', { id: null, kind: 'scored', subjectId, text });
  await save('Nắm chắc kiến thức.');
  await save('Nắm  chắc kiến thức.'.replace('  ', ' '));
  await save('Nắm chắc kiến thức.', subject.id);
  const { phrases } = await save('Giải tốt.\nTrình bày rõ.');
  const [first, , third] = phrases;
  if (first === undefined || third === undefined) throw new Error('no phrases');
  await school.call('phrases.arrange', { ids: [third.id] });
  const rewritten = await school.call('phrases.save', { id: first.id, kind: 'scored', subjectId: null, text: 'Nắm rất chắc kiến thức.' });
  const refused = [await school.refusal('phrases.save', { id: null, kind: 'commendation', subjectId: null, text: 'x'.repeat(501) }), await school.refusal('phrases.remove', { id: subject.id as unknown as typeof first.id })];
  await school.as('vanthu');
  const others = [(await school.call('phrases.list', {})).phrases, await school.refusal('phrases.remove', { id: first.id })];
  await school.as('hieutruong');
  const { entries } = await school.call('audit.list', { before: null, limit: 20 });
  expect({
    phrases: rewritten.phrases.map(({ text, subjectId }) => [text, subjectId]),
    refused,
    others,
    principal: await school.refusal('phrases.list', {}),
    log: entries.filter(({ action }) => action.startsWith('phrases.')).map(({ action, detail }) => [action, detail.includes('Giải')]),
  }).toEqual({
    phrases: [
      ['Giải tốt.\nTrình bày rõ.', null],
      ['Nắm rất chắc kiến thức.', null],
      ['Nắm chắc kiến thức.', subject.id],
    ],
    refused: ['mark.comment-too-long', 'phrases.not-found'],
    others: [[], 'phrases.not-found'],
    principal: 'session.not-allowed',
    log: [
      ['phrases.saved', false],
      ['phrases.arranged', false],
      ['phrases.saved', false],
      ['phrases.saved', false],
      ['phrases.saved', false],
    ],
  });
});

test('a change after a lock says why: the reopening’s reason and the own one; a block asks once; nobody opens what they enter', async () => {
  await school.as('vanthu');
  const { classes, subjects } = await school.call('school.overview', {});
  const group = classes.find(({ name }) => name === '6C');
  const subject = subjects.find(({ code }) => code === 'TIN_HOC');
  if (group === undefined || subject === undefined) throw new Error('no sheet');
  const place = { classId: group.id, subjectId: subject.id, semester: 1 } as const;
  const [first, second] = (await school.call('gradebook.sheet', place)).rows;
  if (first === undefined || second === undefined) throw new Error('no pupils');
  const scope = { ...place, column: 'final' } as const;
  const cell = { ...place, enrollmentId: first.enrollmentId, column: 'final' } as const;
  await school.call('gradebook.setMarks', { ...place, kind: 'paste', changes: [{ enrollmentId: first.enrollmentId, column: 'final', text: '6' }, { enrollmentId: second.enrollmentId, column: 'final', text: '' }] });
  const { id } = await school.call('locks.lock', { scope, reason: 'Hết hạn' });

  await school.as('quantri');
  const { teachers } = await school.call('school.teachers', {});
  const teacher = (await school.call('school.assignments', { classId: group.id })).assignments.find(({ subjectId }) => subjectId === subject.id)?.teacherId ?? null;
  await school.call('users.save', { id: null, userName: 'hieupho', displayName: 'Hiệu phó dạy Tin', roles: ['principal', 'subjectTeacher'], teacherId: teacher ?? teachers[0]?.id ?? null, active: true, password: 'luyen-tap-1' });
  await school.call('session.signIn', { userName: 'hieupho', password: 'luyen-tap-1' });
  const own = [
    await school.refusal('locks.reopen', { scope, reason: 'Tự mở', expiresAt: '2099-01-01T17:00' }),
    await school.refusal('locks.unlock', { id, reason: 'Tự mở' }),
    await school.refusal('locks.reopen', { scope: { ...scope, subjectId: subjects.find(({ code }) => code === 'TOAN')?.id ?? null }, reason: 'Môn khác', expiresAt: '2099-01-01T17:00' }),
  ];
  await school.as('hieutruong');
  const reopening = await school.call('locks.reopen', { scope, reason: 'Cộng nhầm', expiresAt: '2099-01-01T17:00' });
  await school.as('vanthu');
  await school.call('gradebook.setMark', { ...cell, text: '7', reason: 'Cộng lại câu 4' });
  const underReopening = (await school.call('gradebook.sheet', place)).reasonNeeded;
  await school.as('hieutruong');
  await school.call('locks.close', { id: reopening.id });
  await school.call('locks.unlock', { id, reason: 'Khóa nhầm cột' });

  await school.as('vanthu');
  const changes = [
    { enrollmentId: first.enrollmentId, column: 'final', text: '8' },
    { enrollmentId: second.enrollmentId, column: 'final', text: '5' },
  ] as const;
  const silent = await school.call('gradebook.setMarks', { ...place, kind: 'paste', changes: [...changes] });
  const checked = await school.call('gradebook.checkMarks', { ...place, changes: [...changes] });
  const told = await school.call('gradebook.setMarks', { ...place, kind: 'paste', changes: [...changes], reason: 'Chấm phúc tra' });
  await school.call('gradebook.undo', place);
  expect({
    own,
    underReopening,
    after: (await school.call('gradebook.sheet', place)).reasonNeeded,
    // The empty cell takes its first mark without a word; the one that stood when it was locked does not.
    silent: [silent.step?.cells, silent.refused.map(({ error }) => error?.code)],
    checked: checked.cells.map(({ verdict }) => verdict),
    told: told.step?.cells,
    history: (await school.call('gradebook.history', cell)).changes.map(({ before, after, by, reason }) => [before, after, by, reason]).slice(-4),
  }).toEqual({
    own: ['locks.own-sheet', 'locks.own-sheet', 'ok'],
    underReopening: [],
    after: ['final'],
    silent: [1, ['gradebook.reason-needed']],
    checked: ['change', 'same'],
    told: 1,
    history: [
      [expect.any(String), '6,0', 'Lê Thị Mai (văn thư)', null],
      ['6,0', '7,0', 'Lê Thị Mai (văn thư)', 'Cộng nhầm – Cộng lại câu 4'],
      ['7,0', '8,0', 'Lê Thị Mai (văn thư)', 'Chấm phúc tra'],
      ['8,0', '7,0', 'Lê Thị Mai (văn thư)', 'Hoàn tác'],
    ],
  });
});
