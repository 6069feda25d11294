import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CellChange, GradebookSheet } from '#core/contract/gradebook.ts';
import type { MarkColumn } from '#core/contract/shared.ts';
import { openTestOffice, openTrainingOffice, type TestOffice } from '#tests/support/open-office.ts';

let school: TestOffice;

beforeAll(async () => {
  school = await openTrainingOffice();
});

afterAll(() => school.close());

/** Toán in class 6C, second semester: an empty sheet that clerk and subject teacher may both write. */
async function open(): Promise<GradebookSheet> {
  const { classes, subjects } = await school.call('school.overview', {});
  const group = classes.find(({ name }) => name === '6C');
  const subject = subjects.find(({ code }) => code === 'TOAN');
  if (group === undefined || subject === undefined) throw new Error('no sheet');
  return school.call('gradebook.sheet', { classId: group.id, subjectId: subject.id, semester: 2 });
}

const placeOf = ({ classId, subjectId, semester }: GradebookSheet) => ({ classId, subjectId, semester });

/** The first pupils' cells of a column as people see them. */
async function column(name: MarkColumn, count: number) {
  return (await open()).rows.filter(({ status }) => status === 'studying').slice(0, count).map(({ cells }) => cells[name]?.score ?? cells[name]?.state ?? null);
}

test('a pasted block writes its good cells as one step, taken back and done again whole', async () => {
  await school.as('vanthu');
  const sheet = await open();
  const pupils = sheet.rows.filter(({ status }) => status === 'studying').slice(0, 6);
  const texts = ['8', '7,5', '85', 'tám', '9.0', '6,55'];
  const changes: CellChange[] = pupils.map(({ enrollmentId }, index) => ({ enrollmentId, column: 'regular1', text: texts[index] ?? '' }));
  const checked = await school.call('gradebook.checkMarks', { ...placeOf(sheet), changes });
  const untouched = await column('regular1', 6);
  const pasted = await school.call('gradebook.setMarks', { ...placeOf(sheet), changes, kind: 'paste' });
  const after = await column('regular1', 6);
  const undone = await school.call('gradebook.undo', placeOf(sheet));
  const back = await column('regular1', 6);
  const redone = await school.call('gradebook.redo', placeOf(sheet));
  const [first] = pupils;
  if (first === undefined) throw new Error('no pupil');
  const { changes: history } = await school.call('gradebook.history', { ...placeOf(sheet), enrollmentId: first.enrollmentId, column: 'regular1' });
  const { entries } = await school.call('audit.list', { before: null, limit: 3 }).catch(() => ({ entries: [] }));
  expect({
    checked: checked.cells.map(({ verdict, after: text, error }) => [verdict, text, error?.code ?? null]),
    untouched,
    pasted: [pasted.rows.length, pasted.refused.length, pasted.step?.kind, pasted.step?.cells],
    after,
    undone: [undone.step?.cells, undone.refused],
    back,
    redone: [redone.step?.cells, await column('regular1', 6)],
    nothingMore: (await school.call('gradebook.redo', placeOf(sheet))).step,
    history: history.map(({ before, after: text, reason }) => [before, text, reason]),
    entries,
  }).toEqual({
    checked: [
      ['change', '8,0', null],
      ['change', '7,5', null],
      ['refused', '85', 'mark.out-of-range'],
      ['refused', 'tám', 'mark.not-a-number'],
      ['change', '9,0', null],
      ['refused', '6,55', 'mark.too-many-decimals'],
    ],
    untouched: [null, null, null, null, null, null],
    pasted: [3, 3, 'paste', 3],
    after: [80, 75, null, null, 90, null],
    undone: [3, []],
    back: [null, null, null, null, null, null],
    redone: [3, [80, 75, null, null, 90, null]],
    nothingMore: null,
    history: [
      ['', '8,0', null],
      ['8,0', '', 'Hoàn tác'],
      ['', '8,0', 'Làm lại'],
    ],
    entries: [],
  });
});

