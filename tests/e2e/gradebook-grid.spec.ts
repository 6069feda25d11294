import { join } from 'node:path';
import { Workbook } from '@cj-tech-master/excelts';
import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './support/accessible.ts';
import { changeTo, choose, enterTraining, goToScreen, pick, press, write } from './support/keyboard.ts';
import { test, type Program } from './support/program.ts';
import { activeCell, cellAt, columnTexts, expectActive, goToCell, paste, sheetField } from './support/sheet.ts';

const teacher = /giáo viên bộ môn|Toán/u;

/** Toán in class 6C, second semester, where nothing is entered yet. */
async function openSheet(page: Page): Promise<void> {
  await goToScreen(page, 'Sổ điểm');
  await pick(page, 'Lớp', '6C');
  await pick(page, 'Môn học', 'To');
  await page.getByRole('radio', { name: 'Học kì 1' }).press('ArrowRight');
  await expect(page.getByRole('grid', { name: 'Điểm Toán, lớp 6C, học kì 2' })).toBeVisible();
  await goToCell(page, 0, 0);
}

async function typeKeys(page: Page, keys: string): Promise<void> {
  for (const key of keys.split(' ')) await page.keyboard.press(key);
}

test('a teacher used to Excel, by keyboard alone: a block with bad cells, undone and redone, filled down, cut, cleared', async ({ program }) => {
  const { page } = program;
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  await enterTraining(page, teacher);
  await openSheet(page);

  await test.step('a block with three bad cells is shown before anything is written', async () => {
    await paste(page, '8\t7,5\n9.0\t85\ntám\t6\n"7"\t6,55\n10\t5');
    await expect(page.getByRole('dialog', { name: 'Dán 10 ô?' })).toBeVisible();
    await expect(page.getByText('7 ô đúng, 3 ô không nhập được. Chưa có gì được ghi.')).toBeVisible();
    await expectAccessible(page);
    await program.shot('paste-preview');
    await press(page, 'Dán 7 ô đúng, bỏ qua 3 ô');
    await expect(page.getByText(/Đã dán 7 ô, bỏ qua 3 ô/u)).toBeVisible();
    expect([await columnTexts(page, 0, 5), await columnTexts(page, 1, 5)]).toEqual([
      ['8,0', '9,0', '', '7,0', '10,0'],
      ['7,5', '', '6,0', '', '5,0'],
    ]);
  });

  await test.step('one step back, also after leaving the screen, and forward again', async () => {
    await goToScreen(page, 'Trang chính');
    await goToScreen(page, 'Sổ điểm');
    await goToCell(page, 0, 0);
    await page.keyboard.press('Control+z');
    await expect(page.getByText('Đã hoàn tác 7 ô.')).toBeVisible();
    expect(await columnTexts(page, 0, 5)).toEqual(['', '', '', '', '']);
    await page.keyboard.press('Control+y');
    await expect(page.getByText('Đã làm lại 7 ô.')).toBeVisible();
    expect(await columnTexts(page, 0, 5)).toEqual(['8,0', '9,0', '', '7,0', '10,0']);
  });

  await test.step('what a paste replaces, and cells that take nothing, are shown too', async () => {
    const average = (await page.locator('th[data-column]').count()) - 4;
    await goToCell(page, 0, average - 1);
    await paste(page, '4\t9,9');
    await expect(page.getByText('1 ô đúng, 1 ô không nhập được. Chưa có gì được ghi.')).toBeVisible();
    await expect(page.getByText('Cột tự tính, không dán vào được.')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(sheetField(page)).toBeFocused();
  });

  await test.step('ranges by keys: fill down, copy, cut, paste, clear', async () => {
    await goToCell(page, 0, 1);
    await typeKeys(page, 'Shift+ArrowDown Shift+ArrowDown Shift+ArrowDown Shift+ArrowDown');
    await expect(page.getByText('Đang chọn 5 ô (5 hàng, 1 cột).')).toBeVisible();
    await program.shot('range');
    await page.keyboard.press('Control+d');
    await expect(page.getByText(/Đã điền 4 ô/u)).toBeVisible();
    expect(await columnTexts(page, 1, 6)).toEqual(['7,5', '7,5', '7,5', '7,5', '7,5', '']);
    await goToCell(page, 0, 0);
    await typeKeys(page, 'Shift+ArrowDown Control+x');
    await expect(page.getByText(/Đã cắt 2 ô/u)).toBeVisible();
    await goToCell(page, 6, 0);
    // A block is repeated over a selection twice its height.
    await typeKeys(page, 'Shift+ArrowDown Shift+ArrowDown Shift+ArrowDown Control+v');
    await expect(page.getByText(/Đã dán 4 ô/u)).toBeVisible();
    expect(await columnTexts(page, 0, 10)).toEqual(['', '', '', '7,0', '10,0', '', '8,0', '9,0', '8,0', '9,0']);
    await typeKeys(page, 'Delete');
    await expect(page.getByText(/Đã xóa 4 ô/u)).toBeVisible();
    await typeKeys(page, 'Control+z Control+z Control+z');
    await expect(page.getByText('Đã hoàn tác 2 ô.')).toBeVisible();
    expect(await columnTexts(page, 0, 10)).toEqual(['8,0', '9,0', '', '7,0', '10,0', '', '', '', '', '']);
    await page.keyboard.press('Control+a');
    await expect(page.getByText(/^Đang chọn \d+ ô \(\d+ hàng, 1 cột\)\.$/u)).toBeVisible();
    await page.keyboard.press('Control+a');
    await expect(page.getByText(/^Đang chọn \d+ ô \(\d+ hàng, \d{1,2} cột\)\.$/u)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(activeCell(page)).toHaveCount(1);
    // What is typed into a selection goes into all of it.
    await goToCell(page, 10, 0);
    await typeKeys(page, 'Shift+ArrowRight Shift+ArrowDown 5 Control+Enter');
    await expect(page.getByText(/Đã điền 4 ô/u)).toBeVisible();
    expect([await columnTexts(page, 0, 12), await columnTexts(page, 1, 12)].map((texts) => texts.slice(10))).toEqual([
      ['5,0', '5,0'],
      ['5,0', '5,0'],
    ]);
  });

  await test.step('the keys of a spreadsheet lead where a spreadsheet leads', async () => {
    await goToCell(page, 3, 0);
    await page.keyboard.press('Control+ArrowUp');
    await expectActive(page, 1, 0);
    await typeKeys(page, 'End');
    await expectActive(page, 1, (await page.locator('th[data-column]').count()) - 1);
    await typeKeys(page, 'Home 6 ArrowRight');
    await expectActive(page, 1, 1);
    await expect(cellAt(page, 1, 0)).toHaveText('6,0');
    // F2 edits the text; the arrows stay in it, Esc drops it.
    await typeKeys(page, 'F2 ArrowLeft ArrowLeft Backspace 9');
    await expect(sheetField(page)).toHaveValue('9,5');
    await typeKeys(page, 'Escape');
    await expectActive(page, 1, 1);
    await expect(cellAt(page, 1, 1)).toHaveText('7,5');
    // Tab goes along the row, Enter back under where it began.
    await goToCell(page, 13, 0);
    await typeKeys(page, '7 Tab 8 Tab 9 Enter');
    await expectActive(page, 14, 0);
    await page.keyboard.press('Shift+Enter');
    await expectActive(page, 13, 0);
    await expect(cellAt(page, 13, 2)).toHaveText('9,0');
    await page.keyboard.press('Control+End');
    await expectActive(page, (await page.locator('tr.grid__row').count()) - 1, (await page.locator('th[data-column]').count()) - 1);
    await page.getByLabel('Phím Enter').press('ArrowDown');
    await goToCell(page, 5, 0);
    await typeKeys(page, '6 Enter');
    await expectActive(page, 5, 1);
    await page.getByLabel('Phím Enter').press('ArrowUp');
    await expect(cellAt(page, 5, 0)).toHaveText('6,0');
  });

  expect(problems).toEqual([]);
});

test('the mouse: a block by dragging, also beyond the edge, a column by its head', async ({ program }) => {
  const { page } = program;
  await enterTraining(page, teacher);
  await openSheet(page);
  const [from, to] = [await cellAt(page, 1, 0).boundingBox(), await cellAt(page, 3, 2).boundingBox()];
  if (from === null || to === null) throw new Error('cells are not shown');
  await page.mouse.move(from.x + 20, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(to.x + 20, to.y + 10, { steps: 6 });
  await expect(page.getByText('Đang chọn 9 ô (3 hàng, 3 cột).')).toBeVisible();
  await page.mouse.move(to.x + 20, 760, { steps: 3 });
  await expect(page.locator('tr.grid__row').last().locator('[data-cell$=":1"]')).toHaveAttribute('aria-selected', 'true');
  await page.mouse.up();
  await page.locator('th[data-column="2"]').click();
  await expect(page.getByText(/^Đang chọn \d+ ô \(\d+ hàng, 1 cột\)\.$/u)).toBeVisible();
  await page.keyboard.press('Escape');
});

test('Vietnamese typing, by input method and by typing program; what is heard; a window at 200 %', async ({ program }) => {
  const { page } = program;
  await enterTraining(page, /văn thư/u);
  await openSheet(page);
  const comment = (await page.locator('th[data-column]').count()) - 1;

  await test.step('a typing program: letters, backspaces, other letters', async () => {
    await goToCell(page, 0, comment);
    await typeKeys(page, 'C h a w Backspace Backspace');
    await page.keyboard.insertText('ăm');
    await expect(sheetField(page)).toHaveValue('Chăm');
    // As some mark the letters they replace.
    await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.insertText('n');
    await page.keyboard.press('Tab');
    await expect(cellAt(page, 0, comment)).toHaveText('Chăn');
    // The very first letter is replaced at once: nothing is left in the cell for a moment, and it stays where it is.
    await goToCell(page, 1, comment);
    await typeKeys(page, 'd Backspace');
    await expectActive(page, 1, comment);
    await page.keyboard.insertText('đọc tốt');
    await page.keyboard.press('Enter');
    await expect(cellAt(page, 1, comment)).toHaveText('đọc tốt');
  });

  await test.step('an input method: Telex and VNI, the first letter kept, its keys its own', async () => {
    await compose(program, ['t', 'ti', 'tiê', 'tiến']);
    for (const key of ['Enter', 'Tab', 'ArrowDown', 'ArrowRight', 'Escape']) {
      await page.evaluate((name) => document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: name, keyCode: 229, bubbles: true, cancelable: true })), key);
    }
    await expectActive(page, 2, comment);
    await program.devtools('Input.insertText', { text: 'tiến bộ' });
    await page.keyboard.press('Enter');
    await expect(cellAt(page, 2, comment)).toHaveText('tiến bộ');
    // Over a cell that holds something, begun with its first letter.
    await goToCell(page, 2, comment);
    await compose(program, ['d', 'đ', 'đo', 'đo6', 'đô', 'đô2', 'đồ']);
    await program.devtools('Input.insertText', { text: 'đồng đều' });
    await page.keyboard.press('Tab');
    await expect(cellAt(page, 2, comment)).toHaveText('đồng đều');
    // A click elsewhere ends the composition and keeps it.
    await goToCell(page, 3, comment);
    await compose(program, ['c', 'ch', 'chă', 'chăm']);
    await cellAt(page, 5, 0).click();
    await expectActive(page, 5, 0);
    await expect(cellAt(page, 3, comment)).toHaveText('chăm');
    await expect(page.getByText(/Đã lưu lúc/u).first()).toBeVisible();
  });

  await test.step('letters for choices, with any Đ, and from the list', async () => {
    await choose(page, 'Môn học', 'Giáo dục thể chất');
    await expect(page.getByRole('grid', { name: /^Điểm Giáo dục thể chất/u })).toBeVisible();
    await goToCell(page, 0, 0);
    await typeKeys(page, 'd d Backspace Backspace');
    await page.keyboard.insertText('đ');
    await typeKeys(page, 'Enter c d Enter');
    await page.keyboard.insertText('c\u00d0');
    await typeKeys(page, 'Enter Alt+ArrowDown ArrowDown');
    await expect(page.locator('.grid-choices [data-meant]')).toHaveText('Đ Đạt');
    await program.shot('choices');
    await typeKeys(page, 'ArrowDown Enter p Enter');
    expect(await columnTexts(page, 0, 5)).toEqual(['Đ', 'CĐ', 'CĐ', 'CĐ', 'P']);
    // What a mark means is told of marks that are saved; the next step listens to it.
    await expect(page.getByText(/Đã lưu lúc/u).first()).toBeVisible();
  });

  await test.step('every cell is heard: whose, which, what, how', async () => {
    await goToCell(page, 4, 0);
    await expect(page.locator('[data-part="voice"]')).toHaveText(/, Đánh giá thường xuyên 1: P\. Vắng có phép, chờ đánh giá bù$/u);
    await expect(sheetField(page)).toHaveAccessibleName(/, Đánh giá thường xuyên 1$/u);
    await expect(sheetField(page)).toHaveAccessibleDescription('Gõ Đ (Đạt), CĐ (Chưa đạt), P (Vắng có phép).');
    const grid = page.getByRole('grid');
    await expect(grid.getByRole('gridcell', { selected: true })).toHaveAttribute('aria-colindex', '3');
    expect(await grid.evaluate((table) => [table.getAttribute('aria-rowcount'), table.getAttribute('aria-colcount')])).toEqual([String((await page.locator('tr.grid__row').count()) + 2), String((await page.locator('th[data-column]').count()) + 2)]);
    await expect(cellAt(page, 0, 4)).toHaveAttribute('aria-readonly', 'true');
    await expect(page.locator('tr.grid__row').first()).toHaveAttribute('aria-rowindex', '3');
  });

  await test.step('at 200 % nothing is out of reach', async () => {
    await page.setViewportSize({ width: 683, height: 384 });
    await goToCell(page, 0, 0);
    for (const keys of ['Control+Home', 'Control+End', 'Control+Home']) {
      await page.keyboard.press(keys);
      await expect(async () => expect(await seen(page)).toBe(true)).toPass();
    }
    await expectAccessible(page);
    await program.shot('zoomed');
    for (const button of ['Hoàn tác', 'Nhập nhanh một cột', 'Xuất ra Excel', 'Đăng xuất']) {
      await page.getByRole('button', { name: button, exact: true }).focus();
      await expect(page.getByRole('button', { name: button, exact: true })).toBeInViewport();
    }
  });
});

