import { expect } from '@playwright/test';
import { expectAccessible } from './support/accessible.ts';
import { test } from './support/program.ts';

test('the principal sees all classes in one table, by semester and for the year, and goes from there to a class', async ({ program }) => {
  const { page } = program;
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  await page.getByRole('button', { name: 'Vào trường luyện tập' }).click();
  await page.getByRole('button', { name: /hiệu trưởng/u }).click({ timeout: 60_000 });
  await page.getByRole('navigation').getByRole('button', { name: 'Kết quả', exact: true }).click();
  await page.getByRole('button', { name: 'Toàn trường' }).click();
  const table = page.getByRole('table', { name: 'Kết quả các lớp, Cả năm' });
  await expect(table.getByRole('rowheader')).toHaveText(['6C', '7A', '8B', 'Tổng cộng', 'Tỉ lệ %']);
  // 8B has one pupil who left; 6C has no second semester yet.
  await expect(table.getByRole('row', { name: /^Tổng cộng/u }).getByRole('cell').first()).toHaveText('113');
  await program.shot('whole-school');
  await page.getByText('Học kì I', { exact: true }).click();
  const cells = await page.getByRole('table', { name: 'Kết quả các lớp, Học kì I' }).getByRole('row', { name: /^6C/u }).getByRole('cell').allInnerTexts();
  const [size = 0, ...counts] = cells.map(Number);
  const sum = (columns: readonly number[]) => columns.reduce((total, count) => total + count, 0);
  expect([size, sum(counts.slice(0, 5)), sum(counts.slice(5))]).toEqual([35, 35, 35]);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Tính lại' }).click();
  await table.or(page.getByRole('table')).getByRole('button', { name: '7A' }).click();
  await expect(page.getByText('Lớp 7A, năm học 2025-2026')).toBeVisible();
  expect(problems).toEqual([]);
});
