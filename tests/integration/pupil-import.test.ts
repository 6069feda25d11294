import { Workbook } from '@cj-tech-master/excelts';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ImportPreview, PupilData } from '#core/contract/pupils.ts';
import { classId, importId, pupilId } from '#core/values/ids.ts';
import { openOfficeDatabase } from '#main/db/office-database.ts';
import { createSpreadsheetReader } from '#main/documents/spreadsheet/spreadsheet-reader.ts';
import type { CallContext, SignedInUser } from '#main/office/call-context.ts';
import { createFileBox } from '#main/office/file-box.ts';
import type { OfficeDatabase } from '#main/office/ports/database.ts';
import { createPupilsHandlers } from '#main/office/pupils/pupils-handlers.ts';
import { loadRuleLibrary } from '#main/rules/load-rule-library.ts';

const rules = loadRuleLibrary('resources');

const clock = { now: () => '2025-09-06T08:00:00+07:00' };
const clerk: SignedInUser = { id: 'u1', userName: 'vanthu', displayName: 'Lê Thị Mai', roles: ['clerk'], teacherId: null };
const blank: PupilData = { ministryCode: '', personalId: '', registryNumber: '', fullName: '', birthDate: '', sex: 'male', ethnicity: '', nationality: 'Việt Nam', birthPlace: '', homeTown: '', address: '', fatherName: '', motherName: '', guardianName: '' };

const own = { code: 'T1', name: 'Trường THCS Thử', programme: 'general', levels: ['lower-secondary'], departmentCode: '01', departmentName: 'Sở', provinceName: 'tỉnh', communeName: 'xã', principalName: '', principalPersonalId: '', principalTitle: 'Hiệu trưởng', issuePlace: '', homeroomSignature: true, idleMinutes: 10, training: false } as const;

let folder = '';
let database: OfficeDatabase;
let serial = 0;
const ids = { next: () => `id-${(serial += 1)}` };
const files = createFileBox(ids);
const handlers = createPupilsHandlers({ reader: createSpreadsheetReader(), clock, ids });

beforeEach(async () => {
  serial = 0;
  folder = await mkdtemp(join(tmpdir(), 'hocba-'));
  database = await openOfficeDatabase(join(folder, 'school.sqlite'), clock, rules);
  await database.write({ userId: null, userName: 'test' }, async ({ school }) => {
    await school.saveSchool({ ...own, createdAt: clock.now() });
    await school.addYear({ id: 'y1', name: '2025-2026' }, clock.now());
    return { value: undefined, audit: null };
  });
});

afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

