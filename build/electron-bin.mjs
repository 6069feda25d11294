// Finds an Electron that really starts. Never imports 'electron' here: outside Electron that begins a download.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Path of the binary, or null where there is none and none can be had. */
export function electronBinary() {
  const own = process.env.HOCBA_ELECTRON;
  if (own !== undefined && own !== '') return works(own) ? own : null;
  const installed = () => {
    const folder = 'node_modules/electron';
    const path = existsSync(join(folder, 'path.txt')) ? join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim()) : '';
    return path !== '' && existsSync(path) ? path : null;
  };
  if (installed() === null && existsSync('node_modules/electron/install.js')) {
    console.log('Fetching Electron …');
    spawnSync(process.execPath, ['node_modules/electron/install.js'], { stdio: 'ignore', timeout: 180_000 });
  }
  const path = installed();
  return path !== null && works(path) ? path : null;
}

function works(path) {
  const environment = { ...process.env };
  delete environment.ELECTRON_RUN_AS_NODE;
  return spawnSync(path, ['--version', ...sandboxless()], { env: environment, timeout: 20_000, stdio: 'ignore' }).status === 0;
}

/** Chromium refuses its sandbox to root. */
export function sandboxless() {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}
