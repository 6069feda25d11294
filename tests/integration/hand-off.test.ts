import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { MethodInput } from '#core/contract/index.ts';
import type { ClassSummary } from '#core/contract/school.ts';
import type { SigningRole } from '#core/contract/signing.ts';
import type { PackageId } from '#core/values/ids.ts';
import { createFaultProxy } from '#tests/support/fault-proxy.ts';
import { keyAt, openAt, packageIn, refusedAt, startSignerPc, tokensOf, type SignerPc } from '#tests/support/hand-off.ts';
import { openTrainingOffice, type TestOffice } from '#tests/support/open-office.ts';

/** The clerk's PC with the training school, and a stick; the signer's PC has a data folder in which there is nothing. One test goes on where the one before it ended. */
let clerk: TestOffice;
let signer: SignerPc;
let stick = '';
let elsewhere = '';
let driver = '';
let environment: Readonly<Record<string, string>> = {};
let group: ClassSummary;

/** Looking at all tokens takes a process and a second: asked again only where drivers changed. */
let listed: ReturnType<typeof askTokens> | null = null;
const askTokens = () => signer.call('handOff.tokens', {});
const tokensSeen: Pick<SignerPc, 'call'> = { call: (() => (listed ??= askTokens())) as SignerPc['call'] };

const passphrase = 'hoa-phượng-đỏ-2026';
const key = { kind: 'passphrase', passphrase } as const;

beforeAll(async () => {
  elsewhere = await mkdtemp(join(tmpdir(), 'hocba-signer-'));
  clerk = await openTrainingOffice();
  await clerk.as('vanthu');
  const found = (await clerk.call('school.overview', {})).classes.find(({ name }) => name === '7A');
  if (found === undefined) throw new Error('no class 7A');
  group = found;
  // One teacher of two subjects signs a record twice.
  const { teacherId } = await teacherOf('TOAN');
  const literature = (await clerk.call('school.overview', {})).subjects.find(({ code }) => code === 'NGU_VAN');
  if (literature === undefined) throw new Error('no literature');
  await clerk.call('school.assign', { classId: group.id, subjectId: literature.id, teacherId });
  await clerk.ended((await clerk.call('records.create', { classId: group.id })).jobId);
  ({ driver, environment } = tokensOf(clerk.folder));
  signer = await startSignerPc(elsewhere, environment);
  await signer.call('handOff.addModule', { path: driver });
});

afterAll(async () => {
  await signer.kill();
  await clerk.close();
  await rm(elsewhere, { recursive: true, force: true, maxRetries: 5 });
});

beforeEach(async () => {
  stick = await mkdtemp(join(tmpdir(), 'hocba-stick-'));
  await clerk.as('vanthu');
});

afterEach(() => rm(stick, { recursive: true, force: true, maxRetries: 5 }));

async function placeOn(pc: Pick<SignerPc, 'call'>, folder: string) {
  const { destination } = await pc.call('handOff.addDestination', { path: folder });
  return destination.id;
}

type Asked = Pick<MethodInput<'handOff.export'>, 'classIds' | 'role'> & Partial<MethodInput<'handOff.export'>> & { readonly folder?: string };

/** Answers how the job ended. */
async function pack({ folder = stick, ...asked }: Asked): Promise<{ readonly state: string; readonly packageId: PackageId }> {
  await clerk.as('vanthu');
  const { jobId, packageId } = await clerk.call('handOff.export', { kind: 'record', itemIds: null, lock: key, validDays: 14, destinationId: await placeOn(clerk, folder), ...asked });
  const job = await clerk.ended(jobId);
  return { state: job.error?.code ?? job.state, packageId };
}

async function handOut(asked: Asked) {
  const { state, packageId } = await pack(asked);
  if (state !== 'done') throw new Error(`not packed: ${state}`);
  const { packages, fingerprint } = await clerk.call('handOff.packages', {});
  const made = packages.find(({ id }) => id === packageId);
  if (made === undefined) throw new Error('no package');
  return { made, fingerprint, file: await packageIn(asked.folder ?? stick, 'LUYEN-TAP-trinh-ky') };
}

/** Signs what is open at the signer's PC; answers how the job ended, or the refusal. */
async function signed(holder: string, review: 'all' | 'sample' | 'unread' = 'unread'): Promise<string> {
  return signer.ended((await signer.call('handOff.sign', { review, ...(await keyAt(tokensSeen, holder)) })).jobId);
}

