import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Reply } from '#core/contract/errors.ts';
import type { OpenedPackage } from '#core/contract/hand-off.ts';
import type { Job } from '#core/contract/jobs.ts';
import type { MethodInput, MethodName, MethodOutput } from '#core/contract/index.ts';
import { fileHandle, type FileHandle } from '#core/values/ids.ts';
import { readManifest, softHsmConfiguration, softwareFolder } from '#main/practice/tokens/practice-manifest.ts';
import { practiceModulePrefix } from '#main/practice/tokens/practice-token-maker.ts';

export const practicePin = '12345678';

/** Where a training school's tokens are, for a PC that does not have the school: the driver's path, and what it must find in its environment. */
export function tokensOf(dataFolder: string): { readonly driver: string; readonly environment: Readonly<Record<string, string>> } {
  const folder = join(dataFolder, 'luyen-tap', 'tokens');
  const backend = readManifest(folder)?.backend;
  return backend?.kind === 'softhsm' ? { driver: backend.modulePath, environment: { SOFTHSM2_CONF: softHsmConfiguration(folder) } } : { driver: `${practiceModulePrefix}${softwareFolder(folder)}`, environment: {} };
}

/** A PC with the program, in a process of its own and without login; it can be killed without being asked. */
export type SignerPc = {
  call<Name extends MethodName>(method: Name, input: MethodInput<Name>): Promise<MethodOutput<Name>>;
  /** The error's code where the call is refused, else `ok`. */
  refusal<Name extends MethodName>(method: Name, input: MethodInput<Name>): Promise<string>;
  send(name: string, bytes: Uint8Array): Promise<FileHandle>;
  /** Answers how the job ended: its state, or its error's code. */
  ended(jobId: string): Promise<string>;
  /** Resolves once the job tells what is wanted; throws where it ended before. */
  until(jobId: string, wanted: (job: Job) => boolean): Promise<void>;
  kill(): Promise<void>;
};

export async function startSignerPc(folder: string, environment: Readonly<Record<string, string>>): Promise<SignerPc> {
  const program = fileURLToPath(new URL('../../main/hosts/browser/browser-main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--no-warnings', program], { env: { ...process.env, ...environment, HOCBA_DATA: folder, HOCBA_OPEN: '' }, stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise<string>((done, failed) => {
    child.stdout.on('data', (chunk: Buffer) => done(/(http:\S+)/u.exec(String(chunk))?.[1] ?? ''));
    child.once('exit', (code) => failed(new Error(`the program ended (${code ?? 'killed'})`)));
  });
  const { origin } = new URL(url);
  const cookie = ((await fetch(url, { redirect: 'manual' })).headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const post = (path: string, body: string | Uint8Array<ArrayBuffer>) => fetch(`${origin}${path}`, { method: 'POST', headers: { cookie, origin }, body });
  const ask = async (method: string, input: unknown) => (await (await post('/call', JSON.stringify({ method, input }))).json()) as Reply<unknown>;
  const pc: SignerPc = {
    async call(method, input) {
      const reply = await ask(method, input);
      if (!reply.ok) throw new Error(`${method}: ${reply.error.code} ${JSON.stringify(reply.error.params)}`);
      return reply.value as MethodOutput<typeof method>;
    },
    async refusal(method, input) {
      const reply = await ask(method, input);
      return reply.ok ? 'ok' : reply.error.code;
    },
    async send(name, bytes) {
      const answer = (await (await post(`/file?name=${encodeURIComponent(name)}`, new Uint8Array(bytes))).json()) as { readonly file: string };
      return fileHandle.parse(answer.file);
    },
    async ended(jobId) {
      for (;;) {
        const job = (await pc.call('jobs.list', {})).jobs.find(({ id }) => id === jobId);
        if (job !== undefined && job.state !== 'running') return job.error?.code ?? job.state;
        await new Promise((done) => setTimeout(done, 20));
      }
    },
    async until(jobId, wanted) {
      for (;;) {
        const job = (await pc.call('jobs.list', {})).jobs.find(({ id }) => id === jobId);
        if (job !== undefined && wanted(job)) return;
        if (job !== undefined && job.state !== 'running') throw new Error(`the job ended: ${job.state} ${job.error?.code ?? ''} ${job.done}/${job.total}`);
        await new Promise((done) => setTimeout(done, 20));
      }
    },
    async kill() {
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGKILL');
      await ended;
    },
  };
  return pc;
}

/** The key on a token of the signer's PC whose holder's name begins so. */
export async function keyAt(pc: Pick<SignerPc, 'call'>, holder: string): Promise<{ readonly moduleId: MethodInput<'handOff.sign'>['moduleId']; readonly tokenSerial: string; readonly certificateDigest: string; readonly pin: string }> {
  const { certificates } = await pc.call('handOff.tokens', {});
  const found = certificates.find(({ facts }) => facts.holder.startsWith(holder));
  if (found === undefined) throw new Error(`no certificate of ${holder}`);
  return { moduleId: found.moduleId, tokenSerial: found.tokenSerial, certificateDigest: found.facts.digest, pin: practicePin };
}

/** The only package in a folder that begins so. */
export async function packageIn(folder: string, prefix: string): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(prefix) && name.endsWith('.hocba-trinh-ky'));
  const [name] = names;
  if (name === undefined || names.length !== 1) throw new Error(`${names.length} packages ${prefix}… in ${folder}`);
  return { name, bytes: new Uint8Array(await readFile(join(folder, name))) };
}

type Packed = { readonly name: string; readonly bytes: Uint8Array };
type Key = MethodInput<'handOff.open'>['key'];

/** Opens a package; answers the code of why it was refused. */
export async function refusedAt(pc: SignerPc, { name, bytes }: Packed, key: Key): Promise<string> {
  return pc.ended((await pc.call('handOff.open', { file: await pc.send(name, bytes), key })).jobId);
}

/** Opens a package and answers what is in it. */
export async function openAt(pc: SignerPc, file: Packed, key: Key): Promise<OpenedPackage> {
  const state = await refusedAt(pc, file, key);
  const opened = (await pc.call('handOff.opened', {})).package;
  if (state !== 'done' || opened === null) throw new Error(`the package was not opened: ${state}`);
  return opened;
}
