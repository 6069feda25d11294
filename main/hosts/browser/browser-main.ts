import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { composeOffice } from '../../compose.ts';
import { dataFolder } from '../data-folder.ts';
import { createNodeSpawner } from '../node-spawner.ts';
import { startBrowserHost } from './browser-host.ts';

/** The program in a browser of this PC: for development, for tests, and where no Electron can be had. */
const folder = dataFolder();
await mkdir(folder, { recursive: true });
const log = (line: string) => void process.stderr.write(`${line}\n`);
const office = await composeOffice({
  dataFolder: folder,
  resourcesFolder: fileURLToPath(new URL('../../../resources', import.meta.url)),
  spawner: createNodeSpawner({ entryFile: fileURLToPath(new URL('../child.ts', import.meta.url)) }),
  workers: { printing: new URL('../../documents/printing/print-worker.ts', import.meta.url), wholeSchool: new URL('../../compose-whole-school.ts', import.meta.url), checking: new URL('../../signing/verifier/checking-worker.ts', import.meta.url), signing: new URL('../../compose-signing-thread.ts', import.meta.url), handOff: new URL('../../compose-hand-off-thread.ts', import.meta.url) },
  version: process.env['npm_package_version'] ?? '',
  log: process.env['HOCBA_LOG'] === undefined ? () => undefined : log,
});
if (process.env['HOCBA_OPEN'] === 'training') await office.call('start', 'setup.openTraining', {});

const host = await startBrowserHost({ office, pageFolder: fileURLToPath(new URL('../../../dist/renderer', import.meta.url)), port: Number(process.env['HOCBA_PORT'] ?? 0), log });
process.stdout.write(`Học Bạ: ${host.url}\n`);
if (process.env['HOCBA_BROWSER'] === 'open') openBrowser(host.url);

async function end(): Promise<void> {
  await host.close();
  await office.close();
  process.exit(0);
}
process.once('SIGINT', () => void end());
process.once('SIGTERM', () => void end());

function openBrowser(url: string): void {
  const [program, ...parameters] = process.platform === 'win32' ? ['cmd', '/c', 'start', '', url] : [process.platform === 'darwin' ? 'open' : 'xdg-open', url];
  if (program === undefined) return;
  // Where no browser opens, the printed address does.
  spawn(program, parameters, { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}
