import { Workbook } from '@cj-tech-master/excelts';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GradebookSheet } from '#core/contract/gradebook.ts';
import type { ImportPart } from '#core/contract/mark-files.ts';
import type { Semester } from '#core/contract/shared.ts';
import { brief, bytesOf, emptyBook, fill, inClass, loadBook, marksOf, openSheet, placeOf, previewBook, sendBytes, unzip, type Choices } from '#tests/support/mark-books.ts';
import { openTrainingOffice, type TestOffice } from '#tests/support/open-office.ts';

let school: TestOffice;

beforeAll(async () => {
  school = await openTrainingOffice();
  await school.as('vanthu');
});

afterAll(() => school.close());

const open = (className: string, code: string, semester: Semester) => openSheet(school, className, code, semester);
const load = (handle: string) => loadBook(school, handle);
const send = (bytes: Uint8Array) => sendBytes(school, bytes);
const preview = (workbook: Workbook, sheet: GradebookSheet, choices: Choices = []) => previewBook(school, workbook, sheet, choices);

test('a template: ids out of sight, only open cells unlocked, rules for what they take, ready to print, and no formula anywhere', async () => {
  const sheet = await open('7A', 'TOAN', 1);
  const dangerous = ['=HYPERLINK("http://x";"y")', '+1+1', '-2', '@SUM(A1)'];
  const changes = dangerous.map((text, index) => ({ enrollmentId: inClass(sheet)[index]?.enrollmentId ?? '', column: 'comment' as const, text }));
  await school.call('gradebook.setMarks', { ...placeOf(sheet), changes, kind: 'paste' });
  await school.call('locks.lock', { scope: { ...placeOf(sheet), column: 'midterm' }, reason: 'Hết hạn' });
  const { file, name } = await school.call('markFiles.write', placeOf(sheet));
  const page = (await load(file)).worksheets[0];
  if (page === undefined) throw new Error('no page');
  const parts = await unzip(bytesOf(school, file));
  const xml = parts.get('xl/worksheets/sheet1.xml') ?? '';
  expect({
    name,
    sheet: page.name,
    title: page.getCell(1, 2).value,
    headings: page.getRow(4).values,
    hidden: [page.getColumn(1).hidden, page.getCell(1, 1).text.split(' ').slice(0, 4)],
    unlocked: ['D5', 'F5', 'J5', 'K5', 'L5'].map((address) => page.getCell(address).protection?.locked === false),
    mark: [page.getCell('F5').value, page.getCell('F5').numFmt],
    comments: dangerous.map((_, index) => [page.getCell(5 + index, 12).value, page.getCell(5 + index, 12).numFmt]),
    protected: /<sheetProtection [^>]*sheet="1"/u.test(xml),
    formulas: [...parts].filter(([part, content]) => part.startsWith('xl/worksheets/') && /<f[ >]/u.test(content)).map(([part]) => part),
    rules: Array.from(xml.matchAll(/<dataValidation type="(\w+)"[^>]*sqref="([A-Z]+)5:[A-Z]+\d+"/gu), ([, type, column]) => `${column ?? ''} ${type ?? ''}`),
    frozen: /<pane xSplit="5" ySplit="4" topLeftCell="F5"[^>]*state="frozen"/u.test(xml),
    print: [page.pageSetup.orientation, page.pageSetup.paperSize, page.pageSetup.fitToWidth],
  }).toEqual({
    name: 'so-diem-7A-toan-hk1.xlsx',
    sheet: 'Toán',
    title: 'Toán, lớp 7A, học kì 1, năm học 2025-2026',
    headings: [undefined, 'Mã nội bộ (không sửa)', 'STT', 'Mã học sinh', 'Họ và tên', 'Ngày sinh', 'ĐĐGtx 1', 'ĐĐGtx 2', 'ĐĐGtx 3', 'ĐĐGtx 4', 'ĐĐGgk (đã khóa)', 'ĐĐGck', 'Nhận xét'],
    hidden: [true, ['hocba-so-diem-1', 'LT-THCS-01', '2025-2026', '1']],
    unlocked: [false, true, false, true, true],
    mark: [expect.any(Number), '0.0'],
    comments: dangerous.map((text) => [text, '@']),
    protected: true,
    formulas: [],
    rules: ['F custom', 'G custom', 'H custom', 'I custom', 'J custom', 'K custom', 'L textLength'],
    frozen: true,
    print: ['landscape', 9, 1],
  });
});

