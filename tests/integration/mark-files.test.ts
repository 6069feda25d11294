import { Workbook } from '@cj-tech-master/excelts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GradebookSheet } from '#core/contract/gradebook.ts';
import { fileHandle } from '#core/values/ids.ts';
import { openTrainingOffice, type TestOffice } from '#tests/support/open-office.ts';

let school: TestOffice;

beforeAll(async () => {
  school = await openTrainingOffice();
  await school.as('vanthu');
});

afterAll(() => school.close());

async function open(className: string, code: string, semester: 1 | 2): Promise<GradebookSheet> {
  const { classes, subjects } = await school.call('school.overview', {});
  const group = classes.find(({ name }) => name === className);
  const subject = subjects.find((each) => each.code === code);
  if (group === undefined || subject === undefined) throw new Error('no sheet');
  return school.call('gradebook.sheet', { classId: group.id, subjectId: subject.id, semester });
}

const placeOf = ({ classId, subjectId, semester }: GradebookSheet) => ({ classId, subjectId, semester });

function send(bytes: Uint8Array) {
  return fileHandle.parse(school.office.receiveFile('window', { name: 'so-diem.xlsx', mimeType: '', bytes }));
}

async function load(handle: string): Promise<Workbook> {
  const file = school.office.giveFile('window', fileHandle.parse(handle));
  if (file === null) throw new Error('no file');
  const workbook = new Workbook();
  await workbook.xlsx.load(file.bytes);
  return workbook;
}

test('a sheet goes out with hidden ids and locked names, comes back the same, and a changed cell is one change', async () => {
  const sheet = await open('7A', 'TOAN', 1);
  const { file, name } = await school.call('gradebook.workbook', placeOf(sheet));
  const workbook = await load(file);
  const [page] = workbook.worksheets;
  if (page === undefined) throw new Error('no page');
  const shape = {
    name,
    title: page.getCell(1, 2).value,
    headings: [1, 2, 3, 4, 5, 9, 10, 11].map((column) => page.getCell(2, column).value),
    hidden: page.getColumn(1).hidden,
    locked: [page.getCell(3, 3).protection?.locked ?? true, page.getCell(3, 5).protection?.locked],
    validation: page.getCell(3, 5).dataValidation?.type,
    mark: typeof page.getCell(3, 5).value,
  };
  const same = await school.call('gradebook.readWorkbook', { ...placeOf(sheet), file: fileHandle.parse(file) });
  page.getCell(4, 10).value = 'P';
  page.getCell(5, 11).value = '=2+3';
  const changed = await school.call('gradebook.readWorkbook', { ...placeOf(sheet), file: send(new Uint8Array(await workbook.xlsx.writeBuffer())) });
  const whole = await load((await school.call('gradebook.workbook', { ...placeOf(sheet), subjectId: null })).file);
  expect({
    shape,
    same: [new Set(same.cells.map(({ verdict }) => verdict)), same.unmatched],
    changed: changed.cells.filter(({ verdict }) => verdict !== 'same').map(({ column, after, verdict }) => [column, after, verdict]),
    pages: whole.worksheets.length,
  }).toEqual({
    shape: {
      name: 'so-diem-7A-toan-hk1.xlsx',
      title: 'Toán, lớp 7A, học kì 1, năm học 2025-2026',
      headings: ['Mã nội bộ (không sửa)', 'Mã học sinh', 'Họ và tên', 'Ngày sinh', 'ĐĐGtx 1', 'ĐĐGgk', 'ĐĐGck', 'Nhận xét'],
      hidden: true,
      locked: [true, false],
      validation: 'decimal',
      mark: 'number',
    },
    same: [new Set(['same']), []],
    changed: [
      ['final', 'P', 'change'],
      ['comment', '=2+3', 'change'],
    ],
    pages: 12,
  });
});

test("a teacher's own workbook: other headings in two rows, an old font, a stranger, bad cells; imported as one step and taken back", async () => {
  const sheet = await open('6C', 'TOAN', 2);
  const [first, second, third] = sheet.rows.filter(({ status }) => status === 'studying');
  if (first === undefined || second === undefined || third === undefined) throw new Error('no pupils');
  const workbook = new Workbook();
  const page = workbook.addWorksheet('Sheet1');
  page.getCell(1, 1).value = 'BẢNG ĐIỂM TOÁN 6C';
  ['TT', 'HỌ VÀ TÊN', 'Điểm TX', 'Điểm TX', 'Giữa kỳ', 'Nhận xét'].forEach((text, index) => (page.getCell(3, index + 1).value = text));
  ['', '', '1', '2', '', ''].forEach((text, index) => (page.getCell(4, index + 1).value = text));
  const lines: readonly (readonly (string | number)[])[] = [
    [1, first.fullName, 8.5, '9,0', 7, 'TiÕn bé râ rÖt'],
    [2, second.fullName.toUpperCase(), 85, '', 'P', ''],
    [3, 'Người Lạ', 5, 5, 5, ''],
    [4, third.fullName, '', 6.5, '', ''],
    ['', 'Người lập bảng', '', '', '', ''],
  ];
  lines.forEach((line, row) => line.forEach((value, column) => (page.getCell(row + 5, column + 1).value = value === '' ? null : value)));
  page.getCell(5, 6).font = { name: '.VnTime' };
  const read = await school.call('gradebook.readWorkbook', { ...placeOf(sheet), file: send(new Uint8Array(await workbook.xlsx.writeBuffer())) });
  const changes = read.cells.map(({ enrollmentId, column, after }) => ({ enrollmentId, column, text: after }));
  const imported = await school.call('gradebook.setMarks', { ...placeOf(sheet), changes, kind: 'import' });
  const undone = await school.call('gradebook.undo', placeOf(sheet));
  expect({
    cells: read.cells.map(({ enrollmentId, column, after, verdict }) => [[first, second, third].findIndex((row) => row.enrollmentId === enrollmentId), column, after, verdict]),
    unmatched: read.unmatched,
    converted: read.converted,
    imported: [imported.step?.kind, imported.step?.cells, imported.refused.length],
    undone: [undone.step?.kind, undone.step?.cells],
    oldExcel: await school.refusal('gradebook.readWorkbook', { ...placeOf(sheet), file: send(Buffer.from('D0CF11E0A1B11AE10000000000000000', 'hex')) }),
  }).toEqual({
    cells: [
      [0, 'regular1', '8,5', 'change'],
      [0, 'regular2', '9,0', 'change'],
      [0, 'midterm', '7,0', 'change'],
      [0, 'comment', 'Tiến bộ rõ rệt', 'change'],
      [1, 'regular1', '85', 'refused'],
      [1, 'midterm', 'P', 'change'],
      [2, 'regular2', '6,5', 'change'],
    ],
    unmatched: ['Người Lạ'],
    converted: { before: 'TiÕn bé râ rÖt', after: 'Tiến bộ rõ rệt' },
    imported: ['import', 6, 1],
    undone: ['import', 6],
    oldExcel: 'import.old-xls',
  });
});
