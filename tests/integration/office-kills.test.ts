import { spawn } from 'node:child_process';
import { cpSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundlePrograms } from '#tests/support/bundle-programs.ts';
import type { MethodInput } from '#core/contract/index.ts';
import { createFaultProxy } from '../support/fault-proxy.ts';
import { openTestOffice } from '#tests/support/open-office.ts';
import { copyTrainingSchool } from '#tests/support/training-template.ts';
import type { OfficeOrder } from './office-kills-child.ts';
import { softHsmPath } from './signing-parts.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const built = join(root, 'node_modules/.cache/office-kills');
const base = mkdtempSync(join(tmpdir(), 'hocba-office-kills-'));
/** Every fourth kill of the campaign (kill-campaign.test.ts) strikes the whole office, which takes longer to start. */
const wanted = Math.ceil(Number(process.env['HOCBA_KILLS'] ?? 16) / 4);
const lanes = 2;
const made = join(base, 'made');
const tokensIn = (folder: string) => join(folder, globSync('**/tokens/softhsm', { cwd: folder })[0] ?? '');
const databaseIn = (folder: string) => join(folder, globSync('**/hoc-ba.sqlite', { cwd: folder })[0] ?? '');

/** By role: the tokens that sign the class, as the office is asked. */
let starts: readonly MethodInput<'signing.start'>[] = [];

beforeAll(async () => {
  if (softHsmPath === undefined) return;
  await bundlePrograms(built, { office: join(root, 'tests/integration/office-kills-child.ts'), child: join(root, 'main/hosts/child.ts'), signing: join(root, 'main/compose-signing-thread.ts') });
  // A school whose class 7A is ready for the principal and then for the seal.
  await copyTrainingSchool('lower-secondary', made);
  const file = new Database(databaseIn(made));
  file.exec('UPDATE school SET homeroom_signature = 0');
  file.close();
  const proxy = createFaultProxy({ library: softHsmPath, folder: join(base, 'proxy') });
  Object.assign(process.env, proxy.environment);
  const school = await openTestOffice(made);
  await school.ended((await school.call('setup.openTraining', {})).jobId);
  await school.as('vanthu');
  const group = (await school.call('school.overview', {})).classes.find(({ name }) => name === '7A');
  if (group === undefined) throw new Error('no class 7A');
  await school.ended((await school.call('records.create', { classId: group.id })).jobId);
  await school.call('signing.addModule', { path: proxy.path });
  const { certificates } = await school.call('signing.tokens', {});
  starts = (['principal', 'school'] as const).map((role) => {
    const found = certificates.find(({ fits }) => fits.includes(role));
    if (found === undefined) throw new Error(`no token for ${role}`);
    return { scope: { kind: 'records', classIds: [group.id] }, role, reading: { kind: 'none' }, moduleId: found.moduleId, tokenSerial: found.tokenSerial, certificateDigest: found.facts.digest, pin: '12345678' };
  });
  await school.office.close();
}, 180_000);
afterAll(() => rmSync(base, { recursive: true, force: true }));

type Kill = { readonly word: 'begun' | 'counted' | 'ending'; readonly after: number; readonly withToken: boolean };

/** Starts the program and kills it (or it and its token process at once) some milliseconds after it said a word. Answers the highest count it told, and how it ended if it did. */
async function runAndKill(order: OfficeOrder, environment: Readonly<Record<string, string>>, kill: Kill | null): Promise<{ readonly counted: number; readonly ended: string }> {
  const child = spawn(process.execPath, ['--no-warnings', join(built, 'office.js')], { env: { ...process.env, ...environment, HOCBA_ORDER: JSON.stringify(order) }, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  let text = '';
  let timer: NodeJS.Timeout | undefined;
  const { pid } = child;
  if (pid === undefined) throw new Error('the program did not start');
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    if (kill !== null && timer === undefined && text.includes(kill.word)) timer = setTimeout(() => process.kill(kill.withToken ? -pid : pid, 'SIGKILL'), kill.after);
  });
  await new Promise((done) => child.once('close', done));
  clearTimeout(timer);
  return { counted: Math.max(0, ...[...text.matchAll(/^counted (\d+)$/gmu)].map(([, count]) => Number(count))), ended: /^ended (.*)$/mu.exec(text)?.[1]?.trim() ?? '' };
}

