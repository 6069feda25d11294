import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MoveAction } from '#core/contract/moves.ts';
import type { RegisterChange, RegisterSheet } from '#core/contract/registers.ts';
import type { RegisterName } from '#core/values/registers.ts';
import { openTrainingOffice, type TestOffice } from '#tests/support/open-office.ts';

let school: TestOffice;

beforeAll(async () => {
  school = await openTrainingOffice();
});

afterAll(() => school.close());

async function open(className: string, register: RegisterName, period: string | null): Promise<RegisterSheet> {
  const { classes } = await school.call('school.overview', {});
  const group = classes.find(({ name }) => name === className);
  if (group === undefined) throw new Error('no class');
  return school.call('registers.sheet', { classId: group.id, register, period });
}

const placeOf = ({ classId, register, period }: RegisterSheet) => ({ classId, register, period });
const pupilsOf = ({ rows }: RegisterSheet) => rows.filter(({ status }) => status === 'studying');
/** The whole sheet as people see it, without how often cells were changed. */
const seen = ({ rows, totals }: RegisterSheet) => ({ totals, rows: rows.map(({ enrollmentId, cells, closed, doubts }) => ({ enrollmentId, closed, doubts, cells: Object.fromEntries(Object.entries(cells).filter(([, { text }]) => text !== '').map(([column, { text }]) => [column, text])) })) });

function changesOf(sheet: RegisterSheet, column: string, texts: readonly string[]): RegisterChange[] {
  return pupilsOf(sheet)
    .slice(0, texts.length)
    .map(({ enrollmentId }, index) => ({ enrollmentId, column, text: texts[index] ?? '' }));
}

test('a block on the homeroom sheet writes its good cells as one step, taken back and done again whole; the history keeps all of it', async () => {
  await school.as('vanthu');
  const sheet = await open('6C', 'homeroom', null);
  const place = placeOf(sheet);
  const texts = ['k', 'Đạt', 'giỏi', 'd', 'Chưa đạt'];
  const changes = [...changesOf(sheet, 'conduct2', texts), ...changesOf(sheet, 'summerConduct', ['T']), ...changesOf(sheet, 'height', ['152', '1,52'])];
  const checked = await school.call('registers.check', { ...place, changes });
  const pasted = await school.call('registers.set', { ...place, changes, kind: 'paste', reason: 'Nhập từ sổ giấy' });
  const after = pupilsOf(await open('6C', 'homeroom', null)).slice(0, 5).map(({ cells }) => [cells['conduct2']?.text, cells['conductYear']?.text, cells['height']?.text]);
  const undone = await school.call('registers.undo', place);
  const back = await open('6C', 'homeroom', null);
  const redone = await school.call('registers.redo', place);
  const [first] = pupilsOf(sheet);
  if (first === undefined) throw new Error('no pupil');
  const { changes: history } = await school.call('registers.history', { ...place, enrollmentId: first.enrollmentId, column: 'conduct2' });
  expect({
    checked: checked.cells.map(({ column, verdict, after: text, error }) => [column, verdict, text, error?.code ?? null]),
    pasted: [pasted.rows.length, pasted.refused.length, pasted.step?.kind, pasted.step?.cells],
    after,
    undone: [undone.step?.cells, undone.refused],
    back: seen(back),
    changed: back.rows.find(({ enrollmentId }) => enrollmentId === first.enrollmentId)?.cells['conduct2'],
    redone: [redone.step?.cells, (await school.call('registers.redo', place)).step],
    history: history.map(({ before, after: text, reason, by }) => [before, text, reason, by]),
  }).toEqual({
    checked: [
      ['conduct2', 'change', 'K', null],
      ['conduct2', 'change', 'Đ', null],
      ['conduct2', 'refused', 'giỏi', 'homeroom.not-a-level'],
      ['conduct2', 'change', 'Đ', null],
      ['conduct2', 'change', 'CĐ', null],
      ['summerConduct', 'refused', 'T', 'registers.summer-not-due'],
      ['height', 'change', '152,0', null],
      ['height', 'refused', '1,52', 'homeroom.not-a-measure'],
    ],
    pasted: [4, 3, 'paste', 5],
    after: [
      ['K', 'K', '152,0'],
      ['Đ', 'K', undefined],
      [undefined, undefined, undefined],
      ['Đ', 'K', undefined],
      ['CĐ', 'CĐ', undefined],
    ],
    undone: [5, []],
    back: seen(sheet),
    changed: { text: '', changes: 1 },
    redone: [5, null],
    history: [
      ['', 'K', 'Nhập từ sổ giấy', 'Lê Thị Mai (văn thư)'],
      ['K', '', 'Hoàn tác', 'Lê Thị Mai (văn thư)'],
      ['', 'K', 'Làm lại', 'Lê Thị Mai (văn thư)'],
    ],
  });
  await school.call('registers.undo', place);
});

