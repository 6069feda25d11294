import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ProcessSpawner } from '#main/office/ports/processes.ts';
import type { ModuleChoice } from '#main/office/ports/signing.ts';
import { readManifest, softHsmConfiguration, softHsmFolder, softwareFolder, type PracticeBackend, type PracticeHolder, type PracticeManifest } from './practice-manifest.ts';
import { provisionReply, type ProvisionInput } from './provision.ts';

export type PracticeTokenMakerParts = {
  readonly spawner: ProcessSpawner;
  /** Now, ISO 8601; the PC's clock unless given. */
  readonly now?: () => string;
  /** Where SoftHSM may lie; an empty list forces software tokens. */
  readonly softHsmPaths?: readonly string[];
  /** How long one token may take, in milliseconds. Default one minute: an RSA key on an old PC takes seconds. */
  readonly silenceLimit?: number;
};

/** `environment`: what token processes need to see these tokens (empty for software tokens). `caCertificate`: DER. */
export type PracticeTokens = {
  readonly module: ModuleChoice;
  readonly caCertificate: Uint8Array;
  readonly environment: Readonly<Record<string, string>>;
};

export type PracticeTokenMaker = {
  /** Opens the training tokens of a folder, making what is missing. One holder keeps one token, found again by its label. */
  provision(folder: string, holders: readonly PracticeHolder[]): Promise<PracticeTokens>;
  /** The training tokens that a folder has already; null where it has none. Nothing is made. */
  find(folder: string): PracticeTokens | null;
};

/** Prefix of the module path that means our own software tokens. */
export const practiceModulePrefix = 'practice:';

const usualSoftHsmPaths = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/lib64/pkcs11/libsofthsm2.so',
  '/usr/lib/pkcs11/libsofthsm2.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
  'C:\\SoftHSM2\\lib\\softhsm2-x64.dll',
];

/**
 * Training tokens: in SoftHSM where it is installed and works, else as files. SoftHSM is only ever touched in a child process: it reads its
 * configuration when it is loaded, and it may not survive inside the host program.
 */
export function createPracticeTokenMaker(parts: PracticeTokenMakerParts): PracticeTokenMaker {
  const now = parts.now ?? (() => new Date().toISOString());
  const silenceLimit = parts.silenceLimit ?? 60_000;

  async function make(input: ProvisionInput): Promise<PracticeManifest> {
    await runProvisioning(parts.spawner, input, environmentOf(input.folder, input.backend), silenceLimit);
    const manifest = readManifest(input.folder);
    if (manifest === null) throw new Error('The training tokens left no manifest.');
    return manifest;
  }

  return {
    find(givenFolder) {
      const folder = resolve(givenFolder);
      const manifest = readManifest(folder);
      return manifest === null ? null : opened(folder, manifest);
    },
    async provision(givenFolder, holders) {
      const folder = resolve(givenFolder);
      mkdirSync(softHsmFolder(folder), { recursive: true });
      writeFileSync(softHsmConfiguration(folder), softHsmSettings(folder));
      const modulePath = (parts.softHsmPaths ?? usualSoftHsmPaths).find((path) => existsSync(path));
      const wanted = wantedBackend(readManifest(folder), modulePath);
      const input = { folder, holders, now: now() };
      try {
        return opened(folder, await make({ ...input, backend: wanted }));
      } catch (error) {
        if (wanted.kind === 'software') throw error;
        return opened(folder, await make({ ...input, backend: { kind: 'software' } }));
      }
    },
  };
}

/** A folder keeps its kind of tokens; one whose SoftHSM is gone, or that was carried to another PC, gets software tokens of the same CA. */
function wantedBackend(manifest: PracticeManifest | null, modulePath: string | undefined): PracticeBackend {
  if (modulePath === undefined || manifest?.backend.kind === 'software') return { kind: 'software' };
  return { kind: 'softhsm', modulePath };
}

function opened(folder: string, manifest: PracticeManifest): PracticeTokens {
  const path = manifest.backend.kind === 'softhsm' ? manifest.backend.modulePath : `${practiceModulePrefix}${softwareFolder(folder)}`;
  return {
    module: { id: 'training', name: 'Token luyện tập', path, source: 'training' },
    caCertificate: new Uint8Array(Buffer.from(manifest.caCertificate, 'base64')),
    environment: environmentOf(folder, manifest.backend),
  };
}

function environmentOf(folder: string, backend: PracticeBackend): Readonly<Record<string, string>> {
  return backend.kind === 'softhsm' ? { SOFTHSM2_CONF: softHsmConfiguration(folder) } : {};
}

/** Written at every start: the folder may have been moved, and SoftHSM wants its place in full. */
function softHsmSettings(folder: string): string {
  return `directories.tokendir = ${softHsmFolder(folder)}\nobjectstore.backend = file\nlog.level = ERROR\nslots.removable = false\n`;
}

async function runProvisioning(spawner: ProcessSpawner, input: ProvisionInput, environment: Readonly<Record<string, string>>, silenceLimit: number): Promise<void> {
  const link = await spawner.spawn('practice-tokens', environment);
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((done, failed) => {
      const wait = () => {
        clearTimeout(timer);
        timer = setTimeout(() => failed(new Error('The training tokens take too long.')), silenceLimit);
      };
      link.listen((message) => {
        const { data: reply } = provisionReply.safeParse(message);
        if (reply === undefined) failed(new Error('The training tokens talk nonsense.'));
        else if (reply.kind === 'done') done();
        else if (reply.kind === 'failed') failed(new Error(reply.detail));
        else wait();
      });
      link.onExit((code) => failed(new Error(`The training tokens' process ended (${code ?? 'killed'}).`)));
      wait();
      link.send(input);
    });
  } finally {
    clearTimeout(timer);
    link.kill();
  }
}