async function lane(number: number, kills: number) {
  const environment = { HOCBA_FAULT_PROXY: join(base, `proxy-${number}`) };
  const proxy = createFaultProxy({ library: softHsmPath ?? '', folder: environment.HOCBA_FAULT_PROXY });
  const dataFolder = join(base, `lane-${number}`);
  const wrong: string[] = [];
  let [killed, signatures, seconds] = [0, 0, 0];
  while (killed < kills) {
    rmSync(dataFolder, { recursive: true, force: true });
    cpSync(made, dataFolder, { recursive: true });
    const reader = new Database(databaseIn(dataFolder), { readonly: true });
    const one = (statement: string) => Number(reader.prepare(statement).pluck().get() ?? 0);
    const order = { dataFolder, resourcesFolder: join(root, 'resources'), childEntry: join(built, 'child.js'), signingWorker: pathToFileURL(join(built, 'signing.js')).href };
    for (const start of starts) {
      const left = () => one('SELECT count(*) FROM record_version') - one(`SELECT count(*) FROM signature WHERE role = '${start.role}'`);
      // As often as it takes until the last kill, and then undisturbed to the end.
      while (left() > 0) {
        // SoftHSM writes its token's file at every login, and one that is killed in that moment has lost its token for good: no real token keeps its keys so.
        cpSync(tokensIn(made), tokensIn(dataFolder), { recursive: true });
        proxy.set(killed < kills ? { delays: { C_Sign: 25 } } : {});
        const cancels = killed < kills && Math.random() < 0.4;
        const kill: Kill | null = killed < kills ? { word: cancels ? 'ending' : Math.random() < 0.3 ? 'begun' : 'counted', after: Math.random() * (cancels ? 60 : 150), withToken: Math.random() < 0.5 } : null;
        const begun = performance.now();
        const { counted, ended } = await runAndKill({ ...order, start, cancelAfter: cancels ? 1 : null }, environment, kill);
        const inBatch = one("SELECT sum(state = 'signed') FROM signing_item WHERE batch_id = (SELECT id FROM signing_batch ORDER BY rowid DESC LIMIT 1)");
        if (counted > inBatch) wrong.push(`${counted} were counted and ${inBatch} are there`);
        if (!['', 'done', 'cancelled'].includes(ended)) wrong.push(`the run ended with ${ended}`);
        if (ended !== '') continue;
        killed += 1;
        seconds += (performance.now() - begun) / 1000;
      }
    }
    const [signed, told] = [one('SELECT count(*) FROM signature'), one("SELECT count(*) FROM signing_item WHERE state = 'signed'")];
    if (signed !== told) wrong.push(`${signed} signatures, ${told} items say so`);
    const open = one('SELECT count(*) FROM signing_batch WHERE finished_at IS NULL');
    if (open !== 0) wrong.push('a batch is left open');
    signatures += signed;
    reader.close();
  }
  return { killed, wrong, signatures, operations: proxy.calls().C_Sign ?? 0, seconds };
}

test.skipIf(softHsmPath === undefined)(
  'the whole office, killed again and again while it signs and while it ends a batch, loses nothing that was counted, signs nothing twice, and a new batch signs the rest',
  async () => {
    const results = await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number, Math.ceil(wanted / lanes))));
    const sum = (value: (result: (typeof results)[number]) => number) => results.reduce((total, result) => total + value(result), 0);
    const killed = sum((result) => result.killed);
    const wasted = sum(({ operations, signatures }) => operations - signatures);
    process.stdout.write(`kills of the whole office: ${killed}, ${sum(({ signatures }) => signatures)} signatures, ${wasted} token operations made twice, ${(sum(({ seconds }) => seconds) / killed).toFixed(2)} s a kill\n`);
    expect({ wrong: results.flatMap(({ wrong }) => wrong), enough: killed >= wanted, wastedTooMuch: wasted > killed }).toEqual({ wrong: [], enough: true, wastedTooMuch: false });
  },
  900_000,
);
