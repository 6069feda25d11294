import { expect } from '@playwright/test';
import { test, type Program } from './support/program.ts';

async function enter({ page }: Program, kind: string) {
  await page.getByLabel('Loại trường để tập').selectOption(kind);
  await page.getByRole('button', { name: 'Vào trường luyện tập' }).click();
  await page.getByRole('button', { name: /Lê Thị Mai/u }).click({ timeout: 60_000 });
  await expect(page.getByRole('heading', { name: 'Việc của năm học' })).toBeVisible();
}

test('a primary class by keyboard: levels by their letter, whole marks of tests, the year’s result and why', async ({ program }) => {
  const { page } = program;
  const entry = (name: string) => page.getByRole('navigation').getByRole('button', { name, exact: true });
  await enter(program, 'primary');
  await entry('Sổ điểm').click();
  await page.getByLabel('Lớp', { exact: true }).selectOption({ label: '4A (33 học sinh)' });
  await page.getByLabel('Môn học', { exact: true }).selectOption({ label: 'Toán' });
  await page.getByText('Học kì 2', { exact: true }).click();
  const grid = page.getByRole('grid');
  await expect(grid).toContainText('Cuối năm');
  const rows = grid.getByRole('row');
  const first = rows.filter({ hasText: /^1[^0-9]/u }).first();
  await first.getByRole('gridcell').nth(4).click();
  await program.shot('primary-sheet');
  await page.keyboard.type('h');
  await page.keyboard.press('Tab');
  await page.keyboard.type('7,5');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Điểm bài kiểm tra định kì ở tiểu học là số nguyên.').first()).toBeVisible();
  // Enter after Tab goes back to the column where the tabbing began. What is refused stays unsaved until it is mended: a window with such a cell asks before it closes.
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.type('9');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^Đã lưu lúc/u)).toBeVisible();

  // Quick entry takes what a cell takes, also short forms that are not in its list of choices.
  await first.getByRole('gridcell').nth(4).click();
  await page.getByRole('button', { name: 'Nhập nhanh một cột' }).click();
  const quick = page.getByRole('dialog', { name: 'Nhập nhanh một cột' });
  await quick.getByLabel('Cột').selectOption({ index: 0 });
  const pupil = await quick.locator('.quick-entry__name').textContent();
  await page.keyboard.type('htt');
  await page.keyboard.press('Enter');
  await expect(quick.locator('.quick-entry__name')).not.toHaveText(pupil ?? '');
  await page.keyboard.type('hh');
  await page.keyboard.press('Enter');
  await expect(quick.getByRole('alert')).toBeVisible();
  await page.keyboard.press('Escape');

  await entry('Kết quả').click();
  await expect(page.getByRole('columnheader', { name: 'Yêu nước' })).toBeVisible();
  await expect(page.getByText('Hoàn thành xuất sắc:', { exact: false }).first()).toBeVisible();
  await page.getByRole('rowheader').getByRole('button').first().click();
  await expect(page.getByText('Thông tư 27/2020/TT-BGDĐT', { exact: false }).first()).toBeVisible();
  await program.shot('primary-results');
});

test('an upper secondary class: electives chosen by tick, the sheet and the results follow', async ({ program }) => {
  const { page } = program;
  const entry = (name: string) => page.getByRole('navigation').getByRole('button', { name, exact: true });
  await enter(program, 'upper-secondary');
  await entry('Học sinh').click();
  await page.getByRole('button', { name: 'Môn tự chọn…' }).click();
  await page.getByRole('checkbox', { name: 'Địa lí: cả lớp' }).check();
  await page.getByRole('checkbox', { name: 'Sinh học: cả lớp' }).uncheck();
  await program.shot('electives');
  await page.getByRole('button', { name: 'Lưu' }).click();
  await expect(page.getByText('Đã lưu lựa chọn của 40 em.')).toBeVisible();
  await entry('Kết quả').click();
  await expect(page.getByRole('columnheader', { name: 'Địa lí' })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'Sinh học' })).toHaveCount(0);
  await program.shot('upper-results');
});