/** Opens, signs without reading, and writes what is signed to the folder. */
async function signedReturn(file: Awaited<ReturnType<typeof packageIn>>, folder: string): Promise<Uint8Array> {
  const opened = await openAt(signer, file, key);
  const state = await signed(opened.role === 'school' ? 'Trường' : opened.signer);
  if (state !== 'done') throw new Error(`not signed: ${state}`);
  await signer.call('handOff.writeReturn', { destinationId: await placeOn(signer, folder) });
  return (await packageIn(folder, 'LUYEN-TAP-chu-ky')).bytes;
}

function received(bytes: Uint8Array) {
  return clerk.office.receiveFile('window', { name: 'chu-ky.hocba-trinh-ky', mimeType: 'application/octet-stream', bytes });
}

async function takeBack(bytes: Uint8Array) {
  await clerk.as('vanthu');
  const { jobId, packageId } = await clerk.call('handOff.takeBack', { file: received(bytes) });
  const job = await clerk.ended(jobId);
  return { state: job.error?.code ?? job.state, items: (await clerk.call('handOff.items', { packageId })).items };
}

test('records go out, are read and signed on a PC without the school, and come back as signatures only; both sides have it in their log', async () => {
  // The last four stay for those who sign before the homeroom teacher.
  const ready = (await clerk.call('handOff.preview', { kind: 'record', classIds: [group.id], role: 'homeroomTeacher' })).items.map(({ itemId }) => itemId);
  const out = await handOut({ classIds: [group.id], role: 'homeroomTeacher', itemIds: ready.slice(0, -4) });
  const wrong = await refusedAt(signer, out.file, { kind: 'passphrase', passphrase: 'hoa-phượng-đỏ-2025' });
  const opened = await openAt(signer, out.file, key);
  const [first, second, third] = opened.documents;
  const { lines } = await signer.call('handOff.read', { uuid: first?.uuid ?? '' });
  const own = await keyAt(tokensSeen, group.homeroomTeacherName ?? '?');
  const notRead = await signer.refusal('handOff.sign', { review: 'all', ...own });
  for (const record of [second, third, opened.documents[3]]) await signer.call('handOff.read', { uuid: record?.uuid ?? '' });
  const { pin: _, ...choice } = own;
  const { pin: __, ...sealChoice } = await keyAt(tokensSeen, 'Trường');
  const look = await signer.call('handOff.preflight', choice);
  const sealLook = await signer.call('handOff.preflight', sealChoice);
  const somebodyElse = await signer.refusal('handOff.sign', { review: 'sample', ...(await keyAt(tokensSeen, 'Trường')) });
  const wrongPin = await signer.ended((await signer.call('handOff.sign', { review: 'sample', ...own, pin: '00000000' })).jobId);
  const nothing = await signer.refusal('handOff.writeReturn', { destinationId: await placeOn(signer, stick) });
  const signed = await signer.ended((await signer.call('handOff.sign', { review: 'sample', ...own })).jobId);
  const after = (await signer.call('handOff.opened', {})).package;
  await signer.call('handOff.writeReturn', { destinationId: await placeOn(signer, stick) });
  const back = await packageIn(stick, 'LUYEN-TAP-chu-ky');
  const taken = await takeBack(back.bytes);
  const replay = await clerk.refusal('handOff.takeBack', { file: received(back.bytes) });
  // The same package opened once more has nothing left to sign, and its signatures written anew have nobody who waits for them.
  const reopened = await openAt(signer, out.file, key);
  const nothingLeft = await signer.refusal('handOff.sign', { review: 'unread', ...own });
  const anew = join(stick, 'lan-hai');
  await mkdir(anew);
  await signer.call('handOff.writeReturn', { destinationId: await placeOn(signer, anew) });
  const twice = await clerk.refusal('handOff.takeBack', { file: received((await packageIn(anew, 'LUYEN-TAP-chu-ky')).bytes) });
  const recordId = (await clerk.call('records.class', { classId: group.id })).records[0]?.recordId ?? null;
  if (recordId === null) throw new Error('no record');
  const report = await clerk.call('verification.check', { file: (await clerk.call('records.xml', { recordId })).file });
  await clerk.as('hieutruong');
  const { entries } = await clerk.call('audit.list', { before: null, limit: 200 });
  const log = await signer.call('handOff.log', {});
  const count = (list: readonly { readonly action: string }[], action: string) => list.filter((entry) => entry.action === action).length;
  expect({
    package: [out.made.state, out.made.records, out.made.signer === group.homeroomTeacherName, out.fingerprint === opened.fingerprint],
    opened: [opened.school.training, opened.classNames, opened.role, opened.sender, opened.documents.length, first?.verdict, first?.signedBefore, first?.changes, first?.record?.pupilName === first?.label],
    lines: lines.some(({ tag, text }) => tag === 'HO_VA_TEN' && text === first?.label) && lines.filter(({ tag }) => tag === 'DIEM_TONG_KET').length > 8,
    refused: { wrong, notRead, somebodyElse, wrongPin, nothing, replay, nothingLeft, twice, reopened: [reopened.sender, reopened.documents.every((document) => document.signed)] },
    look: [look.count, look.blocking, look.signer, sealLook.blocking.map(({ code }) => code)],
    signed: [signed, after?.documents.every((document) => document.signed)],
    noData: [back.bytes.length < out.file.bytes.length, (await signer.refusal('records.class', { classId: group.id }))],
    taken: [taken.state, taken.items.filter(({ state }) => state === 'taken').length, [...new Set(taken.items.map(({ error }) => error?.code ?? null))]],
    state: (await clerk.call('handOff.packages', {})).packages.map(({ state, taken: signatures, refused }) => [state, signatures, refused]),
    record: [report.verdict, report.file.signatures.map(({ role }) => role)],
    clerkLog: [count(entries, 'handOff.signatureTaken'), count(entries, 'handOff.taken'), count(entries, 'handOff.refused'), (await clerk.call('audit.verify', {})).brokenAt],
    signerLog: [count(log.entries, 'record.signed'), count(log.entries, 'package.opened'), count(log.entries, 'package.refused'), count(log.entries, 'return.written'), log.whole, JSON.stringify(log.entries).includes(first?.label ?? '?')],
  }).toEqual({
    package: ['open', 34, true, true],
    opened: [true, ['7A'], 'homeroomTeacher', 'new', 34, null, [], null, true],
    lines: true,
    refused: { wrong: 'hand-off.wrong-passphrase', notRead: 'hand-off.not-read', somebodyElse: 'hand-off.not-asked', wrongPin: 'token.pin-incorrect', nothing: 'hand-off.nothing-signed', replay: 'hand-off.already-taken', nothingLeft: 'signing.nothing-to-sign', twice: 'hand-off.closed', reopened: ['known', true] },
    look: [
      34,
      [],
      // A PC that has no training school does not know its authority, and says so.
      { validity: 'valid', keyUsage: 'may-sign', chain: { state: 'untrusted', name: expect.any(String) as string, reason: 'unknown-issuer' }, revocation: { state: 'unknown', knownAt: null, revokedAt: null, reason: 'training' }, clock: { state: 'sane', offBy: null, earliest: null } },
      ['hand-off.not-asked'],
    ],
    signed: ['done', true],
    noData: [true, 'session.sign-in-needed'],
    taken: ['done', 34, [null]],
    state: [['done', 34, 0]],
    record: ['indeterminate', ['homeroomTeacher']],
    clerkLog: [34, 1, 2, null],
    signerLog: [34, 2, 1, 2, true, false],
  });
}, 60_000);

