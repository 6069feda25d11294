import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { tokensOf } from '../support/hand-off.ts';
import { expectAccessible } from './support/accessible.ts';
import { test, type Program } from './support/program.ts';

const go = (page: Page, name: string) => page.getByRole('navigation').getByRole('button', { name, exact: true }).click();

async function writeTo(program: Pick<Program, 'page' | 'chooseFolder'>, folder: string) {
  const { page } = program;
  await program.chooseFolder(
    folder,
    () => page.getByRole('button', { name: 'Chọn thư mục…' }).last().click(),
    async () => {
      await page.getByLabel('Đường dẫn thư mục').fill(folder);
      await page.getByRole('button', { name: 'Dùng thư mục này' }).click();
    },
  );
}

test('records travel on a stick to a PC without the school, are read and signed there, and the signatures come back', async ({ program }) => {
  const { page } = program;
  const stick = await mkdtemp(join(tmpdir(), 'hocba-stick-'));
  const onStick = async (prefix: string) => join(stick, (await readdir(stick)).find((name) => name.startsWith(prefix)) ?? '');
  await page.getByRole('button', { name: 'Vào trường luyện tập' }).first().click();
  await page.getByRole('button', { name: /văn thư/u }).first().click({ timeout: 60_000 });
  await page.getByRole('heading', { name: 'Việc của năm học' }).waitFor();
  await go(page, 'Học bạ');
  const classes = page.getByLabel('Lớp', { exact: true });
  await classes.selectOption((await classes.locator('option', { hasText: /^7A/u }).getAttribute('value')) ?? '');
  await page.getByRole('button', { name: 'Lập học bạ cho lớp 7A' }).click();
  await expect(page.getByText(/38\/38/u).first()).toBeVisible({ timeout: 60_000 });
  await go(page, 'Trình ký (USB)');
  await page.getByText('Giáo viên chủ nhiệm', { exact: true }).click();
  await expect(page.getByText(/38 học bạ chờ chữ ký/u)).toBeVisible();
  await page.getByRole('button', { name: 'Tạo mật khẩu giúp tôi' }).click();
  const passphrase = await page.getByLabel('Mật khẩu của gói').inputValue();
  await writeTo(program, stick);
  await program.shot('hand-off-make');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Ghi gói 38 học bạ' }).click();
  await expect(page.getByText('Đã ghi gói trình ký')).toBeVisible({ timeout: 60_000 });
  const fingerprint = (await page.locator('.hand-off__fingerprint').first().textContent()) ?? '';
  await program.shot('hand-off-made');

  const { driver, environment } = tokensOf(program.folder);
  const other = await program.elsewhere(environment);
  const door = other.page;
  await door.getByRole('button', { name: 'Mở gói trình ký' }).click();
  const packed = await onStick('LUYEN-TAP-trinh-ky');
  await other.chooseFile(packed, () => door.getByRole('button', { name: 'Chọn gói trình ký' }).click());
  await door.getByLabel('Mật khẩu của gói').fill(passphrase);
  await other.shot('hand-off-unlock');
  await door.getByRole('button', { name: 'Mở gói', exact: true }).click();
  await expect(door.getByText(fingerprint)).toBeVisible({ timeout: 60_000 });
  await other.shot('hand-off-opened');
  await expectAccessible(door);
  await door.getByRole('table', { name: '38 học bạ trong gói' }).getByRole('button').first().click();
  for (let read = 1; read < 4; read += 1) await door.getByRole('button', { name: 'Bản tiếp theo' }).first().click();
  await expect(door.getByText('Toàn bộ nội dung')).toBeVisible();
  await other.shot('hand-off-reading');
  await expectAccessible(door);
  await door.getByRole('button', { name: 'Quay lại danh sách' }).first().click();
  await door.getByText('Tôi đã đọc một số để kiểm tra').click();
  await door.getByRole('button', { name: 'Trình điều khiển token' }).click();
  await door.getByLabel(/Đường dẫn tệp trình điều khiển/u).fill(driver);
  await door.getByRole('button', { name: 'Thêm trình điều khiển' }).click();
  await door.getByLabel('Mã PIN của token').fill('12345678', { timeout: 60_000 });
  await other.shot('hand-off-pin');
  await door.getByRole('button', { name: /^Ký 38 học bạ/u }).click();
  await expect(door.getByText('Đã ký đủ 38 học bạ')).toBeVisible({ timeout: 60_000 });
  await writeTo(other, stick);
  await door.getByRole('button', { name: 'Ghi 38 chữ ký' }).click();
  await expect(door.getByText('Đã ghi tệp chữ ký')).toBeVisible();
  await door.getByText('Đã ghi tệp chữ ký').scrollIntoViewIfNeeded();
  await other.shot('hand-off-signed');

  await page.getByRole('button', { name: 'Đóng', exact: true }).click();
  const back = await onStick('LUYEN-TAP-chu-ky');
  await program.chooseFile(back, () => page.getByRole('button', { name: 'Nhận chữ ký', exact: true }).click());
  await expect(page.getByText('Đã nhận 38 chữ ký')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('row', { name: /7A.*38\/38.*Xong/u })).toBeVisible();
  await page.getByText('Đã nhận 38 chữ ký').scrollIntoViewIfNeeded();
  await program.shot('hand-off-taken');
  // The same file again is refused in words.
  await program.chooseFile(back, () => page.getByRole('button', { name: 'Nhận chữ ký', exact: true }).click());
  await expect(page.getByText('Tệp này đã được nhận rồi.')).toBeVisible();
  await rm(stick, { recursive: true, force: true });
});
