import { expect, type Locator, type Page } from '@playwright/test';

/** A cell of the sheet; row and column counted from 0. It is text: the sheet's one field stands over the active cell. */
export function cellAt(page: Page, row: number, column: number): Locator {
  return page.locator(`td[data-cell="${row}:${column}"]`);
}

/** The field of the sheet that takes every key. */
export function sheetField(page: Page): Locator {
  return page.locator('.grid-field__text');
}

/** The cell the field stands over. */
export function activeCell(page: Page): Locator {
  return page.locator('td[data-cell][aria-selected="true"]');
}

export async function expectActive(page: Page, row: number, column: number): Promise<void> {
  await expect(activeCell(page)).toHaveAttribute('data-cell', `${row}:${column}`);
  await expect(sheetField(page)).toBeFocused();
}

/** Goes to a cell by keyboard alone; the sheet must be on the screen. */
export async function goToCell(page: Page, row: number, column: number): Promise<void> {
  await sheetField(page).focus();
  await page.keyboard.press('Control+Home');
  for (let step = 0; step < row; step += 1) await page.keyboard.press('ArrowDown');
  for (let step = 0; step < column; step += 1) await page.keyboard.press('ArrowRight');
  await expectActive(page, row, column);
}

/** What the first cells of a column show. */
export async function columnTexts(page: Page, column: number, rows: number): Promise<readonly string[]> {
  return page.locator('tr.grid__row').evaluateAll((all, [at, count]) => all.slice(0, count).map((row) => row.querySelector(`[data-cell$=":${at}"]`)?.textContent ?? ''), [column, rows] as const);
}
