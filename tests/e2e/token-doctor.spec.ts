import { expect } from '@playwright/test';
import { expectAccessible } from './support/accessible.ts';
import { test } from './support/program.ts';

test('the token doctor says what can sign, shows tokens and drivers, and gives a report without names', async ({ program }) => {
  const { page } = program;
  await page.getByRole('button', { name: 'Vào trường luyện tập' }).click();
  await page.getByRole('button', { name: /hiệu trưởng/iu }).first().click();
  await page.getByRole('navigation').getByRole('button', { name: 'Bác sĩ token' }).click();
  await expect(page.getByRole('heading', { name: 'Mọi thứ sẵn sàng để ký' })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('chứng thư sẵn sàng để ký')).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'Token luyện tập' })).toContainText('Chạy được');
  await expectAccessible(page);
  await program.shot('token-doctor');
  await page.getByRole('button', { name: 'Chép báo cáo' }).click();
  await expect(page.getByText(/Đã chép|Bấm Ctrl\+C/u)).toBeVisible();
  const report = await page.getByRole('textbox', { name: 'Báo cáo cho người hỗ trợ' }).inputValue();
  const tokens = Number(/Thấy (\d+) token/u.exec((await page.getByRole('main').textContent()) ?? '')?.[1]);
  expect({ some: tokens > 1, digests: (report.match(/sha256 [0-9a-f]{64}/gu) ?? []).length, holder: report.includes('Trần Thị Thu Hà') }).toEqual({ some: true, digests: tokens, holder: false });
});
