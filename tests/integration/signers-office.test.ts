import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SignerOwner } from '#core/contract/signers.ts';
import type { SigningRole, TokenCertificate } from '#core/contract/signing.ts';
import { signerId, type ClassId } from '#core/values/ids.ts';
import { judge } from './signing-parts.ts';
import { openTestOffice, type TestOffice } from '#tests/support/open-office.ts';
import { copyTrainingSchool } from '#tests/support/training-template.ts';

const pupils = 2;

let office: TestOffice;
let classId: ClassId;
let tokens: readonly TokenCertificate[] | null = null;

/** Class 7A with few pupils, taught by two teachers only: the homeroom teacher has one subject, the other all the rest. */
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hocba-signers-'));
  await copyTrainingSchool('lower-secondary', folder);
  const path = (await readdir(folder, { recursive: true })).find((name) => name.endsWith('hoc-ba.sqlite')) ?? '';
  const file = new Database(join(folder, path));
  file.exec(`
    UPDATE enrollment SET status = 'left-school', left_on = '2026-05-01' WHERE class_id = (SELECT id FROM class_group WHERE name = '7A') AND position > ${pupils};
    UPDATE assignment SET teacher_id = (SELECT teacher_id FROM user_account WHERE user_name = 'giaovien')
      WHERE class_id = (SELECT id FROM class_group WHERE name = '7A') AND teacher_id <> (SELECT teacher_id FROM user_account WHERE user_name = 'gvcn7a');
  `);
  file.close();
  office = await openTestOffice(folder);
  await office.ended((await office.call('setup.openTraining', {})).jobId);
  await office.as('vanthu');
  const group = (await office.call('school.overview', {})).classes.find(({ name }) => name === '7A');
  if (group === undefined) throw new Error('no class 7A');
  classId = group.id;
}, 120_000);
afterAll(() => office.close());

type Kind = 'records' | 'gradebooks';

/** Signs what is ready for the user in the role, with the certificate of the holder; answers how the job ended, or the refusal's code. */
async function sign(user: string, role: SigningRole, holder = '', kind: Kind = 'records'): Promise<string> {
  await office.as(user);
  // Looked for once: the tokens stay as they are.
  tokens ??= (await office.call('signing.tokens', {})).certificates;
  const found = tokens.find(({ facts, fits }) => (holder === '' ? fits.includes(role) : facts.holder.startsWith(holder)));
  if (found === undefined) return 'no certificate';
  const input = { scope: { kind, classIds: [classId] }, role, moduleId: found.moduleId, tokenSerial: found.tokenSerial, certificateDigest: found.facts.digest, pin: '12345678', reading: { kind: 'none' } };
  const refused = await office.office.call('window', 'signing.start', input);
  if (!refused.ok) return refused.error.code;
  const { state, error } = await office.ended((refused.value as { readonly jobId: string }).jobId);
  return error === null ? state : error.code;
}

async function preview(user: string, role: SigningRole, kind: Kind = 'records'): Promise<readonly [ready: number, signed: number, waiting: number]> {
  await office.as(user);
  const { ready, alreadySigned, waitingForOthers } = await office.call('signing.preview', { scope: { kind, classIds: [classId] }, role });
  return [ready, alreadySigned, waitingForOthers];
}

async function names(): Promise<{ readonly homeroom: string; readonly subject: string; readonly subjectId: string; readonly principal: string }> {
  await office.as('vanthu');
  const { people } = await office.call('signers.register', {});
  const teaching = people.find(({ posts }) => posts.some(({ role, places }) => role === 'subjectTeacher' && places.length > 5));
  const homeroom = people.find(({ posts }) => posts.some(({ role, places }) => role === 'homeroomTeacher' && places.includes('7A')));
  const principal = people.find(({ posts }) => posts.some(({ role }) => role === 'principal'));
  if (teaching?.owner?.kind !== 'person' || homeroom === undefined || principal === undefined) throw new Error('the training school is not as expected');
  return { homeroom: homeroom.name, subject: teaching.name, subjectId: teaching.owner.personalId, principal: principal.name };
}

/** A certificate made with openssl, PEM. */
function certificate(subject: string, ...more: readonly string[]): Promise<Uint8Array> {
  const base = join(office.folder, 'made');
  const { ok, output } = judge('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', `${base}.key`, '-out', `${base}.pem`, '-utf8', '-subj', subject, '-days', '700', ...more]);
  if (!ok) throw new Error(output);
  return readFile(`${base}.pem`);
}

