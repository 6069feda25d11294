import { spawnSync } from 'node:child_process';

/** Asks openssl in a folder; `output` holds both of its streams. */
export function openssl(folder: string, parameters: readonly string[]): { readonly ok: boolean; readonly output: string } {
  const run = spawnSync('openssl', parameters, { cwd: folder, encoding: 'utf8' });
  return { ok: run.status === 0, output: `${run.stdout}${run.stderr}` };
}