test("the ministry's list: looked at, written, the same again, and taken back", async () => {
  const before = await everything();
  const preview = await previewOf('pupils-libreoffice.xlsx');
  expect({ ...preview, rows: preview.rows.length, columns: columnsOf(preview) }).toEqual({
    importId: preview.importId,
    fileName: 'pupils-libreoffice.xlsx',
    columns: [
      'A STT →', 'B Mã lớp → className', 'C Mã học sinh → ministryCode', 'D Họ và tên → fullName', 'E Ngày sinh (dd/mm/yyyy) → birthDate', 'F Giới tính → sex', 'G Dân tộc → ethnicity', 'H Số định danh cá nhân → personalId',
      'I Quan hệ gia đình – Họ tên cha → fatherName', 'J Quan hệ gia đình – Họ tên mẹ → motherName', 'K Email →', 'L Trạng thái → status', 'M Trạng thái – Ngày trạng thái →',
    ],
    missingColumns: [],
    counts: { new: 35, changed: 0, same: 0, wrong: 5, skippedLines: 12 },
    newClasses: ['6A', '6B'],
    rows: 40,
  });
  expect(problemsOf(preview)).toEqual([
    ...[10, 13, 16].map(restoredZero),
    '17 wrong personalId “025214001496”: duplicate-in-file (error)',
    '19 new personalId “25314001570”: leading-zero-restored (note)',
    '20 new fullName “NguyÔn V¨n Hïng”: old-font-converted (note)',
    ...[22, 25, 28, 34].map(restoredZero),
    '35 wrong birthDate “31/02/2014”: not-a-date (error)',
    '37 wrong fullName “”: empty (error)',
    '37 wrong personalId “25314002088”: leading-zero-restored (note)',
    '40 wrong personalId “0252140012”: not-a-personal-id (error)',
    '42 new sex “Nử”: unknown-sex (note)',
    '43 wrong personalId “025214001496”: duplicate-in-file (error)',
    '46 new personalId “25314002421”: leading-zero-restored (note)',
    '49 new personalId “25314002532”: leading-zero-restored (note)',
    '51 new fullName “GIÀNG THỊ XÍA”: name-in-capitals (warning)',
    '52 new personalId “25314002643”: leading-zero-restored (note)',
  ]);
  expect(await everything()).toEqual(before);

  expect(await handlers['pupils.applyImport']({ importId: preview.importId }, context())).toEqual({ added: 35, changed: 0, classesAdded: 2 });
  const classes = await database.read(({ school }) => school.classes());
  const listed = await Promise.all(classes.map(async ({ id, name, grade }) => [name, grade, (await handlers['pupils.list']({ classId: classId.parse(id) }, context())).pupils.map(({ position, data }) => `${position} ${data.fullName}`)] as const));
  expect(listed).toEqual([
    ['6A', 6, ['1 Nguyễn Hoàng An', '2 Trần Thị Ngọc Ánh', '3 Hà Văn Bảo', '4 Đinh Thị Bích', '5 Lò Thị Chi', '6 Phùng Quốc Cường', '7 Giàng A Dế', '8 Vàng Thị Dợ', '9 Bùi Hương Giang', '10 Nguyễn Văn Hùng', '11 Lê Thu Huyền', '12 Sầm Văn Khánh', '13 Đặng Tòn Lai', '14 Hoàng Khánh Linh', '15 Cao Đức Mạnh', '16 Triệu Mùi Mủi', '17 Ksor Y Nam', '18 Nông Thuý Nga', '19 H’ Hen Niê']],
    ['6B', 6, ['1 Phạm Gia Bảo', '2 Hà Thị Diễm', '3 Sùng Thị Gấu', '4 Hà Công Hiếu', '5 Lý Thị Hoa', '6 Đinh Công Khoa', '7 Trần Tuệ Lâm', '8 Nguyễn Thị Bảo Ngọc', '9 Phùng Chòi Phin', '10 Bùi Anh Quân', '11 Thạch Thị Sa Ri', '12 Hoàng Văn Sơn', '13 Ngô Phương Thảo', '14 Mai Đức Thịnh', '15 GIÀNG THỊ XÍA', '16 Trịnh Hải Yến']],
  ]);
  // A bare serial number, a lost zero, decomposed text and blanks inside.
  const stored = await database.read(({ pupils }) => pupils.all());
  const one = (name: string) => stored.find(({ data }) => data.fullName === name)?.data;
  expect([one('Phùng Quốc Cường')?.birthDate, one('Ksor Y Nam')?.personalId, one('Lò Thị Chi')]).toEqual([
    '2014-08-02',
    '025214001866',
    { ...blank, ministryCode: '2511200004', personalId: '025314001348', fullName: 'Lò Thị Chi', birthDate: '2014-05-17', sex: 'female', ethnicity: '03', fatherName: 'Lò Văn Tưởng', motherName: 'Hà Thị Lan' },
  ]);

  expect((await previewOf('pupils-libreoffice.xlsx')).counts).toEqual({ new: 0, changed: 0, same: 35, wrong: 5, skippedLines: 12 });

  const entry = { importId: preview.importId, fileName: 'pupils-libreoffice.xlsx', appliedAt: clock.now(), appliedBy: 'Lê Thị Mai', added: 35, changed: 0 };
  expect(await handlers['pupils.imports']({}, context())).toEqual({ imports: [{ ...entry, undoneAt: null, mayUndo: true }] });
  expect(await handlers['pupils.undoImport']({ importId: preview.importId }, context())).toEqual({ removed: 35, restored: 0 });
  expect(await everything()).toEqual(before);
  expect(await handlers['pupils.imports']({}, context())).toEqual({ imports: [{ ...entry, undoneAt: clock.now(), mayUndo: false }] });
  await expect(handlers['pupils.undoImport']({ importId: preview.importId }, context())).rejects.toMatchObject({ code: 'import.already-undone' });
  // The log tells what was done, never of whom.
  const log = JSON.stringify(await database.read(({ audit }) => audit.list(null, 50)));
  expect([log.includes('pupils.imported'), log.includes('pupils.importUndone'), /0253140|Lò Thị/u.test(log)]).toEqual([true, true, false]);
});

