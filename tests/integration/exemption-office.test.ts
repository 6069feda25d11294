import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTrainingOffice, type TestOffice } from '#tests/support/open-office.ts';

let school: TestOffice;

beforeAll(async () => {
  school = await openTrainingOffice();
  await school.as('vanthu');
});

afterAll(() => school.close());

test('an exempt subject takes no marks, counts nowhere and asks for nothing, and comes back whole', async () => {
  const { classes, subjects } = await school.call('school.overview', {});
  const group = classes.find(({ name }) => name === '7A');
  const subject = subjects.find(({ code }) => code === 'GDTC');
  if (group === undefined || subject === undefined) throw new Error('no sheet');
  const place = { classId: group.id, subjectId: subject.id, semester: 2 } as const;
  const rowOf = async () => (await school.call('gradebook.sheet', place)).rows[0];
  const first = await rowOf();
  if (first === undefined) throw new Error('no pupil');
  const { enrollmentId } = first;
  const year = async () => (await school.call('results.class', { classId: group.id })).pupils.find((pupil) => pupil.enrollmentId === enrollmentId)?.year.level;
  const before = await year();
  const action = { kind: 'exempt', enrollmentId, subjectId: subject.id, exemption: 'not-assessed', term: 'year', decision: 'KH 12/KH-THCS', decidedOn: '2025-09-20' } as const;
  const { id } = await school.call('moves.apply', { action, digest: (await school.call('moves.preview', { action })).digest });
  const exempt = {
    row: (await rowOf())?.exempt,
    typed: await school.refusal('gradebook.setMark', { ...place, enrollmentId, column: 'final', text: 'Đ' }),
    level: (await year()) === before,
    told: (await school.call('results.explain', { classId: group.id, enrollmentId, about: { kind: 'year' } })).steps.some(({ text }) => text === 'Không tính (được miễn): Giáo dục thể chất.'),
    due: (await school.call('board.term', { semester: 2 })).classes.find(({ className }) => className === '7A')?.cells.find(({ subjectId }) => subjectId === subject.id)?.commentsDue,
  };
  await school.call('moves.undo', { id });
  expect({ exempt, after: await rowOf() }).toEqual({ exempt: { row: true, typed: 'gradebook.not-found', level: true, told: true, due: group.size - 1 }, after: first });
});

test('a class list is ordered by given names, or by hand', async () => {
  const { classes } = await school.call('school.overview', {});
  const group = classes.find(({ name }) => name === '6C');
  if (group === undefined) throw new Error('no class');
  const names = async () => (await school.call('pupils.list', { classId: group.id })).pupils.map(({ enrollmentId, data, position }) => ({ enrollmentId, name: data.fullName, position }));
  const ordered = await names();
  const turned = ordered.map(({ enrollmentId }) => enrollmentId).toReversed();
  const { moved } = await school.call('pupils.arrange', { classId: group.id, order: turned });
  const after = await names();
  const lacking = await school.refusal('pupils.arrange', { classId: group.id, order: turned.slice(1) });
  await school.call('pupils.arrange', { classId: group.id, order: 'given-name' });
  expect({ moved: moved > 30, after: after.map(({ enrollmentId }) => enrollmentId), lacking, back: await names() }).toEqual({ moved: true, after: turned, lacking: 'pupils.not-found', back: ordered });
});
