import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTrainingOffice, type TestOffice } from '#tests/support/open-office.ts';

let school: TestOffice;

beforeAll(async () => {
  school = await openTrainingOffice();
});

afterAll(() => school.close());

test('the board counts what the lists of missing things name, and leads to the first gap', async () => {
  await school.as('vanthu');
  const { classes, subjects } = await school.call('school.overview', {});
  const boards = await Promise.all(([1, 2] as const).map((semester) => school.call('board.term', { semester })));
  const counted: Record<string, number> = {};
  const listed: Record<string, number> = {};
  for (const group of classes) {
    const missing = (await school.call('results.class', { classId: group.id })).missing;
    const weight = (enrollmentId: string | null) => (enrollmentId === null ? group.size : 1);
    for (const [index, board] of boards.entries()) {
      const semester = index + 1;
      const own = board.classes.find(({ classId }) => classId === group.id);
      counted[`${group.name} ${semester}`] = own?.cells.reduce((sum, { due, entered }) => sum + due - entered, 0) ?? -1;
      // Regular marks are listed by column, so a pupil without any is named once for each.
      listed[`${group.name} ${semester}`] = missing.filter(({ what, target }) => what === 'mark' && target.screen === 'gradebook' && target.semester === semester).reduce((sum, { enrollmentId }) => sum + weight(enrollmentId), 0);
    }
  }
  const math = subjects.find(({ code }) => code === 'TOAN');
  const half = classes.find(({ name }) => name === '6C');
  if (math === undefined || half === undefined) throw new Error('no sheet');
  const { target } = await school.call('board.firstEmpty', { classId: half.id, subjectId: math.id, semester: 2 });
  await school.as('giaovien');
  const teachers = await school.call('board.term', { semester: 2 });
  await school.as('quantri');
  expect({
    counted,
    target: target?.screen === 'gradebook' ? [target.semester, target.column] : null,
    teacherSees: [...new Set(teachers.classes.flatMap(({ cells, homeroom }) => [...cells.map(({ subjectId }) => subjects.find(({ id }) => id === subjectId)?.code), homeroom]))],
    administrator: await school.refusal('board.term', { semester: 1 }),
  }).toEqual({ counted: listed, target: [2, 'regular1'], teacherSees: ['TOAN', null], administrator: 'session.not-allowed' });
});
