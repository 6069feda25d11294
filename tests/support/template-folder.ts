import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { templatesVariable } from './training-template.ts';

/** Set-up of a test run, for both runners: a folder for ready-made training schools, which goes with the run. */
export default async function templateFolder(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'hocba-templates-'));
  process.env[templatesVariable] = folder;
  return () => rm(folder, { recursive: true, force: true });
}
