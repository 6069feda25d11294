import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './support/accessible.ts';
import { test } from './support/program.ts';
import { cellAt, sheetField } from './support/sheet.ts';

const pupilList = fileURLToPath(new URL('../fixtures/pupils-libreoffice.xlsx', import.meta.url));
const pin = '12345678';

async function go(page: Page, entry: string): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: entry, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

async function signInAs(page: Page, account: RegExp): Promise<void> {
  if (await page.getByRole('button', { name: 'Đăng xuất' }).isVisible()) await page.getByRole('button', { name: 'Đăng xuất' }).click();
  await page.getByRole('button', { name: account }).click();
  await page.getByRole('heading', { name: 'Việc của năm học' }).waitFor();
}

async function chooseClass(page: Page, name: string): Promise<void> {
  const picker = page.getByLabel('Lớp', { exact: true });
  const value = await picker.locator('option', { hasText: new RegExp(`^${name}\\b`, 'u') }).getAttribute('value');
  await picker.selectOption(value ?? '');
}

async function sign(page: Page, role: string, holder: RegExp): Promise<void> {
  await go(page, 'Ký số');
  await chooseClass(page, '7A');
  await page.getByRole('main').getByText(role, { exact: true }).click();
  await expect(page.getByText('38 học bạ sẵn sàng ký')).toBeVisible();
  // The only certificate that fits is chosen already.
  await expect(page.getByRole('radio', { name: holder })).toBeChecked({ timeout: 30_000 });
  await page.getByText('Ký tất cả, không đọc từng học bạ').click();
  await page.getByLabel(/^Tôi biết mình ký 38 học bạ/u).check();
  await page.getByLabel('Mã PIN của token').fill(pin);
  await page.getByRole('button', { name: /^Ký 38 học bạ lớp 7A/u }).click();
  await expect(page.getByText('Đã ký 38/38 học bạ.')).toBeVisible({ timeout: 60_000 });
}

// A PC on which the program was never opened.
test.use({ training: null });

