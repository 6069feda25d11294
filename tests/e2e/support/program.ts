import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, test as base, type Browser, type CDPSession, type ElectronApplication, type Page } from '@playwright/test';
import type { TrainingKind } from '#core/contract/shared.ts';
import { copyTrainingSchool } from '../../support/training-template.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The running program with one window, through either door. */
export type Program = {
  readonly page: Page;
  readonly folder: string;
  /** Runs what opens a file dialog, and answers it with this file. */
  chooseFile(path: string, open: () => Promise<void>): Promise<void>;
  /** Runs what opens a folder dialog (Electron), or types the path where there is none (browser). */
  chooseFolder(path: string, open: () => Promise<void>, type: () => Promise<void>): Promise<void>;
  /** A command of the browser's own protocol to the page (`Input.imeSetComposition`): what no key of a test can do. */
  devtools(method: DevtoolsMethod, parameters: Readonly<Record<string, unknown>>): Promise<void>;
  shot(name: string): Promise<void>;
  /** The program on another PC: a data folder in which there is nothing, and what its tokens need in its environment. It ends with this one. */
  elsewhere(environment: Readonly<Record<string, string>>): Promise<Omit<Program, 'elsewhere'>>;
};

type DevtoolsMethod = Parameters<CDPSession['send']>[0];

/** `training`: the training school that is there already when the program starts, a ready-made copy; null: this PC is new. */
export const test = base.extend<{ program: Program; training: TrainingKind | null }, { chromium: () => Promise<Browser> }>({
  // One Chromium for the stories of a worker, started by the first that wants it; each window has cookies and storage of its own.
  chromium: [
    async ({ playwright }, provide) => {
      const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
      let browser: Promise<Browser> | null = null;
      await provide(() => (browser ??= playwright.chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] })));
      await (await (browser as Promise<Browser> | null))?.close();
    },
    { scope: 'worker' },
  ],
  training: ['lower-secondary', { option: true }],
  program: async ({ chromium, training }, provide, info) => {
    const folder = await mkdtemp(join(tmpdir(), 'hocba-e2e-'));
    if (training !== null) await copyTrainingSchool(training, folder);
    const open = (place: string, environment: Readonly<Record<string, string>>) => (info.project.name === 'electron' ? openElectron(place, environment) : openBrowser(place, chromium, environment));
    const door = await open(folder, {});
    const others: { readonly folder: string; readonly door: Door }[] = [];
    const pictures = join(root, 'artifacts', info.project.name);
    await mkdir(pictures, { recursive: true });
    let number = 0;
    const shotOf = (page: Page) => async (name: string) => {
      number += 1;
      await page.screenshot({ path: join(pictures, `${String(number).padStart(2, '0')}-${name}.png`) });
    };
    await provide({
      ...door,
      folder,
      shot: shotOf(door.page),
      async elsewhere(environment) {
        const place = await mkdtemp(join(tmpdir(), 'hocba-e2e-'));
        const opened = await open(place, environment);
        others.push({ folder: place, door: opened });
        return { ...opened, folder: place, shot: shotOf(opened.page) };
      },
    });
    for (const each of [...others, { folder, door }]) {
      await each.door.close();
      await rm(each.folder, { recursive: true, force: true });
    }
  },
});

type Door = Pick<Program, 'page' | 'chooseFile' | 'chooseFolder' | 'devtools'> & { close(): Promise<void> };

async function openBrowser(folder: string, chromium: () => Promise<Browser>, environment: Readonly<Record<string, string>>): Promise<Door> {
  const child = spawn(process.execPath, ['--no-warnings', join(root, 'main/hosts/browser/browser-main.ts')], { env: { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled'), ...process.env, ...environment, HOCBA_DATA: folder, HOCBA_OPEN: '' }, stdio: ['ignore', 'pipe', 'inherit'] });
  const [url, browser] = await Promise.all([addressOf(child), chromium()]);
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, acceptDownloads: true, locale: 'vi-VN' });
  const page = await context.newPage();
  await page.goto(url);
  const session = await context.newCDPSession(page);
  return {
    page,
    async devtools(method, parameters) {
      await session.send(method, parameters as never);
    },
    async chooseFile(path, open) {
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), open()]);
      await chooser.setFiles(path);
    },
    async chooseFolder(_, open, type) {
      await open();
      await type();
    },
    async close() {
      await context.close();
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((done, failed) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      const found = /(http:\/\/127\S+)/u.exec(String(chunk))?.[1];
      if (found !== undefined) done(found);
    });
    child.once('exit', (code) => failed(new Error(`the program ended (${code ?? 'killed'})`)));
  });
}

async function openElectron(folder: string, environment: Readonly<Record<string, string>>): Promise<Door> {
  const binary = process.env['HOCBA_ELECTRON'] ?? '';
  // The verification kit brings its own build of the database library and a starter that loads the program late.
  const redirect = join(dirname(dirname(binary)), 'redirect.cjs');
  const preloads = existsSync(redirect) ? ['-r', redirect, '-r', join(root, 'tests/e2e/support/early-scheme.cjs')] : [];
  // A profile of its own: a PC opens the program once, and two programs of one story stand for two PCs.
  const profile = await mkdtemp(join(tmpdir(), 'hocba-profile-'));
  const app: ElectronApplication = await _electron.launch({ executablePath: binary, args: [...preloads, '--no-sandbox', `--user-data-dir=${profile}`, root], env: { ...withoutUndefined(process.env), ...environment, HOCBA_DATA: folder, HOCBA_OPEN: '' }, timeout: 60_000 });
  const page = await app.firstWindow();
  const answer = (paths: readonly string[]) =>
    app.evaluate(({ dialog }, filePaths) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [...filePaths] });
    }, paths);
  return {
    page,
    devtools: (method, parameters) =>
      app.evaluate(
        async ({ BrowserWindow }, [name, values]) => {
          const tools = BrowserWindow.getAllWindows()[0]?.webContents.debugger;
          if (tools?.isAttached() === false) tools.attach();
          await tools?.sendCommand(name, values);
        },
        [method, parameters] as const,
      ),
    async chooseFile(path, open) {
      await answer([path]);
      await open();
    },
    async chooseFolder(path, open) {
      await answer([path]);
      await open();
    },
    async close() {
      await app.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

function withoutUndefined(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
