// The signing screen while a batch runs: what held the page up longest, and the longest time without a frame. Part of bench-signing.mjs.
import { randomUUID } from 'node:crypto';
import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { startBrowserHost } from '../main/hosts/browser/browser-host.ts';
import { createFaultProxy } from '../tests/support/fault-proxy.ts';
import { openTestOffice } from '../tests/support/open-office.ts';
import { copyTrainingSchool, templatesVariable } from '../tests/support/training-template.ts';
import { launchBrowser } from './bench-browser.mjs';
import { buildAll } from './vite.mjs';

const pin = '12345678';
/** The class has 38 pupils; each is there so many times. */
const times = 8;
/** Milliseconds a signature: fast for a token, so that much happens on the page. */
const pace = 20;

/** `library`: SoftHSM. */
export async function benchSigningPage(library) {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-bench-page-'));
  process.env[templatesVariable] ??= join(folder, 'templates');
  process.env['HOCBA_FAULT_PROXY'] = join(folder, 'proxy');
  const proxy = createFaultProxy({ library, folder: join(folder, 'proxy') });
  await copyTrainingSchool('lower-secondary', join(folder, 'data'));
  multiply(join(folder, 'data', globSync('**/*.sqlite', { cwd: join(folder, 'data') })[0] ?? ''));
  await buildAll();
  const school = await openTestOffice(join(folder, 'data'));
  const host = await startBrowserHost({ office: school.office, pageFolder: fileURLToPath(new URL('../dist/renderer', import.meta.url)), port: 0, log: () => undefined });
  const browser = await launchBrowser();
  try {
    await makeRecords(school);
    await school.as('hieutruong');
    await school.call('signing.addModule', { path: proxy.path });
    const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
    await page.goto(host.url);
    await page.getByRole('button', { name: /hiệu trưởng/iu }).first().click({ timeout: 60_000 });
    await page.getByRole('navigation').getByRole('button', { name: 'Ký số', exact: true }).click();
    await page.getByLabel('Lớp', { exact: true }).selectOption({ label: await page.getByLabel('Lớp', { exact: true }).locator('option', { hasText: /^7A\b/u }).innerText() });
    await page.getByText('Ký tất cả, không đọc từng học bạ').click({ timeout: 60_000 });
    await page.getByLabel(/^Tôi biết mình ký/u).check();
    await page.getByLabel('Mã PIN của token').fill(pin);
    await watch(page);
    const idle = await seen(page, () => page.waitForTimeout(3000));
    proxy.set({ delays: { C_Sign: pace } });
    const done = page.getByText(/^Đã ký \d+\/\d+ học bạ\.$/u);
    const running = await seen(page, async () => {
      await page.getByRole('button', { name: /^Ký \d+ học bạ lớp 7A/u }).click();
      await done.waitFor({ timeout: 300_000 });
    });
    console.log(`signing screen, while ${(await done.innerText()).replace(/\D+/u, '').replace(/\/.*/u, '')} records are signed at ${pace} ms each: longest task ${running.task.toFixed(0)} ms (${running.tasks} above 50 ms), longest time without a frame ${running.gap.toFixed(0)} ms, 99 of 100 frames within ${running.usual.toFixed(0)} ms; the same screen at rest in the same run: ${idle.task.toFixed(0)} ms, ${idle.gap.toFixed(0)} ms, ${idle.usual.toFixed(0)} ms`);
  } finally {
    await browser.close();
    await host.close();
    await school.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Class 7A with every pupil several times: marks, conduct and choices too, so that each can have a record. No homeroom signature is asked for. */
function multiply(path) {
  const database = new Database(path);
  database.pragma('foreign_keys = OFF');
  const own = database.prepare("SELECT enrollment.* FROM enrollment JOIN class_group ON class_group.id = class_id WHERE class_group.name = '7A' ORDER BY position").all();
  const kept = ['enrollment', 'record', 'mark_change', 'homeroom_change', 'register_change'];
  const tables = database
    .prepare("SELECT m.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c WHERE m.type = 'table' AND c.name = 'enrollment_id'")
    .pluck()
    .all()
    .map(String)
    .filter((name) => !kept.includes(name));
  const copy = (table, row) => database.prepare(`INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${Object.keys(row).map(() => '?').join(', ')})`).run(...Object.values(row));
  database.transaction(() => {
    database.prepare('UPDATE school SET homeroom_signature = 0').run();
    for (let again = 1; again < times; again += 1) {
      for (const enrollment of own) {
        const id = randomUUID();
        const pupilId = randomUUID();
        const pupil = database.prepare('SELECT * FROM pupil WHERE id = ?').get(enrollment.pupil_id);
        // Numbers of their own, of the same form.
        const renumbered = (number, at) => (number === '' ? '' : `${number.slice(0, at)}${again}${number.slice(at + 1)}`);
        copy('pupil', { ...pupil, id: pupilId, ministry_code: renumbered(pupil.ministry_code, pupil.ministry_code.length - 5), personal_id: renumbered(pupil.personal_id, 6) });
        copy('enrollment', { ...enrollment, id, pupil_id: pupilId, position: enrollment.position + again * own.length });
        for (const table of tables) for (const row of database.prepare(`SELECT * FROM ${table} WHERE enrollment_id = ?`).all(enrollment.id)) copy(table, { ...row, ...('id' in row ? { id: Number.isInteger(row.id) ? null : randomUUID() } : {}), enrollment_id: id });
      }
    }
  })();
  database.close();
}

async function makeRecords(school) {
  await school.ended((await school.call('setup.openTraining', { kind: 'lower-secondary' })).jobId);
  await school.as('vanthu');
  const { classes } = await school.call('school.overview', {});
  const { id: classId } = classes.find(({ name }) => name === '7A');
  await school.ended((await school.call('records.create', { classId })).jobId);
}

function watch(page) {
  return page.evaluate(() => {
    window.seen = { tasks: [], gaps: [] };
    new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => window.seen.tasks.push(duration))).observe({ type: 'longtask' });
    let last = performance.now();
    const frame = (now) => {
      window.seen.gaps.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}

/** The longest task (0: none above 50 ms, the browser tells of no shorter ones), how many there were, and times between two frames, in milliseconds. */
async function seen(page, work) {
  await page.evaluate(() => (window.seen.tasks.length = window.seen.gaps.length = 0));
  await work();
  const { tasks, gaps } = await page.evaluate(() => window.seen);
  const sorted = gaps.toSorted((a, b) => a - b);
  return { task: Math.max(0, ...tasks), tasks: tasks.length, gap: sorted.at(-1) ?? 0, usual: sorted[Math.floor(sorted.length * 0.99)] ?? 0 };
}
