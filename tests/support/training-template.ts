import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TrainingKind } from '#core/contract/shared.ts';

/** Where the ready-made training schools of one test run lie; the run's set-up gives the folder and takes it away. */
export const templatesVariable = 'HOCBA_TEST_TEMPLATES';

const maker = fileURLToPath(new URL('make-training-school.ts', import.meta.url));

/**
 * A data folder with a training school that was made before: making one (accounts, marks, keys of its tokens) takes seconds, copying it does not. Each
 * kind is made once in a run, by a program of its own, so that the copies hold nothing of a running office.
 */
export async function copyTrainingSchool(kind: TrainingKind, folder: string): Promise<void> {
  const templates = process.env[templatesVariable] ?? '';
  if (templates === '') throw new Error(`${templatesVariable} is not set: the run's set-up gives it.`);
  const template = join(templates, kind);
  if (!existsSync(template)) await make(kind, template);
  await mkdir(folder, { recursive: true });
  await cp(template, folder, { recursive: true });
}

/** Two workers may make the same one at once; the first to be ready stays. */
async function make(kind: TrainingKind, template: string): Promise<void> {
  const own = await mkdtemp(join(tmpdir(), 'hocba-template-'));
  await new Promise<void>((done, failed) => {
    const child = spawn(process.execPath, ['--no-warnings', maker, own, kind], { stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('exit', (code) => (code === 0 ? done() : failed(new Error(`the training school was not made (${code ?? 'killed'})`))));
  });
  await mkdir(dirname(template), { recursive: true });
  await rename(own, template).catch(async (error: unknown) => {
    await rm(own, { recursive: true, force: true });
    if (!existsSync(template)) throw error;
  });
}
