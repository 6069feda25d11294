import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './support/accessible.ts';
import { changeTo, choose, enterTraining, goToScreen, press, write } from './support/keyboard.ts';
import { test } from './support/program.ts';

async function chooseClass(page: Page, name: RegExp): Promise<void> {
  const picker = page.getByLabel('Lớp', { exact: true });
  const option = await picker.locator('option', { hasText: name }).textContent();
  await choose(page, 'Lớp', option?.trim() ?? '');
}

test('a subject teacher freezes the locked book of a class, reads it and signs it, by keyboard', async ({ program }) => {
  const { page } = program;
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));

  await test.step('the clerk locks the book', async () => {
    await enterTraining(page, /văn thư/u);
    await goToScreen(page, 'Khóa sổ');
    await choose(page, 'Lớp', '7A');
    await choose(page, 'Môn', 'Toán');
    await write(page, 'Lí do', 'Chot so cuoi nam');
    await press(page, 'Khóa');
    await expect(page.getByRole('row', { name: /Chot so cuoi nam/u })).toBeVisible();
  });

  await test.step('its teacher freezes it', async () => {
    await changeTo(page, /giáo viên bộ môn/u);
    await goToScreen(page, 'Ký số');
    await chooseClass(page, /^7A/u);
    await press(page, 'Chốt sổ Toán');
    await expect(page.getByText('1/1 sổ đã chốt, 0/1 sổ đủ chữ ký.')).toBeVisible();
    await expect(page.getByText('1 sổ sẵn sàng ký')).toBeVisible();
    await program.shot('gradebook-frozen');
  });

  await test.step('reads what is signed, and signs it', async () => {
    await press(page, 'Mở', 60_000);
    const book = page.getByRole('dialog', { name: 'Sổ môn Toán, lớp 7A' });
    await expect(book.getByRole('row')).toHaveCount(2 + 38 + 1 + 38);
    await program.shot('gradebook-reading');
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect(book).toBeHidden();
    await page.getByLabel('Tôi đã đọc 1 sổ trên và đồng ý ký tất cả.').press('Space');
    const field = page.getByLabel('Mã PIN của token');
    await field.pressSequentially('12345678');
    await field.press('Enter');
    await expect(page.getByText('Đã ký 1/1 sổ.')).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole('row', { name: /^Toán/u })).toContainText('Giáo viên bộ môn: Huỳnh Như Hiền');
    await program.shot('gradebook-signed');
    await expectAccessible(page);
  });

  expect(problems).toEqual([]);
});
