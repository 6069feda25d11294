import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { MethodOutput } from '#core/contract/index.ts';
import type { SigningRole } from '#core/contract/signing.ts';
import type { RecordId } from '#core/values/ids.ts';
import { openTrainingOffice, type TestOffice } from '#tests/support/open-office.ts';
import { sealPng, signaturePng } from '#tests/support/png-maker.ts';

let school: TestOffice;

beforeEach(async () => {
  school = await openTrainingOffice();
});

afterEach(() => school.close());

let certificates: MethodOutput<'signing.tokens'>['certificates'] = [];

async function keyFor(role: SigningRole) {
  if (certificates.length === 0) ({ certificates } = await school.call('signing.tokens', {}));
  const found = certificates.find(({ fits }) => fits.includes(role));
  if (found === undefined) throw new Error(`no certificate for ${role}`);
  return { moduleId: found.moduleId, tokenSerial: found.tokenSerial, certificateDigest: found.facts.digest, pin: '12345678' };
}

const sent = (name: string, bytes: Uint8Array) => school.office.receiveFile('window', { name, mimeType: 'image/png', bytes });

test('the principal and the school sign the PDF of an issued record; it is kept, given out and checked byte for byte', async () => {
  await school.as('vanthu');
  const group = (await school.call('school.overview', {})).classes.find(({ name }) => name === '7A');
  if (group === undefined) throw new Error('no class');
  const classId = group.id;
  await school.ended((await school.call('records.create', { classId })).jobId);
  const { records } = await school.call('records.class', { classId });
  const recordId = records[0]?.recordId as RecordId;
  const sign = async (role: 'principal' | 'school', only: RecordId | null, key?: Awaited<ReturnType<typeof keyFor>>) => {
    const { jobId } = await school.call('signedPdfs.start', { classId, recordId: only, role, ...(key ?? (await keyFor(role))) });
    const { state, error, done } = await school.ended(jobId);
    return [state, error?.code ?? null, done];
  };
  const refused = async (role: 'principal' | 'school', only: RecordId | null = recordId) => school.refusal('signedPdfs.start', { classId, recordId: only, role, ...(await keyFor(role)) });

  const early = await refused('school');
  await school.call('school.saveSettings', { ...(await school.call('school.settings', {})), homeroomSignature: false });
  for (const [user, role] of [['hieutruong', 'principal'], ['vanthu', 'school']] as const) {
    await school.as(user);
    await school.ended((await school.call('signing.start', { scope: { kind: 'records', classIds: [classId] }, reading: { kind: 'none' }, role, ...(await keyFor(role)) })).jobId);
  }
  await school.call('signedPdfs.setImage', { kind: 'organisation', file: sent('dau.png', sealPng()), millimetres: 36 });
  const clerkAsPrincipal = await refused('principal');
  const schoolFirst = await refused('school');
  await school.as('hieutruong');
  await school.call('signedPdfs.setImage', { kind: 'person', file: sent('chu-ky.png', signaturePng()), millimetres: 40 });
  const wrongPin = await sign('principal', recordId, { ...(await keyFor('principal')), pin: '00000000' });
  const wrongToken = await sign('principal', recordId, await keyFor('school'));
  const first = await sign('principal', recordId);
  const again = await refused('principal');
  await school.as('vanthu');
  const second = await sign('school', recordId);

  const { file } = await school.call('records.pdf', { recordId });
  const given = school.office.giveFile('window', file)?.bytes ?? new Uint8Array();
  const report = await school.call('verification.check', { file });
  writeFileSync(join(school.folder, 'a.pdf'), given);
  const poppler = spawnSync('pdfsig', ['-nocert', join(school.folder, 'a.pdf')], { encoding: 'utf8' }).stdout;
  const counts = await school.call('signedPdfs.class', { classId });

  // The rest of the class: stopped after some files, which are kept, and finished with another PIN.
  await school.as('hieutruong');
  const { jobId } = await school.call('signedPdfs.start', { classId, recordId: null, role: 'principal', ...(await keyFor('principal')) });
  await school.progress(jobId, ({ done }) => done > 0);
  const atOnce = await refused('principal', null);
  await school.call('jobs.cancel', { jobId });
  const stopped = await school.ended(jobId);
  const kept = (await school.call('signedPdfs.class', { classId })).principal.signed;
  const verified = await school.call('audit.verify', {});

  expect({
    early,
    clerkAsPrincipal,
    schoolFirst,
    wrongPin,
    wrongToken,
    first,
    again,
    second,
    kind: [report.file.kind, report.verdict],
    signatures: report.file.signatures.map(({ role, verdict }) => [role, verdict]),
    poppler: poppler.match(/Signature is Valid/g)?.length,
    counts: [counts.principal, counts.school, counts.pdfs.filter(({ signatures }) => signatures.length > 0).map((pdf) => [pdf.recordId === recordId, pdf.signatures.map(({ role }) => role)])],
    atOnce,
    stopped: [stopped.state, kept === stopped.done + 1, kept < records.length],
    broken: verified.brokenAt,
  }).toEqual({
    early: 'signing.pdf-not-issued',
    clerkAsPrincipal: 'signing.not-your-role',
    schoolFirst: 'signing.nothing-to-sign',
    wrongPin: ['failed', 'token.pin-incorrect', 0],
    wrongToken: ['failed', 'signing.wrong-person', 0],
    first: ['done', null, 1],
    again: 'signing.nothing-to-sign',
    second: ['done', null, 1],
    kind: ['pdf', 'practice'],
    signatures: [['principal', 'practice'], ['school', 'practice']],
    poppler: 2,
    counts: [
      { ready: 37, signed: 1, recordNotIssued: 0, waiting: 0, outdated: 0, mayActAs: false, withImage: true },
      { ready: 0, signed: 1, recordNotIssued: 0, waiting: 37, outdated: 0, mayActAs: true, withImage: true },
      [[true, ['principal', 'school']]],
    ],
    atOnce: 'signing.batch-running',
    stopped: ['cancelled', true, true],
    broken: null,
  });
}, 120_000);
