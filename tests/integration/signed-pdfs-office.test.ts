import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MethodInput, MethodOutput } from '#core/contract/index.ts';
import type { SigningScope } from '#core/contract/signing.ts';
import type { PdfSigningRole } from '#core/contract/signed-pdfs.ts';
import type { ClassId, RecordId } from '#core/values/ids.ts';
import { createFaultProxy, type FaultProxy } from '#tests/support/fault-proxy.ts';
import { openTestOffice, type TestOffice } from '#tests/support/open-office.ts';
import { sealPng, signaturePng } from '#tests/support/png-maker.ts';
import { copyTrainingSchool } from '#tests/support/training-template.ts';
import { softHsmPath } from './signing-parts.ts';

if (softHsmPath === undefined) process.stdout.write('Skipped, signed PDFs through the contract: SoftHSM is not installed (apt-get install softhsm2).\n');

const pupils = 9;

/** A class whose records are issued, and a driver that obeys the test. What each test signs, the next one finds signed. */
describe.skipIf(softHsmPath === undefined)('signed PDFs through the contract, on tokens behind the fault proxy', () => {
  let school: TestOffice;
  let proxy: FaultProxy;
  let base = '';
  let classId: ClassId;
  let recordIds: readonly RecordId[] = [];
  let certificates: MethodOutput<'signing.tokens'>['certificates'] = [];

  beforeAll(async () => {
    base = await mkdtemp(join(tmpdir(), 'hocba-pdfs-'));
    const folder = join(base, 'school');
    await copyTrainingSchool('lower-secondary', folder);
    const file = new Database(join(folder, (await readdir(folder, { recursive: true })).find((name) => name.endsWith('hoc-ba.sqlite')) ?? ''));
    file.exec(`
      UPDATE enrollment SET status = 'left-school', left_on = '2026-05-01' WHERE class_id <> (SELECT id FROM class_group WHERE name = '7A') OR position > ${pupils};
      UPDATE school SET homeroom_signature = 0;
    `);
    file.close();
    proxy = createFaultProxy({ library: softHsmPath ?? '', folder: join(base, 'proxy') });
    Object.assign(process.env, proxy.environment);
    school = await openTestOffice(folder);
    await school.ended((await school.call('setup.openTraining', {})).jobId);
    await school.as('vanthu');
    const group = (await school.call('school.overview', {})).classes.find(({ name }) => name === '7A');
    if (group === undefined) throw new Error('no class');
    classId = group.id;
    await school.ended((await school.call('records.create', { classId })).jobId);
    recordIds = (await school.call('records.class', { classId })).records.flatMap(({ recordId }) => recordId ?? []);
    await school.call('signing.addModule', { path: proxy.path });
    ({ certificates } = await school.call('signing.tokens', {}));
  }, 120_000);

  afterAll(async () => {
    await school.close();
    await rm(base, { recursive: true, force: true });
  });

  const sent = (name: string, bytes: Uint8Array) => school.office.receiveFile('window', { name, mimeType: 'image/png', bytes });
  const pdfs = (recordId: RecordId | null): SigningScope => ({ kind: 'pdfs', classIds: [classId], recordId });

  function keyOf(role: PdfSigningRole) {
    const found = certificates.find(({ fits }) => fits.includes(role));
    if (found === undefined) throw new Error(`no certificate for ${role}`);
    return { moduleId: found.moduleId, tokenSerial: found.tokenSerial, certificateDigest: found.facts.digest };
  }

  const startInput = (scope: SigningScope, role: PdfSigningRole, change: Partial<MethodInput<'signing.start'>> = {}) => ({ scope, role, reading: { kind: 'none' as const }, ...keyOf(role), pin: '12345678', ...change });

  async function ended({ jobId, batchId }: { readonly jobId: string; readonly batchId: MethodOutput<'signing.start'>['batchId'] }) {
    const { state, error } = await school.ended(jobId);
    const { batch } = await school.call('signing.batch', { batchId });
    return [error?.code ?? state, batch.state, batch.signed, batch.waiting];
  }
  const sign = async (scope: SigningScope, role: PdfSigningRole, change?: Partial<MethodInput<'signing.start'>>) => ended(await school.call('signing.start', startInput(scope, role, change)));
  const refused = (scope: SigningScope, role: PdfSigningRole, change?: Partial<MethodInput<'signing.start'>>) => school.refusal('signing.start', startInput(scope, role, change));
  const signed = async () => {
    const { principal, school: seal } = await school.call('signedPdfs.class', { classId });
    return [principal.signed, seal.signed];
  };

  test('the principal and the school sign the PDF of one issued record; it is kept, given out and checked byte for byte', async () => {
    const recordId = recordIds[0] as RecordId;
    const early = await refused(pdfs(recordId), 'school');
    for (const [user, role] of [['hieutruong', 'principal'], ['vanthu', 'school']] as const) {
      await school.as(user);
      await sign({ kind: 'records', classIds: [classId] }, role);
    }
    await school.call('signedPdfs.setImage', { kind: 'organisation', file: sent('dau.png', sealPng()), millimetres: 36 });
    const clerkAsPrincipal = await refused(pdfs(recordId), 'principal');
    const schoolFirst = await refused(pdfs(recordId), 'school');
    await school.as('hieutruong');
    await school.call('signedPdfs.setImage', { kind: 'person', file: sent('chu-ky.png', signaturePng()), millimetres: 40 });
    const looked = await school.call('signing.preflight', { scope: pdfs(recordId), role: 'principal', ...keyOf('principal') });
    const wrongPin = await sign(pdfs(recordId), 'principal', { pin: '00000000' });
    // Not the one who holds the post: refused before any PIN is tried.
    const wrongToken = await refused(pdfs(recordId), 'principal', keyOf('school'));
    const first = await sign(pdfs(recordId), 'principal');
    const again = await refused(pdfs(recordId), 'principal');
    await school.as('vanthu');
    const second = await sign(pdfs(recordId), 'school');

    const { file } = await school.call('records.pdf', { recordId });
    const given = school.office.giveFile('window', file)?.bytes ?? new Uint8Array();
    const report = await school.call('verification.check', { file });
    writeFileSync(join(base, 'a.pdf'), given);
    const poppler = spawnSync('pdfsig', ['-nocert', join(base, 'a.pdf')], { encoding: 'utf8' }).stdout;
    const counts = await school.call('signedPdfs.class', { classId });

    expect({
      early,
      clerkAsPrincipal,
      schoolFirst,
      looked: [looked.count, looked.blocking, looked.changes.items.map(({ kind, fields, signedBefore }) => [kind, fields, signedBefore !== null])],
      wrongPin,
      wrongToken,
      first,
      again,
      second,
      kind: [report.file.kind, report.verdict],
      signatures: report.file.signatures.map(({ role, verdict }) => [role, verdict]),
      poppler: poppler.match(/Signature is Valid/g)?.length,
      counts: [counts.principal, counts.school, counts.pdfs.filter(({ signatures }) => signatures.length > 0).map((pdf) => [pdf.recordId === recordId, pdf.signatures.map(({ role }) => role)])],
      broken: (await school.as('hieutruong'), (await school.call('audit.verify', {})).brokenAt),
    }).toEqual({
      early: 'signing.nothing-to-sign',
      clerkAsPrincipal: 'signing.not-your-role',
      schoolFirst: 'signing.nothing-to-sign',
      looked: [1, [], [['printed', [], true]]],
      wrongPin: ['token.pin-incorrect', 'paused', 0, 1],
      wrongToken: 'signers.other-certificate',
      first: ['done', 'done', 1, 0],
      again: 'signing.nothing-to-sign',
      second: ['done', 'done', 1, 0],
      kind: ['pdf', 'practice'],
      signatures: [['principal', 'practice'], ['school', 'practice']],
      poppler: 2,
      counts: [
        { ready: pupils - 1, signed: 1, recordNotIssued: 0, waiting: 0, outdated: 0, mayActAs: false, withImage: true },
        { ready: 0, signed: 1, recordNotIssued: 0, waiting: pupils - 1, outdated: 0, mayActAs: true, withImage: true },
        [[true, ['principal', 'school']]],
      ],
      broken: null,
    });
  }, 60_000);

  test('a token pulled in the middle pauses the batch; the same one and a new PIN resume it at the first that is not signed, and a cancelled batch keeps what is signed', async () => {
    await school.as('hieutruong');
    proxy.set({ delays: { C_Sign: 20 }, removals: [{ call: 'C_Sign', nth: 4 }] });
    const before = proxy.calls().C_Sign ?? 0;
    const run = await school.call('signing.start', startInput(pdfs(null), 'principal'));
    await school.progress(run.jobId, ({ done }) => done > 0);
    const meanwhile = [await refused(pdfs(null), 'principal'), await refused({ kind: 'records', classIds: [classId] }, 'principal')];
    const pulled = await ended(run);
    const kept = await signed();
    const stillAway = await school.refusal('signing.resume', { batchId: run.batchId, ...keyOf('principal'), pin: '12345678' });
    const paused = stillAway === 'ok' ? 'started' : stillAway;
    await school.ended((await school.call('signing.batches', {})).batches.find(({ batchId }) => batchId === run.batchId)?.jobId ?? run.jobId);
    proxy.insert({});
    const other = await school.refusal('signing.resume', { batchId: run.batchId, ...keyOf('school'), pin: '12345678' });
    const resumed = await ended({ ...run, jobId: (await school.call('signing.resume', { batchId: run.batchId, ...keyOf('principal'), pin: '12345678' })).jobId });
    const operations = (proxy.calls().C_Sign ?? 0) - before;

    await school.as('vanthu');
    proxy.set({ delays: { C_Sign: 60 } });
    const seal = await school.call('signing.start', startInput(pdfs(null), 'school'));
    await school.progress(seal.jobId, ({ done }) => done > 0);
    await school.call('signing.pause', { batchId: seal.batchId });
    const byHand = await ended(seal);
    await school.call('signing.cancel', { batchId: seal.batchId });
    const { batch, items } = await school.call('signing.batch', { batchId: seal.batchId });
    proxy.set({});
    const rest = await sign(pdfs(null), 'school');
    const verdicts = new Set<string>();
    for (const recordId of recordIds) verdicts.add((await school.call('verification.check', { file: (await school.call('records.pdf', { recordId })).file })).verdict);

    // A new head: the picture of the one before stays with its owner, and the new one may bring an own.
    await school.as('hieutruong');
    const pictureOf = async () => (await school.call('signedPdfs.images', {})).images.filter(({ kind }) => kind === 'person').map(({ owner, image }) => [owner, image !== null]);
    const [pictured] = await pictureOf();
    await school.call('signers.takeOver', { name: 'Lê Thị Mới', personalId: '001180000123', title: 'Hiệu trưởng', decision: 'QĐ 12/QĐ-UBND', fromDay: new Date(Date.now() - 86_400_000).toISOString().slice(0, 10) });
    const [succeeded] = await pictureOf();

    expect({
      pictured: pictured?.[1],
      succeeded,
      meanwhile,
      pulled,
      kept,
      paused,
      other,
      resumed,
      // The one that was pulled out in the middle was asked for twice.
      operations,
      byHand: [byHand[0], byHand[1], Number(byHand[2]) > 0],
      cancelled: [batch.state, items.every(({ state }) => state === 'signed' || state === 'skipped'), batch.signed === byHand[2]],
      rest: [rest[0], Number(rest[2]) + batch.signed],
      verdicts: [...verdicts],
      all: await signed(),
      broken: (await school.as('hieutruong'), (await school.call('audit.verify', {})).brokenAt),
    }).toEqual({
      pictured: true,
      succeeded: ['Lê Thị Mới', false],
      meanwhile: ['signing.batch-running', 'signing.batch-running'],
      pulled: ['token.removed', 'paused', 3, pupils - 4],
      kept: [4, 1],
      paused: 'started',
      other: 'signing.other-token',
      resumed: ['done', 'done', pupils - 1, 0],
      operations: pupils,
      byHand: ['signing.paused', 'paused', true],
      cancelled: ['cancelled', true, true],
      rest: ['done', pupils - 1],
      verdicts: ['practice'],
      all: [pupils, pupils],
      broken: null,
    });
  }, 60_000);
});