test('a template comes back: what was filled in changes, a locked column is refused, and the sheet knows whose it is', async () => {
  const sheet = await open('7A', 'TOAN', 1);
  const other = await open('8B', 'NGU_VAN', 2);
  const { file } = await school.call('markFiles.write', placeOf(sheet));
  const untouched = await preview(await load(file), sheet);
  const redirected = await preview(await load(file), sheet, [{ key: untouched.parts[0]?.key ?? '', ...placeOf(other) }]);
  const workbook = await load(file);
  const page = workbook.worksheets[0];
  if (page === undefined) throw new Error('no page');
  page.name = 'Trang khác';
  page.getCell('J6').value = page.getCell('J6').value === 1 ? 2 : 1;
  page.getCell('K6').value = 'V';
  page.getCell('L7').value = '=2+3';
  page.getCell('K8').value = null;
  const filled = await preview(workbook, other);
  // A part of the list was sorted without the ids.
  [page.getCell('D9').value, page.getCell('D10').value] = [page.getCell('D10').value, page.getCell('D9').value];
  [page.getCell('E9').value, page.getCell('E10').value] = [page.getCell('E10').value, page.getCell('E9').value];
  const shuffled = await preview(workbook, sheet);
  page.getCell(1, 1).value = page.getCell(1, 1).text.replace('2025-2026', '2024-2025');
  const old = await preview(workbook, sheet);
  page.getCell(1, 1).value = page.getCell(1, 1).text.replace('2024-2025', '2025-2026').replace('LT-THCS-01', '25000123');
  const foreign = await preview(workbook, sheet);
  const size = inClass(sheet).length;
  expect({
    untouched: untouched.parts.map(brief).map(({ counts: [pupils, change, , refused], ...part }) => ({ ...part, pupils, change, refused })),
    redirected: redirected.parts.map(brief).map(({ target, by }) => [target, by]),
    filled: filled.parts.map(brief),
    shuffled: shuffled.parts.map(brief).map(({ strangers }) => strangers.length),
    refused: [old, foreign].map(({ parts }) => parts.map(brief).map(({ target, problem }) => [target, problem])),
  }).toEqual({
    untouched: [{ target: 'Toán 7A 1', by: 'own', here: true, problem: null, pupils: size, change: 0, refused: 0, cells: [], strangers: [] }],
    redirected: [['Toán 7A 1', 'own']],
    filled: [{ target: 'Toán 7A 1', by: 'own', here: false, problem: null, counts: [size, 2, expect.any(Number), 1], cells: [expect.stringMatching(/^J6 midterm \d gradebook.locked$/u), 'K6 final V', 'L7 comment =2+3'], strangers: [] }],
    shuffled: [2],
    refused: [[[null, 'import.other-year']], [[null, 'import.other-school']]],
  });
});

