import { expect, type Locator, type Page } from '@playwright/test';

/** Presses a button with Enter once it can be pressed: a dialog that still asks the office what stands in the way shows it greyed. */
export async function enter(button: Locator, timeout = 15_000): Promise<void> {
  await expect(button).toBeEnabled({ timeout });
  await button.press('Enter');
}

/** The same by the button's name. */
export async function press(page: Page, name: string | RegExp, timeout = 15_000): Promise<void> {
  await enter(page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name }).first(), timeout);
}

/** Chooses in a list by its first letters (plain ones: a test's keyboard has no others). */
export async function pick(page: Page, label: string, letters: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).focus();
  await page.keyboard.type(letters);
}

/** Chooses in a list by the arrows. */
export async function choose(page: Page, label: string, option: string): Promise<void> {
  const list = page.getByLabel(label, { exact: true });
  const shown = () => list.evaluate((select: HTMLSelectElement) => select.selectedOptions[0]?.text.trim());
  await list.press('Home');
  const count = await list.locator('option').count();
  for (let step = 0; step < count && (await shown()) !== option; step += 1) await list.press('ArrowDown');
  if ((await shown()) !== option) throw new Error(`no ${option} in the list ${label}`);
}

/** Writes into a field. */
export async function write(page: Page, label: string, text: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).focus();
  await page.keyboard.type(text);
}

/** Enters the training school and signs in, by keyboard. */
export async function enterTraining(page: Page, account: RegExp): Promise<void> {
  await press(page, 'Vào trường luyện tập');
  await press(page, account, 60_000);
  await page.getByRole('heading', { name: 'Việc của năm học' }).waitFor();
}

/** Goes to a screen by the menu. */
export async function goToScreen(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name, exact: true }).press('Enter');
}

/** Another account at the same PC. */
export async function changeTo(page: Page, account: RegExp): Promise<void> {
  await press(page, 'Đăng xuất');
  await press(page, account);
  await page.getByRole('heading', { name: 'Việc của năm học' }).waitFor();
}