test('a list of the school itself: classes in titles, headings of two rows, other words', async () => {
  const preview = await previewOf('pupils-by-class.xlsx');
  expect([columnsOf(preview), preview.missingColumns, preview.counts, preview.newClasses]).toEqual([
    [
      'A TT →', 'B Số CCCD/ ĐDCN → personalId', 'C Họ và tên học sinh → fullName', 'D Phái → sex', 'E Ngày, tháng, năm sinh → birthDate', 'F Nơi sinh → birthPlace', 'G Chỗ ở hiện nay → address', 'H Thành phần dân tộc → ethnicity',
      'I Cha – Họ tên → fatherName', 'J Cha – Năm sinh →', 'K Mẹ – Họ tên → motherName', 'L Tình trạng → status',
    ],
    ['ministryCode'],
    { new: 5, changed: 0, same: 0, wrong: 3, skippedLines: 11 },
    ['7A1', '7A2'],
  ]);
  expect(problemsOf(preview)).toEqual([
    '7 new personalId “1213004511”: leading-zero-restored (note)',
    '9 wrong personalId “25213004533”: personal-id-disagrees (error)',
    '10 wrong fullName “Tr\u0430n Đức Dũng”: name-looks-wrong (error)',
    '11 new fullName “ĐINH THỊ GIANG”: name-in-capitals (warning)',
    '11 new sex “Nu”: unknown-sex (note)',
    '12 new status “Tạm vắng”: unknown-status (warning)',
    '19 wrong sex “”: empty (error)',
  ]);
  await handlers['pupils.applyImport']({ importId: preview.importId }, context());
  const enrolled = await database.read(({ pupils }) => pupils.ofClass(null));
  expect(enrolled.map(({ pupil, enrollment }) => [enrollment.status, pupil.data]).toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b), 'en'))).toEqual(
    [
      ['studying', { ...blank, personalId: '001213004511', fullName: 'Nguyễn Hoà An', birthDate: '2013-03-12', ethnicity: '01', birthPlace: 'Hà Nội', address: 'Khu 2, xã Yên Lập', fatherName: 'Nguyễn Văn Hải', motherName: 'Lê Thị Thuỷ' }],
      ['studying', { ...blank, personalId: '025313004522', fullName: 'Hà Thị Bích', birthDate: '2013-10-08', sex: 'female', ethnicity: '15', birthPlace: 'Phú Thọ', address: 'Khu 3, xã Yên Lập', fatherName: 'Hà Văn Bình' }],
      ['studying', { ...blank, fullName: 'ĐINH THỊ GIANG', birthDate: '2013-11-07', sex: 'female', ethnicity: '06', birthPlace: 'Phú Thọ', address: 'Khu 1, xã Yên Lập', motherName: 'Đinh Thị Hoa' }],
      ['studying', { ...blank, fullName: 'Kim Min Ho', birthDate: '2013-06-01', ethnicity: '55', nationality: '', birthPlace: 'Seoul', address: 'Khu 5, xã Yên Lập', fatherName: 'Kim Sang Woo', motherName: 'Phạm Thị Mơ' }],
      ['left-school', { ...blank, personalId: '025213004566', fullName: 'Vàng A Pao', birthDate: '2013-08-15', ethnicity: '08', birthPlace: 'Lào Cai', address: 'Khu 7, xã Yên Lập', fatherName: 'Vàng A Lử', motherName: 'Sùng Thị Mai' }],
    ].toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b), 'en')),
  );
  expect((await previewOf('pupils-by-class.xlsx')).counts).toEqual({ new: 0, changed: 0, same: 5, wrong: 3, skippedLines: 11 });
});

