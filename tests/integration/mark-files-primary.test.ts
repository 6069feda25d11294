import { Workbook } from '@cj-tech-master/excelts';
import { expect, test } from 'vitest';
import { brief, fill, inClass, loadBook, openSheet, placeOf, previewBook } from '#tests/support/mark-books.ts';
import { openTrainingOffice } from '#tests/support/open-office.ts';

test('primary classes: levels, tests and comments at two moments, out and in', async () => {
  const primary = await openTrainingOffice('primary');
  await primary.as('vanthu');
  const sheet = await openSheet(primary, '4A', 'TOAN', 1);
  const workbook = await loadBook(primary, (await primary.call('markFiles.write', placeOf(sheet))).file);
  const page = workbook.worksheets[0];
  if (page === undefined) throw new Error('no page');
  const headings = page.getRow(4).values;
  const unchanged = await previewBook(primary, workbook, sheet);
  page.getCell('F5').value = 'C';
  page.getCell('G5').value = 7.5;
  page.getCell('G6').value = 4;
  page.getCell('H7').value = 'Còn tính nhầm';
  const own = await previewBook(primary, workbook, sheet);
  const [first, second] = inClass(sheet);
  const list = new Workbook();
  fill(list.addWorksheet('CKI'), [['KẾT QUẢ ĐÁNH GIÁ CUỐI HỌC KÌ I - MÔN TOÁN, LỚP 4A'], ['STT', 'Họ và tên', 'Mức đạt được', 'Điểm KTĐK', 'Nhận xét'], [1, first?.fullName, 'Chưa hoàn thành', 3, 'Cần cố gắng'], [2, second?.fullName, 'Đ', 2, null]]);
  fill(list.addWorksheet('Sheet1'), [['Họ và tên', 'Mức đạt được', 'Điểm'], [first?.fullName, 'C', 1]]);
  const teachers = await previewBook(primary, list, sheet);
  await primary.close();
  expect({
    headings,
    rules: ['F5', 'G5', 'H5', 'I5'].map((address) => page.dataValidations.find(address)?.type ?? '-'),
    unchanged: unchanged.parts.map(({ by, counts }) => [by, counts.change, counts.refused]),
    own: own.parts.map(brief).map(({ target, cells }) => [target, cells]),
    teachers: teachers.parts.map(brief).map(({ target, problem, cells }) => [target, problem, cells]),
  }).toEqual({
    headings: [undefined, 'Mã nội bộ (không sửa)', 'STT', 'Mã học sinh', 'Họ và tên', 'Ngày sinh', 'Mức đạt được giữa kì', 'Bài kiểm tra giữa kì', 'Nhận xét giữa kì', 'Mức đạt được cuối kì', 'Bài kiểm tra cuối kì', 'Nhận xét cuối kì'],
    rules: ['list', 'custom', 'textLength', 'list'],
    unchanged: [['own', 0, 0]],
    own: [['Toán 4A 1', ['F5 midLevel C', 'G5 midTest 7,5 mark.not-whole', 'G6 midTest 4', 'H7 midComment Còn tính nhầm']]],
    teachers: [
      ['Toán 4A 1', null, ['C3 endLevel C', 'D3 endTest 3', 'E3 endComment Cần cố gắng', 'C4 endLevel Đ mark.not-a-primary-level', 'D4 endTest 2']],
      [null, 'import.moment-unknown', []],
    ],
  });
});
