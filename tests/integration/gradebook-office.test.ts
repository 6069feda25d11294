import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTrainingOffice, type TestOffice } from '#tests/support/open-office.ts';

let school: TestOffice;

beforeAll(async () => {
  school = await openTrainingOffice();
  await school.as('vanthu');
});

afterAll(() => school.close());

async function classNamed(name: string) {
  const { classes, subjects } = await school.call('school.overview', {});
  const group = classes.find((each) => each.name === name);
  const subject = (code: string) => subjects.find((each) => each.code === code)?.id ?? subjects[0]?.id;
  if (group === undefined) throw new Error(`no class ${name}`);
  return { group, subject };
}

test('a cell is saved as typed, its average follows, and its history keeps every value', async () => {
  const { group, subject } = await classNamed('6C');
  const subjectId = subject('TOAN');
  if (subjectId === undefined) throw new Error('no subject');
  const sheet = await school.call('gradebook.sheet', { classId: group.id, subjectId, semester: 1 });
  const [row] = sheet.rows;
  if (row === undefined) throw new Error('no pupil');
  const place = { classId: group.id, subjectId, semester: 1, enrollmentId: row.enrollmentId } as const;
  const type = async (column: 'regular1' | 'midterm' | 'final' | 'comment' | 'reassessment', text: string) => (await school.call('gradebook.setMark', { ...place, column, text })).row;
  await type('regular1', '8,5');
  await type('regular1', '8.5');
  await type('regular1', '9');
  const full = await type('midterm', '10');
  const missing = await type('final', '');
  const excused = await type('final', 'P');
  const absent = await type('final', 'v');
  const { changes } = await school.call('gradebook.history', { ...place, column: 'regular1' });
  const refused = (text: string, column: 'regular1' | 'final' | 'reassessment' = 'final') => school.refusal('gradebook.setMark', { ...place, column, text });
  expect({
    history: changes.slice(1).map(({ before, after }) => [before, after]),
    changed: full.cells.regular1,
    averages: [typeof full.semesterScore, missing.semesterScore, excused.semesterScore, typeof absent.semesterScore],
    refusals: [await refused('85'), await refused('8,55'), await refused('tám'), await refused('V', 'regular1'), await refused('5', 'reassessment')],
    kept: (await school.call('gradebook.sheet', { classId: group.id, subjectId, semester: 1 })).rows[0]?.cells.final?.state,
  }).toEqual({
    history: [
      [expect.any(String), '8,5'],
      ['8,5', '9,0'],
    ],
    changed: { state: 'entered', score: 90, pass: null, comment: null, level: null, changes: 2 },
    averages: ['number', null, null, 'number'],
    refusals: ['mark.out-of-range', 'mark.too-many-decimals', 'mark.not-a-number', 'mark.absence-not-counted', 'gradebook.not-found'],
    kept: 'absent',
  });
});

test('who may write where', async () => {
  const { group, subject } = await classNamed('7A');
  const subjectId = subject('TOAN');
  if (subjectId === undefined) throw new Error('no subject');
  const sheet = await school.call('gradebook.sheet', { classId: group.id, subjectId, semester: 1 });
  const enrollmentId = sheet.rows[0]?.enrollmentId ?? sheet.rows[1]?.enrollmentId;
  if (enrollmentId === undefined) throw new Error('no pupil');
  const mark = { classId: group.id, subjectId, semester: 1, enrollmentId, column: 'comment', text: 'Tiến bộ rõ rệt.' } as const;
  const conduct = { classId: group.id, register: 'homeroom', period: 'year', kind: 'edit', changes: [{ enrollmentId, column: 'conduct1', text: 'T' }] } as const;
  const seen: Record<string, readonly string[]> = {};
  for (const user of ['quantri', 'hieutruong', 'gvcn7a', 'gvcn8b', 'giaovien', 'vanthu']) {
    await school.as(user);
    seen[user] = [await school.refusal('gradebook.sheet', { classId: group.id, subjectId, semester: 1 }), await school.refusal('gradebook.setMark', mark), await school.refusal('registers.set', { ...conduct, changes: [...conduct.changes] })];
  }
  expect(seen).toEqual({
    quantri: ['session.not-allowed', 'session.not-allowed', 'session.not-allowed'],
    hieutruong: ['ok', 'session.not-allowed', 'session.not-allowed'],
    gvcn7a: ['ok', 'gradebook.not-yours', 'ok'],
    gvcn8b: ['ok', 'gradebook.not-yours', 'homeroom.not-yours'],
    // The other account teaches mathematics.
    giaovien: ['ok', 'ok', 'session.not-allowed'],
    vanthu: ['ok', 'ok', 'ok'],
  });
});

test('records: only from complete data, frozen, outdated by a later change, made anew under a new code', async () => {
  await school.as('vanthu');
  const [complete, gaps] = [await classNamed('7A'), await classNamed('8B')];
  const lacking = await school.call('records.class', { classId: gaps.group.id });
  await school.ended((await school.call('records.create', { classId: complete.group.id })).jobId);
  const before = await school.call('records.class', { classId: complete.group.id });
  const [first] = before.records;
  const subjectId = complete.subject('NGU_VAN');
  if (first === undefined || subjectId === undefined) throw new Error('no record');
  await school.call('gradebook.setMark', { classId: complete.group.id, subjectId, semester: 2, enrollmentId: first.enrollmentId, column: 'comment', text: 'Viết văn giàu hình ảnh.' });
  const outdated = await school.call('records.class', { classId: complete.group.id });
  const preview = await school.call('signing.preview', { scope: { kind: 'records', classIds: [complete.group.id] }, role: 'homeroomTeacher' });
  await school.ended((await school.call('records.create', { classId: complete.group.id })).jobId);
  const renewed = await school.call('records.class', { classId: complete.group.id });
  expect({
    incomplete: await school.refusal('records.create', { classId: gaps.group.id }),
    kinds: [...new Set(lacking.missing.map(({ what }) => what))].toSorted(),
    leads: lacking.missing.every(({ target }) => target.screen !== 'users'),
    made: before.records.filter(({ status, outdated: old, version }) => status === 'created' && !old && version === 1).length,
    outdated: outdated.records.filter((record) => record.outdated).map(({ enrollmentId }) => enrollmentId === first.enrollmentId),
    preview: [preview.ready, preview.outdated],
    renewed: renewed.records.filter(({ version }) => version === 2).map(({ outdated: old, uuid }) => [old, uuid === first.uuid]),
  }).toEqual({
    incomplete: 'records.incomplete',
    kinds: ['conduct', 'data-quality', 'homeroom-comment', 'mark', 'pupil-field', 'subject-comment'],
    leads: true,
    made: 38,
    outdated: [true],
    preview: [37, 1],
    renewed: [[false, false]],
  });
});