test('lines meet the pupils that are there; an empty cell takes nothing away', async () => {
  await school();
  const before = await everything();
  const preview = await previewOfRows([
    ['Họ tên', 'Ngày sinh', 'Giới tính', 'Lớp', 'Mã học sinh', 'Số định danh', 'Họ tên mẹ', 'Trạng thái'],
    // The same name with its tone elsewhere, found by name and birthday; moves to a class written in small letters.
    ['NGUYỄN HOÀ an', '01/02/2013', '', '7b', 'HS1', '', '', ''],
    // Found by number; the empty name and birthday stay as they are.
    ['', '', '', '', '', '025313000002', 'Lò Thị Hoa', ''],
    ['Trần Văn Cường', '03/02/2013', 'Nam', '7A', '', '025213000099', '', ''],
    ['Hà Thị Dung', '04/02/2013', 'Nữ', '7A', 'HS5', '025213000003', '', ''],
    ['Lê Văn Em', '05/02/2013', 'Nam', '7A', '', '', '', ''],
    ['Lê Văn Em', '05/02/2013', 'Nam', '7A', '', '', '', ''],
    ['Bùi Văn Mới', '06/02/2013', 'Nam', '7A', '', '', '', ''],
  ]);
  expect(preview.rows.map(({ state, pupilId, cells }) => [state, pupilId, ...cells.filter(({ problem }) => problem !== null).map(({ field, problem }) => `${field} ${problem}`)])).toEqual([
    ['changed', 'p1'],
    ['changed', 'p2'],
    ['new', null, 'fullName looks-like-another-pupil'],
    ['wrong', null, 'ministryCode personal-id-of-another-pupil', 'personalId personal-id-disagrees'],
    ['same', 'p5'],
    ['wrong', 'p5', 'fullName duplicate-in-file'],
    ['new', null],
  ]);
  await handlers['pupils.applyImport']({ importId: preview.importId }, context());
  expect(await classList('c1')).toEqual(['1 Lò Thị Bình', '2 Trần Văn Cường', '3 Trần Văn Cường', '4 Lê Văn Em', '5 Bùi Văn Mới']);
  expect(await classList('c2')).toEqual(['1 NGUYỄN HOÀ an', '2 Mai Thị Yên']);
  const stored = await database.read(({ pupils }) => pupils.all());
  expect(['p1', 'p2'].map((id) => stored.find((pupil) => pupil.id === id)?.data)).toEqual([
    { ...blank, fullName: 'NGUYỄN HOÀ an', birthDate: '2013-02-01', ministryCode: 'HS1', homeTown: 'Phú Thọ' },
    { ...blank, fullName: 'Lò Thị Bình', birthDate: '2013-02-02', sex: 'female', personalId: '025313000002', motherName: 'Lò Thị Hoa' },
  ]);

  // A pupil added by hand afterwards shifts places only: no reason to refuse.
  await handlers['pupils.add']({ classId: classId.parse('c1'), data: { ...blank, fullName: 'An An', birthDate: '2013-01-01' } }, context());
  expect(await handlers['pupils.undoImport']({ importId: preview.importId }, context())).toEqual({ removed: 2, restored: 2 });
  expect(await classList('c1')).toEqual(['1 An An', '2 Nguyễn Hòa An', '3 Lò Thị Bình', '4 Trần Văn Cường', '5 Lê Văn Em']);
  expect(await classList('c2')).toEqual(['1 Mai Thị Yên']);
  const left = await everything();
  expect(left.pupils.filter(({ data }) => data.fullName !== 'An An')).toEqual(before.pupils);
});