test('a workbook of the whole class: read sheet by sheet, written in one go, taken back by sheet and as a whole', async () => {
  const sheet = await open('6C', 'TOAN', 2);
  const sports = await open('6C', 'GDTC', 2);
  const whole = await load((await school.call('markFiles.write', { ...placeOf(sheet), subjectId: null })).file);
  const [maths, physical] = [whole.getWorksheet('Toán'), whole.getWorksheet('GDTC')];
  if (maths === undefined || physical === undefined) throw new Error('no page');
  ['F5', 'F6', 'G5'].forEach((address, index) => (maths.getCell(address).value = index + 0.5));
  ['F5', 'F6'].forEach((address) => (physical.getCell(address).value = 'CĐ'));
  physical.getCell('F7').value = 'xong';
  const read = await preview(whole, sheet);
  const parts = read.parts.filter(({ counts }) => counts.change > 0);
  const keys = parts.map(({ key }) => key);
  const before = [await open('6C', 'TOAN', 2), await open('6C', 'GDTC', 2)].map(({ rows }) => rows);
  await school.call('gradebook.setMark', { ...placeOf(sheet), enrollmentId: inClass(sheet)[3]?.enrollmentId ?? '', column: 'regular1', text: '9,9' });
  const outdated = await school.refusal('markFiles.apply', { importId: read.importId, parts: ['nothing'], reason: null });
  await school.call('gradebook.undo', placeOf(sheet));
  const applied = await school.call('markFiles.apply', { importId: read.importId, parts: keys, reason: null });
  const undoneSheet = await school.call('gradebook.undo', placeOf(sports));
  const enrollmentId = inClass(sheet)[1]?.enrollmentId ?? '';
  await school.call('gradebook.setMark', { ...placeOf(sheet), enrollmentId, column: 'regular1', text: '10' });
  const listed = (await school.call('markFiles.list', {})).imports[0];
  const undone = await school.call('markFiles.undo', { importId: read.importId });
  await school.call('gradebook.undo', placeOf(sheet));
  const again = await school.refusal('markFiles.undo', { importId: read.importId });
  await school.as('gvcn7a');
  const stranger = await school.refusal('markFiles.undo', { importId: read.importId });
  await school.as('quantri');
  const log = (await school.call('audit.list', { before: null, limit: 20 })).entries.filter(({ action }) => action.startsWith('markFiles.')).map(({ action }) => action);
  await school.as('vanthu');
  const rest = (rows: GradebookSheet['rows']) => rows.filter((row) => row.enrollmentId !== enrollmentId).map(marksOf);
  expect({
    pages: [read.parts.length, read.parts.every(({ by, here }) => by === 'own' && here)],
    parts: parts.map(brief).map(({ target, counts: [, change, , refused] }) => [target, change, refused]),
    outdated,
    applied: applied.sheets.map(({ target, cells, refused }) => [target.subjectName, cells, refused.map(({ error }) => error?.code)]),
    undoneSheet: [undoneSheet.step?.kind, undoneSheet.step?.cells],
    listed: [listed?.fileName, listed?.cells, listed?.sheets, listed?.undoneAt],
    undone: undone.sheets.map(({ target, cells, refused }) => [target.subjectName, cells, refused.map(({ error }) => error?.code)]),
    again,
    stranger,
    log,
    restored: JSON.stringify([await open('6C', 'TOAN', 2), await open('6C', 'GDTC', 2)].map(({ rows }) => rest(rows))) === JSON.stringify(before.map(rest)),
  }).toEqual({
    pages: [12, true],
    parts: [['Toán 6C 2', 3, 0], ['Giáo dục thể chất 6C 2', 2, 1]],
    outdated: 'import.outdated-preview',
    applied: [['Toán', 3, []], ['Giáo dục thể chất', 2, ['mark.not-a-pass-level']]],
    undoneSheet: ['import', 2],
    listed: ['so-diem.xlsx', 5, ['6C, học kì 2: Toán, GDTC'], null],
    undone: [['Toán', 2, ['gradebook.changed-elsewhere']], ['Giáo dục thể chất', 0, []]],
    again: 'import.already-undone',
    stranger: 'import.not-your-import',
    log: ['markFiles.undone', 'markFiles.applied'],
    // All but the pupil whose cell somebody changed in between.
    restored: true,
  });
});

