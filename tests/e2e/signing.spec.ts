import { existsSync, globSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { createFaultProxy } from '../support/fault-proxy.ts';
import { expectAccessible } from './support/accessible.ts';
import { changeTo, enterTraining, goToScreen } from './support/keyboard.ts';
import { test } from './support/program.ts';

const pin = '12345678';
const library = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so'].find((path) => existsSync(path));
// The program's token processes inherit it: the driver that is added by hand below finds its orders there.
const folder = join(tmpdir(), `hocba-proxy-${process.pid}`);
process.env['HOCBA_FAULT_PROXY'] = folder;

async function chooseClass(page: Page, name: string): Promise<void> {
  const picker = page.getByLabel('Lớp', { exact: true });
  const value = await picker.locator('option', { hasText: new RegExp(`^${name}\\b`, 'u') }).getAttribute('value');
  await picker.selectOption(value ?? '');
}

/** From the confirmed reading to the button that signs. */
async function signAll(page: Page): Promise<void> {
  await page.getByText('Ký tất cả, không đọc từng học bạ').click();
  await page.getByLabel(/^Tôi biết mình ký 38 học bạ/u).check();
  await page.getByLabel('Mã PIN của token').fill(pin);
  await page.getByRole('button', { name: /^Ký 38 học bạ lớp 7A/u }).click();
}

test('a principal signs a class with one PIN; the token is pulled at record 17, comes back, and the rest is signed', async ({ program }) => {
  // The runner's list does not print why it skips.
  if (library === undefined) process.stdout.write('Skipped, a batch with a pulled token: SoftHSM is not installed (apt-get install softhsm2).\n');
  test.skip(library === undefined, 'SoftHSM is not installed (apt-get install softhsm2)');
  const { page } = program;
  const proxy = createFaultProxy({ library: library ?? '', folder });
  const problems: string[] = [];
  let before = proxy.calls();
  const tokens = join(program.folder, globSync('**/tokens/softhsm', { cwd: program.folder })[0] ?? '');
  page.on('pageerror', (error) => problems.push(error.message));

  await test.step('the homeroom teacher has made the records and signed them', async () => {
    await enterTraining(page, /chủ nhiệm 7A/u);
    await goToScreen(page, 'Học bạ');
    await chooseClass(page, '7A');
    await page.getByRole('button', { name: 'Lập học bạ cho lớp 7A' }).click();
    await expect(page.getByText('Đã lập, chưa ký').first()).toBeVisible({ timeout: 60_000 });
    await goToScreen(page, 'Ký số');
    await chooseClass(page, '7A');
    await signAll(page);
    await expect(page.getByText('Đã ký 38/38 học bạ.')).toBeVisible({ timeout: 60_000 });
  });

  await test.step('the principal points at the driver of the token, and sees what will be signed', async () => {
    await changeTo(page, /hiệu trưởng/iu);
    await goToScreen(page, 'Ký số');
    await chooseClass(page, '7A');
    await page.getByRole('button', { name: 'Trình điều khiển token' }).click({ timeout: 60_000 });
    await page.getByLabel(/^Đường dẫn tệp trình điều khiển/u).fill(proxy.path);
    await page.getByRole('button', { name: 'Thêm trình điều khiển' }).click();
    await expect(page.getByText('(chỉ bằng tay)')).toBeVisible({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Trình điều khiển token' }).click();
    await expect(page.getByText('Sẽ ký 38 học bạ.')).toBeVisible({ timeout: 60_000 });
    await program.shot('signing-preflight');
    await page.getByText('Xem lại những gì sắp ký').scrollIntoViewIfNeeded();
    await program.shot('signing-review');
    await expectAccessible(page);
  });

  await test.step('pulled at record 17: what is signed stays, and it is said what to do', async () => {
    before = proxy.calls();
    proxy.set({ delays: { C_Sign: 60 }, removals: [{ call: 'C_Sign', nth: 17 }] });
    await signAll(page);
    await expect(page.getByText(/chữ ký mỗi (giây|phút), còn khoảng/u)).toBeVisible({ timeout: 60_000 });
    await program.shot('signing-running');
    await expect(page.getByRole('heading', { name: 'Đợt ký đang tạm dừng' })).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText('Đã ký 16/38.')).toBeVisible();
    // The training school's own driver shows the same tokens: for it they are gone as well.
    renameSync(tokens, `${tokens}-pulled`);
    await page.getByRole('button', { name: 'Tìm lại token' }).click({ timeout: 60_000 });
    await expect(page.getByText(/^Cắm lại token/u)).toBeVisible({ timeout: 60_000 });
    await expectAccessible(page);
    await program.shot('signing-paused');
  });

  await test.step('the same token and its PIN: on at the first that is not signed', async () => {
    renameSync(`${tokens}-pulled`, tokens);
    proxy.insert({ delays: { C_Sign: 20 } });
    await page.getByRole('button', { name: 'Tìm lại token' }).click();
    await page.getByLabel('Mã PIN của token').fill(pin, { timeout: 60_000 });
    await program.shot('signing-resume');
    await page.getByRole('button', { name: 'Ký tiếp 22 học bạ còn lại' }).click();
    await expect(page.getByText('Đã ký 38/38 học bạ.')).toBeVisible({ timeout: 60_000 });
    await program.shot('signing-result');
    await expectAccessible(page);
  });

  // 16 signatures, the one that the pulled token refused, and the 22 that were left: none twice.
  const after = proxy.calls();
  const made = (call: 'C_Sign' | 'C_Login') => (after[call] ?? 0) - (before[call] ?? 0);
  expect({ signed: made('C_Sign'), logins: made('C_Login'), problems }).toEqual({ signed: 39, logins: 2, problems: [] });
});