/** Who teaches a subject in 7A. */
async function teacherOf(subject: string) {
  const taught = (await clerk.call('school.overview', {})).subjects.find(({ code }) => code === subject);
  const book = (await clerk.call('signedBooks.class', { classId: group.id })).books.find(({ subjectId }) => subjectId === taught?.id);
  const teacher = (await clerk.call('school.teachers', {})).teachers.find(({ fullName }) => fullName === book?.teacherName);
  if (taught === undefined || teacher === undefined) throw new Error('the training school is not as expected');
  return { subjectId: taught.id, teacherId: teacher.id, name: teacher.fullName };
}

async function saveProfile(profile: { readonly subjectTeachers: boolean; readonly gradebookHomeroom: boolean }) {
  await clerk.as('hieutruong');
  await clerk.call('signers.saveProfile', profile);
  await clerk.as('vanthu');
}

const reasons = (items: Awaited<ReturnType<typeof takeBack>>['items']) => [...new Set(items.map(({ state, error }) => (error === null ? state : `${state} ${error.code}`)))];

test('a gradebook is signed elsewhere by its teacher, the homeroom teacher, the principal and with the seal of the school, each in turn and with a certificate of their own only', async () => {
  const { subjectId, teacherId, name } = await teacherOf('TOAN');
  await saveProfile({ subjectTeachers: true, gradebookHomeroom: true });
  await clerk.call('locks.lock', { scope: { classId: group.id, subjectId, semester: null, column: null }, reason: 'Chốt sổ cuối năm' });
  await clerk.call('signedBooks.freeze', { classId: group.id, subjectIds: [subjectId] });
  const asked = { kind: 'gradebook' as const, classIds: [group.id] };
  const tooEarly = [];
  for (const role of ['homeroomTeacher', 'principal', 'school'] as const) tooEarly.push((await pack({ ...asked, role })).state);
  const seen = [];
  for (const [role, notAsked] of [['subjectTeacher', 'Trường'], ['homeroomTeacher', name], ['principal', group.homeroomTeacherName ?? ''], ['school', name]] as const) {
    const folder = join(stick, role);
    await mkdir(folder);
    const { file, made } = await handOut({ ...asked, role, teacherId: role === 'subjectTeacher' ? teacherId : null, folder });
    const opened = await openAt(signer, file, key);
    const [document] = opened.documents;
    const { lines } = await signer.call('handOff.read', { uuid: document?.uuid ?? '' });
    const refused = await signer.refusal('handOff.sign', { review: 'all', ...(await keyAt(tokensSeen, notAsked)) });
    const { state, items } = await takeBack(await signedReturn(file, folder));
    seen.push([role, made.signer === opened.signer, document?.label, document?.group, document?.pupils, document?.verdict, document?.signedBefore.map((each) => each.role), lines.filter(({ tag }) => tag === 'HOC_SINH').length, refused, state, reasons(items)]);
  }
  const bookId = (await clerk.call('signedBooks.class', { classId: group.id })).books.find((book) => book.subjectId === subjectId)?.bookId ?? null;
  if (bookId === null) throw new Error('no book');
  const report = (await clerk.call('verification.check', { file: (await clerk.call('signedBooks.xml', { bookId })).file })).file;
  const line = (role: string, verdict: string | null, before: readonly string[]) => [role, true, 'Toán', '7A', 38, verdict, before, 38, 'hand-off.not-asked', 'done', ['taken']];
  expect({ tooEarly, seen, report: [report.verdict, report.signatures.map(({ role }) => role)] }).toEqual({
    tooEarly: ['hand-off.nothing-to-hand-off', 'hand-off.nothing-to-hand-off', 'hand-off.nothing-to-hand-off'],
    seen: [line('subjectTeacher', null, []), line('homeroomTeacher', 'indeterminate', ['subjectTeacher']), line('principal', 'indeterminate', ['subjectTeacher', 'homeroomTeacher']), line('school', 'indeterminate', ['subjectTeacher', 'homeroomTeacher', 'principal'])],
    report: ['practice', ['subjectTeacher', 'homeroomTeacher', 'principal', 'school']],
  });
}, 60_000);