test('undo is the own last step, spares what somebody else wrote since, and survives leaving', async () => {
  await school.as('vanthu');
  const sheet = await open();
  const [first, second] = sheet.rows.filter(({ status }) => status === 'studying');
  if (first === undefined || second === undefined) throw new Error('no pupils');
  const place = placeOf(sheet);
  await school.call('gradebook.setMarks', { ...place, kind: 'fill', changes: [first, second].map(({ enrollmentId }) => ({ enrollmentId, column: 'midterm' as const, text: 'P' })) });
  await school.as('giaovien');
  await school.call('gradebook.setMark', { ...place, enrollmentId: first.enrollmentId, column: 'midterm', text: '5' });
  await school.as('vanthu');
  await school.call('gradebook.setMark', { ...place, enrollmentId: second.enrollmentId, column: 'final', text: 'V' });
  const single = await school.call('gradebook.undo', place);
  const block = await school.call('gradebook.undo', place);
  const cleared = await column('midterm', 2);
  // A new step ends the way forward.
  await school.call('gradebook.setMark', { ...place, enrollmentId: second.enrollmentId, column: 'final', text: '4' });
  const none = await school.call('gradebook.redo', place);
  await school.as('giaovien');
  const own = await school.call('gradebook.undo', place);
  expect({
    single: [single.step?.kind, single.rows[0]?.cells.final ?? null],
    block: [block.step?.cells, block.refused.map(({ before, error }) => [before, error?.code])],
    cleared,
    none: none.step,
    own: [own.step?.kind, await column('midterm', 2)],
  }).toEqual({
    single: ['edit', null],
    block: [1, [['5,0', 'gradebook.changed-elsewhere']]],
    cleared: [50, null],
    none: null,
    own: ['edit', ['excused', null]],
  });
});

test('a block that makes a re-assessment needless and clears it is taken back whole', async () => {
  await school.as('vanthu');
  const { classes, subjects } = await school.call('school.overview', {});
  const [group, subject] = [classes.find(({ name }) => name === '7A'), subjects.find(({ code }) => code === 'TOAN')];
  if (group === undefined || subject === undefined) throw new Error('no sheet');
  const place = { classId: group.id, subjectId: subject.id, semester: 2 } as const;
  const failed = (await school.call('gradebook.sheet', place)).rows.find(({ cells }) => cells.reassessment !== undefined);
  if (failed === undefined) throw new Error('nobody was re-assessed');
  const { enrollmentId } = failed;
  const columns = Object.keys(failed.cells).filter((column): column is 'regular1' | 'midterm' | 'final' => column !== 'comment' && column !== 'reassessment');
  const changes = [...columns.map((column) => ({ enrollmentId, column, text: '10' })), { enrollmentId, column: 'reassessment' as const, text: '' }];
  const written = await school.call('gradebook.setMarks', { ...place, kind: 'paste', changes });
  const undone = await school.call('gradebook.undo', place);
  const back = (await school.call('gradebook.sheet', place)).rows.find((row) => row.enrollmentId === enrollmentId);
  const scores = ({ cells }: typeof failed) => Object.entries(cells).map(([column, cell]) => [column, cell.score]);
  expect([written.refused, written.rows[0]?.mayReassess, undone.refused, scores(back ?? failed)]).toEqual([[], false, [], scores(failed)]);
});

test('a step is taken back and done again another day, by whoever made it, and the log tells both', async () => {
  await school.as('vanthu');
  const sheet = await open();
  const place = placeOf(sheet);
  const pupils = sheet.rows.filter(({ status }) => status === 'studying').slice(0, 4);
  await school.call('gradebook.setMarks', { ...place, kind: 'fill', changes: pupils.map(({ enrollmentId }) => ({ enrollmentId, column: 'regular4' as const, text: '6,5' })) });
  await school.office.close();
  school = await openTestOffice(school.folder);
  await school.ended((await school.call('setup.openTraining', { kind: 'lower-secondary' })).jobId);
  await school.as('giaovien');
  const stranger = await school.call('gradebook.undo', place);
  const untouched = await column('regular4', 4);
  await school.as('vanthu');
  const undone = await school.call('gradebook.undo', place);
  const cleared = await column('regular4', 4);
  const redone = await school.call('gradebook.redo', place);
  await school.as('quantri');
  const { entries } = await school.call('audit.list', { before: null, limit: 50 });
  await school.as('vanthu');
  expect({
    stranger: stranger.step?.kind === 'fill',
    untouched,
    undone: [undone.step?.kind, undone.step?.cells, undone.refused],
    cleared,
    redone: [redone.step?.kind, redone.step?.cells, await column('regular4', 4)],
    log: entries.map(({ action }) => action).filter((action) => action.startsWith('gradebook.step')).slice(0, 2),
  }).toEqual({ stranger: false, untouched: [65, 65, 65, 65], undone: ['fill', 4, []], cleared: [null, null, null, null], redone: ['fill', 4, [65, 65, 65, 65]], log: ['gradebook.stepRedone', 'gradebook.stepUndone'] });
});
