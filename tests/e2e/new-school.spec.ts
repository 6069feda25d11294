import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import { test } from './support/program.ts';
import { cellAt, sheetField } from './support/sheet.ts';

const gatewayProfile = fileURLToPath(new URL('../../resources/gateway/profile.example.json', import.meta.url));
const pupilList = fileURLToPath(new URL('../fixtures/pupils-libreoffice.xlsx', import.meta.url));

// A PC on which the program was never opened.
test.use({ training: null });

test('a real school begins: its data, its first account, classes from a list, a teacher, a first mark, a record that says what is missing', async ({ program }) => {
  const { page } = program;
  const entry = (name: string) => page.getByRole('navigation').getByRole('button', { name, exact: true });

  await page.getByRole('button', { name: 'Tạo dữ liệu trường' }).click();
  await page.getByRole('button', { name: 'Tạo dữ liệu trường' }).click();
  await expect(page.getByText('Hãy điền ô này.').first()).toBeVisible();
  const fields: readonly (readonly [string | RegExp, string])[] = [
    [/^Mã trường/u, '01001001'],
    [/^Tên trường/u, 'Trường THCS Hùng Sơn'],
    [/^Mã sở/u, '01'],
    [/^Tên sở/u, 'Sở Giáo dục và Đào tạo'],
    [/^Tỉnh, thành phố/u, 'tỉnh Phú Thọ'],
    [/^Xã, phường/u, 'xã Hùng Sơn'],
    [/^Họ và tên(?! hiệu trưởng)/u, 'Lê Thị Văn Thư'],
    [/^Tên đăng nhập/u, 'vanthu'],
    [/^Mật khẩu/u, 'hoc-ba-2026'],
    [/^Nhập lại mật khẩu/u, 'hoc-ba-2026'],
  ];
  for (const [label, value] of fields) await page.getByLabel(label).fill(value);
  await page.getByRole('button', { name: 'Tạo dữ liệu trường' }).click();

  await expect(page.getByRole('heading', { name: 'Ai đang ngồi máy?' })).toBeVisible();
  await page.getByLabel(/^Tên đăng nhập/u).fill('vanthu');
  await page.getByLabel(/^Mật khẩu/u).fill('sai-mat-khau');
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await expect(page.getByText('Sai tên đăng nhập hoặc mật khẩu.')).toBeVisible();
  await page.getByLabel(/^Mật khẩu/u).fill('hoc-ba-2026');
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await expect(page.getByRole('heading', { name: 'Việc của năm học' })).toBeVisible();
  await expect(page.getByText('TRƯỜNG LUYỆN TẬP')).toHaveCount(0);
  await program.shot('new-school-home');

  // Every screen of an empty school says what to do next.
  for (const name of ['Học sinh', 'Sổ điểm', 'Chủ nhiệm', 'Kết quả', 'Học bạ', 'Ký số', 'Gửi và xuất']) {
    await entry(name).click();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  }

  await entry('Nhập danh sách').click();
  await program.chooseFile(pupilList, () => page.getByRole('button', { name: 'Chọn tệp Excel…' }).click());
  await page.getByRole('button', { name: /^Nhập \d+ học sinh$/u }).click();
  await expect(page.getByText(/Đã nhập: thêm \d+/u)).toBeVisible();

  await entry('Trường').click();
  await page.getByText('Giáo viên', { exact: true }).click();
  await page.getByRole('button', { name: 'Thêm giáo viên' }).click();
  await page.getByLabel(/^Họ và tên/u).fill('Nguyễn Thị Hoa');
  await page.getByLabel(/^Số định danh/u).fill('025180001234');
  await page.getByRole('button', { name: 'Lưu' }).click();
  await expect(page.getByRole('button', { name: 'Sửa Nguyễn Thị Hoa' })).toBeVisible();
  await page.getByText('Phân công', { exact: true }).click();
  await page.getByLabel('Giáo viên dạy: Toán', { exact: true }).selectOption({ label: 'Nguyễn Thị Hoa' });

  await page.getByText('Cổng tiếp nhận', { exact: true }).click();
  await program.chooseFile(gatewayProfile, () => page.getByRole('button', { name: 'Đọc từ tệp…' }).click());
  await expect(page.getByLabel(/^Địa chỉ/u)).toHaveValue('https://cong.example.vn');
  await page.getByRole('button', { name: 'Lưu' }).click();
  await expect(page.getByText('Đã lưu.').last()).toBeVisible();
  await page.getByText('Lớp học', { exact: true }).click();
  await page.getByText('Cổng tiếp nhận', { exact: true }).click();
  await expect(page.getByLabel(/^Địa chỉ/u)).toHaveValue('https://cong.example.vn');

  await entry('Sổ điểm').click();
  await page.getByLabel('Môn học', { exact: true }).selectOption({ label: 'Toán' });
  await cellAt(page, 0, 0).click();
  await page.keyboard.type('7,5');
  await page.keyboard.press('Tab');
  await expect(page.getByText(/Đã lưu lúc/u).first()).toBeVisible();

  // A Vietnamese keyboard composes its letters: keys during composition belong to it and not to the grid.
  const comment = page.locator('tr.grid__row').first().locator('td.grid__cell--text');
  await comment.click();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Input.imeSetComposition', { text: 'Tiê', selectionStart: 3, selectionEnd: 3 });
  await page.keyboard.press('Enter');
  await expect(sheetField(page)).toBeFocused();
  await devtools.send('Input.insertText', { text: 'Tiến bộ.' });
  await expect(sheetField(page)).toHaveValue(/^Tiến bộ\.\s*$/u);
  await page.keyboard.press('Tab');
  await entry('Chủ nhiệm').click();
  await entry('Sổ điểm').click();
  await expect(comment).toHaveText('Tiến bộ.');
  await expect(cellAt(page, 0, 0)).toHaveText('7,5');

  await entry('Học bạ').click();
  await expect(page.getByText(/Còn thiếu \d+ mục/u)).toBeVisible();
  await expect(page.getByText('Họ tên hiệu trưởng')).toBeVisible();
  await program.shot('new-school-missing');
});

test('the window is closed to the outside', async ({ program }) => {
  const { page } = program;
  await expect(page.getByRole('heading', { name: 'Học Bạ', level: 1 })).toBeVisible();
  const home = page.url();
  const seen = await page.evaluate(async () => {
    const inline = document.createElement('script');
    inline.textContent = 'window.hacked = true';
    document.body.append(inline);
    const elsewhere = await fetch('https://example.com/').then(
      () => 'reached',
      () => 'refused',
    );
    const camera = await navigator.permissions.query({ name: 'geolocation' }).then(
      ({ state }) => state,
      () => 'denied',
    );
    return { inline: 'hacked' in window, elsewhere, node: 'require' in window || 'process' in window, camera };
  });
  expect({ ...seen, camera: seen.camera === 'granted' }).toEqual({ inline: false, elsewhere: 'refused', node: false, camera: false });
  if (test.info().project.name === 'electron') {
    const opened = await page.evaluate(() => {
      const other = window.open('https://example.com/');
      window.location.assign('https://example.com/');
      return other === null;
    });
    expect({ opened, still: page.url() }).toEqual({ opened: true, still: home });
  }
});
