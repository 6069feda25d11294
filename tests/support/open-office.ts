import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Job } from '#core/contract/jobs.ts';
import type { MethodInput, MethodName, MethodOutput } from '#core/contract/index.ts';
import type { TrainingKind } from '#core/contract/shared.ts';
import { practicePassword } from '#core/values/practice.ts';
import { composeOffice } from '#main/compose.ts';
import { createNodeSpawner } from '#main/hosts/node-spawner.ts';
import type { Office } from '#main/office/office.ts';
import { copyTrainingSchool } from './training-template.ts';

const root = new URL('../../', import.meta.url);

/** See Surroundings. */
export type OfficeOptions = { readonly driverSilence?: number };

/** The real office over a folder, wired as the hosts wire it. */
export function openOffice(dataFolder: string, options: OfficeOptions = {}): Promise<Office> {
  return composeOffice({
    dataFolder,
    resourcesFolder: fileURLToPath(new URL('resources', root)),
    spawner: createNodeSpawner({ entryFile: fileURLToPath(new URL('main/hosts/child.ts', root)), execArgv: ['--no-warnings'] }),
    workers: { printing: new URL('main/documents/printing/print-worker.ts', root), wholeSchool: new URL('main/compose-whole-school.ts', root), checking: new URL('main/signing/verifier/checking-worker.ts', root), signing: new URL('main/compose-signing-thread.ts', root), handOff: new URL('main/compose-hand-off-thread.ts', root) },
    version: 'test',
    log: () => undefined,
    ...options,
  });
}

export type TestOffice = {
  readonly office: Office;
  readonly folder: string;
  call<Name extends MethodName>(method: Name, input: MethodInput<Name>): Promise<MethodOutput<Name>>;
  /** The error's code where the call is refused, else `ok`. */
  refusal<Name extends MethodName>(method: Name, input: MethodInput<Name>): Promise<string>;
  ended(jobId: string): Promise<Job>;
  /** Resolves once the running job tells what is wanted. */
  progress(jobId: string, wanted: (job: Job) => boolean): Promise<void>;
  as(userName: string): Promise<void>;
  close(): Promise<void>;
};

/** An office on an own copy of a training school in a temporary folder; one window. */
export async function openTrainingOffice(kind: TrainingKind = 'lower-secondary'): Promise<TestOffice> {
  const folder = await mkdtemp(join(tmpdir(), 'hocba-office-'));
  await copyTrainingSchool(kind, folder);
  const test = await openTestOffice(folder);
  await test.ended((await test.call('setup.openTraining', { kind })).jobId);
  return test;
}

/** An office over a folder, which goes when the office is closed; one window. */
export async function openTestOffice(folder: string, options: OfficeOptions = {}): Promise<TestOffice> {
  const office = await openOffice(folder, options);
  const window = 'window';
  const jobs = new Map<string, Job>();
  const waiting = new Map<string, (job: Job) => void>();
  office.listen((event) => {
    if (event.name !== 'job.progressed' || event.payload.job.state === 'running') return;
    jobs.set(event.payload.job.id, event.payload.job);
    waiting.get(event.payload.job.id)?.(event.payload.job);
  });
  const test: TestOffice = {
    office,
    folder,
    async call(method, input) {
      const reply = await office.call(window, method, input);
      if (!reply.ok) throw new Error(`${method}: ${reply.error.code} ${JSON.stringify(reply.error.params)}`);
      return reply.value as MethodOutput<typeof method>;
    },
    async refusal(method, input) {
      const reply = await office.call(window, method, input);
      return reply.ok ? 'ok' : reply.error.code;
    },
    ended: (jobId) => Promise.resolve(jobs.get(jobId) ?? new Promise<Job>((done) => waiting.set(jobId, done))),
    progress: (jobId, wanted) =>
      new Promise((resolve) => {
        const stop = office.listen((event) => {
          if (event.name !== 'job.progressed' || event.payload.job.id !== jobId || !wanted(event.payload.job)) return;
          stop();
          resolve();
        });
      }),
    async as(userName) {
      await test.call('session.signIn', { userName, password: practicePassword });
    },
    async close() {
      await office.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return test;
}
