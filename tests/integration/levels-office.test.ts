import { afterEach, expect, test } from 'vitest';
import type { CellChange } from '#core/contract/gradebook.ts';
import type { MarkColumn, TrainingKind } from '#core/contract/shared.ts';
import { openTrainingOffice, type TestOffice } from '#tests/support/open-office.ts';

let school: TestOffice | null = null;

afterEach(async () => {
  await school?.close();
  school = null;
});

async function opened(kind: TrainingKind): Promise<TestOffice> {
  school = await openTrainingOffice(kind);
  await school.as('vanthu');
  return school;
}

async function sheetOf(office: TestOffice, className: string, code: string, semester: 1 | 2) {
  const { classes, subjects } = await office.call('school.overview', {});
  const [group, subject] = [classes.find(({ name }) => name === className), subjects.find((each) => each.code === code)];
  if (group === undefined || subject === undefined) throw new Error(`no ${className} ${code}`);
  const place = { classId: group.id, subjectId: subject.id, semester };
  return { place, group, subject, sheet: await office.call('gradebook.sheet', place) };
}

test('a primary sheet has level, test and comment at both moments, and takes only what TT 27/2020 knows', async () => {
  const office = await opened('primary');
  const { place, sheet } = await sheetOf(office, '4A', 'TOAN', 2);
  const history = await sheetOf(office, '4A', 'DAO_DUC', 1);
  const [row, second] = sheet.rows;
  if (row === undefined || second === undefined) throw new Error('no pupils');
  const write = (column: MarkColumn, text: string): CellChange => ({ enrollmentId: row.enrollmentId, column, text });
  const checked = await office.call('gradebook.checkMarks', { ...place, changes: [write('endLevel', 'hoàn thành'), write('endTest', '7'), write('midTest', '7,5'), write('midLevel', 'Đ'), write('final', '8'), write('supportLevel', 'H'), write('endComment', 'Em học tốt.')] });
  const written = await office.call('gradebook.setMarks', { ...place, changes: [write('endLevel', 'C'), write('endTest', '4')], kind: 'paste' });
  const undone = await office.call('gradebook.undo', place);
  expect({
    columns: sheet.columns,
    withoutTest: history.sheet.columns,
    kind: sheet.kind,
    verdicts: checked.cells.map(({ column, after, verdict, error }) => [column, after, verdict, error?.code ?? null]),
    mayReassess: written.rows.map(({ mayReassess, cells }) => [mayReassess, cells.endLevel?.level, cells.endTest?.score]),
    after: undone.rows.map(({ cells }) => [cells.endLevel, cells.endTest]),
    supported: sheet.rows.filter(({ mayReassess }) => mayReassess).map(({ cells }) => [cells.endLevel?.level, cells.supportLevel?.level]),
  }).toEqual({
    columns: ['midLevel', 'midTest', 'midComment', 'endLevel', 'endTest', 'endComment', 'supportLevel', 'supportTest'],
    withoutTest: ['midLevel', 'midComment', 'endLevel', 'endComment'],
    kind: 'primary',
    verdicts: [
      ['endLevel', 'H', expect.any(String), null],
      ['endTest', '7', expect.any(String), null],
      ['midTest', '7,5', 'refused', 'mark.not-whole'],
      ['midLevel', 'Đ', 'refused', 'mark.not-a-primary-level'],
      ['final', '8', 'refused', 'gradebook.not-found'],
      ['supportLevel', 'H', 'refused', 'gradebook.reassessment-not-due'],
      ['endComment', 'Em học tốt.', 'change', null],
    ],
    mayReassess: [[true, 'C', 40]],
    after: [[{ ...row.cells.endLevel, changes: expect.any(Number) }, { ...row.cells.endTest, changes: expect.any(Number) }]],
    supported: [['C', 'H']],
  });
});

