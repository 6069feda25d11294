import { Readable, Writable } from 'node:stream';
import type { z } from 'zod';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MoveAction } from '#core/contract/moves.ts';
import type { subjectResult } from '#core/contract/results.ts';
import type { MarkColumn } from '#core/contract/shared.ts';
import type { EnrollmentId } from '#core/values/ids.ts';
import { assess } from '#main/cli/assess/assess-command.ts';
import { loadRuleLibrary } from '#main/rules/load-rule-library.ts';
import { createMovesSchool, decision, newcomer, raise } from '#tests/support/moves-school.ts';
import type { TestOffice } from '#tests/support/open-office.ts';

type SubjectResult = z.infer<typeof subjectResult>;

let school: TestOffice;
const moves = createMovesSchool();
const { group, subject, members, member, act, preview, dump, changedSince, giveYear, homeroom } = moves;

beforeAll(async () => {
  school = await moves.open();
});

afterAll(() => school.close());

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
    movedInto: await school.refusal('moves.preview', { action: { kind: 'change-class', enrollmentIds: [list[0]?.enrollmentId ?? raise()], classId: group('8B').id, on: '2026-09-10', decision } }),
  };
  await school.call('session.viewYear', { yearId: null });
  await school.as('hieutruong');
  const asPrincipal = await school.call('results.class', { classId: group('6C').id });
  const hanging = asPrincipal.pupils.flatMap(({ enrollmentId, review }) => review.map(({ policy, value }) => ({ classId: group('6C').id, enrollmentId, policy, value })))[0] ?? raise();
  const decidedLate = [asPrincipal.mayDecide, await school.refusal('reviews.decide', { ...hanging, reason: 'Sau khi năm học đã khép', number: '' })];
  await school.as('vanthu');

  const done = (await school.call('moves.list', {})).done;
  const turned = done.find(({ kind, undoneAt }) => kind === 'roll-over' && undoneAt === null) ?? raise();
  const earlier = (await school.call('moves.checkUndo', { id: done.find(({ kind, undoneAt }) => kind === 'leave' && undoneAt === null)?.id ?? 0 })).obstacles.map(({ code }) => code);
  const fresh = { classId: classA.id, subjectId: subject('TOAN').id, semester: 1, enrollmentId: list[0]?.enrollmentId ?? raise(), column: 'regular1' } as const;
  await school.call('gradebook.setMark', { ...fresh, text: '9' });
  const blocked = (await school.call('moves.checkUndo', { id: turned.id })).obstacles.map(({ code, what }) => `${code} ${what}`);
  const refused = await school.refusal('moves.undo', { id: turned.id });
  expect({ unconfirmed, seen: [seen.mayApply, seen.rows.map(({ code, group: name }) => `${code} ${name}`)], retained: retained.map(({ fullName }) => fullName), stale: [stale.state, stale.error?.code], undone, job: job.state, now: now.classes.map(({ name, size }) => `${name} ${size}`), year: [state.school?.schoolYear, state.school?.years.length], order: list.map(({ position }) => position).join() === list.map((_, index) => index + 1).join(), readOnly, decidedLate, earlier, blocked, refused }).toEqual({
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
      movedInto: 'school.past-year',
    },
    decidedLate: [false, 'school.past-year'],
    earlier: ['year-turned'],
    blocked: ['stands-on marks', 'stands-on marks'],
    refused: 'moves.cannot-undo',
  });
});

test('A10: an upper secondary pupil with the averages of the old school gets through the office what the rules say on the command line', async () => {
  await moves.enter('upper-secondary');
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