test('nothing is written on data that changed, and nothing taken back under later work', async () => {
  await school();
  const list = [
    ['Họ tên', 'Ngày sinh', 'Giới tính', 'Lớp'],
    ['Cao Văn Một', '01/01/2012', 'Nam', '8A'],
    ['Cao Thị Hai', '02/01/2012', 'Nữ', '8A'],
  ];
  const first = await previewOfRows(list);
  await expect(handlers['pupils.applyImport']({ importId: first.importId }, context('another window'))).rejects.toMatchObject({ code: 'import.outdated-preview' });
  const member = (await handlers['pupils.list']({ classId: classId.parse('c2') }, context())).pupils[0];
  if (member === undefined) throw new Error('no pupil');
  await handlers['pupils.save']({ pupilId: member.pupilId, data: { ...member.data, address: 'Khu 1' } }, context());
  await expect(handlers['pupils.applyImport']({ importId: first.importId }, context())).rejects.toMatchObject({ code: 'import.outdated-preview' });

  const second = await previewOfRows(list);
  await handlers['pupils.applyImport']({ importId: second.importId }, context());
  await expect(handlers['pupils.applyImport']({ importId: second.importId }, context())).rejects.toMatchObject({ code: 'import.outdated-preview' });
  const after = await database.read(async (repositories) => ({ classes: await repositories.school.classes(), enrolled: await repositories.pupils.ofClass(null) }));
  const enrolled = (name: string) => after.enrolled.find(({ pupil }) => pupil.data.fullName === name);
  const hai = enrolled('Cao Thị Hai');
  const mot = enrolled('Cao Văn Một');
  const group = after.classes.find(({ name }) => name === '8A');
  if (hai === undefined || mot === undefined || group === undefined) throw new Error('not imported');
  await database.write({ userId: 'u1', userName: 'Lê Thị Mai' }, async ({ homeroom, school }) => {
    await homeroom.setField(hai.enrollment.id, 'conduct1', 'T', { before: '', after: 'T', at: clock.now(), userId: 'u1' });
    await school.saveClass({ ...group, homeroomTeacherId: 't1' });
    return { value: undefined, audit: null };
  });
  await handlers['pupils.save']({ pupilId: pupilId.parse(mot.pupil.id), data: { ...mot.pupil.data, address: 'Khu 2' } }, context());
  const before = await everything();
  await expect(handlers['pupils.undoImport']({ importId: second.importId }, context())).rejects.toMatchObject({ code: 'import.cannot-undo', params: { where: 'Cao Văn Một, 8A, Cao Thị Hai' } });
  expect(await everything()).toEqual(before);
  await expect(handlers['pupils.undoImport']({ importId: importId.parse('none') }, context())).rejects.toMatchObject({ code: 'import.already-undone' });
  await expect(previewOfRows([['Môn', 'Điểm'], ['Toán', '8']])).rejects.toMatchObject({ code: 'import.no-header' });
});

test("an import stays where an old school's years and results stand on its pupils", async () => {
  await school();
  const list = [
    ['Họ tên', 'Ngày sinh', 'Giới tính', 'Lớp'],
    ['Cao Văn Một', '01/01/2012', 'Nam', '8A'],
    ['Cao Thị Hai', '02/01/2012', 'Nữ', '8A'],
  ];
  const preview = await previewOfRows(list);
  await handlers['pupils.applyImport']({ importId: preview.importId }, context());
  await database.write({ userId: 'u1', userName: 'Lê Thị Mai' }, async ({ moves, pupils }) => {
    const enrolled = await pupils.ofClass(null);
    const named = (name: string) => enrolled.find(({ pupil }) => pupil.data.fullName === name);
    const semester = { enrollmentId: named('Cao Văn Một')?.enrollment.id ?? '', semester: 1, school: 'Trường cũ', conduct: 'T', excused: 0, unexcused: 0 };
    const year = { pupilId: named('Cao Thị Hai')?.pupil.id ?? '', schoolYear: '2024-2025', className: '7A', school: 'Trường cũ', enteredOn: '2024-09-05', circular: '', learning: '', conduct: '', outcome: '', title: '' };
    await moves.write('transferredSemester', moves.idOf('transferredSemester', semester), semester);
    await moves.write('historicResult', moves.idOf('historicResult', year), year);
    return { value: undefined, audit: null };
  });
  await expect(handlers['pupils.undoImport']({ importId: preview.importId }, context())).rejects.toMatchObject({ code: 'import.cannot-undo', params: { where: 'Cao Văn Một, Cao Thị Hai' } });
});

test('a class ordered by hand keeps its order, and gets it back', async () => {
  await school();
  await database.write({ userId: null, userName: 'test' }, async ({ pupils }) => {
    const members = await pupils.ofClass('c1');
    for (const { enrollment } of members) await pupils.saveEnrollment({ ...enrollment, position: members.length + 1 - enrollment.position });
    return { value: undefined, audit: null };
  });
  const before = await everything();
  const preview = await previewOfRows([
    ['Họ tên', 'Ngày sinh', 'Giới tính', 'Lớp', 'Trạng thái'],
    ['Lê Văn Em', '05/02/2013', 'Nam', '7B', ''],
    ['Trần Văn Cường', '03/02/2013', 'Nam', '7B', ''],
    ['Lò Thị Bình', '02/02/2013', 'Nữ', '7A', 'Thôi học kỳ 1'],
    ['Cao Văn Ái', '01/02/2013', 'Nam', '7A', 'Đang học'],
  ]);
  await handlers['pupils.applyImport']({ importId: preview.importId }, context());
  expect([await classList('c1'), await classList('c2')]).toEqual([
    ['1 Lò Thị Bình', '2 Nguyễn Hòa An', '3 Cao Văn Ái'],
    ['1 Trần Văn Cường', '2 Lê Văn Em', '3 Mai Thị Yên'],
  ]);
  await handlers['pupils.undoImport']({ importId: preview.importId }, context());
  expect(await everything()).toEqual(before);
});

