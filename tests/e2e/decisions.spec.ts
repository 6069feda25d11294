import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { test } from './support/program.ts';

const choose = async (page: Page, label: string, option: RegExp) => {
  const picker = page.getByLabel(label, { exact: true });
  await picker.selectOption((await picker.locator('option', { hasText: option }).getAttribute('value')) ?? '');
};

test('a teacher writes comments by keyboard with phrases of their own', async ({ program }) => {
  const { page } = program;
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  await page.getByRole('button', { name: 'Vào trường luyện tập' }).click();
  await page.getByRole('button', { name: /văn thư/u }).click({ timeout: 60_000 });
  await page.getByRole('heading', { name: 'Việc của năm học' }).waitFor();

  await test.step('comments with phrases of one’s own, by keyboard', async () => {
    await page.getByRole('navigation').getByRole('button', { name: 'Sổ điểm', exact: true }).click();
    await choose(page, 'Lớp', /^6C\b/u);
    await choose(page, 'Môn học', /^Toán$/u);
    const grid = page.getByRole('grid', { name: /Toán, lớp 6C/u });
    await expect(grid).toBeVisible();
    const comment = grid.locator('textarea').first();
    await comment.focus();
    await page.keyboard.press('F2');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('Giải toán hình chắc.');
    await expect(page.getByText('20/2000 kí tự')).toBeVisible();
    await page.keyboard.press('Alt+ArrowDown');
    const panel = page.getByRole('complementary', { name: 'Câu nhận xét của tôi' });
    await panel.getByRole('button', { name: 'Giữ câu đang viết' }).click();
    await expect(panel.getByText('Đã giữ.')).toBeVisible();
    await program.shot('phrases-kept');
    // Found without accents, put in at the caret, the text before it kept.
    await panel.getByRole('searchbox').focus();
    await page.keyboard.type('nam vung');
    await page.keyboard.press('Enter');
    await expect(comment).toHaveValue('Giải toán hình chắc. Nắm vững kiến thức, vận dụng tốt vào bài tập.');
    await expect(comment).toBeFocused();
    await page.keyboard.press('Control+z');
    await expect(comment).toHaveValue('Giải toán hình chắc.');
    await page.keyboard.press('Enter');
    await expect(page.getByText(/^Đã lưu lúc/u)).toBeVisible();
    // The next pupil gets the own phrase with three keys.
    await page.keyboard.press('Alt+ArrowDown');
    await expect(panel).toBeVisible();
    await program.shot('phrases-open');
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await expect(grid.locator('textarea').nth(1)).toHaveValue(/Giải toán hình chắc\.$/u);
    await expect(panel).toBeHidden();
  });
  expect(problems).toEqual([]);
});
