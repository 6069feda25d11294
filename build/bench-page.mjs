// What a 50 × 60 sheet costs in the page: the product's grid against a plain table and against 3000 controlled inputs, in one run of one browser. Part of npm run bench.
import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { launchBrowser } from './bench-browser.mjs';
import { middle } from './bench-median.mjs';

const kinds = ['grid', 'plain', 'controlled'];
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2' };

const middles = (times) => Object.fromEntries(kinds.map((kind) => [kind, middle(times[kind])]));

/** Prints the ratios; rounds are taken in turns, so that a busy moment of the machine falls on all three. */
export async function benchPage() {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-bench-page-'));
  await build({ root: fileURLToPath(new URL('bench', import.meta.url)), base: './', configFile: false, logLevel: 'warn', plugins: [react()], build: { outDir: folder, emptyOutDir: true, target: 'chrome130' } });
  const server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '');
    readFile(join(folder, path)).then(
      (body) => response.writeHead(200, { 'Content-Type': types[extname(path)] ?? 'application/octet-stream' }).end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.waitForFunction(() => window.sheetsBench !== undefined);
    await page.evaluate(() => document.fonts.ready);
    const paint = await firstPaints(page);
    const { typed, entered } = await keys(page);
    for (const { what, times } of [
      { what: 'first paint of 50 × 60 cells', times: paint },
      { what: 'a typed digit to its frame', times: typed },
      { what: 'Enter (saved, next cell) to its frame', times: entered },
    ]) {
      console.log(`${what}: grid : plain table with one input = ${(times.grid / times.plain).toFixed(2)}, : 3000 controlled inputs = ${(times.grid / times.controlled).toFixed(2)} (${kinds.map((kind) => times[kind].toFixed(1)).join(' : ')} ms)`);
    }
  } finally {
    await browser.close();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function firstPaints(page) {
  const times = { grid: [], plain: [], controlled: [] };
  for (let round = 0; round < 13; round += 1) {
    for (const kind of kinds) {
      const took = await page.evaluate((each) => window.sheetsBench.firstPaint(each), kind);
      // The first round warms up.
      if (round > 0) times[kind].push(took);
    }
  }
  return middles(times);
}

/** Real keys: a digit into a cell, then Enter, down the first column. */
async function keys(page) {
  const typed = { grid: [], plain: [], controlled: [] };
  const entered = { grid: [], plain: [], controlled: [] };
  const press = async (key) => {
    await page.keyboard.press(key);
    return page.evaluate(() => window.sheetsBench.lastKey());
  };
  for (let round = 0; round < 6; round += 1) {
    for (const kind of kinds) {
      await page.evaluate((each) => window.sheetsBench.open(each), kind);
      for (let row = 0; row < 12; row += 1) {
        const [digit, enter] = [await press(String(row % 10)), await press('Enter')];
        // The first ones warm up.
        if (row < 2) continue;
        typed[kind].push(digit);
        entered[kind].push(enter);
      }
    }
  }
  return { typed: middles(typed), entered: middles(entered) };
}