test('who may see and change what', async () => {
  await school();
  const homeroom: SignedInUser = { id: 'u2', userName: 'gvcn', displayName: 'Hà Văn Tú', roles: ['homeroomTeacher', 'subjectTeacher'], teacherId: 't1' };
  const other: SignedInUser = { ...homeroom, id: 'u3', userName: 'gvbm', teacherId: 't2' };
  const own = (await handlers['pupils.list']({ classId: classId.parse('c1') }, context('window', homeroom))).pupils[1];
  const seen = (await handlers['pupils.list']({ classId: classId.parse('c1') }, context('window', other))).pupils[1];
  if (own === undefined) throw new Error('no pupil');
  const binh: PupilData = { ...blank, fullName: 'Lò Thị Bình', birthDate: '2013-02-02', sex: 'female', personalId: '025313000002' };
  expect([own, seen]).toEqual([
    { pupilId: 'p2', enrollmentId: 'e2', position: 2, status: 'studying', data: binh, moves: [], lacking: ['ministryCode', 'registryNumber', 'birthPlace', 'homeTown', 'address', 'ethnicity', 'motherName'] },
    { pupilId: 'p2', enrollmentId: 'e2', position: 2, status: 'studying', data: { ...binh, personalId: '', nationality: '' }, moves: [], lacking: [] },
  ]);
  const saved = await handlers['pupils.save']({ pupilId: own.pupilId, data: { ...own.data, ethnicity: '03', address: 'Khu 3' } }, context('window', homeroom));
  expect(saved.pupil.lacking).toEqual(['ministryCode', 'registryNumber', 'birthPlace', 'homeTown', 'motherName']);
  const save = (data: Partial<PupilData>, user: SignedInUser) => handlers['pupils.save']({ pupilId: own.pupilId, data: { ...own.data, ...data } }, context('window', user)).then(() => 'saved', (error: unknown) => (error instanceof Error ? error.message : ''));
  expect([await save({}, other), await save({ personalId: '123' }, clerk), await save({ birthDate: '2013-02-30' }, clerk), await save({ ethnicity: '77' }, clerk), await save({ ministryCode: 'HS5' }, clerk)]).toEqual(['homeroom.not-yours', 'school.bad-personal-id', 'office.invalid-input', 'office.invalid-input', 'pupils.duplicate-ministry-code']);
});

/** 7A with four pupils and a homeroom teacher, 7B with one. */
async function school(): Promise<void> {
  await database.write({ userId: null, userName: 'test' }, async ({ school, pupils }) => {
    for (const id of ['t1', 't2']) await school.saveTeacher({ id, fullName: `Giáo viên ${id}`, personalId: '', active: true });
    await school.saveClass({ id: 'c1', yearId: 'y1', name: '7A', grade: 7, homeroomTeacherId: 't1' });
    await school.saveClass({ id: 'c2', yearId: 'y1', name: '7B', grade: 7, homeroomTeacherId: null });
    const people: readonly (readonly [classId: string, position: number, data: Partial<PupilData>])[] = [
      ['c1', 1, { fullName: 'Nguyễn Hòa An', birthDate: '2013-02-01', homeTown: 'Phú Thọ' }],
      ['c1', 2, { fullName: 'Lò Thị Bình', birthDate: '2013-02-02', sex: 'female', personalId: '025313000002' }],
      ['c1', 3, { fullName: 'Trần Văn Cường', birthDate: '2013-02-03', personalId: '025213000003' }],
      ['c2', 1, { fullName: 'Mai Thị Yên', birthDate: '2013-02-04', sex: 'female', ministryCode: 'HS5' }],
      ['c1', 4, { fullName: 'Lê Văn Em', birthDate: '2013-02-05' }],
    ];
    for (const [index, [group, position, data]] of people.entries()) {
      await pupils.savePupil({ id: `p${index + 1}`, data: { ...blank, ...data } });
      await pupils.saveEnrollment({ id: `e${index + 1}`, yearId: 'y1', classId: group, pupilId: `p${index + 1}`, position, status: 'studying', enteredOn: '2025-09-05', leftOn: null });
    }
    return { value: undefined, audit: null };
  });
}

