import { expect } from '@playwright/test';
import Database from 'better-sqlite3';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectAccessible } from './support/accessible.ts';
import { changeTo, enterTraining, goToScreen, press, write } from './support/keyboard.ts';
import { test } from './support/program.ts';

/** Lists of earlier years hold what the forms of today refuse. */
function plant(folder: string): void {
  const name = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((file) => file.endsWith('.sqlite')) ?? '';
  const file = new Database(join(folder, name));
  const pupils = file.prepare("SELECT pupil.id FROM pupil JOIN enrollment ON enrollment.pupil_id = pupil.id JOIN class_group ON class_group.id = enrollment.class_id WHERE class_group.name = '7A' ORDER BY position").pluck().all() as string[];
  const save = (index: number, change: string) => file.prepare(`UPDATE pupil SET ${change} WHERE id = ?`).run(pupils[index]);
  save(0, "father_name = upper(father_name) || char(8203), nationality = 'viet nam'");
  save(1, "personal_id = '025213000001', sex = 'female'");
  save(2, "mother_name = ''");
  save(3, "full_name = 'Ðỗ  Thị Hoà'");
  save(4, "registry_number = '7001/2025'");
  file.close();
}

test('wrong data are found in the school and in a class, lead to their field, are mended in one act and taken back, and a warning is waived', async ({ program }) => {
  const { page } = program;
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  plant(program.folder);
  await enterTraining(page, /văn thư/u);
  await goToScreen(page, 'Làm sạch dữ liệu');

  await test.step('the whole school, counted by rule', async () => {
    await page.getByText('Toàn trường', { exact: true }).click();
    await expect(page.getByText(/Đã kiểm tra 3 lớp/u)).toBeVisible();
    await expectAccessible(page);
    await program.shot('quality-school');
  });

  await test.step('one class; a line leads to the field', async () => {
    await page.getByText('Một lớp', { exact: true }).click();
    await page.getByLabel('Lớp', { exact: true }).selectOption({ label: '7A (38 học sinh)' });
    await expect(page.getByText(/Đã kiểm tra 1 lớp, 38 học sinh/u)).toBeVisible();
    await expectAccessible(page);
    await program.shot('quality-class');
    await press(page, /số 025213000001 là của nam, học sinh ghi nữ/u);
    await expect(page.getByLabel(/Số định danh/u)).toBeFocused();
    await program.shot('quality-field');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Alt+ArrowLeft');
  });

  await test.step('what the program can mend: looked at, done, taken back', async () => {
    await press(page, /Máy tự sửa được/u);
    await expect(page.getByRole('dialog').getByText('Đỗ Thị Hoà')).toBeVisible();
    await expectAccessible(page);
    await program.shot('quality-fixes');
    await press(page, /^Sửa \d+ mục$/u);
    await expect(page.getByText(/Đã sửa \d+ mục\./u)).toBeVisible();
    await program.shot('quality-mended');
    await press(page, 'Hoàn tác lần sửa này');
    await expect(page.getByText('Đã trả lại dữ liệu như trước khi máy sửa.')).toBeVisible();
  });

  await test.step('a warning passes with a reason, and stands again', async () => {
    await press(page, /Bỏ qua cảnh báo: .*chưa có họ tên mẹ/u);
    await write(page, 'Lí do', 'Giấy khai sinh không ghi mẹ');
    await program.shot('quality-waive');
    await press(page, 'Bỏ qua với lí do này');
    await expect(page.getByText(/Đã bỏ qua: “Giấy khai sinh không ghi mẹ”/u)).toBeVisible();
    await program.shot('quality-waived');
    await press(page, 'Hiện lại cảnh báo');
    await expect(page.getByRole('button', { name: /Bỏ qua cảnh báo: .*chưa có họ tên mẹ/u })).toBeVisible();
  });

  await test.step('records are kept back, and lead here', async () => {
    await goToScreen(page, 'Học bạ');
    await expect(page.getByText(/lỗi dữ liệu của lớp 7A/u)).toBeVisible();
    await program.shot('quality-records');
  });

  await test.step('rules of the department: only a signed file is taken', async () => {
    await changeTo(page, /hiệu trưởng/u);
    await goToScreen(page, 'Làm sạch dữ liệu');
    await page.getByText(/Quy tắc bổ sung của Sở/u).click();
    const path = join(program.folder, 'quy-tac.json');
    writeFileSync(path, '{"format":"hocba-rules-file/1"}');
    await program.chooseFile(path, () => press(page, 'Thêm từ tệp…'));
    await expect(page.getByText('Tệp này không phải tệp quy tắc của Sở.')).toBeVisible();
    await expectAccessible(page);
    await program.shot('quality-rules');
  });
  expect(problems).toEqual([]);
});
