import { expect } from '@playwright/test';
import { expectAccessible } from './support/accessible.ts';
import { enter, enterTraining, goToScreen, press, write } from './support/keyboard.ts';
import { test } from './support/program.ts';

test('a pupil leaves, by keyboard alone: looked at first, done as looked at, told in the class list, taken back', async ({ program }) => {
  const { page } = program;
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  const row = page.getByRole('row', { name: /Hoàng Quỳnh Anh/u });
  const dialog = page.getByRole('dialog', { name: 'Ghi Hoàng Quỳnh Anh rời trường' });
  await enterTraining(page, /văn thư/u);
  await goToScreen(page, 'Chuyển lớp, lên lớp');

  await test.step('what would be done is shown; going back loses nothing, giving up does nothing', async () => {
    await page.getByRole('checkbox', { name: 'Chọn Hoàng Quỳnh Anh' }).press('Space');
    await press(page, 'Ghi rời trường…');
    await expect(dialog).toBeVisible();
    await expect(dialog.getByLabel('Lí do', { exact: true })).toHaveValue('transferred');
    const on = dialog.getByLabel(/^Rời trường ngày/u);
    await on.press('Control+a');
    await page.keyboard.type('20/01/2026');
    await write(page, 'Chuyển đến trường', 'Trường THCS Nậm Mười');
    await program.shot('leaving');
    await press(page, 'Xem trước');
    await expect(dialog.getByText('Xem trước, chưa ghi gì')).toBeVisible();
    await expectAccessible(page);
    await program.shot('leaving-preview');
    await press(page, 'Sửa lại');
    await expect(on).toHaveValue('20/01/2026');
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(row).toContainText('Đang học');
  });

  await test.step('done', async () => {
    await press(page, 'Ghi rời trường…');
    await dialog.getByLabel(/^Rời trường ngày/u).press('Control+a');
    await page.keyboard.type('20/01/2026');
    await page.keyboard.press('Enter');
    await expect(dialog.getByText('Xem trước, chưa ghi gì')).toBeVisible();
    await press(page, 'Ghi rời trường');
    await expect(dialog).toHaveCount(0);
    await expect(row).not.toContainText('Đang học');
    await program.shot('left');
  });

  await test.step('and taken back', async () => {
    await page.getByRole('radio', { name: 'Chuyển lớp, chuyển đi' }).press('ArrowLeft');
    await expect(page.getByRole('rowheader', { name: 'Ghi rời trường' })).toBeVisible();
    await expectAccessible(page);
    await program.shot('moves-done');
    await press(page, 'Hoàn tác');
    await enter(page.getByRole('dialog', { name: 'Hoàn tác việc này?' }).getByRole('button', { name: 'Hoàn tác' }));
    await expect(page.getByText(/^đã hoàn tác lúc/u)).toBeVisible();
    await goToScreen(page, 'Học sinh');
    await goToScreen(page, 'Chuyển lớp, lên lớp');
    await expect(row).toContainText('Đang học');
  });

  await test.step('the next school year is looked at; what stands in its way is said, and leads there', async () => {
    for (let step = 0; step < 2; step += 1) await page.getByRole('radio', { checked: true }).press('ArrowRight');
    await expect(page.getByRole('radio', { name: 'Sang năm học mới' })).toBeChecked();
    await expect(page.getByRole('heading', { name: 'Năm học 2026-2027' })).toBeVisible();
    await expect(page.getByText('Chưa chốt xong quyết định cuối năm: 6C, 7A, 8B')).toBeVisible();
    await expectAccessible(page);
    await program.shot('year-turn');
    await press(page, 'Xem cuối năm, sau hè');
    await expect(page.getByRole('radio', { name: 'Cuối năm, sau hè' })).toBeChecked();
    await program.shot('summer');
  });
  expect(problems).toEqual([]);
});