function context(connection = 'window', user: SignedInUser = clerk): CallContext {
  return { connection, user, viewedYearId: null, actor: { userId: user.id, userName: user.displayName }, database: () => database, files, emit: () => undefined, changed: () => undefined };
}

async function previewOf(fixture: string): Promise<ImportPreview> {
  const bytes = new Uint8Array(await readFile(new URL(`../fixtures/${fixture}`, import.meta.url)));
  return handlers['pupils.previewImport']({ file: files.put('window', { name: fixture, mimeType: '', bytes }) }, context());
}

async function previewOfRows(rows: readonly (readonly string[])[]): Promise<ImportPreview> {
  const book = new Workbook();
  const sheet = book.addWorksheet('S');
  for (const row of rows) sheet.addRow([...row]);
  const bytes = new Uint8Array(await book.xlsx.writeBuffer());
  return handlers['pupils.previewImport']({ file: files.put('window', { name: 'list.xlsx', mimeType: '', bytes }) }, context());
}

function columnsOf({ columns }: ImportPreview): readonly string[] {
  return columns.map(({ letter, header, field }) => `${letter} ${header} → ${field ?? ''}`.trim());
}

function problemsOf({ rows }: ImportPreview): readonly string[] {
  return rows.flatMap(({ rowNumber, state, cells }) => cells.filter(({ problem }) => problem !== null).map(({ field, text, problem, severity }) => `${rowNumber} ${state} ${field} “${text}”: ${problem} (${severity})`));
}

/** Every third pupil of the fixture has lost the zero; the serial part of the number grows by 37 a row. */
function restoredZero(row: number): string {
  const index = row < 30 ? row - 9 : row - 13;
  return `${row} new personalId “25${row === 22 || row === 25 ? 2 : 3}1400${1200 + 37 * index}”: leading-zero-restored (note)`;
}

async function classList(id: string): Promise<readonly string[]> {
  return (await database.read(({ pupils }) => pupils.ofClass(id))).map(({ pupil, enrollment }) => `${enrollment.position} ${pupil.data.fullName}`);
}

function everything() {
  return database.read(async ({ pupils, school }) => ({ pupils: await pupils.all(), enrolled: await pupils.ofClass(null), classes: await school.classes() }));
}

test('a class of a grade that the school does not teach is told, not made; preschool names are words', async () => {
  const primary = { ...own, levels: ['preschool', 'primary'], createdAt: clock.now() } as const;
  const row = (name: string, className: string) => [name, '06/02/2019', 'Nam', className, '', '', '', ''];
  const rows = [['Họ và tên', 'Ngày sinh', 'Giới tính', 'Lớp', 'Mã học sinh', 'Số định danh cá nhân', 'Họ tên mẹ', 'Dân tộc'], row('Bùi An', '2B'), row('Bùi Bình', '7A'), row('Bùi Chi', 'Lá 2'), row('Bùi Dung', '5 tuổi A')];
  await database.write({ userId: null, userName: 'test' }, async ({ school }) => {
    await school.saveSchool(primary);
    return { value: undefined, audit: null };
  });
  const preview = await previewOfRows(rows);
  await handlers['pupils.applyImport']({ importId: preview.importId }, context());
  const classes = await database.read(({ school }) => school.classes());
  expect({ problems: preview.rows.map(({ cells }) => cells.find(({ field }) => field === 'className')?.problem ?? null), classes: classes.map(({ name, grade }) => [name, grade]) }).toEqual({
    problems: [null, 'grade-not-taught', null, null],
    classes: [['5 tuổi A', 0], ['Lá 2', 0], ['2B', 2]],
  });
});