const forSigning = ['-addext', 'basicConstraints=critical,CA:FALSE', '-addext', 'keyUsage=critical,digitalSignature,nonRepudiation'] as const;

async function propose(owner: SignerOwner, bytes: Uint8Array): Promise<string> {
  const reply = await office.office.call('window', 'signers.proposeFromFile', { owner, file: office.office.receiveFile('window', { name: 'chung-thu.cer', mimeType: 'application/pkix-cert', bytes }) });
  return reply.ok ? (reply.value as { readonly id: string }).id : reply.error.code;
}

test('a certificate signs only after two people approved it; what can never sign is refused at once, and nothing signs after it was revoked', async () => {
  const { subject, subjectId, homeroom, principal } = await names();
  const owner: SignerOwner = { kind: 'person', personalId: subjectId };
  const own = `/O=CA LUYỆN TẬP/CN=${subject} (LUYỆN TẬP)/UID=CCCD:${subjectId}`;
  const refused = {
    nonsense: await propose(owner, new Uint8Array([48, 3, 2, 1, 1])),
    real: await propose(owner, await certificate(`/CN=${subject}/UID=CCCD:${subjectId}`, ...forSigning)),
    authority: await propose(owner, await certificate(own, '-addext', 'keyUsage=critical,keyCertSign')),
    'not for signing': await propose(owner, await certificate(own, '-addext', 'basicConstraints=critical,CA:FALSE', '-addext', 'keyUsage=critical,keyEncipherment')),
    'other number': await propose(owner, await certificate(`/O=CA LUYỆN TẬP/CN=${subject}/UID=CCCD:999199000001`, ...forSigning)),
    'other name': await propose(owner, await certificate(`/O=CA LUYỆN TẬP/CN=Nguyễn Văn Khác/UID=CCCD:${subjectId}`, ...forSigning)),
    organisation: await propose(owner, await certificate(`/O=CA LUYỆN TẬP/CN=${subject}/UID=MST:0101234567`, ...forSigning)),
  };
  await office.as('gvcn7a');
  const foreign = await propose(owner, await certificate(own, ...forSigning));
  const seen = (await office.call('signers.register', {})).people.map(({ name }) => name);

  await office.as('vanthu');
  const id = signerId.parse(await propose(owner, await certificate(own, ...forSigning)));
  const again = await propose(owner, await readFile(join(office.folder, 'made.pem')));
  const byClerk = await office.refusal('signers.approve', { id, post: 'administrator', alone: false });
  await office.as('quantri');
  const first = await office.call('signers.approve', { id, post: 'administrator', alone: false });
  const twice = await office.refusal('signers.approve', { id, post: 'administrator', alone: false });
  const asPrincipal = await office.refusal('signers.approve', { id, post: 'principal', alone: false });
  await office.as('hieutruong');
  const second = await office.call('signers.approve', { id, post: 'principal', alone: false });
  await office.call('signers.revoke', { id, day: '2026-01-01', reason: 'Mất token' });
  const over = [await office.refusal('signers.revoke', { id, day: '2026-01-01', reason: 'Mất token' }), await office.refusal('signers.refuse', { id, reason: 'Nhầm' })];
  const entry = (await office.call('signers.register', {})).people.find(({ name }) => name === subject)?.certificates.find((each) => each.id === id);

  expect({ refused, foreign, seen, again, byClerk, first: first.state, twice, asPrincipal, second: second.state, over, entry: [entry?.state, entry?.approvals.map(({ post, by, alone }) => [post, by, alone]), entry?.ended] }).toEqual({
    refused: {
      nonsense: 'signers.not-a-certificate',
      real: 'signing.real-certificate-in-training',
      authority: 'signers.authority-certificate',
      'not for signing': 'signing.certificate-usage',
      'other number': 'signing.wrong-person',
      'other name': 'signing.wrong-person',
      organisation: 'signers.wrong-kind',
    },
    foreign: 'session.not-allowed',
    seen: [homeroom],
    again: 'signers.already-registered',
    byClerk: 'session.not-allowed',
    first: 'waiting',
    twice: 'signers.already-decided',
    asPrincipal: 'signers.not-your-approval',
    second: 'approved',
    over: ['signers.already-decided', 'signers.already-decided'],
    entry: ['revoked', [['administrator', 'Quản trị máy', false], ['principal', `${principal} (hiệu trưởng)`, false]], { kind: 'revoked', day: '2026-01-01', reason: 'Mất token', by: `${principal} (hiệu trưởng)` }],
  });
}, 60_000);