test('a primary class’s year: outcome, completion, commendation, the supplementary assessment and the principal’s word', async () => {
  const office = await opened('primary');
  const { group, place, sheet } = await sheetOf(office, '4A', 'TOAN', 2);
  const results = () => office.call('results.primary', { classId: group.id, moment: '2-end' });
  const before = await results();
  const supported = sheet.rows.find(({ mayReassess }) => mayReassess);
  const best = before.pupils.find(({ outcome }) => outcome === 'HTT');
  if (supported === undefined || best === undefined) throw new Error('the training class has both');
  const homeroom = (enrollmentId: string, column: string, text: string) => office.call('registers.set', { classId: group.id, register: 'homeroom', period: 'year', changes: [{ enrollmentId: enrollmentId as typeof best.enrollmentId, column, text }], kind: 'edit' });
  await homeroom(best.enrollmentId, 'nominated', 'x');
  await homeroom(best.enrollmentId, 'outstanding', 'Tiến bộ vượt bậc môn Toán');
  const nominated = (await results()).pupils.find(({ enrollmentId }) => enrollmentId === best.enrollmentId);
  await office.call('gradebook.setMark', { ...place, enrollmentId: supported.enrollmentId, column: 'supportLevel', text: 'C' });
  const failed = (await results()).pupils.find(({ enrollmentId }) => enrollmentId === supported.enrollmentId);
  await homeroom(supported.enrollmentId, 'supportDecision', 'LL');
  const decided = (await results()).pupils.find(({ enrollmentId }) => enrollmentId === supported.enrollmentId);
  const third = before.pupils.find(({ enrollmentId, outcome }) => outcome === 'HT' && enrollmentId !== supported.enrollmentId);
  const attribute = (period: string, text: string) => ({ classId: group.id, register: 'attributes' as const, period, changes: [{ enrollmentId: third?.enrollmentId ?? best.enrollmentId, column: 'CHAM_CHI', text }] });
  const tooEarly = (await office.call('registers.check', attribute('2-support', 'Đ'))).cells[0]?.verdict;
  await office.call('registers.set', { ...attribute('2-end', 'C'), kind: 'edit' });
  const needy = (await results()).pupils.find(({ enrollmentId }) => enrollmentId === third?.enrollmentId);
  await office.call('registers.set', { ...attribute('2-support', 'Đ'), kind: 'edit' });
  const improved = (await results()).pupils.find(({ enrollmentId }) => enrollmentId === third?.enrollmentId);
  const explain = () => office.call('results.explainPrimary', { classId: group.id, enrollmentId: supported.enrollmentId });
  const explained = await explain();
  await office.as('gvcn4a');
  const forTeacher = await explain();
  await office.as('vanthu');
  const first = await sheetOf(office, '1B', 'TOAN', 1);
  const unfinished = await office.call('results.primary', { classId: first.group.id, moment: '1-end' });
  expect({
    complete: before.missing,
    outcomes: before.pupils.every(({ outcome }) => outcome !== null),
    supported: before.pupils.filter(({ decision }) => decision !== 'COMPLETED_CLASS').map(({ decision, afterSupport, promoted }) => ({ decision, afterSupport, promoted })),
    nominated: [nominated?.outcome, nominated?.award],
    failed: [failed?.afterSupport?.decision, failed?.promoted],
    decided: [decided?.principalDecision, decided?.promoted],
    attribute: [tooEarly, needy?.decision, needy?.afterSupport, improved?.afterSupport, improved?.promoted],
    explained: explained.steps.slice(-4).map(({ text }) => text),
    // The way up is for the homeroom teacher's own use, not even the clerk's.
    hints: [explained.hints.length, forTeacher.hints.length > 0],
    otherClass: await office.refusal('results.class', { classId: group.id }),
    board: await Promise.all(([1, 2] as const).map(async (semester) => (await office.call('board.term', { semester })).classes.map(({ className, cells, homeroom }) => [className, cells.every(({ due, entered }) => due === entered), homeroom === null ? null : homeroom.due - homeroom.entered]))),
    firstGap: (await office.call('board.firstEmpty', { classId: first.group.id, subjectId: null, semester: 2 })).target,
    unfinished: [unfinished.pupils.every(({ outcome, decision }) => outcome === null && decision === 'INCOMPLETE'), unfinished.attributes.map(({ code }) => code).includes('TIN_HOC')],
  }).toEqual({
    complete: [],
    outcomes: true,
    supported: [{ decision: 'NEEDS_SUPPORT', afterSupport: { outcome: 'HT', decision: 'COMPLETED_CLASS' }, promoted: true }],
    nominated: ['HTT', 'HOC_SINH_TIEU_BIEU'],
    failed: ['PRINCIPAL_DECIDES', null],
    decided: ['PROMOTED', true],
    attribute: ['refused', 'NEEDS_SUPPORT', null, { outcome: 'HT', decision: 'COMPLETED_CLASS' }, true],
    explained: [expect.stringMatching(/^Đánh giá bổ sung: /u) as string, expect.stringMatching(/^Sau đánh giá bổ sung: Chưa hoàn thành\. .*hiệu trưởng quyết định/u) as string, 'Hiệu trưởng quyết định: lên lớp.', 'Không có khen thưởng cuối năm.'],
    hints: [0, true],
    otherClass: 'results.primary-class',
    board: [[['1B', true, 0], ['4A', true, 0]], [['1B', false, first.group.size * (2 + 2 * 13)], ['4A', true, 0]]],
    firstGap: { screen: 'homeroom', classId: first.group.id, enrollmentId: null, field: 'excused2' },
    unfinished: [true, false],
  });
});