test('undoing everything gives back the sheet as it was, doing it all again the sheet as it became', async () => {
  await school.as('vanthu');
  const homeroom = await open('7A', 'homeroom', null);
  const attendance = await open('7A', 'attendance', '2025-11');
  const cell = (sheet: RegisterSheet, texts: Readonly<Record<string, readonly string[]>>) =>
    fc
      .tuple(fc.constantFrom(...pupilsOf(sheet).slice(0, 4)), fc.constantFrom(...Object.keys(texts)))
      .chain(([{ enrollmentId }, column]) => fc.constantFrom(...(texts[column] ?? [''])).map((text): RegisterChange => ({ enrollmentId, column, text })));
  const blocks = fc.record({
    homeroom: fc.array(fc.array(cell(homeroom, { conduct1: ['T', 'k', 'Đ', 'cđ', '', 'x'], conduct2: ['T', 'CĐ', ''], summerConduct: ['Đ', ''], excused1: ['0', '12', ''], weight: ['43,2', '43.2', ''], comment: ['Ngoan.\nChăm.', ''] }), { minLength: 1, maxLength: 6 }), { maxLength: 5 }),
    attendance: fc.array(fc.array(cell(attendance, { d03: ['p', 'K', ''], d04: ['P', 'v', ''], d30: ['K', ''] }), { minLength: 1, maxLength: 6 }), { maxLength: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(blocks, async (run) => {
      for (const sheet of [homeroom, attendance]) {
        const now = () => open('7A', sheet.register, sheet.period);
        const before = seen(await now());
        let steps = 0;
        for (const changes of run[sheet.register as 'homeroom' | 'attendance']) if ((await school.call('registers.set', { ...placeOf(sheet), changes, kind: 'paste' })).step !== null) steps += 1;
        const became = seen(await now());
        for (let step = 0; step < steps; step += 1) expect((await school.call('registers.undo', placeOf(sheet))).refused).toEqual([]);
        expect(seen(await now())).toEqual(before);
        for (let step = 0; step < steps; step += 1) expect((await school.call('registers.redo', placeOf(sheet))).refused).toEqual([]);
        expect(seen(await now())).toEqual(became);
        for (let step = 0; step < steps; step += 1) await school.call('registers.undo', placeOf(sheet));
      }
    }),
    { numRuns: 6 },
  );
}, 60_000);

test('undo is the own last step, spares what somebody else wrote since; a lock of the register holds it back until it is reopened', async () => {
  await school.as('vanthu');
  const sheet = await open('6C', 'attendance', '2026-01');
  const place = placeOf(sheet);
  const [first, second] = pupilsOf(sheet);
  if (first === undefined || second === undefined) throw new Error('no pupils');
  const mark = (enrollmentId: string, column: string, text: string) => ({ ...place, kind: 'edit' as const, changes: [{ enrollmentId, column, text }] });
  await school.call('registers.set', { ...place, kind: 'fill', changes: [first, second].map(({ enrollmentId }) => ({ enrollmentId, column: 'd09', text: 'K' })) });
  await school.as('gvcn6c');
  await school.call('registers.set', mark(first.enrollmentId, 'd09', 'P'));
  await school.as('vanthu');
  const block = await school.call('registers.undo', place);
  await school.call('registers.set', mark(second.enrollmentId, 'd20', 'P'));
  // The register alone, in the first semester: days until 17 January.
  const scope = { classId: sheet.classId, subjectId: null, semester: 1, column: 'attendance' } as const;
  const { id } = await school.call('locks.lock', { scope, reason: 'Hết học kì I' });
  await school.as('gvcn6c');
  const locked = await open('6C', 'attendance', '2026-01');
  const typed = await school.call('registers.set', { ...place, kind: 'paste', changes: ['d09', 'd20'].map((column) => ({ enrollmentId: first.enrollmentId, column, text: 'K' })) });
  const heldBack = [await school.call('registers.undo', place), await school.call('registers.undo', place)];
  const homeroom = await school.refusal('registers.set', { classId: sheet.classId, register: 'homeroom', period: 'year', kind: 'edit', changes: [{ enrollmentId: first.enrollmentId, column: 'conduct1', text: 'K' }] });
  await school.call('locks.ask', { scope, reason: 'Ghi nhầm ngày 9' });
  await school.as('hieutruong');
  const asked = (await school.call('locks.overview', {})).reopenings.find(({ state }) => state === 'asked');
  await school.call('locks.decide', { id: asked?.id ?? '', expiresAt: '2099-01-01T17:00' });
  await school.as('gvcn6c');
  const reopened = (await open('6C', 'attendance', '2026-01')).reopened.length;
  const undone = await school.call('registers.undo', place);
  const { changes: history } = await school.call('registers.history', { ...place, enrollmentId: first.enrollmentId, column: 'd09' });
  expect({
    block: [block.step?.cells, block.refused.map(({ before, error }) => [before, error?.code])],
    locked: [locked.locked.map(({ column }) => column).filter((column) => column >= 'd17'), locked.locked.length],
    typed: [typed.step?.cells, typed.refused.map(({ column, error }) => [column, error?.code])],
    heldBack: heldBack.map(({ step, refused }) => [step?.cells, refused.map(({ error }) => error?.code)]),
    homeroom,
    reopened,
    undone: undone.step?.cells,
    history: history.map(({ before, after, reason }) => [before, after, reason]),
  }).toEqual({
    block: [1, [['P', 'gradebook.changed-elsewhere']]],
    locked: [['d17'], 17],
    typed: [1, [['d09', 'gradebook.locked']]],
    heldBack: [
      [1, []],
      [0, ['gradebook.locked']],
    ],
    homeroom: 'ok',
    reopened: 17,
    undone: 1,
    history: [
      ['', 'K', null],
      ['K', 'P', null],
      ['P', 'K', 'Hoàn tác: Ghi nhầm ngày 9'],
    ],
  });
  await school.as('hieutruong');
  await school.call('locks.unlock', { id, reason: 'Xong' });
  await school.as('vanthu');
  await school.call('registers.set', { ...place, kind: 'clear', reason: 'Dọn lại', changes: [first, second].flatMap(({ enrollmentId }) => ['d09', 'd20'].map((column) => ({ enrollmentId, column, text: '' }))) });
});

test('the attendance register counts its days by month, semester and day, and the homeroom sheet takes them as one step (rule D20)', async () => {
  await school.as('vanthu');
  const [january, december] = [await open('6C', 'attendance', '2026-01'), await open('6C', 'attendance', '2025-12')];
  const [first, second] = pupilsOf(january);
  if (first === undefined || second === undefined) throw new Error('no pupils');
  const { classId } = january;
  const none = await school.refusal('registers.takeAbsences', { classId, semester: 2 });
  await school.call('registers.set', { classId, register: 'homeroom', period: 'year', kind: 'paste', changes: [['excused1', '5'], ['unexcused1', '2']].map(([column, text]) => ({ enrollmentId: first.enrollmentId, column: column ?? '', text: text ?? '' })) });
  const before = await open('6C', 'homeroom', null);
  const put = (sheet: RegisterSheet, cells: readonly (readonly [string, string, string])[]) => school.call('registers.set', { ...placeOf(sheet), kind: 'paste', changes: cells.map(([enrollmentId, column, text]) => ({ enrollmentId, column, text })) });
  await put(december, [[first.enrollmentId, 'd01', 'K'], [first.enrollmentId, 'd31', 'P']]);
  const written = await put(january, [[first.enrollmentId, 'd05', 'kp'], [first.enrollmentId, 'd06', 'có phép'], [second.enrollmentId, 'd06', 'K'], [first.enrollmentId, 'd19', 'P'], [first.enrollmentId, 'd32', 'P'], [first.enrollmentId, 'd07', 'V']]);
  const sums = (sheet: RegisterSheet, enrollmentId: string) => ['excused', 'unexcused', 'absent', 'semesterExcused', 'semesterUnexcused', 'semesterAbsent'].map((column) => sheet.rows.find((row) => row.enrollmentId === enrollmentId)?.cells[column]?.text);
  const doubted = await open('6C', 'homeroom', null);
  const offered = await school.call('registers.checkAbsences', { classId, semester: 1 });
  const taken = await school.call('registers.takeAbsences', { classId, semester: 1 });
  const after = await open('6C', 'homeroom', null);
  const again = await school.call('registers.takeAbsences', { classId, semester: 1 });
  const own = (sheet: RegisterSheet) => sheet.rows.find((row) => row.enrollmentId === first.enrollmentId);
  await school.call('registers.undo', placeOf(before));
  expect({
    none,
    refused: written.refused.map(({ column, error }) => [column, error?.code]),
    january: sums(await open('6C', 'attendance', '2026-01'), first.enrollmentId),
    february: sums(await open('6C', 'attendance', '2026-02'), first.enrollmentId),
    perDay: written.totals.map(({ name, cells }) => [name, cells['d05'], cells['d06'], cells['d19'], cells['d20']]),
    doubted: [before.rows.flatMap(({ doubts }) => doubts), own(doubted)?.doubts.filter(({ column }) => column.endsWith('1')), doubted.rows.filter(({ status, doubts }) => status !== 'studying' && doubts.length > 0)],
    offered: offered.cells.every(({ verdict }) => verdict === 'change') && offered.cells.length === taken.step?.cells,
    taken: [taken.step?.kind, own(after)?.cells['excused1']?.text, own(after)?.cells['unexcused1']?.text, after.rows.flatMap(({ doubts }) => doubts.filter(({ column }) => column.endsWith('1'))).length],
    again: again.step,
    undone: seen(await open('6C', 'homeroom', null)).rows.map(({ cells }) => cells),
  }).toEqual({
    none: 'registers.no-attendance',
    refused: [
      ['d32', 'gradebook.not-found'],
      ['d07', 'registers.not-an-absence'],
    ],
    january: ['2', '1', '3', '2', '2', '4'],
    february: ['0', '0', '0', '1', '0', '1'],
    perDay: [
      ['excused', 0, 1, 1, 0],
      ['unexcused', 1, 1, 0, 0],
      ['absent', 1, 2, 1, 0],
    ],
    doubted: [[], [{ column: 'excused1', why: 'absences-differ', expected: '2' }], []],
    offered: true,
    taken: ['fill', '2', '2', 0],
    again: null,
    undone: seen(before).rows.map(({ cells }) => cells),
  });
});

test('the sessions of an old school come before the days here, and stand alone where there are none', async () => {
  await school.as('vanthu');
  const attendance = await open('6C', 'attendance', '2025-10');
  const { classId } = attendance;
  const [, , joined, absentee] = pupilsOf(attendance);
  if (joined === undefined || absentee === undefined) throw new Error('no pupils');
  for (const { enrollmentId } of [joined, absentee]) {
    const action: MoveAction = { kind: 'set-transferred', enrollmentId, semester1: { school: 'Trường THCS Chu Hóa', conduct: 'T', excused: 2, unexcused: 1, results: [] } };
    const { digest } = await school.call('moves.preview', { action });
    await school.call('moves.apply', { action, digest });
  }
  await school.call('registers.set', { ...placeOf(attendance), kind: 'edit', changes: [{ enrollmentId: absentee.enrollmentId, column: 'd06', text: 'P' }] });
  const homeroom = { classId, register: 'homeroom', period: 'year' } as const;
  await school.call('registers.set', { ...homeroom, kind: 'clear', changes: [joined, absentee].flatMap(({ enrollmentId }) => ['excused1', 'unexcused1'].map((column) => ({ enrollmentId, column, text: '' }))) });
  const taken = await school.call('registers.takeAbsences', { classId, semester: 1 });
  const now = await open('6C', 'homeroom', null);
  const absences = (enrollmentId: string) => {
    const row = now.rows.find((each) => each.enrollmentId === enrollmentId);
    return [row?.cells['excused1']?.text, row?.cells['unexcused1']?.text, row?.doubts];
  };
  await school.call('registers.undo', homeroom);
  expect([taken.step !== null, absences(joined.enrollmentId), absences(absentee.enrollmentId)]).toEqual([true, ['', '', []], ['3', '1', []]]);
});

test('the training school agrees with itself but for the one day that somebody forgot', async () => {
  await school.as('vanthu');
  const doubts = async (name: string) => (await open(name, 'homeroom', null)).rows.flatMap(({ position, doubts: own }) => own.map(({ column }) => [position, column]));
  expect([await doubts('7A'), await doubts('8B')]).toEqual([[], [[10, 'excused1']]]);
});

test('only the homeroom teacher of the class and the clerk write; classes of TT 22 keep no qualities', async () => {
  await school.as('vanthu');
  const sheet = await open('7A', 'attendance', '2025-10');
  const [row] = pupilsOf(sheet);
  const set = { ...placeOf(sheet), kind: 'edit' as const, changes: [{ enrollmentId: row?.enrollmentId ?? '', column: 'd06', text: 'P' }] };
  const answers: Record<string, readonly string[]> = {};
  for (const user of ['gvcn7a', 'gvcn8b', 'giaovien', 'hieutruong', 'quantri']) {
    await school.as(user);
    answers[user] = [await school.refusal('registers.sheet', placeOf(sheet)), await school.refusal('registers.set', set), await school.refusal('registers.undo', placeOf(sheet))];
  }
  await school.as('vanthu');
  expect({
    answers,
    registers: sheet.registers,
    attributes: await school.refusal('registers.sheet', { ...placeOf(sheet), register: 'attributes', period: '1-mid' }),
    july: await school.refusal('registers.sheet', { ...placeOf(sheet), period: '2026-07' }),
  }).toEqual({
    answers: {
      gvcn7a: ['ok', 'ok', 'ok'],
      gvcn8b: ['ok', 'homeroom.not-yours', 'homeroom.not-yours'],
      giaovien: ['ok', 'session.not-allowed', 'session.not-allowed'],
      hieutruong: ['ok', 'session.not-allowed', 'session.not-allowed'],
      quantri: ['session.not-allowed', 'session.not-allowed', 'session.not-allowed'],
    },
    registers: ['homeroom', 'attendance'],
    attributes: 'registers.not-kept',
    july: 'registers.bad-period',
  });
});

test('a primary class: levels as TT 27 has them at each moment, comments to their limit, no conduct on the homeroom sheet', async () => {
  const primary = await openTrainingOffice('primary');
  await primary.as('vanthu');
  const { classes } = await primary.call('school.overview', {});
  const [first, fourth] = [classes.find(({ grade }) => grade === 1), classes.find(({ grade }) => grade === 4)];
  if (first === undefined || fourth === undefined) throw new Error('no classes');
  const sheet = await primary.call('registers.sheet', { classId: fourth.id, register: 'attributes', period: '2-end' });
  const place = placeOf(sheet);
  const [row] = pupilsOf(sheet);
  const texts = { YEU_NUOC: 'cần cố gắng', NHAN_AI: 'H', TIN_HOC: 'd', NHAN_XET_PHAM_CHAT: 'Ngoan. '.repeat(400), NHAN_XET_NANG_LUC_CHUNG: 'Mạnh dạn hơn.' };
  const changes = Object.entries(texts).map(([column, text]) => ({ enrollmentId: row?.enrollmentId ?? '', column, text }));
  const written = await primary.call('registers.set', { ...place, changes, kind: 'paste' });
  const undone = await primary.call('registers.undo', place);
  const grade1 = await primary.call('registers.sheet', { classId: first.id, register: 'attributes', period: '1-mid' });
  const homeroom = await primary.call('registers.sheet', { classId: fourth.id, register: 'homeroom', period: null });
  await primary.close();
  expect({
    periods: sheet.periods,
    columns: sheet.columns.map(({ column }) => column),
    grade1: sheet.columns.filter(({ column }) => !grade1.columns.some((other) => other.column === column)).map(({ name }) => name),
    written: [written.step?.cells, written.refused.map(({ column, error }) => [column, error?.code])],
    row: ['YEU_NUOC', 'TIN_HOC', 'NHAN_XET_NANG_LUC_CHUNG'].map((column) => written.rows[0]?.cells[column]?.text),
    back: seen({ ...sheet, rows: undone.rows }),
    homeroom: homeroom.columns.map(({ column }) => column),
    limit: homeroom.absenceLimit,
  }).toEqual({
    periods: ['1-mid', '1-end', '2-mid', '2-end', '2-support'],
    columns: ['YEU_NUOC', 'NHAN_AI', 'CHAM_CHI', 'TRUNG_THUC', 'TRACH_NHIEM', 'TU_CHU_TU_HOC', 'GIAO_TIEP_HOP_TAC', 'GIAI_QUYET_VAN_DE', 'NGON_NGU', 'TINH_TOAN', 'KHOA_HOC', 'CONG_NGHE', 'TIN_HOC', 'THAM_MI', 'THE_CHAT', 'NHAN_XET_PHAM_CHAT', 'NHAN_XET_NANG_LUC_CHUNG', 'NHAN_XET_NANG_LUC_DAC_THU'],
    grade1: ['Công nghệ', 'Tin học'],
    written: [3, [['NHAN_AI', 'registers.not-an-attribute'], ['NHAN_XET_PHAM_CHAT', 'mark.comment-too-long']]],
    row: ['C', 'Đ', 'Mạnh dạn hơn.'],
    back: seen({ ...sheet, rows: sheet.rows.filter(({ enrollmentId }) => enrollmentId === row?.enrollmentId) }),
    homeroom: ['excused1', 'unexcused1', 'excused2', 'unexcused2', 'absences', 'height', 'weight', 'comment', 'nominated', 'outstanding', 'commendation', 'supportDecision'],
    limit: null,
  });
});