test('a teacher sees the own certificates only, newest first even within a second, proposes them, and may do nothing else with them', async () => {
  const { subject, subjectId, principal } = await names();
  await office.as('giaovien');
  const own = { kind: 'person', personalId: subjectId } as const;
  const made = await certificate(`/O=CA LUYỆN TẬP/CN=${subject}/UID=CCCD:${subjectId}`, ...forSigning);
  const others = [await certificate(`/O=CA LUYỆN TẬP/CN=${subject}/UID=CCCD:${subjectId}`, ...forSigning), await certificate(`/O=CA LUYỆN TẬP/CN=${subject}/UID=CCCD:${subjectId}`, ...forSigning)];
  const proposed: string[] = [];
  for (const bytes of [made, ...others]) proposed.push(await propose(own, bytes));
  const register = await office.call('signers.register', {});
  const id = signerId.parse(proposed[0]);
  const refused = [
    await propose({ kind: 'organisation' }, made),
    await office.refusal('signers.approve', { id, post: 'principal', alone: false }),
    await office.refusal('signers.refuse', { id, reason: 'Nhầm' }),
    await office.refusal('signers.saveProfile', register.profile),
  ];
  await office.as('hieutruong');
  for (const each of proposed) await office.call('signers.refuse', { id: signerId.parse(each), reason: 'Thử xong' });
  const ofPrincipal = (await office.call('signers.register', {})).own;
  expect({ people: register.people.map(({ name }) => name), own: register.own, newest: register.people[0]?.certificates.map(({ id: each }) => each).slice(0, 3), approvesAs: register.approvesAs, refused, ofPrincipal: ofPrincipal === subjectId || principal === '' }).toEqual({
    people: [subject],
    own: subjectId,
    newest: proposed.toReversed(),
    approvesAs: [],
    refused: ['session.not-allowed', 'session.not-allowed', 'session.not-allowed', 'session.not-allowed'],
    ofPrincipal: false,
  });
}, 60_000);

test('one person who is administrator and principal approves twice only where nobody else can, and the register says so', async () => {
  const { subject, subjectId } = await names();
  const id = signerId.parse(await propose({ kind: 'person', personalId: subjectId }, await certificate(`/O=CA LUYỆN TẬP/CN=${subject}/UID=CCCD:${subjectId}`, ...forSigning)));
  await office.as('quantri');
  const { users } = await office.call('users.list', {});
  const account = (userName: string) => users.find((user) => user.userName === userName) ?? users[0];
  const change = async (userName: string, changes: object) => {
    const user = account(userName);
    if (user !== undefined) await office.call('users.save', { ...user, password: null, ...changes });
  };
  await change('quantri', { roles: ['administrator', 'principal'] });
  await office.as('quantri');
  await office.call('signers.approve', { id, post: 'administrator', alone: false });
  const whileOther = await office.refusal('signers.approve', { id, post: 'principal', alone: true });
  await change('hieutruong', { active: false });
  const unasked = await office.refusal('signers.approve', { id, post: 'principal', alone: false });
  const { state } = await office.call('signers.approve', { id, post: 'principal', alone: true });
  const entry = (await office.call('signers.register', {})).people.find(({ name }) => name === subject)?.certificates.find((each) => each.id === id);
  await office.call('signers.revoke', { id, day: '2026-01-01', reason: 'Thử xong' });
  await change('hieutruong', { active: true });
  await change('quantri', { roles: ['administrator'] });
  expect([whileOther, unasked, state, entry?.approvals.map(({ post, alone }) => [post, alone])]).toEqual([
    'signers.other-person',
    'signers.confirm-alone',
    'approved',
    [
      ['administrator', false],
      ['principal', true],
    ],
  ]);
}, 60_000);

const xmlsec = judge('sh', ['-c', 'command -v xmlsec1']).ok;
const idAttributes = ['DU_LIEU_HOC_BA', 'THONG_TIN_HOC_BA', 'DIEM_TONG_KET', 'TONG_KET_CA_NAM', 'http://www.w3.org/2000/09/xmldsig#:SignatureProperty'].flatMap((name) => ['--id-attr:Id', name]);