test("a teacher's own list: two lines of headings, old fonts, odd cells, strangers, sums; told cell by cell", async () => {
  const sheet = await open('6C', 'TOAN', 2);
  const pupils = inClass(sheet);
  const name = (index: number) => pupils[index]?.fullName ?? '';
  const workbook = new Workbook();
  const page = workbook.addWorksheet('Sheet1');
  page.getCell('A1').value = 'TRƯỜNG THCS VĂN LANG';
  page.getCell('A2').value = 'BẢNG ĐIỂM MÔN TOÁN LỚP 6C - HỌC KỲ II - NĂM HỌC 2025-2026';
  page.mergeCells('A2:J2');
  fill(page, [['TT', 'Họ và tên', null, 'Ngày sinh', 'Điểm TX', null, null, 'Giữa kỳ', 'CK', 'Nhận xét'], [null, null, null, null, 1, 2, 3, null, null, null]], 4);
  for (const area of ['A4:A5', 'B4:C5', 'D4:D5', 'E4:G4', 'H4:H5', 'I4:I5', 'J4:J5']) page.mergeCells(area);
  const split = (index: number) => [name(index).split(' ').slice(0, -1).join('  ').normalize('NFD'), name(index).split(' ').at(-1)?.toUpperCase()];
  fill(
    page,
    [
      [1, ...split(0), null, 8.499999999, '8 ,5', '9.0', 7, 10, null],
      [2, ...split(1), null, 8.46, 85, 'x', 'P', 'V', null],
      [3, ...split(2), null, new Date(Date.UTC(2026, 4, 8)), 0.85, null, null, null, null],
      [4, ...split(3), null, 6, 6, null, null, null, '=1+1'],
      [5, 'Người', 'Lạ', null, 5, 5, 5, 5, 5, null],
      ['TT', 'Họ và tên', null, 'Ngày sinh', 'Điểm TX', 'Điểm TX', 'Điểm TX', 'Giữa kỳ', 'CK', 'Nhận xét'],
      [6, ...split(4), 45000, 7, null, null, null, null, null],
      [7, ...split(5), null, 7, null, null, null, null, null],
      [8, ...split(5), null, null, 7, null, null, null, null],
      [null, 'Tổng số', null, null, 40, 40, null, null, null, null],
      [null, null, null, null, null, 'Người lập bảng', null, null, null, null],
    ],
    6,
  );
  // A repeated heading on the next page, in the same words as the first one's parts.
  page.getRow(11).eachCell((cell, column) => (cell.value = column >= 5 && column <= 7 ? 'Điểm TX' : cell.value));
  page.getCell('F8').numFmt = '0%';
  page.getCell('G8').value = { error: '#N/A' };
  page.getCell('H8').value = { formula: 'AVERAGE(E8:G8)' };
  page.getCell('I8').value = 46150;
  page.mergeCells('E9:F9');
  page.getCell('J6').value = { richText: [{ text: 'TiÕn bé ', font: { name: '.VnTime' } }, { text: 'râ', font: { name: '.VnTime', bold: true } }, { text: ' rệt' }] };
  page.getCell('J7').value = 'Chaêm hoïc';
  page.getCell('J7').font = { name: 'VNI-Times' };
  const [part, ...more] = (await preview(workbook, sheet)).parts;
  if (part === undefined || more.length > 0) throw new Error('not one part');
  expect({ ...brief(part), converted: part.converted, missing: part.missing.length, columns: part.columns.map(({ letter, column }) => `${letter} ${column ?? '-'}`) }).toEqual({
    target: 'Toán 6C 2',
    by: 'words',
    here: true,
    problem: null,
    counts: [5, 10, 0, 12],
    cells: [
      'E6 regular1 8,5', 'F6 regular2 8,5', 'G6 regular3 9,0', 'H6 midterm 7,0', 'I6 final 10,0', 'J6 comment Tiến bộ rõ rệt',
      'E7 regular1 8,46 mark.too-many-decimals', 'F7 regular2 85 mark.out-of-range', 'G7 regular3 x mark.not-a-number', 'H7 midterm P', 'I7 final V', 'J7 comment Chăm học',
      'E8 regular1 08/05/2026 import.cell-is-date', 'F8 regular2 85% import.cell-is-percent', 'G8 regular3 #N/A import.cell-has-error', 'H8 midterm =… import.cell-without-result', 'I8 final 08/05/2026 import.cell-is-date',
      'J9 comment =1+1', 'E9 regular1 6 import.cell-merged', 'F9 regular2 6 import.cell-merged',
      'E13 regular1 7 import.pupil-twice', 'F14 regular2 7 import.pupil-twice',
    ],
    strangers: ['người lạ: unknown', `${name(4).toLowerCase()}: unknown`],
    converted: { count: 2, samples: [{ before: 'TiÕn bé râ rệt', after: 'Tiến bộ rõ rệt' }, { before: 'Chaêm hoïc', after: 'Chăm học' }] },
    missing: pupils.length - 5,
    columns: ['B name', 'C name', 'D birthDate', 'E regular1', 'F regular2', 'G regular3', 'H midterm', 'I final', 'J comment'],
  });
});