test('a subject teacher signs the own regions elsewhere, before the homeroom teacher; a signature that comes back out of turn, or with a certificate withdrawn meanwhile, is refused with its reason', async () => {
  const { teacherId, name } = await teacherOf('TOAN');
  await saveProfile({ subjectTeachers: true, gradebookHomeroom: false });
  const asked = { kind: 'record' as const, classIds: [group.id] };
  const own = await clerk.call('handOff.preview', { ...asked, role: 'subjectTeacher', teacherId });
  const homeroom = await clerk.call('handOff.preview', { ...asked, role: 'homeroomTeacher' });
  const tooEarly = await pack({ ...asked, role: 'homeroomTeacher' });
  const records = [...new Set(own.items.map(({ itemId }) => itemId.split(' ')[0] ?? ''))];
  const regionsOf = (record: string | undefined) => own.items.filter(({ itemId }) => itemId.startsWith(record ?? '?')).map(({ itemId }) => itemId);
  const packed = async (folder: string, role: SigningRole, itemIds: readonly string[]) => {
    await mkdir(join(stick, folder));
    return (await handOut({ ...asked, role, teacherId: role === 'subjectTeacher' ? teacherId : null, itemIds: [...itemIds], folder: join(stick, folder) })).file;
  };
  const first = await packed('a', 'subjectTeacher', [...regionsOf(records.at(-1)), ...regionsOf(records.at(-2))]);
  const opened = await openAt(signer, first, key);
  const taken = await takeBack(await signedReturn(first, join(stick, 'a')));
  // No longer asked for, and still possible in its turn; the homeroom teacher's was packed before it.
  await saveProfile({ subjectTeachers: false, gradebookHomeroom: false });
  const late = await packed('b', 'homeroomTeacher', [records.at(-3) ?? '']);
  const meanwhile = await packed('c', 'subjectTeacher', regionsOf(records.at(-3)).slice(0, 1));
  const between = await takeBack(await signedReturn(meanwhile, join(stick, 'c')));
  const outOfTurn = await takeBack(await signedReturn(late, join(stick, 'b')));
  const last = await packed('d', 'subjectTeacher', regionsOf(records.at(-4)).slice(0, 1));
  const lastBack = await signedReturn(last, join(stick, 'd'));
  await clerk.as('hieutruong');
  const entry = (await clerk.call('signers.register', {})).people.find((person) => person.name === name)?.certificates.find(({ state }) => state === 'approved');
  if (entry === undefined) throw new Error('not registered');
  await clerk.call('signers.revoke', { id: entry.id, day: new Date().toISOString().slice(0, 10), reason: 'Mất token' });
  const withdrawn = await takeBack(lastBack);
  expect({
    own: [own.items.length, own.signer, own.items[0]?.group.startsWith('7A · ')],
    homeroom: [homeroom.items.length, homeroom.waitingForOthers, tooEarly.state],
    opened: [opened.role, opened.signer, opened.documents.length, new Set(opened.documents.map(({ uuid }) => uuid)).size, opened.documents.every(({ region }) => region.startsWith('mon-'))],
    taken: [taken.state, taken.items.length, reasons(taken.items)],
    between: reasons(between.items),
    outOfTurn: [outOfTurn.state, reasons(outOfTurn.items)],
    withdrawn: [withdrawn.state, reasons(withdrawn.items)],
  }).toEqual({
    own: [2 * 4, name, true],
    homeroom: [0, 4, 'hand-off.nothing-to-hand-off'],
    opened: ['subjectTeacher', name, 4, 2, true],
    taken: ['done', 4, ['taken']],
    between: ['taken'],
    outOfTurn: ['done', ['refused hand-off.record-changed']],
    withdrawn: ['done', ['refused signers.revoked']],
  });
}, 60_000);