/** Each signature of the file in the words of xmlsec1, the integrity only (whose the certificates are is not its matter here). */
async function xmlsecOn(bytes: Uint8Array): Promise<readonly string[]> {
  await writeFile(join(office.folder, 'signed.xml'), bytes);
  const count = Buffer.from(bytes).toString('utf8').split('<ds:Signature ').length - 1;
  return Array.from({ length: count }, (_, index) => {
    const { ok, output } = judge('xmlsec1', ['--verify', ...idAttributes, '--insecure', '--node-xpath', `(//*[local-name()='Signature'])[${index + 1}]`, 'signed.xml'], office.folder);
    return `${ok ? 'OK' : 'FAIL'} ${/References \(ok\/all\): (\S+)/.exec(output)?.[1] ?? output}`;
  });
}

async function recordFile(index: number) {
  await office.as('vanthu');
  const { recordId } = (await office.call('records.class', { classId })).records[index] ?? { recordId: null };
  if (recordId === null) throw new Error('no record');
  const { file } = await office.call('records.xml', { recordId });
  return { report: (await office.call('verification.check', { file })).file, bytes: office.office.giveFile('window', file)?.bytes ?? new Uint8Array() };
}

test(`subject teachers sign each their own subjects, then homeroom teacher, principal and school; every judge agrees${xmlsec ? '' : ' (xmlsec1 is not installed)'}`, async () => {
  const { homeroom, subject, principal } = await names();
  await office.call('signers.saveProfile', { subjectTeachers: true, gradebookHomeroom: false });
  await office.ended((await office.call('records.create', { classId })).jobId);
  const tooEarly = [await sign('gvcn7a', 'homeroomTeacher', homeroom), await preview('hieutruong', 'principal')];
  const ready = [await preview('giaovien', 'subjectTeacher'), await preview('gvcn7a', 'subjectTeacher')];
  const notTheirs = await sign('gvcn6c', 'homeroomTeacher');
  const otherToken = await sign('giaovien', 'subjectTeacher', homeroom);
  const first = await sign('giaovien', 'subjectTeacher', subject);
  await office.as('vanthu');
  const listed = await office.call('records.class', { classId });
  const waitsFor = listed.subjectSignatures.filter(({ signed, of }) => signed < of).map(({ teachers, signed, of }) => [teachers, signed, of]);
  const signed = [first, await sign('gvcn7a', 'homeroomTeacher', homeroom), await sign('gvcn7a', 'subjectTeacher', homeroom), await sign('gvcn7a', 'homeroomTeacher', homeroom), await sign('hieutruong', 'principal', principal), await sign('vanthu', 'school')];
  const { report, bytes } = await recordFile(0);
  const text = Buffer.from(bytes).toString('utf8');
  const moved = office.office.receiveFile('window', { name: 'sua.xml', mimeType: 'application/xml', bytes: Buffer.from(text.replace('<GVBM Id="GVBM-mon-TOAN">', '<GVBM Id="GVBM-mon-TOAM">')) });
  const subjects = report.signatures.filter(({ role }) => role === 'subjectTeacher');
  expect({
    tooEarly,
    ready,
    notTheirs,
    otherToken,
    listed: listed.records.map(({ status, signedSubjects }) => [status, signedSubjects]),
    waitsFor,
    signed,
    verdict: report.verdict,
    teachers: report.findings.find(({ code }) => code === 'teacher-signatures')?.params,
    roles: report.signatures.map(({ role }) => role).filter((role) => role !== 'subjectTeacher'),
    covers: new Set(subjects.map(({ covers }) => covers[0])).size,
    binding: subjects.flatMap(({ findings }) => findings.filter(({ code }) => code === 'signer-binding').map(({ outcome }) => outcome)).every((outcome) => outcome === 'established'),
    slot: (await office.call('verification.check', { file: moved })).verdict === 'practice',
    xmlsec: xmlsec ? [...new Set(await xmlsecOn(bytes))] : ['OK 2/2'],
  }).toEqual({
    tooEarly: ['signing.nothing-to-sign', [0, 0, pupils]],
    ready: [
      [11 * pupils, 0, 0],
      [pupils, 0, 0],
    ],
    notTheirs: 'signing.not-your-role',
    otherToken: 'signers.other-certificate',
    listed: Array.from({ length: pupils }, () => ['created', { signed: 11, of: 12 }]),
    waitsFor: [[[homeroom], 0, pupils]],
    signed: ['done', 'signing.nothing-to-sign', 'done', 'done', 'done', 'done'],
    verdict: 'practice',
    teachers: { signed: 12, total: 12 },
    roles: ['homeroomTeacher', 'principal', 'school'],
    covers: 12,
    binding: true,
    slot: false,
    xmlsec: ['OK 2/2'],
  });
}, 120_000);