test('several tables in a file: semesters side by side, lists side by side, a sheet for each class; nothing is guessed', async () => {
  const sheet = await open('8B', 'TIN_HOC', 1);
  const pupils = inClass(sheet);
  const name = (index: number) => pupils[index]?.fullName ?? '';
  const others = inClass(await open('6C', 'TIN_HOC', 1));
  const workbook = new Workbook();
  const both = workbook.addWorksheet('HK1 và HK2');
  fill(both, [['SỔ ĐIỂM MÔN TIN HỌC, LỚP 8B'], [null, null, 'HỌC KÌ I', null, null, 'HỌC KÌ II', null, null], ['STT', 'Họ và tên', 'TX1', 'GK', 'ĐTBmhk', 'TX1', 'GK', 'Cả năm'], [1, name(0), 1, 2, 9, 3, 4, 9], [2, name(1), 5, null, 9, null, 6, 9]]);
  const unnamed = workbook.addWorksheet('Bảng điểm');
  fill(unnamed, [['Họ và tên', 'GK', 'CK', 'GK', 'CK'], [name(0), 1, 2, 3, 4]]);
  const lists = workbook.addWorksheet('Tổ 1 và 2');
  fill(lists, [['Điểm môn Tin học 8B, học kì 1'], ['STT', 'Họ đệm', 'Tên', 'CK', null, 'STT', 'Họ đệm', 'Tên', 'CK'], [1, name(2).split(' ').slice(0, -1).join(' '), name(2).split(' ').at(-1), 7, null, 2, name(3).split(' ').slice(0, -1).join(' '), name(3).split(' ').at(-1), 8]]);
  fill(workbook.addWorksheet('6C'), [['Họ và tên', 'CK'], [others[0]?.fullName, 9]]);
  fill(workbook.addWorksheet('Lí'), [['Họ và tên', 'CK'], [name(0), 9]]);
  fill(workbook.addWorksheet('Cả khối'), [['TỔNG HỢP ĐIỂM MÔN TIN HỌC'], ['Học sinh', 'Lớp', 'CK'], [name(4), '8B', 5], [name(5), '7A', 5]]);
  fill(workbook.addWorksheet('Ghi chú'), [['Không có bảng điểm ở đây'], [1, 2, 3]]);
  const read = await preview(workbook, sheet);
  const unclear = read.parts.filter(({ target }) => target === null);
  const again = await preview(workbook, sheet, unclear.slice(0, 2).map(({ key }, index) => ({ ...placeOf(sheet), key, semester: index === 0 ? 2 : 1 })));
  const short = (parts: readonly ImportPart[]) => parts.map(brief).map(({ target, by, cells }) => [target, by, cells]);
  expect({ first: short(read.parts), chosen: short(again.parts.filter(({ by }) => by === 'choice')), empty: await preview(emptyBook(), sheet).catch((error: Error) => error.message) }).toEqual({
    first: [
      ['Tin học 8B 1', 'words', ['C4 regular1 1,0', 'D4 midterm 2,0', 'C5 regular1 5,0']],
      ['Tin học 8B 2', 'words', ['F4 regular1 3,0', 'G4 midterm 4,0', 'G5 midterm 6,0']],
      [null, 'open', []],
      [null, 'open', []],
      ['Tin học 8B 1', 'words', ['D3 final 7,0']],
      ['Tin học 8B 1', 'words', ['I3 final 8,0']],
      ['Tin học 6C 1', 'words', ['B2 final 9,0']],
      [null, 'open', []],
      ['Tin học 8B 1', 'words', ['C3 final 5,0']],
    ],
    chosen: [
      ['Tin học 8B 2', 'choice', ['B2 midterm 1,0', 'C2 final 2,0']],
      ['Tin học 8B 1', 'choice', ['D2 midterm 3,0', 'E2 final 4,0']],
    ],
    empty: 'markFiles.preview: import.no-marks {}',
  });
});

test('a subject teacher writes only the own subject; namesakes are told; what was locked once is changed with a reason', async () => {
  const sheet = await open('7A', 'TOAN', 2);
  const [first] = inClass(sheet);
  const { pupils } = await school.call('pupils.list', { classId: sheet.classId });
  const data = pupils.find(({ enrollmentId }) => enrollmentId === first?.enrollmentId)?.data;
  if (first === undefined || data === undefined) throw new Error('no pupil');
  await school.call('pupils.add', { classId: sheet.classId, data: { ...data, personalId: '', ministryCode: '', birthDate: '2013-01-31' } });
  const { id } = await school.call('locks.lock', { scope: { ...placeOf(sheet), column: 'final' }, reason: 'Hết hạn' });
  await school.as('quantri');
  await school.call('locks.unlock', { id, reason: 'Nhập nhầm' });
  await school.as('giaovien');
  const { file } = await school.call('markFiles.write', { ...placeOf(sheet), subjectId: null });
  const whole = await load(file);
  const closed = whole.worksheets.filter((page) => page.getCell(2, 2).value === 'Trang này chỉ để xem: không có ô nào nhập được lúc này.').length;
  const rights = await preview(whole, sheet);
  const workbook = new Workbook();
  const score = first.cells.final?.score === 10 ? 2 : 1;
  fill(workbook.addWorksheet('Sheet1'), [['Họ và tên', 'Ngày sinh', 'ĐĐGck'], [first.fullName, null, score], [first.fullName, new Date(`${first.birthDate}T00:00:00Z`), score]]);
  const read = await preview(workbook, sheet);
  const ask = { importId: read.importId, parts: ['0.0'] };
  const refused = await school.refusal('markFiles.apply', { ...ask, reason: null });
  await school.call('markFiles.apply', { ...ask, reason: 'Chấm lại bài' });
  const { changes } = await school.call('gradebook.history', { ...placeOf(sheet), enrollmentId: first.enrollmentId, column: 'final' });
  await school.as('vanthu');
  expect({
    closed,
    rights: rights.parts.map(({ sheet: page, problem }) => [page, problem?.code ?? null]).filter(([, problem]) => problem !== 'gradebook.not-yours'),
    read: read.parts.map(brief),
    needsReason: read.parts.map(({ needsReason }) => needsReason),
    refused,
    reason: changes.at(-1)?.reason,
  }).toEqual({
    closed: 11,
    rights: [['Toán', null]],
    read: [{ target: 'Toán 7A 2', by: 'open', here: true, problem: null, counts: [1, 1, 0, 0], cells: [`C3 final ${score},0`], strangers: [`${first.fullName.toLowerCase()}: several`] }],
    needsReason: [true],
    refused: 'gradebook.reason-needed',
    reason: 'Chấm lại bài',
  });
});

