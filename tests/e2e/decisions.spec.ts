import { expect, type Page } from '@playwright/test';
import { practicePassword } from '#core/values/practice.ts';
import { expectAccessible } from './support/accessible.ts';
import { enter } from './support/keyboard.ts';
import { test } from './support/program.ts';
import { cellAt, goToCell, sheetField } from './support/sheet.ts';

const choose = async (page: Page, label: string, option: RegExp) => {
  const picker = page.getByLabel(label, { exact: true });
  await picker.selectOption((await picker.locator('option', { hasText: option }).getAttribute('value')) ?? '');
};

test('comments with phrases of one’s own, corrections with a reason, points left open decided', async ({ program }) => {
  const { page } = program;
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  const as = async (name: RegExp) => {
    await page.getByRole('button', { name }).first().click({ timeout: 60_000 });
    await page.getByRole('navigation').getByRole('button', { name: 'Sổ điểm', exact: true }).waitFor();
  };
  const leave = () => page.getByRole('button', { name: 'Đăng xuất' }).click();
  const goTo = (name: string) => page.getByRole('navigation').getByRole('button', { name, exact: true }).click();
  await page.getByRole('button', { name: 'Vào trường luyện tập' }).first().click();
  await as(/văn thư/u);

  await test.step('comments with phrases of one’s own, by keyboard', async () => {
    await page.getByRole('navigation').getByRole('button', { name: 'Sổ điểm', exact: true }).click();
    await choose(page, 'Lớp', /^6C\b/u);
    await choose(page, 'Môn học', /^Toán$/u);
    const grid = page.getByRole('grid', { name: /Toán, lớp 6C/u });
    await expect(grid).toBeVisible();
    const comment = sheetField(page);
    await goToCell(page, 0, 0);
    await page.keyboard.press('End');
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
    await expectAccessible(page);
    // A phrase that is rewritten too long is refused, and stays to be shortened.
    await panel.getByRole('button', { name: 'Sửa câu' }).click();
    const long = 'Giải toán hình chắc. '.repeat(100).trim();
    await panel.getByLabel('Nội dung câu').fill(long);
    await panel.getByRole('button', { name: 'Lưu câu' }).click();
    await expect(panel.getByText('2000', { exact: false }).first()).toBeVisible();
    await expect(panel.getByLabel('Nội dung câu')).toHaveValue(long);
    await panel.getByLabel('Nội dung câu').fill('Giải toán hình chắc.');
    await panel.getByRole('button', { name: 'Lưu câu' }).click();
    await expect(panel.getByLabel('Nội dung câu')).toBeHidden();
    await expect(panel.getByRole('searchbox')).toBeFocused();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await expect(page.locator('tr[data-row="1"] td.grid__cell--text')).toHaveText(/Giải toán hình chắc\.$/u);
    await expect(panel).toBeHidden();
  });

  await test.step('a correction of what was locked once says why, once for a block, and the cell remembers', async () => {
    await goTo('Khóa sổ');
    await page.getByLabel('Lí do').first().fill('Hết hạn');
    await page.getByRole('button', { name: 'Khóa', exact: true }).click();
    await leave();
    await as(/hiệu trưởng/u);
    // Who only reads a sheet finds pupils in it and takes it out to Excel, but writes nothing.
    for (const [sheet, name] of [['Sổ điểm', /Toán, lớp 6C/u], ['Chủ nhiệm', /6C/u]] as const) {
      await goTo(sheet);
      await choose(page, 'Lớp', /^6C\b/u);
      if (sheet === 'Sổ điểm') await choose(page, 'Môn học', /^Toán$/u);
      await expect(page.getByRole('grid', { name })).toBeVisible();
      const tools = page.getByRole('toolbar', { name: 'Công cụ của bảng' });
      await expect(tools.getByRole('button', { name: 'Xuất ra Excel' })).toBeVisible();
      await expect(tools.getByRole('searchbox', { name: 'Tìm học sinh' })).toBeVisible();
      for (const writing of [/^Hoàn tác$/u, /^Làm lại$/u, 'Nhập nhanh một cột', 'Nhập từ Excel', /^Lấy từ điểm danh/u]) await expect(tools.getByRole('button', { name: writing })).toHaveCount(0);
    }
    await goTo('Khóa sổ');
    await page.getByRole('button', { name: 'Bỏ khóa' }).click();
    await page.getByRole('dialog').getByLabel('Lí do').fill('Khóa nhầm');
    await page.getByRole('dialog').getByRole('button', { name: 'Bỏ khóa' }).click();
    await leave();

    await as(/văn thư/u);
    await goTo('Sổ điểm');
    await choose(page, 'Lớp', /^6C\b/u);
    await choose(page, 'Môn học', /^Toán$/u);
    await expect(page.getByRole('grid', { name: /Toán, lớp 6C/u })).toBeVisible();
    const dialog = page.getByRole('dialog', { name: 'Vì sao sửa?' });
    await goToCell(page, 0, 0);
    await page.keyboard.type('9');
    await page.keyboard.press('Enter');
    await expect(dialog).toBeVisible();
    await program.shot('reason-asked');
    await expectAccessible(page);
    // The screen locks by itself over an open question, and opens again onto it.
    await page.evaluate(() => [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Khóa màn hình')?.click());
    await page.getByRole('textbox', { name: 'Mật khẩu' }).fill(practicePassword);
    await page.keyboard.press('Escape');
    await program.shot('locked-over-question');
    await page.getByRole('button', { name: 'Mở khóa' }).click();
    await expect(dialog).toBeVisible();
    // Not given: the cell keeps what was typed and says what is missing.
    await page.keyboard.press('Escape');
    await expect(page.getByText('1 ô chưa lưu được')).toBeVisible();
    await page.getByText('Mở', { exact: true }).click();
    await page.getByRole('button', { name: 'Lưu lại tất cả' }).click();
    await dialog.getByLabel('Lí do sửa').fill('Cộng nhầm điểm');
    await dialog.getByRole('checkbox').check();
    await enter(dialog.getByRole('button', { name: 'Sửa với lí do này' }));
    await expect(dialog).toBeHidden();
    await expect(page.getByText('Đang sửa với lí do: Cộng nhầm điểm')).toBeVisible();
    // The next one goes by itself; a block asks once.
    await goToCell(page, 1, 0);
    await page.keyboard.type('8,5');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Đổi lí do' }).click();
    await goToCell(page, 2, 0);
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Control+d');
    await expect(dialog.getByText(/^\d ô sắp sửa/u)).toBeVisible();
    await page.keyboard.type('Nhập nhầm học sinh');
    await page.keyboard.press('Enter');
    await expect(page.getByText(/Đã điền \d ô/u)).toBeVisible();
    await goToCell(page, 0, 0);
    await page.keyboard.press('F4');
    await expect(page.getByText('Lí do: Cộng nhầm điểm')).toBeVisible();
    await program.shot('reason-history');
  });

  await test.step('absences that decide under another reading: flagged, decided by the principal, told in the derivation', async () => {
    await goTo('Chủ nhiệm');
    await choose(page, 'Lớp', /^7A\b/u);
    await expect(page.getByRole('grid', { name: /7A/u })).toBeVisible();
    // The lock of the school is lifted by now, but it was there: the reason is asked.
    await goToCell(page, 3, 3);
    await page.keyboard.type('30');
    await page.keyboard.press('Enter');
    const why = page.getByRole('dialog', { name: 'Vì sao sửa?' });
    await why.getByLabel('Lí do sửa').fill('Ghi thiếu đơn xin phép');
    await page.keyboard.press('Enter');
    await expect(why).toBeHidden();
    // The sum that decides tells where it comes from.
    await cellAt(page, 3, 7).click();
    await expect(page.getByText(/Lên lớp: nghỉ học không quá 45 buổi: 3\d buổi\./u)).toBeVisible();
    await page.keyboard.press('Escape');
    await leave();
    await as(/hiệu trưởng/u);
    await goTo('Kết quả');
    await choose(page, 'Lớp', /^7A\b/u);
    await page.getByRole('button', { name: 'Cần nhà trường xem xét: 1 học sinh' }).click();
    await program.shot('review-open');
    await enter(page.getByRole('button', { name: /^Quyết định…/u }));
    const dialog = page.getByRole('dialog', { name: /^Quyết định cho/u });
    await dialog.getByRole('radio', { name: /Hai buổi mỗi ngày/u }).check();
    await dialog.getByLabel(/Lí do, căn cứ/u).fill('Biên bản họp hội đồng ngày 20/5');
    await dialog.getByLabel(/Số quyết định/u).fill('12/QĐ-HT');
    await enter(dialog.getByRole('button', { name: 'Ghi quyết định' }));
    await expect(page.getByRole('button', { name: 'Đã xem xét: 1 học sinh' })).toBeVisible();
    await enter(page.locator('tbody tr').nth(3).getByRole('button').first());
    await expect(page.getByText(/Đã xem xét \(quyết định số 12\/QĐ-HT/u)).toBeVisible();
    await program.shot('review-decided');
    await expectAccessible(page);
    await goTo('Trường');
    await page.getByText('Cách hiểu quy định').click();
    await page.getByRole('button', { name: /Cách tính số buổi nghỉ/u }).click();
    await page.getByRole('dialog').getByLabel(/Lí do, căn cứ/u).fill('Trường học một buổi mỗi ngày');
    await enter(page.getByRole('dialog').getByRole('button', { name: 'Áp dụng cho cả trường' }));
    await expect(page.getByText(/chọn ngày .*Lí do: Trường học một buổi mỗi ngày/u)).toBeVisible();
    await program.shot('policies');
    await expectAccessible(page);
  });
  expect(problems).toEqual([]);
});