test('a gradebook is frozen when it is locked, signed by its teacher, the principal and the school, and outdated by a mark that changes', async () => {
  const { subject, homeroom } = await names();
  const { subjects } = await office.call('school.overview', {});
  const [literature, maths] = ['NGU_VAN', 'TOAN'].map((code) => subjects.find((each) => each.code === code));
  const [pupil] = (await office.call('records.class', { classId })).records;
  if (literature === undefined || maths === undefined || pupil === undefined) throw new Error('the training school is not as expected');
  const teacher = (await office.call('signedBooks.class', { classId })).books.find(({ subjectId }) => subjectId === literature.id)?.teacherName;
  const scope = { classId, subjectId: literature.id, semester: null, column: null };
  const open = await office.refusal('signedBooks.freeze', { classId, subjectIds: [literature.id] });
  const { id } = await office.call('locks.lock', { scope, reason: 'Chốt sổ cuối năm' });
  const made = await office.call('signedBooks.freeze', { classId, subjectIds: [literature.id] });
  const again = await office.call('signedBooks.freeze', { classId, subjectIds: [literature.id] });
  const state = async () => {
    await office.as('vanthu');
    return (await office.call('signedBooks.class', { classId })).books.filter(({ subjectId }) => subjectId === literature.id || subjectId === maths.id).map((book) => [book.state, book.version, book.outdated, book.signatures.map(({ role }) => role)]);
  };
  const frozen = await state();
  const early = await preview('hieutruong', 'principal', 'gradebooks');
  const [user, holder] = teacher === homeroom ? ['gvcn7a', homeroom] : ['giaovien', subject];
  const signed = [await sign(user, 'subjectTeacher', holder, 'gradebooks'), await sign('hieutruong', 'principal', '', 'gradebooks'), await sign('vanthu', 'school', '', 'gradebooks')];
  const after = await state();
  const bookId = (await office.call('signedBooks.class', { classId })).books.find(({ subjectId }) => subjectId === literature.id)?.bookId;
  if (bookId == null) throw new Error('no book');
  const { file } = await office.call('signedBooks.xml', { bookId });
  const bytes = office.office.giveFile('window', file)?.bytes ?? new Uint8Array();
  const report = (await office.call('verification.check', { file })).file;
  const text = Buffer.from(bytes).toString('utf8');
  const forged = office.office.receiveFile('window', { name: 'so.xml', mimeType: 'application/xml', bytes: Buffer.from(text.replace('<KET_QUA_CA_NAM>', '<KET_QUA_CA_NAM>1')) });
  const forgery = (await office.call('verification.check', { file: forged })).verdict;
  await office.as('gvcn6c');
  const stranger = [await office.refusal('signedBooks.xml', { bookId }), (await office.call('signedBooks.class', { classId })).books.filter(({ subjectId }) => subjectId === literature.id).length];
  const judged = xmlsec ? await xmlsecOn(bytes) : ['OK 2/2', 'OK 2/2', 'OK 2/2'];

  await office.as('hieutruong');
  await office.call('locks.unlock', { id, reason: 'Sửa nhận xét' });
  await office.as('vanthu');
  await office.call('gradebook.setMark', { classId, subjectId: literature.id, semester: 1, enrollmentId: pupil.enrollmentId, column: 'comment', text: 'Đã sửa.', reason: 'Sửa nhận xét' });
  const changed = await state();
  const unlocked = await office.refusal('signedBooks.freeze', { classId, subjectIds: [literature.id] });
  expect({
    open,
    made: [made.made, again.made],
    frozen,
    early,
    signed,
    after,
    report: [report.kind, report.verdict, report.gradebook?.subjectName, report.gradebook?.pupils],
    signatures: report.signatures.map(({ role, verdict, findings }) => [role, verdict, findings.find(({ code }) => code === 'signer-binding')?.outcome]),
    forgery,
    stranger,
    judged,
    changed: changed[0]?.[2],
    unlocked,
  }).toEqual({
    open: 'signedBooks.not-locked',
    made: [1, 0],
    frozen: [
      ['frozen', 1, false, []],
      ['not-locked', null, false, []],
    ],
    early: [0, 0, 1],
    signed: ['done', 'done', 'done'],
    after: [
      ['frozen', 1, false, ['subjectTeacher', 'principal', 'school']],
      ['not-locked', null, false, []],
    ],
    report: ['gradebook-xml', 'practice', 'Ngữ văn', pupils],
    signatures: [
      ['subjectTeacher', 'practice', 'established'],
      ['principal', 'practice', 'established'],
      ['school', 'practice', 'established'],
    ],
    forgery: 'invalid',
    stranger: ['gradebook.not-yours', 0],
    judged: ['OK 2/2', 'OK 2/2', 'OK 2/2'],
    changed: true,
    unlocked: 'signedBooks.not-locked',
  });
}, 120_000);

