import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { test } from './support/program.ts';
import { cellAt, columnTexts, expectActive, goToCell } from './support/sheet.ts';

/** As a spreadsheet program leaves a block on the clipboard. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((block) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', block);
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

async function openEmptySheet(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Vào trường luyện tập' }).click();
  await page.getByRole('button', { name: /văn thư/u }).click({ timeout: 60_000 });
  await page.getByRole('heading', { name: 'Việc của năm học' }).waitFor();
  await page.getByRole('navigation').getByRole('button', { name: 'Sổ điểm', exact: true }).click();
  const picker = page.getByLabel('Lớp', { exact: true });
  await picker.selectOption((await picker.locator('option', { hasText: /^6C\b/u }).getAttribute('value')) ?? '');
  const subject = page.getByLabel('Môn học', { exact: true }).or(page.getByLabel('Môn', { exact: true })).first();
  await subject.selectOption((await subject.locator('option', { hasText: /^Toán$/u }).getAttribute('value')) ?? '');
  await page.getByText('Học kì II', { exact: true }).or(page.getByText('Học kì 2', { exact: true })).first().click();
  await expect(page.getByRole('grid', { name: /Toán, lớp 6C, học kì 2/u })).toBeVisible();
  await goToCell(page, 0, 0);
}

test('a teacher used to Excel: a block with bad cells, undone and redone, filled down, cleared', async ({ program }) => {
  const { page } = program;
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  await openEmptySheet(page);

  await test.step('a block with three bad cells is shown before anything is written', async () => {
    await paste(page, '8\t7,5\n9.0\t85\ntám\t6\n"7"\t6,55\n10\t5');
    await expect(page.getByRole('dialog', { name: 'Dán 10 ô?' })).toBeVisible();
    await expect(page.getByText('7 ô đúng, 3 ô không nhập được. Chưa có gì được ghi.')).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await program.shot('paste-preview');
    await page.getByRole('button', { name: 'Dán 7 ô đúng, bỏ qua 3 ô' }).press('Enter');
    await expect(page.getByText(/Đã dán 7 ô, bỏ qua 3 ô/u)).toBeVisible();
    expect([await columnTexts(page, 0, 5), await columnTexts(page, 1, 5)]).toEqual([
      ['8,0', '9,0', '', '7,0', '10,0'],
      ['7,5', '', '6,0', '', '5,0'],
    ]);
  });

  await test.step('one step back, also after leaving the screen, and forward again', async () => {
    await page.getByRole('navigation').getByRole('button', { name: 'Kết quả', exact: true }).click();
    await page.getByRole('navigation').getByRole('button', { name: 'Sổ điểm', exact: true }).click();
    await goToCell(page, 0, 0);
    await page.keyboard.press('Control+z');
    await expect(page.getByText('Đã hoàn tác 7 ô.')).toBeVisible();
    expect(await columnTexts(page, 0, 5)).toEqual(['', '', '', '', '']);
    await page.keyboard.press('Control+y');
    await expect(page.getByText('Đã làm lại 7 ô.')).toBeVisible();
    expect(await columnTexts(page, 0, 5)).toEqual(['8,0', '9,0', '', '7,0', '10,0']);
  });

  await test.step('ranges by keys: fill down, copy, paste, clear', async () => {
    await goToCell(page, 0, 1);
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('Shift+ArrowDown');
    await expect(page.getByText('Đang chọn 5 ô (5 hàng, 1 cột).')).toBeVisible();
    await program.shot('range');
    await page.keyboard.press('Control+d');
    await expect(page.getByText(/Đã điền 4 ô/u)).toBeVisible();
    expect(await columnTexts(page, 1, 6)).toEqual(['7,5', '7,5', '7,5', '7,5', '7,5', '']);
    await goToCell(page, 0, 0);
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Delete');
    await expect(page.getByText(/Đã xóa 2 ô/u)).toBeVisible();
    expect(await columnTexts(page, 0, 5)).toEqual(['', '', '', '7,0', '10,0']);
    await page.keyboard.press('Control+z');
    await expect(page.getByText('Đã hoàn tác 2 ô.')).toBeVisible();
    await page.keyboard.press('Control+a');
    await expect(page.getByText(/^Đang chọn \d+ ô \(\d+ hàng, 1 cột\)\.$/u)).toBeVisible();
    await page.keyboard.press('Control+a');
    await expect(page.getByText(/^Đang chọn \d+ ô \(\d+ hàng, \d{1,2} cột\)\.$/u)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.locator('td[aria-selected]')).toHaveCount(1);
  });

  await test.step('a range by the mouse', async () => {
    const [from, to] = [await cellAt(page, 1, 0).boundingBox(), await cellAt(page, 3, 2).boundingBox()];
    if (from === null || to === null) throw new Error('cells are not shown');
    await page.mouse.move(from.x + 20, from.y + 10);
    await page.mouse.down();
    await page.mouse.move(to.x + 20, to.y + 10, { steps: 6 });
    await page.mouse.up();
    await expect(page.getByText('Đang chọn 9 ô (3 hàng, 3 cột).')).toBeVisible();
    await page.keyboard.press('Escape');
  });

  await test.step('Enter goes where the user wants it, and stays so', async () => {
    await page.getByLabel('Phím Enter').selectOption('right');
    await goToCell(page, 5, 0);
    await page.keyboard.type('6');
    await page.keyboard.press('Enter');
    await expectActive(page, 5, 1);
    await page.getByLabel('Phím Enter').selectOption('down');
    await expect(cellAt(page, 5, 0)).toHaveText('6,0');
  });
  expect(problems).toEqual([]);
});

test('Vietnamese typing: no first letter lost, composing never leaves the cell', async ({ program }, info) => {
  const { page } = program;
  await openEmptySheet(page);
  const comment = (await page.locator('th[data-column]').count()) - 1;
  await goToCell(page, 0, comment);

  // As Unikey types: letters, then backspaces and the accented letters in their place.
  for (const key of ['C', 'h', 'a', 'w']) await page.keyboard.press(key);
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await page.keyboard.insertText('ăm');
  await page.keyboard.press('Tab');
  await expect(cellAt(page, 0, comment)).toHaveText('Chăm');

  // As an input method composes; Electron's pages give no such session.
  if (info.project.name !== 'chromium') return;
  await goToCell(page, 1, comment);
  const session = await page.context().newCDPSession(page);
  for (const text of ['t', 'ti', 'tiê', 'tiến']) await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  await page.evaluate(() => document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true })));
  await expectActive(page, 1, comment);
  await session.send('Input.insertText', { text: 'tiến bộ' });
  await page.keyboard.press('Tab');
  await expect(cellAt(page, 1, comment)).toHaveText('tiến bộ');
});

test('a locked column: shown, refused, asked for, reopened by the administrator for a time, corrected with its reason', async ({ program }) => {
  const { page } = program;
  await openEmptySheet(page);
  const change = async (account: RegExp) => {
    await page.getByRole('button', { name: 'Đăng xuất' }).click();
    await page.getByRole('button', { name: account }).click();
    await page.getByRole('heading', { name: 'Việc của năm học' }).waitFor();
  };
  const openSheet = async () => {
    await page.getByRole('navigation').getByRole('button', { name: 'Sổ điểm', exact: true }).click();
    await expect(page.getByRole('grid', { name: /Toán, lớp 6C, học kì 2/u })).toBeVisible();
  };
  const final = 5;
  await goToCell(page, 0, final);
  await page.keyboard.type('7');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/Đã lưu lúc/u).first()).toBeVisible();

  await page.getByRole('navigation').getByRole('button', { name: 'Khóa sổ', exact: true }).click();
  await page.getByLabel('Lớp', { exact: true }).selectOption({ label: '6C' });
  await page.getByLabel('Môn', { exact: true }).selectOption({ label: 'Toán' });
  await page.getByLabel('Học kì', { exact: true }).selectOption('2');
  await page.getByLabel('Cột', { exact: true }).selectOption({ label: 'ĐĐGck' });
  await page.getByLabel('Lí do', { exact: true }).fill('Hết hạn nhập điểm');
  await page.getByRole('button', { name: 'Khóa', exact: true }).press('Enter');
  await expect(page.getByRole('rowheader', { name: 'Toán, lớp 6C, học kì 2, cột ĐĐGck' })).toBeVisible();

  await change(/giáo viên bộ môn|Toán/u);
  await openSheet();
  await expect(page.getByText('Đã khóa: ĐĐGck')).toBeVisible();
  await expect(page.locator(`td[data-cell="0:${final}"]`)).toHaveText('7,0');
  await page.getByRole('button', { name: 'Xin mở khóa' }).press('Enter');
  await page.getByLabel('Lí do', { exact: true }).fill('Cộng nhầm điểm bài 3');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^Đã gửi\./u)).toBeVisible();
  await program.shot('locked');

  await change(/[Qq]uản trị/u);
  await page.getByRole('navigation').getByRole('button', { name: 'Khóa sổ', exact: true }).click();
  await expect(page.getByText('Cộng nhầm điểm bài 3')).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await program.shot('locks');
  await page.getByRole('button', { name: 'Cho mở' }).press('Enter');
  await expect(page.getByText(/^Đang mở đến/u)).toBeVisible();

  await change(/giáo viên bộ môn|Toán/u);
  await openSheet();
  await expect(page.getByText(/Đang được mở khóa để sửa: ĐĐGck/u)).toBeVisible();
  await goToCell(page, 0, final);
  await page.keyboard.type('8');
  await page.keyboard.press('Enter');
  await expect(cellAt(page, 0, final)).toHaveText('8,0');
  await goToCell(page, 0, final);
  await page.keyboard.press('F4');
  await expect(page.getByText(/7,0.*8,0/u)).toBeVisible();
  await expect(page.getByText('Lí do: Cộng nhầm điểm bài 3').last()).toBeVisible();
  await program.shot('history-with-reason');
});

test('a whole column by the keypad alone: refused on the spot, skipped, gone back to', async ({ program }) => {
  const { page } = program;
  await openEmptySheet(page);
  const pupils = await page.locator('tr.grid__row:not([data-inactive])').count();
  await goToCell(page, 0, 4);
  await page.getByRole('button', { name: 'Nhập nhanh một cột' }).press('Enter');
  await expect(page.getByRole('dialog', { name: 'Nhập nhanh một cột' })).toBeVisible();
  await page.keyboard.type('85');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'Điểm phải từ 0 đến 10.' })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await program.shot('quick-entry');
  const typed: string[] = [];
  for (let pupil = 0; pupil < pupils; pupil += 1) {
    const mark = `${4 + (pupil % 6)},${pupil % 10}`;
    typed.push(mark);
    await page.keyboard.press('Control+a');
    await page.keyboard.type(mark);
    await page.keyboard.press('Enter');
  }
  // The last pupil stays; one back, changed, and done.
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('10');
  await page.keyboard.press('Enter');
  typed[pupils - 2] = '10,0';
  await page.keyboard.press('Escape');
  await expect(page.getByText(/Đã lưu lúc/u).first()).toBeVisible();
  const rows = await page.locator('tr.grid__row:not([data-inactive])').evaluateAll((all) => all.map((row) => row.querySelectorAll('[data-cell]')[4]?.textContent));
  expect(rows).toEqual(typed);
  await page.getByRole('button', { name: 'Thống kê cột' }).press('Enter');
  await expect(page.getByText(/^TB \d,\d$/u).first()).toBeVisible();
  await page.getByRole('searchbox', { name: 'Tìm học sinh' }).fill('quynh gi');
  await page.keyboard.press('Enter');
  await expect(page.locator('tr.grid__row[data-active] th')).toHaveText('Ngô Quỳnh Giang');
  await program.shot('column-figures');
});