test('class registers go out and come back: homeroom sheet and attendance; another register is refused', async () => {
  const { classId } = await open('6C', 'TOAN', 2);
  const homeroom = { classId, register: 'homeroom' as const, period: 'year' };
  const attendance = { classId, register: 'attendance' as const, period: '2026-02' };
  const written = await school.call('registerFiles.write', homeroom);
  const workbook = await load(written.file);
  const page = workbook.worksheets[0];
  const days = (await load((await school.call('registerFiles.write', attendance)).file)).worksheets[0];
  if (page === undefined || days === undefined) throw new Error('no page');
  const file = async (book: Workbook) => send(new Uint8Array(await book.xlsx.writeBuffer()));
  const untouched = await school.call('registerFiles.preview', { ...homeroom, file: await file(workbook) });
  const headings = (page.getRow(3).values as readonly unknown[]).slice(1);
  const at = (heading: string) => headings.indexOf(heading) + 1;
  page.getCell(4, at('Kết quả rèn luyện học kì 2')).value = 'K';
  page.getCell(5, at('Kết quả rèn luyện học kì 2')).value = 'Giỏi';
  page.getCell(4, at('Số buổi nghỉ có phép học kì 2')).value = 3;
  page.getCell(5, at('Chiều cao, cm')).value = 141.5;
  page.getCell(6, at('Nhận xét của giáo viên chủ nhiệm')).value = 'Ngoan, ch¨m';
  page.getCell(6, at('Nhận xét của giáo viên chủ nhiệm')).font = { name: '.VnTime' };
  const read = await school.call('registerFiles.preview', { ...homeroom, file: await file(workbook) });
  const changes = read.cells.filter(({ verdict }) => verdict === 'change').map(({ enrollmentId, column, after }) => ({ enrollmentId, column, text: after }));
  const applied = await school.call('registers.set', { ...homeroom, changes, kind: 'import' });
  const undone = await school.call('registers.undo', homeroom);
  days.getCell(4, 6).value = 'kp';
  const absent = await school.call('registerFiles.preview', { ...attendance, file: await file(days.workbook) });
  for (const column of [1, 3, 4]) days.getCell(5, column).value = days.getCell(4, column).value;
  days.getCell(5, 6).value = 'p';
  const twice = await school.call('registerFiles.preview', { ...attendance, file: await file(days.workbook) });
  expect({
    name: written.name,
    twice: twice.cells.map(({ column, after, error }) => `${column} ${after} ${error?.code ?? ''} ${error?.params['first'] ?? ''} ${error?.params['second'] ?? ''}`),
    headings: headings.slice(0, 6),
    rules: ['E4', 'F4', 'H4'].map((address) => page.dataValidations.find(address)?.type ?? '-'),
    untouched: untouched.cells,
    read: read.cells.map(({ column, after, error }) => `${column} ${after}${error === null ? '' : ` ${error.code}`}`),
    converted: read.converted,
    steps: [applied.step?.kind, applied.step?.cells, undone.step?.cells],
    days: (days.getRow(3).values as readonly unknown[]).slice(5, 9),
    absent: absent.cells.map(({ column, after }) => `${column} ${after}`),
    refused: [await school.refusal('registerFiles.preview', { ...attendance, file: await file(workbook) }), await school.refusal('registerFiles.preview', { ...homeroom, file: await file(emptyBook()) })],
  }).toEqual({
    name: 'so-chu-nhiem-6C.xlsx',
    twice: ['d02 kp import.pupil-twice 4 5', 'd02 p import.pupil-twice 4 5'],
    headings: ['Mã nội bộ (không sửa)', 'STT', 'Họ và tên', 'Ngày sinh', 'Kết quả rèn luyện học kì 1', 'Kết quả rèn luyện học kì 2'],
    rules: ['list', 'list', 'custom'],
    untouched: [],
    read: ['conduct2 K', 'excused2 3', 'conduct2 Giỏi homeroom.not-a-level', 'height 141,5', 'comment Ngoan, chăm'],
    converted: [{ before: 'Ngoan, ch¨m', after: 'Ngoan, chăm' }],
    steps: ['import', 4, 4],
    days: ['1', '2', '3', '4'],
    absent: ['d02 K'],
    refused: ['import.other-register', 'import.no-register'],
  });
});

