import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SigningRole } from '#core/contract/signing.ts';
import type { ClassId } from '#core/values/ids.ts';
import { createFaultProxy } from '#tests/support/fault-proxy.ts';
import { keyAt, packageIn, startSignerPc, tokensOf, type SignerPc } from '#tests/support/hand-off.ts';
import { openTrainingOffice, type TestOffice } from '#tests/support/open-office.ts';

/** The clerk's PC with the training school, and a stick; the signer's PC has a data folder in which there is nothing. */
let clerk: TestOffice;
let signer: SignerPc;
let stick = '';
let elsewhere = '';
let driver = '';
let environment: Readonly<Record<string, string>> = {};
let group: { readonly id: ClassId; readonly homeroomTeacherName: string | null };

const passphrase = 'hoa-phượng-đỏ-2026';

beforeEach(async () => {
  stick = await mkdtemp(join(tmpdir(), 'hocba-stick-'));
  elsewhere = await mkdtemp(join(tmpdir(), 'hocba-signer-'));
  clerk = await openTrainingOffice();
  await clerk.as('vanthu');
  const found = (await clerk.call('school.overview', {})).classes.find(({ name }) => name === '7A');
  if (found === undefined) throw new Error('no class 7A');
  group = found;
  await clerk.ended((await clerk.call('records.create', { classId: group.id })).jobId);
  ({ driver, environment } = tokensOf(clerk.folder));
  signer = await startSignerPc(elsewhere, environment);
  await signer.call('handOff.addModule', { path: driver });
});

