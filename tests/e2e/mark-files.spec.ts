import { join } from 'node:path';
import { Workbook } from '@cj-tech-master/excelts';
import { expect } from '@playwright/test';
import { expectAccessible } from './support/accessible.ts';
import { test } from './support/program.ts';
import { goToCell, paste } from './support/sheet.ts';

test('a workbook of the whole class goes out, comes back after a look, and is taken back', async ({ program }) => {
  const { page, folder } = program;
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  await page.getByRole('button', { name: 'Vào trường luyện tập' }).click();
  await page.getByRole('button', { name: /văn thư/u }).click({ timeout: 60_000 });
  await page.getByRole('heading', { name: 'Việc của năm học' }).waitFor();
  await page.getByRole('navigation').getByRole('button', { name: 'Sổ điểm', exact: true }).click();
  const picker = page.getByLabel('Lớp', { exact: true });
  await picker.selectOption((await picker.locator('option', { hasText: /^6C\b/u }).getAttribute('value')) ?? '');
  await page.getByText('Học kì 2', { exact: true }).first().click();
  await expect(page.getByRole('grid', { name: /lớp 6C, học kì 2/u })).toBeVisible();

  const list = join(folder, 'diem.xlsx');
  await test.step('three subjects as a teacher keeps them, one comment in an old font, one mark that cannot be', async () => {
    const names = ['Dương Thanh An', 'Trần Gia An', 'Hoàng Quỳnh Anh'];
    const workbook = new Workbook();
    for (const [sheet, subject] of [['Toán', 'TOÁN'], ['Văn', 'NGỮ VĂN'], ['7A', 'TOÁN']] as const) {
      const table = workbook.addWorksheet(sheet);
      table.addRow([sheet === '7A' ? `BẢNG ĐIỂM ${subject} LỚP 7A` : `BẢNG ĐIỂM MÔN ${subject} 6C - HỌC KÌ II`]);
      table.addRow(['STT', 'Họ và tên', 'TX1', 'Giữa kì', 'Nhận xét']);
      names.forEach((name, index) => table.addRow([index + 1, name, 6.5 + index, sheet === 'Văn' && index === 1 ? 85 : 8]));
    }
    const comment = workbook.worksheets[0]?.getCell('E3');
    if (comment === undefined) throw new Error('no cell');
    comment.value = 'TiÕn bé';
    comment.font = { name: '.VnTime' };
    await workbook.xlsx.writeFile(list);
  });

  const dialog = page.getByRole('dialog', { name: 'Nhập điểm từ Excel' });
  await test.step('looked at, and agreed to', async () => {
    await page.getByRole('button', { name: 'Nhập từ Excel' }).click();
    await program.chooseFile(list, () => dialog.getByRole('button', { name: 'Chọn tệp Excel…' }).click());
    await expect(dialog.getByRole('checkbox', { name: /^(Toán|Ngữ văn), lớp 6C/u })).toHaveCount(2);
    await expect(dialog.getByRole('checkbox', { name: /^Toán, lớp 7A/u })).toBeDisabled();
    await dialog.getByRole('button', { name: /^Ngữ văn, lớp 6C/u }).click();
    await expect(dialog.getByText('Ô D4')).toBeVisible();
    await dialog.getByRole('button', { name: /^Toán, lớp 6C/u }).click();
    await expect(dialog.getByRole('cell', { name: 'Tiến bộ', exact: true }).first()).toBeVisible();
    await expectAccessible(page);
    await program.shot('mark-import');
    const apply = dialog.getByRole('button', { name: 'Nhập 12 ô vào 2 sổ điểm' });
    await expect(apply).toBeDisabled();
    await dialog.getByLabel('Tôi đã xem các chữ phông cũ: chuyển đúng').check();
    await apply.click();
    await expect(dialog.getByText('Đã nhập 12 ô vào 2 sổ điểm.')).toBeVisible();
  });

  await test.step('and taken back', async () => {
    await dialog.getByRole('button', { name: 'Hoàn tác nhập tệp' }).click();
    await expect(dialog.getByText('Đã hoàn tác 12 ô.')).toBeVisible();
    await dialog.getByRole('button', { name: 'Nhập tệp khác' }).click();
    await expect(dialog.getByText(/^Đã hoàn tác lúc/u)).toBeVisible();
  });

  await test.step('a table sent to the gradebook of another one takes its place', async () => {
    const workbook = new Workbook();
    for (const [sheet, title, mark] of [['Văn', 'BẢNG ĐIỂM MÔN NGỮ VĂN 6C - HỌC KÌ II', 5.5], ['Bảng khác', 'BẢNG ĐIỂM', 4.5]] as const) {
      const table = workbook.addWorksheet(sheet);
      table.addRow([title]);
      table.addRow(['STT', 'Họ và tên', 'TX1']);
      table.addRow([1, 'Dương Thanh An', mark]);
    }
    const two = join(folder, 'hai-bang.xlsx');
    await workbook.xlsx.writeFile(two);
    await program.chooseFile(two, () => dialog.getByRole('button', { name: 'Chọn tệp Excel…' }).click());
    const entry = (sheet: string) => dialog.getByRole('listitem').filter({ hasText: `trang “${sheet}”` });
    await entry('Bảng khác').getByRole('button').click();
    await dialog.getByLabel('Môn học').selectOption({ label: 'Ngữ văn' });
    await expect(entry('Bảng khác')).toContainText('Ngữ văn, lớp 6C, học kì 2');
    await expect(entry('Bảng khác').getByRole('checkbox')).toBeChecked();
    await expect(entry('Văn').getByRole('checkbox')).not.toBeChecked();
    await dialog.getByRole('button', { name: 'Nhập 1 ô', exact: true }).click();
    await expect(dialog.getByText('Đã nhập 1 ô.')).toBeVisible();
  });

  await test.step('a block copied with an old font is shown before it is pasted', async () => {
    await dialog.getByRole('button', { name: 'Đóng' }).click();
    await goToCell(page, 0, 0);
    await paste(page, '7\tTiÕn bé\n', '<table><tr><td>7</td><td style="font-family:.VnTime">TiÕn bé</td></tr></table>');
    await expect(page.getByRole('dialog', { name: /^Dán/u }).getByRole('cell', { name: 'Tiến bộ', exact: true }).first()).toBeVisible();
    await program.shot('paste-old-font');
    await page.getByRole('button', { name: 'Không dán' }).click();
  });
  expect(problems).toEqual([]);
});
