import { fork, spawnSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CertificateFacts } from '#core/contract/verification.ts';
import type { ProcessSpawner } from '#main/office/ports/processes.ts';
import type { TokenService } from '#main/office/ports/signing.ts';
import type { PracticeHolder } from '#main/practice/tokens/practice-manifest.ts';
import { createPracticeTokenMaker, type PracticeTokens } from '#main/practice/tokens/practice-token-maker.ts';
import { createTokenService } from '#main/signing/token/token-service.ts';
import { createFaultProxy, type FaultProxy } from '../support/fault-proxy.ts';

/** Forks the real children under this very Node; counts them, so that a test can say that none is left. */
export function createTestSpawner(): ProcessSpawner & { alive(): number } {
  let alive = 0;
  return {
    alive: () => alive,
    async spawn(entry, environment) {
      const child = fork(fileURLToPath(new URL('./signing-child.ts', import.meta.url)), [entry], { env: { ...process.env, ...environment }, execArgv: ['--no-warnings'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      alive += 1;
      child.on('exit', () => (alive -= 1));
      return {
        send: (message) => void child.send(message as object),
        listen: (listener) => void child.on('message', listener),
        onExit: (listener) => void child.on('exit', listener),
        kill: () => void child.kill('SIGKILL'),
      };
    },
  };
}

/** Certificate facts by Node's own parser: the verifier's are tested with the verifier. */
export function describeWithNode(der: Uint8Array): CertificateFacts {
  const parsed = new X509Certificate(der);
  const field = (name: string, text: string) => text.split('\n').find((line) => line.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
  return {
    holder: field('CN', parsed.subject),
    organisation: field('O', parsed.subject),
    serial: parsed.serialNumber,
    issuer: field('CN', parsed.issuer),
    notBefore: new Date(parsed.validFrom).toISOString(),
    notAfter: new Date(parsed.validTo).toISOString(),
    digest: createHash('sha256').update(der).digest('hex'),
    keyType: parsed.publicKey.asymmetricKeyType ?? '',
    kind: field('UID', parsed.subject).startsWith('MST:') ? 'organisation' : 'person',
    training: parsed.subject.includes('LUYỆN TẬP'),
  };
}

export const testHolders: readonly PracticeHolder[] = [
  { label: 'co-hoa', holder: 'Nguyễn Thị Hoa', organisation: '', kind: 'person', personalId: '079180001234', key: 'rsa-2048' },
  { label: 'hieu-truong', holder: 'Trần Văn Bình (LUYỆN TẬP)', organisation: 'Trường THCS Nguyễn Du, Quận 1', kind: 'person', personalId: '079170005678', key: 'p256' },
  { label: 'con-dau', holder: 'Trường THCS Nguyễn Du', organisation: 'Trường THCS Nguyễn Du, "Cơ sở 2"', kind: 'organisation', personalId: '0301234567', key: 'rsa-2048' },
];

export const softHsmPath = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so'].find((path) => existsSync(path));

export type TestTokens = { readonly tokens: PracticeTokens; readonly service: TokenService; readonly alive: () => number };

/** Training tokens in a folder and a service that sees them. */
export async function openTestTokens(folder: string, backend: 'softhsm' | 'software', options: { readonly holders?: readonly PracticeHolder[]; readonly silenceLimit?: number } = {}): Promise<TestTokens> {
  const spawner = createTestSpawner();
  const maker = createPracticeTokenMaker({ spawner, now: () => '2026-05-31T10:15:00+07:00', softHsmPaths: backend === 'softhsm' && softHsmPath !== undefined ? [softHsmPath] : [] });
  const tokens = await maker.provision(folder, options.holders ?? testHolders);
  const service = createTokenService({
    spawner,
    knownDrivers: [],
    platform: { name: process.platform, environment: process.env },
    describeCertificate: describeWithNode,
    environment: () => tokens.environment,
    silenceLimit: options.silenceLimit ?? 30_000,
  });
  return { tokens, service, alive: () => spawner.alive() };
}

/**
 * Training tokens in SoftHSM behind the fault proxy: the module's path, and the service that sees it. Throws where SoftHSM is not installed;
 * ask `softHsmPath` first.
 */
export async function openFaultyTokens(folder: string, options: { readonly holders?: readonly PracticeHolder[]; readonly silenceLimit?: number } = {}): Promise<TestTokens & { readonly proxy: FaultProxy }> {
  if (softHsmPath === undefined) throw new Error('SoftHSM is not installed (apt-get install softhsm2).');
  const spawner = createTestSpawner();
  const maker = createPracticeTokenMaker({ spawner, now: () => '2026-05-31T10:15:00+07:00', softHsmPaths: [softHsmPath] });
  const tokens = await maker.provision(folder, options.holders ?? testHolders);
  const proxy = createFaultProxy({ library: softHsmPath, folder: join(folder, 'fault-proxy') });
  const environment = { ...tokens.environment, ...proxy.environment };
  const service = createTokenService({
    spawner,
    knownDrivers: [],
    platform: { name: process.platform, environment: process.env },
    describeCertificate: describeWithNode,
    environment: () => environment,
    silenceLimit: options.silenceLimit ?? 30_000,
  });
  return { tokens: { ...tokens, module: { ...tokens.module, path: proxy.path }, environment }, service, proxy, alive: () => spawner.alive() };
}

/** Runs a judge of another house; `output` holds both of its streams. */
export function judge(program: string, parameters: readonly string[], cwd?: string): { readonly ok: boolean; readonly output: string } {
  const run = spawnSync(program, parameters, { cwd, encoding: 'utf8' });
  return { ok: run.status === 0, output: `${run.stdout}${run.stderr}` };
}