test('a locked column: shown, refused, asked for, reopened by the administrator for a time, corrected with its reason', async ({ program }) => {
  const { page } = program;
  await enterTraining(page, /văn thư/u);
  await openSheet(page);
  const final = 5;
  await goToCell(page, 0, final);
  await typeKeys(page, '7 Enter');
  await expect(page.getByText(/Đã lưu lúc/u).first()).toBeVisible();

  await goToScreen(page, 'Khóa sổ');
  await pick(page, 'Lớp', '6C');
  await pick(page, 'Môn', 'To');
  await choose(page, 'Học kì', '2');
  await choose(page, 'Cột', 'ĐĐGck');
  await write(page, 'Lí do', 'Hết hạn nhập điểm');
  await press(page, 'Khóa');
  await expect(page.getByRole('rowheader', { name: 'Toán, lớp 6C, học kì 2, cột ĐĐGck' })).toBeVisible();

  await changeTo(page, teacher);
  await openSheet(page);
  await expect(page.getByText('Đã khóa: ĐĐGck')).toBeVisible();
  await expect(cellAt(page, 0, final)).toHaveText('7,0');
  await expect(cellAt(page, 0, final)).toHaveAttribute('aria-readonly', 'true');
  // Nothing gets in: neither a key nor a block.
  await goToCell(page, 0, final);
  await typeKeys(page, '9 Delete');
  await paste(page, '9');
  await expect(page.getByText('Ô đang khóa hoặc chỉ xem.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(cellAt(page, 0, final)).toHaveText('7,0');
  await press(page, 'Xin mở khóa');
  await write(page, 'Lí do', 'Cộng nhầm điểm bài 3');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^Đã gửi\./u)).toBeVisible();
  await program.shot('locked');

  await changeTo(page, /[Qq]uản trị/u);
  await goToScreen(page, 'Khóa sổ');
  await expect(page.getByText('Cộng nhầm điểm bài 3')).toBeVisible();
  await expectAccessible(page);
  await program.shot('locks');
  await press(page, 'Cho mở');
  await expect(page.getByText(/^Đang mở đến/u)).toBeVisible();

  await changeTo(page, teacher);
  await openSheet(page);
  await expect(page.getByText(/Đang được mở khóa để sửa: ĐĐGck/u)).toBeVisible();
  await goToCell(page, 0, final);
  await typeKeys(page, '8 Enter');
  await expect(cellAt(page, 0, final)).toHaveText('8,0');
  await goToCell(page, 0, final);
  await page.keyboard.press('F4');
  await expect(page.getByText(/7,0.*8,0/u)).toBeVisible();
  await expect(page.getByText('Lí do: Cộng nhầm điểm bài 3').last()).toBeVisible();
  await program.shot('history-with-reason');
});

