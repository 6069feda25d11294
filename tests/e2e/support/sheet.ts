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

/**
 * Pastes a block as a spreadsheet program leaves it, by the keys one uses. A program that holds the block stands in for Excel: it answers the page's next Ctrl+C,
 * which fills the system's clipboard; Ctrl+V then reads it from there.
 */
export async function paste(page: Page, text: string, html?: string): Promise<void> {
  await page.evaluate(
    ([plain, rich]) => {
      document.addEventListener(
        'copy',
        (event) => {
          event.clipboardData?.setData('text/plain', plain);
          if (rich !== undefined) event.clipboardData?.setData('text/html', rich);
          event.preventDefault();
          event.stopImmediatePropagation();
        },
        { capture: true, once: true },
      );
    },
    [text, html] as const,
  );
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+v');
}