test('a list that LibreOffice saved', async () => {
  const sheet = await open('6C', 'TOAN', 2);
  const bytes = await readFile(new URL('../fixtures/marks-libreoffice.xlsx', import.meta.url));
  const { parts } = await school.call('markFiles.preview', { file: send(bytes), open: placeOf(sheet), choices: [] });
  expect(parts.map((part) => ({ ...brief(part), converted: part.converted.samples }))).toEqual([
    { target: 'Toán 6C 1', by: 'words', here: false, problem: null, counts: [10, 0, 0, 0], cells: [], strangers: [], converted: expect.any(Array) as unknown },
    {
      target: 'Toán 6C 2',
      by: 'words',
      here: true,
      problem: null,
      counts: [10, 43, 0, 8],
      cells: [
        'J7 regular1 5,0', 'K7 regular2 6,0', 'L7 regular3 8,5', 'M7 midterm 7,5', 'N7 final 8,0', 'P7 comment Tiến bộ rõ rệt',
        'J8 regular1 6,0', 'K8 regular2 7,1', 'L8 regular3 9,0', 'M8 midterm 7,5', 'N8 final 8,0', 'P8 comment Chăm học\nhăng hái',
        'J9 regular1 7,0', 'K9 regular2 8,46 mark.too-many-decimals', 'M9 midterm 7,5', 'N9 final 8,0', 'P9 comment Học khá', 'L9 regular3 08/05/2026 import.cell-is-date',
        'M10 midterm 7,5', 'N10 final 8,0', 'J10 regular1 8 import.cell-merged', 'K10 regular2 8 import.cell-merged', 'L10 regular3 85% import.cell-is-percent',
        'J11 regular1 9,0', 'K11 regular2 6,4', 'M11 midterm 7,5', 'N11 final 8,0', 'L11 regular3 #DIV/0! import.cell-has-error',
        'J12 regular1 5,0', 'K12 regular2 7,5', 'L12 regular3 8,5', 'M12 midterm 7,5', 'N12 final 8,0',
        'J13 regular1 6,0', 'K13 regular2 8,6', 'L13 regular3 vắng mark.not-a-number', 'M13 midterm 7,5', 'N13 final 8,0',
        'J14 regular1 7,0', 'K14 regular2 9,7', 'L14 regular3 P', 'M14 midterm 7,5', 'N14 final 8,0',
        'J15 regular1 8,0', 'K15 regular2 6,8', 'M15 midterm V', 'P15 comment Cần cố gắng', 'N15 final #VALUE! import.cell-has-error',
        'J16 regular1 9,0', 'K16 regular2 7,9', 'M16 midterm 7,5',
      ],
      strangers: ['tống văn lạ: unknown'],
      converted: [
        { before: 'TiÕn bé râ rÖt', after: 'Tiến bộ rõ rệt' },
        { before: 'Häc khá', after: 'Học khá' },
        { before: 'NguyÔn Gia', after: 'Nguyễn Gia' },
        { before: 'HiÕu', after: 'Hiếu' },
        { before: 'Caàn coá gaéng', after: 'Cần cố gắng' },
        { before: 'Taï Ñöùc', after: 'Tạ Đức' },
      ],
    },
  ]);
});
