// The page before the whole school's results: what held it up longest. Part of bench-scale.mjs.
import { fileURLToPath } from 'node:url';
import { practicePassword } from '../core/values/practice.ts';
import { startBrowserHost } from '../main/hosts/browser/browser-host.ts';
import { launchBrowser } from './bench-browser.mjs';
import { buildAll } from './vite.mjs';

/** Milliseconds of the page's longest task while it asks for the results five times and shows them; 0: none was longer than 50 ms, and the browser tells of no shorter ones. */
export async function longestPageTask(office, userName) {
  await buildAll();
  const host = await startBrowserHost({ office, pageFolder: fileURLToPath(new URL('../dist/renderer', import.meta.url)), port: 0, log: () => undefined });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
    await page.goto(host.url);
    await page.getByLabel('Tên đăng nhập').fill(userName);
    await page.getByRole('textbox', { name: 'Mật khẩu' }).fill(practicePassword);
    await page.keyboard.press('Enter');
    await page.getByRole('navigation').getByRole('button', { name: 'Kết quả', exact: true }).click();
    await page.getByRole('button', { name: 'Toàn trường' }).click();
    const again = page.getByRole('button', { name: 'Tính lại' });
    await again.waitFor();
    await page.evaluate(() => {
      window.longestTask = 0;
      new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => (window.longestTask = Math.max(window.longestTask, duration)))).observe({ type: 'longtask' });
    });
    for (let round = 0; round < 5; round += 1) {
      await again.click();
      await again.waitFor({ state: 'detached' });
      await again.waitFor();
    }
    return await page.evaluate(() => window.longestTask);
  } finally {
    await browser.close();
    await host.close();
  }
}
