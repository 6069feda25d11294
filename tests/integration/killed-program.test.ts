import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Reply } from '#core/contract/errors.ts';
import type { MethodInput, MethodName, MethodOutput } from '#core/contract/index.ts';
import { practicePassword } from '#core/values/practice.ts';

const program = fileURLToPath(new URL('../../main/hosts/browser/browser-main.ts', import.meta.url));
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hocba-killed-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

type Running = { readonly child: ChildProcess; call<Name extends MethodName>(method: Name, input: MethodInput<Name>): Promise<MethodOutput<Name>>; kill(): Promise<void> };

/** The program in a process of its own, signed in as the clerk; it can be killed without being asked. */
async function startProgram(userName: string): Promise<Running> {
  const child = spawn(process.execPath, ['--no-warnings', program], { env: { ...process.env, HOCBA_DATA: folder, HOCBA_OPEN: 'training' }, stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise<string>((done) => child.stdout?.on('data', (chunk: Buffer) => done(/(http:\S+)/u.exec(String(chunk))?.[1] ?? '')));
  const { origin } = new URL(url);
  const cookie = ((await fetch(url, { redirect: 'manual' })).headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const running: Running = {
    child,
    async call(method, input) {
      const reply = (await (await fetch(`${origin}/call`, { method: 'POST', headers: { cookie, origin }, body: JSON.stringify({ method, input }) })).json()) as Reply<unknown>;
      if (!reply.ok) throw new Error(`${method}: ${reply.error.code}`);
      return reply.value as MethodOutput<typeof method>;
    },
    async kill() {
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGKILL');
      await ended;
    },
  };
  // The training school is opened by the program's own start.
  for (let tries = 0; (await running.call('session.state', {})).school === null && tries < 200; tries += 1) await new Promise((done) => setTimeout(done, 50));
  await running.call('session.signIn', { userName, password: practicePassword });
  return running;
}

test('a mark that was answered as saved is there after the program was killed, and so is each signature', async () => {
  const first = await startProgram('vanthu');
  const { classes, subjects } = await first.call('school.overview', {});
  const group = classes.find(({ name }) => name === '7A');
  const classC = classes.find(({ name }) => name === '6C');
  const subject = subjects.find(({ code }) => code === 'TOAN');
  if (group === undefined || classC === undefined || subject === undefined) throw new Error('the training school is not as expected');
  const sheet = { classId: classC.id, subjectId: subject.id, semester: 1 } as const;
  const row = (await first.call('gradebook.sheet', sheet)).rows[2];
  if (row === undefined) throw new Error('no pupil');
  await first.call('gradebook.setMark', { ...sheet, enrollmentId: row.enrollmentId, column: 'final', text: '9,7' });
  const made = await first.call('records.create', { classId: group.id });
  for (;;) if ((await first.call('jobs.list', {})).jobs.find(({ id }) => id === made.jobId)?.state !== 'running') break;
  await first.kill();

  const second = await startProgram('gvcn7a');
  const kept = (await second.call('gradebook.sheet', sheet)).rows[2]?.cells.final;
  const { certificates } = await second.call('signing.tokens', {});
  const own = certificates.find(({ facts }) => facts.holder.startsWith(group.homeroomTeacherName ?? '?'));
  if (own === undefined) throw new Error('no token');
  const scope: MethodInput<'signing.preview'>['scope'] = { kind: 'records', classIds: [group.id] };
  const choice = { scope, reading: { kind: 'none' }, role: 'homeroomTeacher', moduleId: own.moduleId, tokenSerial: own.tokenSerial, certificateDigest: own.facts.digest, pin: '12345678' } as const;
  const { jobId } = await second.call('signing.start', choice);
  for (;;) if (((await second.call('jobs.list', {})).jobs.find(({ id }) => id === jobId)?.done ?? 0) >= 5) break;
  await second.kill();

  const third = await startProgram('gvcn7a');
  const interrupted = await third.call('signing.preview', { scope, role: 'homeroomTeacher' });
  const left = (await third.call('signing.batches', {})).batches[0];
  if (left === undefined) throw new Error('no batch');
  const { moduleId, tokenSerial, certificateDigest, pin } = choice;
  const again = await third.call('signing.resume', { batchId: left.batchId, moduleId, tokenSerial, certificateDigest, pin });
  for (;;) if ((await third.call('jobs.list', {})).jobs.find(({ id }) => id === again.jobId)?.state !== 'running') break;
  const after = await third.call('signing.preview', { scope, role: 'homeroomTeacher' });
  await third.call('session.signIn', { userName: 'hieutruong', password: practicePassword });
  const log = await third.call('audit.verify', {});
  await third.kill();
  expect({
    kept: kept?.score,
    paused: [left.state, left.interrupted],
    part: interrupted.alreadySigned >= 5 && interrupted.alreadySigned + interrupted.ready === 38,
    whole: [after.alreadySigned, after.ready],
    log: log.brokenAt,
  }).toEqual({ kept: 97, paused: ['paused', true], part: true, whole: [38, 0], log: null });
});
