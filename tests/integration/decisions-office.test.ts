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

test('a point left open: flagged where a result hangs on it, read by the school, decided for one pupil, taken back; the derivation tells who decided', async () => {
  await school.as('vanthu');
  const { classes } = await school.call('school.overview', {});
  const group = classes.find(({ name }) => name === '7A');
  if (group === undefined) throw new Error('no class');
  const { classId, pupils } = await school.call('results.class', { classId: group.id });
  // Two pupils with 30 sessions: fewer than 45, but more by a plan of two sessions a day.
  const [first, second] = pupils.filter(({ decision, review, award, year }) => decision === 'PROMOTED' && review.length === 0 && award === null && year.level !== 'T');
  if (first === undefined || second === undefined) throw new Error('no pupils');
  const absences = { excused1: '30', unexcused1: '0', excused2: '0', unexcused2: '0' };
  const changes = [first, second].flatMap(({ enrollmentId }) => Object.entries(absences).map(([column, text]) => ({ enrollmentId, column, text })));
  await school.call('registers.set', { classId, register: 'homeroom', period: 'year', kind: 'paste', changes });
  const stand = async () => {
    const all = (await school.call('results.class', { classId })).pupils;
    return [first, second].map(({ enrollmentId }) => {
      const one = all.find((each) => each.enrollmentId === enrollmentId);
      return [one?.finalDecision, ...(one?.review ?? []).map(({ policy, value, others, settled, proposed }) => [policy, value, others.map((other) => [other.value, other.result.finalDecision]), settled === null ? null : [settled.scope, settled.number], proposed?.value ?? null])];
    });
  };
  const explained = async () => {
    const { steps, hints } = await school.call('results.explain', { classId, enrollmentId: first.enrollmentId, about: { kind: 'year' } });
    return { review: steps.filter(({ kind }) => kind === 'review').map(({ text }) => text.slice(0, text.indexOf(':'))), absences: steps.find(({ text }) => text.startsWith('Lên lớp: nghỉ học'))?.text, hints: hints.length };
  };
  const open = await stand();
  const openWords = await explained();
  const point = { classId, enrollmentId: first.enrollmentId, policy: 'absencePlan' } as const;
  const clerk = await school.refusal('policies.choose', { policy: 'absencePlan', value: 'two-sessions', reason: 'Văn thư' });
  await school.as('gvcn8b');
  const stranger = await school.refusal('reviews.propose', { ...point, value: 'one-session', reason: 'Không phải lớp tôi' });
  await school.as('gvcn7a');
  await school.call('reviews.propose', { ...point, value: 'one-session', reason: 'Em nằm viện dài ngày' });
  const teacherSees = await explained();

  await school.as('hieutruong');
  await school.call('policies.choose', { policy: 'absencePlan', value: 'two-sessions', reason: 'Trường học hai buổi mỗi ngày' });
  const forSchool = await stand();
  await school.call('reviews.decide', { ...point, value: 'one-session', reason: 'Em nằm viện dài ngày', number: '12/QĐ-HT' });
  const forPupil = await stand();
  const words = await explained();
  const useless = [await school.refusal('reviews.decide', { ...point, policy: 'titleWithAbsences', value: 'withhold', reason: 'x', number: '' }), await school.refusal('policies.choose', { policy: 'adjustment', value: 'none', reason: 'TT 22 nói rõ' })];
  await school.call('reviews.withdraw', { ...point, reason: 'Ghi nhầm em' });
  const back = await stand();
  await school.call('policies.choose', { policy: 'absencePlan', value: 'one-session', reason: 'Sở hướng dẫn lại' });
  const { policies } = await school.call('policies.list', {});
  const { entries } = await school.call('audit.list', { before: null, limit: 20 });
  const flag = (value: string, other: string, result: string, settled: unknown, proposed: unknown = null) => ['absencePlan', value, [[other, result]], settled, proposed];
  const oneSession = (settled: unknown, proposed: unknown = null) => ['PROMOTED', flag('one-session', 'two-sessions', 'RETAINED', settled, proposed)];
  const twoSessions = (settled: unknown, proposed: unknown = null) => ['RETAINED', flag('two-sessions', 'one-session', 'PROMOTED', settled, proposed)];
  expect({ open, openWords, clerk, stranger, teacherSees, forSchool, forPupil, words, useless, back, end: await stand() }).toEqual({
    open: [oneSession(null), oneSession(null)],
    openWords: { review: ['Cần nhà trường xem xét'], absences: 'Lên lớp: nghỉ học không quá 45 buổi: 30 buổi.', hints: 0 },
    clerk: 'session.not-allowed',
    stranger: 'homeroom.not-yours',
    teacherSees: { review: ['Cần nhà trường xem xét'], absences: 'Lên lớp: nghỉ học không quá 45 buổi: 30 buổi.', hints: expect.any(Number) as number },
    forSchool: [twoSessions(['school', ''], 'one-session'), twoSessions(['school', ''])],
    forPupil: [oneSession(['learner', '12/QĐ-HT']), twoSessions(['school', ''])],
    words: { review: [expect.stringMatching(/^Đã xem xét \(quyết định số 12\/QĐ-HT, Trần Thị Thu Hà \(hiệu trưởng\), ngày \d\d\/\d\d\/\d{4}; lí do$/u) as string], absences: 'Lên lớp: nghỉ học không quá 45 buổi: 30 buổi.', hints: 0 },
    useless: ['policies.not-open', 'policies.not-open'],
    back: [twoSessions(['school', '']), twoSessions(['school', ''])],
    end: [oneSession(['school', '']), oneSession(['school', ''])],
  });
  expect(teacherSees.hints).toBeGreaterThan(0);
  expect(policies.filter(({ choices }) => choices.length > 0).map(({ policy, usual, value, choices }) => [policy, usual, value, choices.map((choice) => choice.reason)])).toEqual([['absencePlan', 'one-session', 'one-session', ['Sở hướng dẫn lại', 'Trường học hai buổi mỗi ngày']]]);
  expect(entries.filter(({ action }) => /^(policies|reviews)\./u.test(action)).map(({ action }) => action)).toEqual(['policies.chosen', 'reviews.withdrawn', 'reviews.decided', 'policies.chosen', 'reviews.proposed']);
  expect((await school.call('reviews.history', point)).entries.map(({ state, value, number }) => [state, value, number])).toEqual([
    ['withdrawn', null, ''],
    ['decided', 'one-session', '12/QĐ-HT'],
    ['proposed', 'one-session', ''],
  ]);
});