test('a deputy signs what names them while the delegation holds; a new principal changes nothing about what was signed', async () => {
  const { subject, homeroom } = await names();
  await office.call('signers.saveProfile', { subjectTeachers: false, gradebookHomeroom: false });
  const { teachers } = await office.call('school.teachers', {});
  const { subjects } = await office.call('school.overview', {});
  const deputy = teachers.find(({ fullName }) => fullName === subject);
  const literature = subjects.find(({ code }) => code === 'NGU_VAN');
  const before = (await office.call('records.class', { classId })).records[0];
  if (deputy === undefined || literature === undefined || before === undefined) throw new Error('the training school is not as expected');
  await office.call('gradebook.setMark', { classId, subjectId: literature.id, semester: 2, enrollmentId: before.enrollmentId, column: 'comment', text: 'Viết có cảm xúc.', reason: 'Bổ sung nhận xét' });
  const { id } = await office.call('signers.delegate', { teacherId: deputy.id, title: 'Phó Hiệu trưởng', decision: '45/QĐ-THCS', fromDay: '2026-01-01', untilDay: '2098-12-31' });
  const kept = (await office.call('records.class', { classId })).records.slice(0, pupils).map(({ outdated }) => outdated);
  await office.ended((await office.call('records.create', { classId })).jobId);
  await office.as('quantri');
  const account = (await office.call('users.list', {})).users.find(({ userName }) => userName === 'giaovien');
  if (account === undefined) throw new Error('no account');
  const notYet = await sign('giaovien', 'principal', subject);
  await office.as('quantri');
  await office.call('users.save', { ...account, roles: ['subjectTeacher', 'principal'], password: null });
  const homeroomSigned = await sign('gvcn7a', 'homeroomTeacher', homeroom);
  // The new record names the deputy, so the principal waits.
  const principal = await preview('hieutruong', 'principal');
  const byDeputy = await sign('giaovien', 'principal', subject);
  const { report, bytes } = await recordFile(0);
  const post = /<CHUC_VU_GIAM_HIEU_KY_HOC_BA>([^<]*)</u.exec(Buffer.from(bytes).toString('utf8'))?.[1];

  await office.call('signers.endAppointment', { id, fromDay: '2026-01-02', reason: 'Hiệu trưởng đã về' });
  const afterwards = await preview('giaovien', 'principal');
  await office.as('vanthu');
  await office.call('signers.takeOver', { name: 'Vũ Văn Nam', personalId: '999068900777', title: 'Hiệu trưởng', decision: '12/QĐ-UBND', fromDay: '2026-01-03' });
  const settings = await office.call('school.settings', {});
  const against = await office.refusal('school.saveSettings', { ...settings, principalName: 'Ai Khác' });
  const still = (await office.call('records.class', { classId })).records.slice(0, pupils).map(({ outdated, status }) => [outdated, status]);
  expect({
    kept,
    notYet,
    homeroomSigned,
    principal,
    byDeputy,
    post,
    signature: report.signatures.filter(({ role }) => role === 'principal').map(({ certificate: own, findings }) => [own?.holder.startsWith(subject), findings.find(({ code }) => code === 'signer-binding')?.outcome]),
    afterwards,
    settings: settings.principalName,
    against,
    still,
  }).toEqual({
    kept: [true, false],
    notYet: 'signing.not-your-role',
    homeroomSigned: 'done',
    principal: [0, pupils - 1, 1],
    byDeputy: 'done',
    post: 'KT. Hiệu trưởng, Phó Hiệu trưởng',
    signature: [[true, 'established']],
    // Whoever is principal by account but not by decision holds no post.
    afterwards: [0, pupils, 0],
    settings: 'Vũ Văn Nam',
    against: 'signers.head-by-decision',
    still: [
      [false, 'principal-signed'],
      [false, 'issued'],
    ],
  });
}, 120_000);