test("a clerk's year", async ({ program }) => {
  const { page } = program;
  const problems: string[] = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(error.message));

  await test.step('two doors, and the training school', async () => {
    await expect(page.getByRole('heading', { name: 'Học Bạ', level: 1 })).toBeVisible();
    await expectAccessible(page);
    await program.shot('doors');
    await page.getByRole('button', { name: 'Vào trường luyện tập' }).click();
    await expect(page.getByRole('heading', { name: 'Ai đang ngồi máy?' })).toBeVisible({ timeout: 60_000 });
    await expectAccessible(page);
    await program.shot('sign-in');
    await signInAs(page, /văn thư/u);
    await expect(page.getByText('TRƯỜNG LUYỆN TẬP – mọi thứ ở đây chỉ để tập')).toBeVisible();
    await expect(page.getByRole('button', { name: /Nhập điểm học kì I .*Làm tiếp/u })).toBeVisible();
    await expectAccessible(page);
    await program.shot('home');
  });

  await test.step('a class list from Excel, looked at first, written, and taken back', async () => {
    await go(page, 'Nhập danh sách');
    await program.chooseFile(pupilList, () => page.getByRole('button', { name: 'Chọn tệp Excel…' }).click());
    await expect(page.getByText(/Sẽ tạo lớp mới: 6A, 6B/u)).toBeVisible();
    await page.getByText(/^Có ghi chú \(\d+\)$/u).click();
    await expect(page.getByText('Nguyễn Văn Hùng').first()).toBeVisible();
    await expect(page.getByText(/đã chuyển từ phông chữ cũ/u).first()).toBeVisible();
    await expectAccessible(page);
    await program.shot('import-preview');
    await page.getByRole('button', { name: /^Nhập \d+ học sinh$/u }).click();
    await expect(page.getByText(/Đã nhập: thêm \d+/u)).toBeVisible();
    await page.getByRole('button', { name: 'Hoàn tác lần nhập này' }).click();
    await page.getByRole('button', { name: 'Hoàn tác', exact: true }).click();
    await expect(page.getByText(/đã hoàn tác lúc/u)).toBeVisible();
  });

  await test.step('marks from the keyboard: saved as the cell is left, refused in place', async () => {
    await go(page, 'Học bạ');
    await chooseClass(page, '8B');
    await page.getByText(/^Điểm và kết quả đánh giá: \d+/u).click();
    await page.getByRole('button', { name: /Toán – ĐĐGck, học kì 2/u }).first().click();
    await expect(sheetField(page)).toBeFocused();
    await page.keyboard.type('8,5');
    await page.keyboard.press('Enter');
    await expect(page.getByText(/Đã lưu lúc/u).first()).toBeVisible();
    await page.keyboard.type('85');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Điểm phải từ 0 đến 10.').first()).toBeVisible();
    await program.shot('gradebook-refused');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.type('8.5');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Điểm phải từ 0 đến 10.')).toHaveCount(0);
    await expectAccessible(page);
    await program.shot('gradebook');
    await go(page, 'Chủ nhiệm');
    await expect(page.getByRole('grid')).toBeVisible();
    await expectAccessible(page);
    await program.shot('homeroom');
    await go(page, 'Kết quả');
    await chooseClass(page, '7A');
    await expect(page.getByText('Học sinh Xuất sắc').or(page.getByText('Xuất sắc')).first()).toBeVisible();
    await expectAccessible(page);
    await program.shot('results');
    await page.locator('td[data-about="learning"]').first().click();
    await expect(page.getByText(/Mức Tốt: ít nhất 6 môn từ 8,0 trở lên; có \d môn/u)).toBeVisible();
    await page.getByLabel('Kết quả', { exact: true }).selectOption({ label: 'Toán, cả năm' });
    await expect(page.getByText(/ĐTBmcn = \(\d+,\d \+ 2 × \d+,\d\) : 3 = /u)).toBeVisible();
    await expectAccessible(page);
    await program.shot('derivation');
    await page.keyboard.press('Escape');
    await go(page, 'Tiến độ');
    await page.getByText('Học kì 2', { exact: true }).click();
    await expect(page.getByRole('button', { name: /Toán, lớp 8B: thiếu \d+/u })).toBeVisible();
    await expectAccessible(page);
    await program.shot('board');
    await page.getByText('Phiếu nhắc', { exact: true }).click();
    await expect(page.getByRole('heading', { name: /^Kính gửi: / }).first()).toBeVisible();
    await expectAccessible(page);
    await program.shot('reminders');
    await page.getByText('Bảng tiến độ', { exact: true }).click();
    await page.getByRole('button', { name: /Toán, lớp 8B: thiếu/u }).press('Enter');
    await expect(sheetField(page)).toBeFocused();
  });

  await test.step('records of the complete class', async () => {
    await go(page, 'Học bạ');
    await chooseClass(page, '7A');
    await page.getByRole('button', { name: 'Lập học bạ cho lớp 7A' }).click();
    await expect(page.getByText('Đã lập, chưa ký').first()).toBeVisible({ timeout: 30_000 });
    await expectAccessible(page);
    await program.shot('records');
  });

  await test.step('three signatures, each with one PIN', async () => {
    await signInAs(page, /chủ nhiệm 7A/u);
    await sign(page, 'Giáo viên chủ nhiệm', /Hợp với vai này/u);
    await signInAs(page, /hiệu trưởng/u);
    await sign(page, 'Hiệu trưởng', /Hợp với vai này/u);
    await expectAccessible(page);
    await program.shot('signed-principal');
    await signInAs(page, /văn thư/u);
    await sign(page, 'Nhà trường (con dấu số)', /Hợp với vai này/u);
    await program.shot('signed-school');
  });

  await test.step('sent to the practice gateway', async () => {
    await go(page, 'Gửi và xuất');
    await expect(page.getByRole('radio', { name: /Hợp với vai này/u })).toBeChecked({ timeout: 30_000 });
    await page.getByLabel('Mã PIN của token').fill(pin);
    await page.getByRole('button', { name: 'Đăng ký chứng thư số với cổng' }).click();
    await expect(page.getByText('đã được duyệt').first()).toBeVisible({ timeout: 30_000 });
    await page.getByLabel('Mã PIN của token').fill(pin);
    await page.getByRole('button', { name: 'Gửi học bạ lớp 7A' }).click();
    await expect(page.getByRole('row', { name: /7A.*38.*38.*0.*đã trả lời/u })).toBeVisible({ timeout: 60_000 });
    await expectAccessible(page);
    await program.shot('sent');
  });

  const stick = join(program.folder, 'USB');
  await test.step('carried out on a stick', async () => {
    await mkdir(stick);
    await page.getByText('Xuất gói', { exact: true }).click();
    await program.chooseFolder(
      stick,
      () => page.getByRole('button', { name: 'Chọn thư mục…' }).click(),
      async () => {
        await page.getByLabel('Đường dẫn thư mục').fill(stick);
        await page.getByRole('button', { name: 'Dùng thư mục này' }).click();
      },
    );
    await expect(page.getByRole('radio', { name: /USB/u })).toBeChecked();
    await page.getByLabel('Mã PIN của token').fill(pin);
    await page.getByRole('button', { name: 'Xuất gói học bạ lớp 7A' }).click();
    await expect(page.getByText(/LUYEN-TAP-hoc-ba-7A/u).first()).toBeVisible({ timeout: 90_000 });
    await program.shot('exported');
    await page.getByText('Một học sinh (chuyển trường)', { exact: true }).click();
    await page.getByLabel('Học sinh chuyển trường').selectOption({ index: 5 });
    await expect(page.getByText('Gói sẽ có 1 học bạ.')).toBeVisible();
    await program.shot('transfer');
    await page.getByLabel('Mã PIN của token').fill(pin);
    await page.getByRole('button', { name: 'Xuất gói chuyển trường' }).click();
    await expect(page.getByRole('row', { name: /Chuyển trường: .*LUYEN-TAP-chuyen-truong/u })).toBeVisible({ timeout: 60_000 });
  });

  await test.step('checked by anybody: sound, and never a real record', async () => {
    const [bundle = ''] = await readdir(stick);
    await go(page, 'Kiểm tra tệp');
    await program.chooseFile(join(stick, bundle), () => page.getByRole('button', { name: 'Chọn tệp để kiểm tra…' }).click());
    await expect(page.locator('.verdict[data-verdict="practice"]').first()).toBeVisible({ timeout: 30_000 });
    await expect(page.locator('.verdict[data-verdict="valid"]')).toHaveCount(0);
    await expectAccessible(page);
    await program.shot('checked');
  });

  await test.step('the books of all classes on paper', async () => {
    await go(page, 'In sổ');
    await page.getByRole('radio', { name: /USB/u }).check();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'In sổ của 3 lớp' }).click();
    await expect(page.getByText(/^Đã in xong/u)).toBeVisible({ timeout: 90_000 });
    expect((await readdir(join(stick, 'LUYEN-TAP-so-in-2025-2026'))).toSorted()).toEqual(['6C', '7A', '8B'].map((name) => `so-lop-${name}-2025-2026.pdf`));
    await program.shot('books');
  });

  await test.step('a later change makes a signed record outdated', async () => {
    await go(page, 'Sổ điểm');
    await chooseClass(page, '7A');
    await cellAt(page, 0, 0).click();
    await page.keyboard.type('10');
    await page.keyboard.press('Enter');
    await expect(page.getByText(/Đã lưu lúc/u).first()).toBeVisible();
    await go(page, 'Học bạ');
    await expect(page.getByText('1 học bạ không còn khớp với dữ liệu')).toBeVisible();
    await program.shot('outdated');
  });

  await test.step('the rest of the office', async () => {
    await go(page, 'Trường');
    for (const section of ['Lớp học', 'Giáo viên', 'Phân công', 'Token ký số', 'Cổng tiếp nhận', 'Thông tin trường']) {
      await page.getByText(section, { exact: true }).click();
      await expectAccessible(page);
    }
    await page.getByRole('button', { name: 'English' }).click();
    await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
    await page.getByRole('button', { name: 'Tiếng Việt' }).click();
    await page.getByRole('button', { name: 'Khóa màn hình' }).click();
    await page.getByLabel('Mật khẩu', { exact: true }).fill('luyentap');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Mở khóa' }).click();
    await expect(page.getByRole('button', { name: 'Đăng xuất' })).toBeVisible();
    await signInAs(page, /Quản trị/u);
    await expect(page.getByRole('navigation').getByRole('button', { name: 'Sổ điểm' })).toHaveCount(0);
    await go(page, 'Người dùng');
    await expectAccessible(page);
    await go(page, 'Nhật ký');
    await page.getByRole('button', { name: 'Kiểm tra toàn vẹn' }).click();
    await expect(page.getByText(/Nhật ký nguyên vẹn/u)).toBeVisible();
    await expectAccessible(page);
    await program.shot('audit');
  });

  expect(problems).toEqual([]);
});
