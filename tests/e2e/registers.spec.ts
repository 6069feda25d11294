import { expect } from '@playwright/test';
import { expectAccessible } from './support/accessible.ts';
import { test } from './support/program.ts';
import { cellAt, columnTexts, goToCell, paste } from './support/sheet.ts';

test('a homeroom teacher keeps the attendance, has its sums taken to the sheet, and takes them back', async ({ program }) => {
  const { page } = program;
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  await page.getByRole('button', { name: 'Vào trường luyện tập' }).click();
  await page.getByRole('button', { name: /chủ nhiệm 6C/u }).click({ timeout: 60_000 });
  await page.getByRole('heading', { name: 'Việc của năm học' }).waitFor();
  await page.getByRole('navigation').getByRole('button', { name: 'Chủ nhiệm', exact: true }).click();
  const picker = page.getByLabel('Lớp', { exact: true });
  await picker.selectOption((await picker.locator('option', { hasText: /^6C\b/u }).getAttribute('value')) ?? '');
  await page.getByText('Điểm danh', { exact: true }).click();

  await test.step('a month by days: typed, pasted with a look first, summed up', async () => {
    await page.getByLabel('Tháng', { exact: true }).selectOption('2025-10');
    await expect(page.getByRole('grid', { name: 'Điểm danh lớp 6C, tháng 10/2025' })).toBeVisible();
    await goToCell(page, 0, 0);
    await page.keyboard.type('p');
    await page.keyboard.press('Enter');
    await page.keyboard.type('K');
    await page.keyboard.press('Enter');
    await expect(cellAt(page, 0, 27)).toHaveText('1');
    await goToCell(page, 2, 1);
    await paste(page, 'P\tkp\nvắng\tP');
    await page.getByRole('button', { name: 'Dán 3 ô đúng, bỏ qua 1 ô' }).click();
    await expect(page.getByText(/Đã dán 3 ô/u)).toBeVisible();
    // The sums stand after the 27 days that are no Sunday.
    expect([await columnTexts(page, 0, 4), await columnTexts(page, 29, 4)]).toEqual([
      ['P', 'K', '', ''],
      ['1', '1', '2', '1'],
    ]);
    await expect(page.locator('tfoot td').first()).toHaveText('2');
    await expectAccessible(page);
    await program.shot('attendance');
  });

  await test.step('the homeroom sheet says what differs, takes the sums, and takes them back', async () => {
    await page.getByText('Rèn luyện và nhận xét', { exact: true }).click();
    await expect(page.getByText(/ô số buổi nghỉ khác với sổ điểm danh/u)).toBeVisible();
    await page.getByRole('button', { name: 'Đến ô đầu tiên' }).click();
    await page.getByRole('button', { name: 'Lấy từ điểm danh HK I', exact: true }).click();
    await program.shot('absences-offered');
    await page.getByRole('button', { name: 'Lấy vào sổ' }).click();
    await expect(page.getByText(/ô số buổi nghỉ khác với sổ điểm danh/u)).toHaveCount(0);
    expect([await columnTexts(page, 3, 4), await columnTexts(page, 4, 4)]).toEqual([
      ['1', '0', '1', '1'],
      ['0', '1', '1', '0'],
    ]);
    await goToCell(page, 0, 3);
    await page.keyboard.press('F4');
    await expect(page.getByText('Lí do: Lấy từ sổ điểm danh')).toBeVisible();
    await expectAccessible(page);
    await program.shot('homeroom-history');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+z');
    await expect(page.getByText(/Đã hoàn tác \d+ ô/u)).toBeVisible();
    await expect(page.getByText(/ô số buổi nghỉ khác với sổ điểm danh/u)).toBeVisible();
  });
  expect(problems).toEqual([]);
});
