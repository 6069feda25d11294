import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

const readerDriver = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so';
export const openScModule = ['/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so', '/usr/lib/aarch64-linux-gnu/opensc-pkcs11.so', '/usr/lib/opensc-pkcs11.so'].find((path) => existsSync(path));

/** `environment`: what a process that loads OpenSC needs. */
export type CardReader = { readonly port: number; readonly environment: Readonly<Record<string, string>>; close(): Promise<void> };

/** Why no virtual reader can be had here; null when it can. */
export function readerObstacle(): string | null {
  if (process.platform !== 'linux') return 'vpcd needs Linux';
  if (process.getuid?.() !== 0) return 'pcscd can only be started as root';
  if (spawnSync('sh', ['-c', 'command -v pcscd']).status !== 0) return 'pcscd is not installed (apt-get install pcscd)';
  if (!existsSync(readerDriver)) return 'the virtual reader is not installed (apt-get install vsmartcard-vpcd)';
  if (openScModule === undefined) return 'OpenSC is not installed (apt-get install opensc-pkcs11)';
  if (runningDaemon()) return 'another pcscd is running, which is left alone';
  return null;
}

/** pcscd has one place for its socket: there can only be one. */
function runningDaemon(): boolean {
  try {
    process.kill(Number(readFileSync('/run/pcscd/pcscd.pid', 'utf8')), 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * Starts pcscd in the foreground with one virtual reader and nothing of /etc, as a child of the test. `close` ends this very process. Null with
 * a reason when it does not come up.
 */
export async function openCardReader(folder: string): Promise<CardReader | { readonly obstacle: string }> {
  mkdirSync(folder, { recursive: true });
  mkdirSync('/run/pcscd', { recursive: true });
  const port = await freePort();
  const configuration = join(folder, 'reader.conf');
  writeFileSync(configuration, `FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:0x${port.toString(16).toUpperCase()}\nLIBPATH ${readerDriver}\nCHANNELID 0x${port.toString(16).toUpperCase()}\n`);
  // Only the driver in question: asking every one OpenSC knows takes a second.
  const settings = join(folder, 'opensc.conf');
  writeFileSync(settings, 'app default {\n  card_drivers = PIV-II;\n  framework pkcs15 { use_file_caching = false; }\n}\n');
  const daemon = spawn('pcscd', ['--foreground', '--config', configuration], { stdio: 'ignore' });
  const ended = new Promise<number | null>((resolve) => daemon.once('exit', resolve).once('error', () => resolve(null)));
  const up = await Promise.race([ended.then(() => false), appears('/run/pcscd/pcscd.comm')]);
  if (!up) {
    daemon.kill('SIGKILL');
    return { obstacle: 'pcscd does not start here' };
  }
  return {
    port,
    environment: { OPENSC_CONF: settings },
    async close() {
      daemon.kill('SIGTERM');
      const timer = setTimeout(() => daemon.kill('SIGKILL'), 2000);
      await ended;
      clearTimeout(timer);
    },
  };
}

async function appears(path: string): Promise<boolean> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (existsSync(path)) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