test('an upper secondary class: electives only for those who chose them, the special topics count once more', async () => {
  const office = await opened('upper-secondary');
  const physics = await sheetOf(office, '10A1', 'VAT_LI', 2);
  const { classId } = physics.place;
  const geography = await sheetOf(office, '10A1', 'DIA_LI', 2);
  const row = physics.sheet.rows.find(({ semesterScore }) => semesterScore !== null);
  if (row === undefined) throw new Error('no marks');
  const topic = (text: string) => office.call('gradebook.setMark', { ...physics.place, enrollmentId: row.enrollmentId, column: 'topic', text });
  const without = await topic('');
  const again = await topic('10');
  const sum = [row.cells.regular1, row.cells.regular2, row.cells.regular3].reduce((total, cell) => total + (cell?.score ?? 0), 100) + 2 * (row.cells.midterm?.score ?? 0) + 3 * (row.cells.final?.score ?? 0);
  const results = await office.call('results.class', { classId });
  const choices = await office.call('pupils.choices', { classId });
  const own = choices.pupils.find(({ enrollmentId }) => enrollmentId === row.enrollmentId);
  const instead = { enrollmentId: row.enrollmentId, chosen: [...(own?.chosen.filter((id) => id !== physics.place.subjectId) ?? []), geography.place.subjectId], topics: own?.topics ?? [] };
  const [refused, moved] = [await office.refusal('pupils.setChoices', { classId, choices: [instead] }), await office.refusal('pupils.setChoices', { classId, choices: [{ ...instead, topics: [] }] })];
  const now = await office.call('results.class', { classId });
  const countOf = (pupils: typeof now.pupils) => pupils.find(({ enrollmentId }) => enrollmentId === row.enrollmentId)?.subjects.length;
  expect({
    columns: physics.sheet.columns,
    geography: geography.sheet.rows.filter(({ taken }) => taken).length,
    incomplete: without.row.semesterScore,
    average: again.row.semesterScore,
    subjects: countOf(results.pupils),
    columnsOfClass: results.subjects.length,
    complete: results.missing,
    refused,
    moved,
    stillNine: countOf(now.pupils),
    taken: (await office.call('gradebook.sheet', geography.place)).rows.filter(({ taken }) => taken).length,
  }).toEqual({
    columns: ['regular1', 'regular2', 'regular3', 'topic', 'midterm', 'final', 'comment', 'reassessment'],
    geography: 0,
    incomplete: null,
    // TT 22/2021 Art. 9.1 with n = 4: three regular marks and the topics' one.
    average: Math.floor((2 * sum + 9) / 18),
    subjects: 12,
    columnsOfClass: 12,
    complete: [],
    refused: 'pupils.bad-choice',
    moved: 'ok',
    stillNine: 12,
    taken: 1,
  });
});

test('a continuing education centre: TT 43/2021, no comment subjects, a director, subjects of its own', async () => {
  const office = await opened('continuing');
  const { group } = await sheetOf(office, '10A', 'NGU_VAN', 2);
  const results = await office.call('results.class', { classId: group.id });
  const saved = await office.call('school.saveSubject', { id: null, code: 'NGOAI_NGU_1', name: 'Tiếng Anh', shortName: 'Tiếng Anh', kind: 'scored', periods: { '10': 105 }, electiveIn: [] });
  const withEnglish = await office.call('results.class', { classId: group.id });
  const { phrases } = await office.call('phrases.save', { kind: 'scored', id: null, subjectId: saved.id, text: 'Nắm chắc kiến thức.' });
  const withPhrase = await office.refusal('school.removeSubject', { id: saved.id });
  for (const { id, subjectId } of phrases) if (subjectId === saved.id) await office.call('phrases.remove', { id });
  const explained = await office.call('results.explain', { classId: group.id, enrollmentId: results.pupils[0]?.enrollmentId ?? ('' as never), about: { kind: 'learning', period: 'year' } });
  expect({
    kinds: [...new Set(results.subjects.map(({ kind }) => kind))],
    complete: results.missing,
    levels: [...new Set(results.pupils.map(({ year }) => year.level))].every((level) => level !== null),
    circular: explained.circular,
    title: (await office.call('school.settings', {})).principalTitle,
    missing: withEnglish.missing.every(({ detail }) => detail.startsWith('Tiếng Anh')),
    withPhrase,
    removed: await office.refusal('school.removeSubject', { id: saved.id }),
    notTaught: await office.refusal('school.saveClass', { id: null, name: '4A', grade: 4, homeroomTeacherId: null }),
  }).toEqual({ kinds: ['scored'], complete: [], levels: true, circular: '43/2021/TT-BGDĐT', title: 'Giám đốc', missing: true, withPhrase: 'school.subject-has-work', removed: 'ok', notTaught: 'school.level-not-taught' });
});

test('a level ticked by mistake and taken away again: the subjects it shared are still edited, and keep what is kept for its grades', async () => {
  const office = await opened('lower-secondary');
  await office.call('school.setLevels', { levels: ['lower-secondary', 'upper-secondary'] });
  await office.call('school.setLevels', { levels: ['lower-secondary'] });
  const mathematics = async () => (await office.call('school.overview', {})).subjects.find(({ code }) => code === 'TOAN');
  const subject = await mathematics();
  if (subject === undefined) throw new Error('no mathematics');
  const { id, code, name, shortName, kind, periods, electiveIn } = subject;
  const save = (grades: Readonly<Record<string, number>>) => office.refusal('school.saveSubject', { id, code, name, shortName, kind, periods: grades, electiveIn });
  expect({ saved: [await save({ ...periods, '7': 175 }), await save({ ...periods, '1': 105 })], periods: (await mathematics())?.periods }).toEqual({ saved: ['ok', 'school.bad-subject'], periods: { ...periods, '7': 175 } });
});
