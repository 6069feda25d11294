import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MethodInput, MethodOutput } from '#core/contract/index.ts';
import type { SigningRole, TokenCertificate } from '#core/contract/signing.ts';
import type { BatchId, ClassId } from '#core/values/ids.ts';
import { createFaultProxy, type FaultProxy } from '../support/fault-proxy.ts';
import { openTestOffice, type TestOffice } from '#tests/support/open-office.ts';
import { copyTrainingSchool } from '#tests/support/training-template.ts';
import { judge, softHsmPath } from './signing-parts.ts';

if (softHsmPath === undefined) process.stdout.write('Skipped, batches through the contract: SoftHSM is not installed (apt-get install softhsm2).\n');

const pin = '12345678';
const pupils = { first: 8, second: 12 };
type Choice = MethodInput<'signing.preflight'>;
type Scope = Choice['scope'];

/** A school with two small classes whose records are made, and a driver that obeys the test. What each test signs, the next one finds signed. */
describe.skipIf(softHsmPath === undefined)('batches through the contract, on tokens behind the fault proxy', () => {
  let school: TestOffice;
  let proxy: FaultProxy;
  let base = '';
  let database = '';
  let first: ClassId;
  let second: ClassId;
  let everyClass: readonly ClassId[];
  let tokens: readonly TokenCertificate[] = [];

  beforeAll(async () => {
    base = await mkdtemp(join(tmpdir(), 'hocba-batches-'));
    const folder = join(base, 'school');
    await copyTrainingSchool('lower-secondary', folder);
    database = join(folder, (await readdir(folder, { recursive: true })).find((name) => name.endsWith('hoc-ba.sqlite')) ?? '');
    const file = new Database(database);
    // Class 6C gets some of 7A's pupils, whose year is complete, instead of its own; nobody else is there.
    file.exec(`
      UPDATE enrollment SET status = 'left-school', left_on = '2026-05-01' WHERE class_id <> (SELECT id FROM class_group WHERE name = '7A') OR position > ${pupils.first + pupils.second};
      UPDATE enrollment SET class_id = (SELECT id FROM class_group WHERE name = '6C'), position = position + 1000 WHERE status = 'studying' AND position > ${pupils.first};
      UPDATE school SET homeroom_signature = 0;
    `);
    file.close();
    proxy = createFaultProxy({ library: softHsmPath ?? '', folder: join(base, 'proxy') });
    Object.assign(process.env, proxy.environment);
    await open();
    await school.as('vanthu');
    const { classes } = await school.call('school.overview', {});
    const named = (wanted: string) => classes.find(({ name }) => name === wanted)?.id as ClassId;
    [first, second, everyClass] = [named('7A'), named('6C'), classes.map(({ id }) => id)];
    for (const classId of [first, second]) await school.ended((await school.call('records.create', { classId })).jobId);
    await school.call('signing.addModule', { path: proxy.path });
    await look();
  }, 120_000);

  afterAll(async () => {
    await school.close();
    await rm(base, { recursive: true, force: true });
  });

  async function open(): Promise<void> {
    school = await openTestOffice(join(base, 'school'), { driverSilence: 3000 });
    await school.ended((await school.call('setup.openTraining', {})).jobId);
  }

  async function look(): Promise<readonly TokenCertificate[]> {
    tokens = (await school.call('signing.tokens', {})).certificates;
    return tokens;
  }

  const certificateOf = (role: SigningRole) => tokens.find(({ fits }) => fits.includes(role));

  function keyOf(role: SigningRole): Omit<Choice, 'scope' | 'role'> {
    const found = certificateOf(role);
    if (found === undefined) throw new Error(`no certificate for ${role}`);
    return { moduleId: found.moduleId, tokenSerial: found.tokenSerial, certificateDigest: found.facts.digest };
  }

  const records = (...classIds: readonly ClassId[]): Scope => ({ kind: 'records', classIds: [...classIds] });

  type Run = { readonly jobId: string; readonly batchId: BatchId };
  type Start = { readonly scope: Scope; readonly role: SigningRole; readonly reading?: MethodInput<'signing.start'>['reading'] };
  const start = ({ reading = { kind: 'none' }, ...rest }: Start) => school.call('signing.start', { ...rest, reading, ...keyOf(rest.role), pin });

  /** How a run ended: the job's state or its error, and the batch as it stands then. */
  async function ended(run: Run) {
    return (await endedWithItems(run)).end;
  }

  async function endedWithItems({ jobId, batchId }: Run) {
    const { state, error } = await school.ended(jobId);
    const { batch, items } = await school.call('signing.batch', { batchId });
    return { items, end: { run: error?.code ?? state, batch: batch.state, because: batch.pausedBecause?.code ?? null, signed: batch.signed, waiting: batch.waiting } };
  }

  async function resume(batchId: BatchId, role: SigningRole, changes: Partial<MethodInput<'signing.resume'>> = {}) {
    const reply = await school.office.call('window', 'signing.resume', { batchId, ...keyOf(role), pin, ...changes });
    if (!reply.ok) return reply.error.code;
    return ended({ batchId, jobId: (reply.value as MethodOutput<'signing.resume'>).jobId });
  }

  const calls = (name: 'C_Sign' | 'C_SignInit' | 'C_Login') => proxy.calls()[name] ?? 0;

  /** Changes some pupils of a class and makes their records anew: they are to be signed again. Answers the first one's. */
  async function reissue(classId: ClassId, birthPlace: string, count = 1) {
    await school.as('vanthu');
    const changed = (await school.call('pupils.list', { classId })).pupils.filter(({ status }) => status === 'studying').slice(0, count);
    for (const { pupilId, data } of changed) await school.call('pupils.save', { pupilId, data: { ...data, birthPlace } });
    await school.ended((await school.call('records.create', { classId })).jobId);
    return (await school.call('records.class', { classId })).records.find(({ pupilId }) => pupilId === changed[0]?.pupilId)?.recordId;
  }

  async function auditOf(action: string) {
    await school.as('hieutruong');
    return (await school.call('audit.list', { before: null, limit: 200 })).entries.filter((entry) => entry.action === action);
  }

  test('the preflight tells count, time and what changed since the last signature; how it was read is in the audit log', async () => {
    await school.as('hieutruong');
    const choice: Choice = { scope: records(first), role: 'principal', ...keyOf('principal') };
    const before = await school.call('signing.preflight', choice);
    const { sample } = before.changes;
    const run = await ended(await start({ scope: choice.scope, role: 'principal', reading: { kind: 'sample', itemIds: sample } }));
    await reissue(first, 'Huyện Sóc Sơn');
    await school.as('hieutruong');
    const after = await school.call('signing.preflight', choice);
    const again = await ended(await start({ scope: choice.scope, role: 'principal', reading: { kind: 'all' } }));
    const started = (await auditOf('signing.started')).map(({ detail }) => (typeof detail === 'string' ? JSON.parse(detail) : detail) as { readonly reading: { readonly kind: string; readonly names?: readonly string[] } });
    expect({
      before: [before.count, before.estimate, before.blocking, before.signer.validity, before.changes.last, before.changes.items.map(({ kind }) => kind), sample.length],
      run,
      after: [after.count, after.estimate.measured, after.changes.last?.auditHead === before.changes.auditHead, (after.changes.last?.entriesSince ?? 0) > 3, after.changes.items.map(({ kind, fields }) => [kind, fields.map(({ field, after: now }) => [field, now])])],
      again,
      reading: started.map(({ reading }) => [reading.kind, reading.names?.length ?? null]),
    }).toEqual({
      before: [8, { seconds: 3, measured: false }, [], 'valid', null, Array.from({ length: 8 }, () => 'new'), 5],
      run: { run: 'done', batch: 'done', because: null, signed: 8, waiting: 0 },
      after: [1, true, true, true, [['reissued', [['NOI_SINH', 'Huyện Sóc Sơn']]]]],
      again: { run: 'done', batch: 'done', because: null, signed: 1, waiting: 0 },
      reading: [['all', null], ['sample', 5]],
    });
  });

  test('a silent driver pauses the batch with its own text while the program goes on; only the same token, certificate and PIN resume it, at the first that is not signed', async () => {
    await school.as('vanthu');
    proxy.set({ hangs: [{ call: 'C_Sign', nth: 4 }], delays: { C_Sign: 200 } });
    const before = { signed: calls('C_Sign'), logins: calls('C_Login') };
    const run = await start({ scope: records(first), role: 'school' });
    await school.progress(run.jobId, ({ done }) => done >= 1);
    // The office answers as ever while the driver holds its own process up.
    for (let times = 0; times < 20; times += 1) await school.call('school.overview', {});
    const stillRunning = (await school.call('jobs.list', {})).jobs.find(({ id }) => id === run.jobId)?.state;
    const silent = await ended(run);

    proxy.set({ pin: { lockAfter: 3 } });
    const wrong = await resume(run.batchId, 'school', { pin: '00000000' });
    const counted = (await look()).find(({ facts }) => facts.digest === keyOf('school').certificateDigest)?.pin;
    const wrongAgain = await resume(run.batchId, 'school', { pin: '00000000' });
    const unconfirmed = await resume(run.batchId, 'school');
    const tries = calls('C_Login') - before.logins;
    const { tokenSerial, certificateDigest } = keyOf('principal');
    const others = [await resume(run.batchId, 'school', { tokenSerial }), await resume(run.batchId, 'school', { certificateDigest })];
    await school.as('gvcn7a');
    const strangers = [await school.refusal('signing.resume', { batchId: run.batchId, ...keyOf('school'), pin }), await school.refusal('signing.pause', { batchId: run.batchId }), await school.refusal('signing.cancel', { batchId: run.batchId })];
    await school.as('vanthu');
    const right = await resume(run.batchId, 'school', { lastTryConfirmed: true });

    const brief = (end: Awaited<ReturnType<typeof resume>>) => (typeof end === 'string' ? end : [end.run, end.batch, end.because, end.signed]);
    expect({ silent, stillRunning, wrong: brief(wrong), counted, wrongAgain: brief(wrongAgain), unconfirmed: brief(unconfirmed), tries, others, strangers, right: brief(right), operations: calls('C_Sign') - before.signed }).toEqual({
      silent: { run: 'token.silent', batch: 'paused', because: 'token.silent', signed: 3, waiting: pupils.first - 3 },
      stillRunning: 'running',
      wrong: ['token.pin-incorrect', 'paused', 'token.pin-incorrect', 3],
      counted: 'count-low',
      wrongAgain: ['token.pin-last-try', 'paused', 'token.pin-last-try', 3],
      unconfirmed: ['token.last-try-unconfirmed', 'paused', 'token.last-try-unconfirmed', 3],
      tries: 3,
      others: ['signing.other-token', 'signing.other-token'],
      strangers: ['signing.not-your-role', 'signing.not-your-role', 'signing.not-your-role'],
      right: ['done', 'done', null, pupils.first],
      // The one that hung is the only operation made in vain.
      operations: pupils.first + 1,
    });
  });

  test('the user pauses, resumes and cancels between two items; what is signed stays, and a new batch signs only the rest', async () => {
    await school.as('hieutruong');
    proxy.set({ delays: { C_Sign: 120 } });
    const before = calls('C_Sign');
    const run = await start({ scope: records(second), role: 'principal' });
    await school.progress(run.jobId, ({ done }) => done >= 1);
    await school.call('signing.pause', { batchId: run.batchId });
    const paused = await ended(run);
    const again = await school.call('signing.resume', { batchId: run.batchId, ...keyOf('principal'), pin });
    await school.progress(again.jobId, ({ done }) => done > paused.signed);
    await school.call('signing.cancel', { batchId: run.batchId });
    const { end: cancelled, items } = await endedWithItems({ ...run, jobId: again.jobId });
    const late = [await school.refusal('signing.pause', { batchId: run.batchId }), await school.refusal('signing.cancel', { batchId: run.batchId }), await resume(run.batchId, 'principal')];
    const left = (await school.call('signing.preview', { scope: records(second), role: 'principal' })).ready;
    proxy.set({});
    const rest = await ended(await start({ scope: records(second), role: 'principal' }));
    expect({
      paused: [paused.run, paused.batch, paused.because, paused.signed + paused.waiting, paused.signed < pupils.second],
      cancelled: [cancelled.run, cancelled.batch, cancelled.signed > paused.signed && cancelled.signed < pupils.second, cancelled.waiting, items.filter(({ state }) => state === 'skipped').length],
      late,
      left,
      rest,
      operations: calls('C_Sign') - before,
    }).toEqual({
      paused: ['signing.paused', 'paused', null, pupils.second, true],
      cancelled: ['cancelled', 'cancelled', true, 0, pupils.second - cancelled.signed],
      late: ['signing.batch-ended', 'signing.batch-ended', 'signing.batch-ended'],
      left: pupils.second - cancelled.signed,
      rest: { run: 'done', batch: 'done', because: null, signed: pupils.second - cancelled.signed, waiting: 0 },
      operations: pupils.second,
    });
  });

  test('one batch signs the whole school; while anything is being signed, batches and PDFs are refused with that reason', async () => {
    await school.as('vanthu');
    const whole = records(...everyClass);
    const pdfs: Scope = { kind: 'pdfs', classIds: [first], recordId: null };
    const preview = await school.call('signing.preview', { scope: whole, role: 'school' });
    proxy.set({ delays: { C_Sign: 120 } });
    const run = await start({ scope: whole, role: 'school' });
    const during = [
      await school.refusal('signing.start', { scope: whole, role: 'school', reading: { kind: 'none' }, ...keyOf('school'), pin }),
      await school.refusal('signing.start', { scope: pdfs, role: 'school', reading: { kind: 'none' }, ...keyOf('school'), pin }),
    ];
    const { end, items } = await endedWithItems(run);
    const groups = [...new Set(items.map(({ group }) => group))];
    await school.as('hieutruong');
    proxy.set({ delays: { C_Sign: 120 } });
    const { jobId } = await start({ scope: pdfs, role: 'principal' });
    const duringPdfs = [
      await school.refusal('signing.start', { scope: whole, role: 'principal', reading: { kind: 'none' }, ...keyOf('principal'), pin }),
      await school.refusal('signing.resume', { batchId: run.batchId, ...keyOf('principal'), pin }),
      await school.refusal('signing.start', { scope: pdfs, role: 'principal', reading: { kind: 'none' }, ...keyOf('principal'), pin }),
    ];
    await school.call('jobs.cancel', { jobId });
    await school.ended(jobId);
    const afterwards = await school.refusal('signing.start', { scope: whole, role: 'principal', reading: { kind: 'none' }, ...keyOf('principal'), pin });
    expect({ preview: [preview.ready, preview.alreadySigned, preview.withoutRecord], during, end, groups, duringPdfs, afterwards }).toEqual({
      preview: [pupils.second, pupils.first, 0],
      during: ['signing.batch-running', 'signing.batch-running'],
      end: { run: 'done', batch: 'done', because: null, signed: pupils.second, waiting: 0 },
      groups: ['6C'],
      duringPdfs: ['signing.batch-running', 'signing.batch-running', 'signing.batch-running'],
      afterwards: 'signing.nothing-to-sign',
    });
  });

  test('RSA-PSS and inclusive canonicalisation where the gateway profile wants them; a token without PSS is refused before its PIN', async () => {
    const recordId = await reissue(second, 'Huyện Gia Lâm');
    if (recordId == null) throw new Error('no record');
    const profile = { name: 'Cổng', url: 'https://cong.example.vn', userName: '', unitCode: '', paths: { token: '/a', registerCertificate: '/b', queryCertificate: '/c', submit: '/d', queryResult: '/e' }, canonicalization: 'inclusive', rsaScheme: 'pss' };
    const file = new Database(database);
    file.prepare('INSERT INTO gateway_profile (id, profile, password) VALUES (1, ?, NULL)').run(JSON.stringify(profile));
    await school.as('hieutruong');
    const choice: Choice = { scope: records(second), role: 'principal', ...keyOf('principal') };
    proxy.set({ mechanisms: [0x1, 0x40] });
    const logins = calls('C_Login');
    const without = await school.call('signing.preflight', choice);
    const refused = await start(choice);
    const refusedEnd = await ended(refused);
    const noLogin = calls('C_Login') - logins;
    proxy.set({});
    const allowed = await school.call('signing.preflight', choice);
    const resumed = await resume(refused.batchId, 'principal');
    const xml = await school.call('records.xml', { recordId });
    const report = await school.call('verification.check', { file: xml.file });
    const text = Buffer.from(school.office.giveFile('window', xml.file)?.bytes ?? []).toString('utf8');
    file.exec('DELETE FROM gateway_profile');
    file.close();
    expect({
      blocking: [without.blocking.map(({ code, params }) => [code, params]), allowed.blocking],
      refusedEnd,
      noLogin,
      resumed,
      method: [...text.matchAll(/<ds:(?:SignatureMethod|CanonicalizationMethod) Algorithm="([^"]+)"/gu)].map(([, uri]) => uri),
      verdict: [report.verdict, report.file.signatures.map(({ role, verdict }) => [role, verdict])],
    }).toEqual({
      blocking: [[['token.scheme-missing', { scheme: 'RSA-PSS' }]], []],
      refusedEnd: { run: 'token.scheme-missing', batch: 'paused', because: 'token.scheme-missing', signed: 0, waiting: 1 },
      noLogin: 0,
      resumed: { run: 'done', batch: 'done', because: null, signed: 1, waiting: 0 },
      method: ['http://www.w3.org/TR/2001/REC-xml-c14n-20010315', 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1'],
      // The school has not signed yet.
      verdict: ['indeterminate', [['principal', 'practice']]],
    });
  });

  test('a program that is ended in the middle of a batch leaves it paused, one killed after its last signature finds it done; who pauses at the last one, or ends a batch that hangs, gets what they want', async () => {
    const principal = { scope: records(second), role: 'principal' } as const;
    const summary = async (batchId: BatchId) => {
      const { batch } = await school.call('signing.batch', { batchId });
      return [batch.state, batch.pausedBecause?.code ?? null, batch.interrupted, batch.signed, batch.waiting];
    };
    await reissue(second, 'Huyện Đông Anh', 5);
    await school.as('hieutruong');
    const before = calls('C_Sign');
    proxy.set({ delays: { C_Sign: 200 } });
    const run = await start(principal);
    await school.progress(run.jobId, ({ done }) => done >= 1);
    await school.office.close();
    proxy.set({});
    await open();
    await school.as('hieutruong');
    const closed = await summary(run.batchId);
    const resumed = await resume(run.batchId, 'principal');
    // What a program leaves that is killed between the last signature and the note that this was the last.
    await school.office.close();
    const file = new Database(database);
    file.prepare("UPDATE signing_batch SET state = 'running', finished_at = NULL WHERE id = ?").run(run.batchId);
    file.close();
    await open();
    await school.as('hieutruong');
    const killed = await summary(run.batchId);
    const operations = calls('C_Sign') - before;

    await reissue(second, 'Huyện Mê Linh', 1);
    await school.as('hieutruong');
    proxy.set({ delays: { C_Sign: 400 } });
    const one = await start(principal);
    const signing = calls('C_SignInit');
    while (calls('C_SignInit') === signing) await new Promise((done) => setTimeout(done, 10));
    await school.call('signing.pause', { batchId: one.batchId });
    const pausedAtLast = await ended(one);

    await reissue(second, 'Huyện Ba Vì', 2);
    await school.as('hieutruong');
    proxy.set({ hangs: [{ call: 'C_Sign', nth: 2 }], delays: { C_Sign: 300 } });
    const hanging = await start(principal);
    await school.progress(hanging.jobId, ({ done }) => done >= 1);
    await school.call('signing.cancel', { batchId: hanging.batchId });
    const cancelled = await ended(hanging);
    expect({ closed: [...closed.slice(0, 3), Number(closed[3]) + Number(closed[4])], some: Number(closed[3]) > 0 && Number(closed[4]) > 0, resumed, killed, operations, pausedAtLast, cancelled }).toEqual({
      closed: ['paused', 'signing.interrupted', true, 5],
      some: true,
      resumed: { run: 'done', batch: 'done', because: null, signed: 5, waiting: 0 },
      killed: ['done', null, false, 5, 0],
      operations: 5,
      pausedAtLast: { run: 'done', batch: 'done', because: null, signed: 1, waiting: 0 },
      cancelled: { run: 'cancelled', batch: 'cancelled', because: null, signed: 1, waiting: 0 },
    });
  });

  test('a certificate that expires before the batch can be done is told in the preflight', async () => {
    const holder = certificateOf('principal')?.facts.holder.replace(' (LUYỆN TẬP)', '') ?? '';
    await school.as('hieutruong');
    const { people } = await school.call('signers.register', {});
    const owner = people.find(({ name }) => name === holder)?.owner;
    if (owner?.kind !== 'person') throw new Error('no owner');
    const made = join(base, 'short.pem');
    const { ok, output } = judge('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', join(base, 'short.key'), '-out', made, '-utf8', '-subj', `/O=CA LUYỆN TẬP/CN=${holder}/UID=CCCD:${owner.personalId}`, '-days', '1', '-addext', 'basicConstraints=critical,CA:FALSE', '-addext', 'keyUsage=critical,digitalSignature,nonRepudiation']);
    if (!ok) throw new Error(output);
    proxy.set({ certificate: new X509Certificate(readFileSync(made)).raw });
    const short = (await look()).find(({ moduleId, facts }) => moduleId === keyOf('principal').moduleId && facts.holder === holder);
    if (short === undefined) throw new Error('not found');
    const key = { moduleId: short.moduleId, tokenSerial: short.tokenSerial, certificateDigest: short.facts.digest };
    const { id } = await school.call('signers.proposeFromToken', { owner, ...key });
    const choice: Choice = { scope: records(second), role: 'principal', ...key };
    const waiting = (await school.call('signing.preflight', choice)).blocking.map(({ code }) => code);
    await school.call('signers.approve', { id, post: 'principal', alone: false });
    await school.as('quantri');
    await school.call('signers.approve', { id, post: 'administrator', alone: false });
    await school.as('hieutruong');
    const soon = await school.call('signing.preflight', choice);
    // A token that was seen to take a day for each signature.
    const file = new Database(database);
    file.prepare("INSERT INTO signing_batch SELECT 'slow', kind, role, scope, ?, token_serial, reading, started_at, finished_at, user_id, started_by, audit_head, state, because, 90000000 FROM signing_batch LIMIT 1").run(key.certificateDigest);
    file.exec("INSERT INTO signing_item VALUES ('slow', 'one', 1, 'signed', NULL)");
    file.close();
    const late = await school.call('signing.preflight', choice);
    expect([waiting, [soon.signer.validity, soon.blocking], [late.signer.validity, late.estimate, late.blocking]]).toEqual([
      ['signers.waiting'],
      ['valid', []],
      ['expires-during', { seconds: 90_000, measured: true }, []],
    ]);
  });
});