type WrappedTexts = Readonly<Record<string, string>>;

function headerOf(file: Uint8Array): { readonly head: { readonly lock: { readonly keys: WrappedTexts } }; readonly end: number } {
  const bytes = Buffer.from(file);
  const end = 20 + bytes.readUInt32BE(16);
  return { head: JSON.parse(bytes.subarray(20, end).toString('utf8')) as { readonly lock: { readonly keys: WrappedTexts } }, end };
}

/** The wrapped keys in the header of a package that is locked to a certificate. */
const keysIn = (file: Uint8Array) => headerOf(file).head.lock.keys;

function withKeys(file: Uint8Array, keys: WrappedTexts): Uint8Array {
  const { head, end } = headerOf(file);
  const text = Buffer.from(JSON.stringify({ ...head, lock: { ...head.lock, keys } }));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  return Buffer.concat([file.subarray(0, 16), length, text, file.subarray(end)]);
}

test('a signer killed in the middle goes on where it was; what changed meanwhile is refused one by one, and nothing is taken that does not belong here', async () => {
  await clerk.as('hieutruong');
  await clerk.call('school.saveSettings', { ...(await clerk.call('school.settings', {})), homeroomSignature: false });
  const { file } = await handOut({ classIds: [group.id], role: 'principal' });
  // A slow token, and a program that is killed while it waits for it.
  const proxy = environment['SOFTHSM2_CONF'] === undefined ? null : createFaultProxy({ library: driver, folder: join(elsewhere, 'proxy') });
  if (proxy === null) process.stdout.write('SoftHSM is not installed: the signer is killed wherever the software token just is.\n');
  const restart = async () => {
    await signer.kill();
    signer = await startSignerPc(elsewhere, { ...environment, ...proxy?.environment });
    listed = null;
  };
  if (proxy !== null) {
    await restart();
    const own = (await signer.call('handOff.tokens', {})).modules.filter(({ source }) => source === 'by-hand');
    for (const { id } of own) await signer.call('handOff.removeModule', { id });
    await signer.call('handOff.addModule', { path: proxy.path });
    listed = null;
    proxy.set({ delays: { C_Sign: 120 } });
  }
  const opened = await openAt(signer, file, key);
  const started = await signer.call('handOff.sign', { review: 'unread', ...(await keyAt(tokensSeen, opened.signer)) });
  const second = await signer.refusal('handOff.sign', { review: 'unread', ...(await keyAt(tokensSeen, opened.signer)) });
  await signer.until(started.jobId, ({ done }) => done >= (proxy === null ? 1 : 12));
  await restart();
  proxy?.set({});
  const again = await openAt(signer, file, key);
  const before = again.documents.filter(({ signed }) => signed).length;
  const rest = await signer.ended((await signer.call('handOff.sign', { review: 'unread', ...(await keyAt(tokensSeen, opened.signer)) })).jobId);
  await signer.call('handOff.writeReturn', { destinationId: await placeOn(signer, stick) });
  const signedLines = (await signer.call('handOff.log', {})).entries.filter(({ action, detail }) => action === 'record.signed' && detail.includes(opened.id)).map(({ detail }) => (JSON.parse(detail) as { readonly uuid: string }).uuid);

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
  const preview = await clerk.call('handOff.preview', { kind: 'record', classIds: [group.id], role: 'principal' });
  const changed = preview.items.find(({ changes }) => changes !== null && changes > 0);
  const certificate = preview.certificates.find(({ rsa }) => rsa);
  if (changed === undefined || certificate === undefined) throw new Error('nothing changed, or no certificate');
  const locked = join(stick, 'khoa');
  await mkdir(locked);
  const answer = await handOut({ classIds: [group.id], role: 'principal', itemIds: [changed.itemId], folder: locked, lock: { kind: 'certificate', certificateDigest: certificate.digest }, validDays: 1 });
  const sealed = await packageIn(locked, 'LUYEN-TAP-trinh-ky');
  const peeked = await signer.call('handOff.peek', { file: await signer.send(sealed.name, sealed.bytes) });
  const otherToken = await refusedAt(signer, sealed, { kind: 'token', ...(await keyAt(tokensSeen, 'Trường')) });
  const byToken = await openAt(signer, sealed, { kind: 'token', ...(await keyAt(tokensSeen, opened.signer)) });
  // The key of another package to the same token, and keys that are none: whatever the token makes of them, the answer is the same.
  const twinFolder = join(stick, 'khoa-khac');
  await mkdir(twinFolder);
  const twin = await handOut({ classIds: [group.id], role: 'principal', itemIds: [changed.itemId], folder: twinFolder, lock: { kind: 'certificate', certificateDigest: certificate.digest }, validDays: 1 });
  const tampering = [];
  for (const keys of [keysIn(twin.file.bytes), Object.fromEntries(Object.entries(keysIn(sealed.bytes)).map(([padding, value]) => [padding, Buffer.alloc(Buffer.from(value, 'base64').length, 7).toString('base64')]))]) {
    tampering.push(await refusedAt(signer, { name: sealed.name, bytes: withKeys(sealed.bytes, keys) }, { kind: 'token', ...(await keyAt(tokensSeen, opened.signer)) }));
  }
  await openAt(signer, sealed, { kind: 'token', ...(await keyAt(tokensSeen, opened.signer)) });
  await signer.ended((await signer.call('handOff.sign', { review: 'unread', ...(await keyAt(tokensSeen, opened.signer)) })).jobId);
  await signer.call('handOff.writeReturn', { destinationId: await placeOn(signer, locked) });
  await clerk.call('handOff.cancelPackage', { packageId: answer.made.id });
  const cancelled = await clerk.refusal('handOff.takeBack', { file: received((await packageIn(locked, 'LUYEN-TAP-chu-ky')).bytes) });
  await clerk.ended((await clerk.call('setup.openTraining', { kind: 'primary' })).jobId);
  await clerk.as('vanthu');
  const foreign = await clerk.refusal('handOff.takeBack', { file: received(back.bytes) });
  expect({
    second,
    resumed: [before >= (proxy === null ? 1 : 12) && before < 38, again.sender, rest],
    once: [signedLines.length, new Set(signedLines).size],
    wrong: { notYours, tampered, cancelled, foreign, otherToken, tampering },
    taken: [taken.state, taken.items.filter(({ state }) => state === 'taken').length, refused],
    peeked: peeked.lock,
    changes: [byToken.documents.length, byToken.documents[0]?.changes],
  }).toEqual({
    second: 'signing.batch-running',
    resumed: [true, 'known', 'done'],
    once: [38, 38],
    wrong: { notYours: 'hand-off.is-a-request', tampered: 'hand-off.damaged', cancelled: 'hand-off.cancelled', foreign: 'hand-off.unknown-package', otherToken: 'hand-off.token-cannot-decrypt', tampering: ['hand-off.token-cannot-decrypt', 'hand-off.token-cannot-decrypt'] },
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