test('a teacher enters a class of 45 by the keypad alone: refused on the spot, skipped, gone back to', async ({ program }) => {
  const { page } = program;
  const pupils = 45;
  await enterTraining(page, /văn thư/u);
  await joinClass(program, pupils - 35);
  await changeTo(page, teacher);
  await openSheet(page);
  await expect(page.locator('tr.grid__row:not([data-inactive])')).toHaveCount(pupils);
  await goToCell(page, 0, 4);
  await press(page, 'Nhập nhanh một cột');
  const dialog = page.getByRole('dialog', { name: 'Nhập nhanh một cột' });
  await expect(dialog).toBeVisible();
  await typeKeys(page, '8 5 Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'Điểm phải từ 0 đến 10.' })).toBeVisible();
  await expectAccessible(page);
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
  await typeKeys(page, '1 0 Enter');
  typed[pupils - 2] = '10,0';
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expectActive(page, pupils - 1, 4);
  await expect(page.getByText(/Đã lưu lúc/u).first()).toBeVisible();
  const rows = await page.locator('tr.grid__row:not([data-inactive])').evaluateAll((all) => all.map((row) => row.querySelectorAll('[data-cell]')[4]?.textContent));
  expect(rows).toEqual(typed);
  await press(page, 'Thống kê cột');
  await expect(page.getByText(/^TB \d,\d$/u).first()).toBeVisible();
  await write(page, 'Tìm học sinh', 'quynh gi');
  await page.keyboard.press('Enter');
  await expect(page.locator('tr.grid__row[data-active] th')).toHaveText('Ngô Quỳnh Giang');
  await program.shot('column-figures');
});

/** So many more come into class 6C, by a list that the clerk imports. */
async function joinClass(program: Program, count: number): Promise<void> {
  const { page, folder } = program;
  const list = join(folder, 'hoc-sinh-moi.xlsx');
  const workbook = new Workbook();
  const table = workbook.addWorksheet('Danh sách');
  table.addRow(['STT', 'Lớp', 'Họ và tên', 'Ngày sinh', 'Giới tính', 'Số định danh cá nhân']);
  for (let number = 1; number <= count; number += 1) table.addRow([number, '6C', `Vi Thị ${'ABCDEGHIKL'.charAt(number - 1)}`, `${String(number).padStart(2, '0')}/03/2014`, 'Nữ', `0253140000${String(number).padStart(2, '0')}`]);
  await workbook.xlsx.writeFile(list);
  await goToScreen(page, 'Nhập danh sách');
  await program.chooseFile(list, () => press(page, 'Chọn tệp Excel…'));
  await press(page, `Nhập ${count} học sinh`);
  await expect(page.getByText(`Đã nhập: thêm ${count}`)).toBeVisible();
}

/** An input method that has these texts under way, one after the other. */
async function compose(program: Program, texts: readonly string[]): Promise<void> {
  for (const text of texts) await program.devtools('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
}

/** Whether the middle of the active cell is what one sees there. */
function seen(page: Page): Promise<boolean> {
  return activeCell(page).evaluate((cell) => {
    const { left, top, width, height } = cell.getBoundingClientRect();
    const there = document.elementFromPoint(left + width / 2, top + height / 2);
    return there === cell || there?.closest('.grid-field') !== null;
  });
}