afterEach(async () => {
  await signer.kill();
  await clerk.close();
  for (const folder of [stick, elsewhere]) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function placeOn(pc: Pick<SignerPc, 'call'>, folder: string) {
  const { destination } = await pc.call('handOff.addDestination', { path: folder });
  return destination.id;
}

async function handOut(role: SigningRole, folder = stick) {
  await clerk.as('vanthu');
  const answer = await clerk.call('handOff.export', { classId: group.id, role, recordIds: null, destinationId: await placeOn(clerk, folder), lock: { kind: 'passphrase', passphrase }, validDays: 14 });
  return { ...answer, file: await packageIn(folder, 'LUYEN-TAP-trinh-ky') };
}

async function openAt(pc: SignerPc, file: { readonly name: string; readonly bytes: Uint8Array }) {
  return pc.call('handOff.open', { file: await pc.send(file.name, file.bytes), key: { kind: 'passphrase', passphrase } });
}

function received(bytes: Uint8Array) {
  return clerk.office.receiveFile('window', { name: 'chu-ky.hocba-trinh-ky', mimeType: 'application/octet-stream', bytes });
}

async function takeBack(bytes: Uint8Array) {
  const { jobId, packageId } = await clerk.call('handOff.takeBack', { file: received(bytes) });
  const job = await clerk.ended(jobId);
  return { state: job.error?.code ?? job.state, items: (await clerk.call('handOff.items', { packageId })).items };
}

test('records go out, are read and signed on a PC without the school, and come back as signatures only; both sides have it in their log', async () => {
  const out = await handOut('homeroomTeacher');
  const wrong = await signer.refusal('handOff.open', { file: await signer.send(out.file.name, out.file.bytes), key: { kind: 'passphrase', passphrase: 'hoa-phượng-đỏ-2025' } });
  const opened = await openAt(signer, out.file);
  const [first, second, third] = opened.records;
  const { lines } = await signer.call('handOff.readRecord', { uuid: first?.uuid ?? '' });
  const key = await keyAt(signer, group.homeroomTeacherName ?? '?');
  const notRead = await signer.refusal('handOff.sign', { review: 'all', ...key });
  for (const record of [second, third, opened.records[3]]) await signer.call('handOff.readRecord', { uuid: record?.uuid ?? '' });
  const { pin: _, ...choice } = key;
  const { pin: __, ...sealChoice } = await keyAt(signer, 'Trường');
  const look = await signer.call('handOff.preflight', choice);
  const sealLook = await signer.call('handOff.preflight', sealChoice);
  const somebodyElse = await signer.refusal('handOff.sign', { review: 'sample', ...(await keyAt(signer, 'Trường')) });
  const wrongPin = await signer.ended((await signer.call('handOff.sign', { review: 'sample', ...key, pin: '00000000' })).jobId);
  const nothing = await signer.refusal('handOff.writeReturn', { destinationId: await placeOn(signer, stick) });
  const signed = await signer.ended((await signer.call('handOff.sign', { review: 'sample', ...key })).jobId);
  const after = (await signer.call('handOff.opened', {})).package;
  await signer.call('handOff.writeReturn', { destinationId: await placeOn(signer, stick) });
  const back = await packageIn(stick, 'LUYEN-TAP-chu-ky');
  const taken = await takeBack(back.bytes);
  const replay = await clerk.refusal('handOff.takeBack', { file: received(back.bytes) });
  const [recordId] = taken.items.map((item) => item.recordId);
  if (recordId === undefined) throw new Error('no record');
  const report = await clerk.call('verification.check', { file: (await clerk.call('records.xml', { recordId })).file });
  await clerk.as('hieutruong');
  const { entries } = await clerk.call('audit.list', { before: null, limit: 200 });
  const log = await signer.call('handOff.log', {});
  const count = (list: readonly { readonly action: string }[], action: string) => list.filter((entry) => entry.action === action).length;
  expect({
    package: [out.package.state, out.package.records, out.package.signer === group.homeroomTeacherName, out.fingerprint === opened.fingerprint],
    opened: [opened.school.training, opened.className, opened.role, opened.sender, opened.records.length, first?.verdict, first?.signedBefore, first?.changes, first?.summary.pupilName !== ''],
    lines: lines.some(({ tag, text }) => tag === 'HO_VA_TEN' && text === first?.summary.pupilName) && lines.filter(({ tag }) => tag === 'DIEM_TONG_KET').length > 8,
    refused: { wrong, notRead, somebodyElse, wrongPin, nothing, replay },
    look: [look.count, look.blocking, look.signer, sealLook.blocking.map(({ code }) => code)],
    signed: [signed, after?.records.every((record) => record.signed)],
    noData: [back.bytes.length < out.file.bytes.length, (await signer.refusal('records.class', { classId: group.id }))],
    taken: [taken.state, taken.items.filter(({ state }) => state === 'taken').length, [...new Set(taken.items.map(({ error }) => error?.code ?? null))]],
    state: (await clerk.call('handOff.packages', {})).packages.map(({ state, taken: signatures, refused }) => [state, signatures, refused]),
    record: [report.verdict, report.file.signatures.map(({ role }) => role)],
    clerkLog: [count(entries, 'handOff.signatureTaken'), count(entries, 'handOff.taken'), count(entries, 'handOff.refused'), (await clerk.call('audit.verify', {})).brokenAt],
    signerLog: [count(log.entries, 'record.signed'), count(log.entries, 'package.opened'), count(log.entries, 'package.refused'), count(log.entries, 'return.written'), log.whole, JSON.stringify(log.entries).includes(first?.summary.pupilName ?? '?')],
  }).toEqual({
    package: ['open', 38, true, true],
    opened: [true, '7A', 'homeroomTeacher', 'new', 38, null, [], null, true],
    lines: true,
    refused: { wrong: 'hand-off.wrong-passphrase', notRead: 'hand-off.not-read', somebodyElse: 'hand-off.not-asked', wrongPin: 'token.pin-incorrect', nothing: 'hand-off.nothing-signed', replay: 'hand-off.already-taken' },
    look: [
      38,
      [],
      // A PC that has no training school does not know its authority, and says so.
      { validity: 'valid', keyUsage: 'may-sign', chain: { state: 'untrusted', name: expect.any(String) as string, reason: 'unknown-issuer' }, revocation: { state: 'unknown', knownAt: null, revokedAt: null, reason: 'training' }, clock: { state: 'sane', offBy: null, earliest: null } },
      ['hand-off.not-asked'],
    ],
    signed: ['done', true],
    noData: [true, 'session.sign-in-needed'],
    taken: ['done', 38, [null]],
    state: [['done', 38, 0]],
    record: ['indeterminate', ['homeroomTeacher']],
    clerkLog: [38, 1, 1, null],
    signerLog: [38, 1, 1, 1, true, false],
  });
}, 60_000);

test('a signer killed in the middle goes on where it was; what changed meanwhile is refused one by one, and nothing is taken that does not belong here', async () => {
  await clerk.as('hieutruong');
  await clerk.call('school.saveSettings', { ...(await clerk.call('school.settings', {})), homeroomSignature: false });
  const { file } = await handOut('principal');
  // A slow token, and a program that is killed while it waits for it.
  const proxy = environment['SOFTHSM2_CONF'] === undefined ? null : createFaultProxy({ library: driver, folder: join(elsewhere, 'proxy') });
  if (proxy === null) process.stdout.write('SoftHSM is not installed: the signer is killed wherever the software token just is.\n');
  const restart = async () => {
    await signer.kill();
    signer = await startSignerPc(elsewhere, { ...environment, ...proxy?.environment });
  };
  if (proxy !== null) {
    await restart();
    const own = (await signer.call('handOff.tokens', {})).modules.filter(({ source }) => source === 'by-hand');
    for (const { id } of own) await signer.call('handOff.removeModule', { id });
    await signer.call('handOff.addModule', { path: proxy.path });
    proxy.set({ delays: { C_Sign: 120 } });
  }
  const opened = await openAt(signer, file);
  const started = await signer.call('handOff.sign', { review: 'unread', ...(await keyAt(signer, opened.signer)) });
  const second = await signer.refusal('handOff.sign', { review: 'unread', ...(await keyAt(signer, opened.signer)) });
  await signer.until(started.jobId, ({ done }) => done >= (proxy === null ? 1 : 12));
  await restart();
  proxy?.set({});
  const again = await openAt(signer, file);
  const before = again.records.filter(({ signed }) => signed).length;
  const rest = await signer.ended((await signer.call('handOff.sign', { review: 'unread', ...(await keyAt(signer, opened.signer)) })).jobId);
  await signer.call('handOff.writeReturn', { destinationId: await placeOn(signer, stick) });
  const signedLines = (await signer.call('handOff.log', {})).entries.filter(({ action }) => action === 'record.signed').map(({ detail }) => (JSON.parse(detail) as { readonly uuid: string }).uuid);

  // Meanwhile one record was issued anew, and the data of another changed.
  const { records } = await clerk.call('records.class', { classId: group.id });
  const subject = (await clerk.call('school.overview', {})).subjects.find(({ code }) => code === 'NGU_VAN');
  if (subject === undefined) throw new Error('no subject');
  const comment = (index: number, text: string) => clerk.call('gradebook.setMark', { classId: group.id, subjectId: subject.id, semester: 2, enrollmentId: records[index]?.enrollmentId ?? '', column: 'comment', text } as never);
  await comment(4, 'Viết có cảm xúc, lập luận chặt chẽ.');
  await clerk.ended((await clerk.call('records.create', { classId: group.id })).jobId);
  await comment(7, 'Đọc diễn cảm, hiểu bài.');

  const back = await packageIn(stick, 'LUYEN-TAP-chu-ky');
  const notYours = await clerk.refusal('handOff.takeBack', { file: received(file.bytes) });
  const flipped = Uint8Array.from(back.bytes, (byte, index) => (index === back.bytes.length - 200 ? byte ^ 4 : byte));
  const tampered = await clerk.refusal('handOff.takeBack', { file: received(flipped) });
  const taken = await takeBack(back.bytes);
  const refused = taken.items.flatMap(({ state, error }, index) => (state === 'refused' ? [[index, error?.code]] : []));

  // Signed again after a change: locked to the principal's certificate, with what is not as it was.
  await comment(2, 'Tiến bộ rõ ở phần làm văn.');
  await clerk.ended((await clerk.call('records.create', { classId: group.id })).jobId);
  const preview = await clerk.call('handOff.preview', { classId: group.id, role: 'principal' });
  const changed = preview.records.find(({ changes }) => changes !== null && changes > 0);
  const certificate = preview.certificates.find(({ rsa }) => rsa);
  if (changed === undefined || certificate === undefined) throw new Error('nothing changed, or no certificate');
  const locked = join(stick, 'khoa');
  await mkdir(locked);
  const answer = await clerk.call('handOff.export', { classId: group.id, role: 'principal', recordIds: [changed.recordId], destinationId: await placeOn(clerk, locked), lock: { kind: 'certificate', certificateDigest: certificate.digest }, validDays: 1 });
  const sealed = await packageIn(locked, 'LUYEN-TAP-trinh-ky');
  const handle = () => signer.send(sealed.name, sealed.bytes);
  const peeked = await signer.call('handOff.peek', { file: await handle() });
  const otherToken = await signer.refusal('handOff.open', { file: await handle(), key: { kind: 'token', ...(await keyAt(signer, 'Trường')) } });
  const byToken = await signer.call('handOff.open', { file: await handle(), key: { kind: 'token', ...(await keyAt(signer, opened.signer)) } });
  await signer.ended((await signer.call('handOff.sign', { review: 'unread', ...(await keyAt(signer, opened.signer)) })).jobId);
  await signer.call('handOff.writeReturn', { destinationId: await placeOn(signer, locked) });
  await clerk.call('handOff.cancelPackage', { packageId: answer.package.id });
  const cancelled = await clerk.refusal('handOff.takeBack', { file: received((await packageIn(locked, 'LUYEN-TAP-chu-ky')).bytes) });
  await clerk.ended((await clerk.call('setup.openTraining', { kind: 'primary' })).jobId);
  await clerk.as('vanthu');
  const foreign = await clerk.refusal('handOff.takeBack', { file: received(back.bytes) });
  expect({
    second,
    resumed: [before >= (proxy === null ? 1 : 12) && before < 38, again.sender, rest],
    once: [signedLines.length, new Set(signedLines).size],
    wrong: { notYours, tampered, cancelled, foreign, otherToken },
    taken: [taken.state, taken.items.filter(({ state }) => state === 'taken').length, refused],
    peeked: peeked.lock,
    changes: [byToken.records.length, byToken.records[0]?.changes],
  }).toEqual({
    second: 'signing.batch-running',
    resumed: [true, 'known', 'done'],
    once: [38, 38],
    wrong: { notYours: 'hand-off.is-a-request', tampered: 'hand-off.damaged', cancelled: 'hand-off.cancelled', foreign: 'hand-off.unknown-package', otherToken: 'hand-off.token-cannot-decrypt' },
    taken: [
      'done',
      36,
      [
        [4, 'hand-off.record-reissued'],
        [7, 'hand-off.record-outdated'],
      ],
    ],
    peeked: { kind: 'certificate', certificateDigest: certificate.digest, holder: certificate.holder },
    changes: [1, [{ field: 'NHAN_XET_MON_HOC', subject: 'Ngữ văn', before: expect.any(String) as string, after: 'Tiến bộ rõ ở phần làm văn.' }]],
  });
}, 90_000);
