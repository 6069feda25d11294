import { createHash, randomUUID, sign } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ClassId } from '#core/values/ids.ts';
import { openOfficeDatabase } from '#main/db/office-database.ts';
import { createSchoolStore } from '#main/db/school-store.ts';
import { createJobBoard } from '#main/office/create-job-board.ts';
import type { RevocationAnswer, TrustChecks } from '#main/office/ports/trust.ts';
import { createHandOffJournal } from '#main/db/hand-off-journal.ts';
import { doorTrustPlace } from '#main/office/hand-off/door-trust.ts';
import { schoolTrustPlace } from '#main/office/trust/school-trust.ts';
import { createSignerAssessor } from '#main/office/trust/signer-assessor.ts';
import { stampAfterSigning } from '#main/office/trust/stamp-after-signing.ts';
import { createStampingSealer } from '#main/office/trust/stamping-sealer.ts';
import { loadRuleLibrary } from '#main/rules/load-rule-library.ts';
import { createTrustChecks } from '#main/signing/trust/trust-checks.ts';
import { readAnchors } from '#main/signing/verifier/certificate-path.ts';
import { checkSeals } from '#main/signing/verifier/seal-check.ts';
import { readXml } from '#main/signing/verifier/xml-reader.ts';
import { createBundleSealer } from '#main/signing/xml/bundle-sealer.ts';
import { addSignatureTimeStamp, imprintOf, stampedValues } from '#main/signing/xml/signature-timestamp.ts';
import { addPdfTimestamp, pdfStampedValues } from '#main/signing/pdf/pdf-timestamp.ts';
import { addSchoolSignature, openRealSchool, putSignedRecord } from '#tests/support/real-school.ts';
import { openTestPki, opensslMissing, type PkiEntry, type TestPki } from '#tests/support/test-pki.ts';
import { recordData } from './verifier-parts.ts';

const realSchool = {
  code: 'T1',
  name: 'Trường THCS Nguyễn Du',
  departmentCode: '01',
  departmentName: 'Sở',
  provinceName: 'tỉnh',
  communeName: 'xã',
  principalName: 'Trần Văn Bình',
  principalPersonalId: '079170005678',
  principalTitle: 'Hiệu trưởng',
  issuePlace: 'Mường Ẳng',
  homeroomSignature: false,
  idleMinutes: 10,
  programme: 'general',
  levels: ['lower-secondary'],
  training: false,
} as const;
const checks = createTrustChecks(() => Date.now());
const now = () => new Date().toISOString();
let pki: TestPki;

beforeAll(async () => {
  if (opensslMissing === '') pki = await openTestPki();
});
afterAll(() => pki?.close());

/** An answer without its moments. */
const brief = (answer: RevocationAnswer): string => (answer.state === 'unknown' ? `unknown: ${answer.reason}` : `${answer.state} by ${answer.source}${answer.cached ? ' kept' : ''}`);

describe.skipIf(opensslMissing !== '')(`trust in a school${opensslMissing}`, () => {
  test('a real school: roots compared before they are trusted, lists carried in, timestamps added later, every change in the log', async () => {
    const school = await openRealSchool();
    const send = (name: string, bytes: Uint8Array) => school.office.receiveFile('window', { name, mimeType: 'application/octet-stream', bytes });
    const pem = (...entries: readonly PkiEntry[]) => new Uint8Array(Buffer.from(entries.map((each) => each.pem).join('')));
    const tail = (entry: PkiEntry) => checks.describe(entry.der)?.digest.slice(-8) ?? '';
    const digestOf = (entry: PkiEntry) => checks.describe(entry.der)?.digest ?? '';
    const signedAt = new Date(Date.now() - 60_000).toISOString().replace(/\.\d+Z$/, 'Z');
    const document = putSignedRecord(school.databaseFile, `<?xml version="1.0" encoding="UTF-8"?>\n<HOC_BA>${recordData()}</HOC_BA>\n`, pki.principal, signedAt);
    const list = pki.crl(pki.issuing);
    const byClerk = await school.refusal('trust.readAnchors', { file: send('goc.pem', pem(pki.root)) });
    const strange = await school.refusal('trust.importList', { file: send('issuing.crl', list) });
    await school.as('quantri');
    const untouched = await school.call('trust.overview', {});
    const file = send('goc.pem', pem(pki.root, pki.issuing, pki.teacher));
    const found = (await school.call('trust.readAnchors', { file })).certificates.map(({ holder, kind, authority, inForce, trusted: known }) => [holder, kind, authority, inForce, known]);
    const refused = [
      await school.refusal('trust.addAnchor', { file, digest: digestOf(pki.root), compared: '0000 0000' }),
      await school.refusal('trust.addAnchor', { file, digest: digestOf(pki.teacher), compared: tail(pki.teacher) }),
      await school.refusal('trust.addAnchor', { file, digest: digestOf(pki.stranger), compared: tail(pki.stranger) }),
      await school.refusal('trust.readAnchors', { file: send('anh.png', new Uint8Array([137, 80])) }),
    ];
    await school.call('trust.addAnchor', { file, digest: digestOf(pki.root), compared: tail(pki.root).toUpperCase() });
    await school.call('trust.addAnchor', { file, digest: digestOf(pki.issuing), compared: tail(pki.issuing).replace(/(....)/, '$1 ') });
    const lists = [
      (await school.call('trust.importList', { file: send('issuing.crl', list) })).authority,
      await school.refusal('trust.importList', { file: send('issuing.crl', list) }),
      await school.refusal('trust.importList', { file: send('la.crl', pki.crl(pki.strangerRoot)) }),
      await school.refusal('trust.importList', { file: send('goc.pem', pem(pki.root)) }),
    ];
    // Nothing has gone out so far; once it may not, nothing ever does.
    pki.server.asked.length = 0;
    await school.call('trust.saveSettings', { askOnline: false, ocspAddress: '', crlAddress: '', timestampAddress: `${pki.server.url}/tsa` });
    const offline = [await school.refusal('trust.askNow', {}), await school.refusal('trust.tryTimestamp', { address: `${pki.server.url}/tsa` }), (await school.as('vanthu'), await school.refusal('trust.stampClass', { classId: school.classId as ClassId }))];
    await school.as('quantri');
    const silent = [...pki.server.asked];
    const bad = await school.refusal('trust.saveSettings', { askOnline: true, ocspAddress: 'ftp://ca.example', crlAddress: '', timestampAddress: '' });
    await school.call('trust.saveSettings', { askOnline: true, ocspAddress: '', crlAddress: '', timestampAddress: `${pki.server.url}/tsa` });
    const tried = await school.call('trust.tryTimestamp', { address: `${pki.server.url}/tsa` });
    const asked = (await school.ended((await school.call('trust.askNow', {})).jobId)).state;
    await school.as('vanthu');
    const before = (await school.call('trust.stamps', {})).classes;
    const stamping = (await school.ended((await school.call('trust.stampClass', { classId: school.classId as ClassId })).jobId)).state;
    const after = (await school.call('trust.stamps', {})).classes;
    pki.server.asked.length = 0;
    await school.ended((await school.call('trust.stampClass', { classId: school.classId as ClassId })).jobId);
    const again = [...pki.server.asked];
    addSchoolSignature(school.databaseFile, document, pki.school, signedAt);
    const beside = await openOfficeDatabase(school.databaseFile, { now }, loadRuleLibrary('resources'));
    const jobs = createJobBoard({ clock: { now }, ids: { next: () => randomUUID() }, progressed: () => undefined, log: () => undefined });
    const parts = { checks, shipped: { roots: [], intermediates: [], practiceRoots: [] }, practiceRoots: () => [], forms: { stampedValues, imprintOf, addSignatureTimeStamp, pdfStampedValues, addPdfTimestamp }, clock: { now }, jobs };
    const afterBatch = [(await jobs.ended((await stampAfterSigning(parts, beside)) ?? '')).state, await stampAfterSigning(parts, beside)];
    await beside.close();
    const complete = (await school.call('trust.stamps', {})).classes;
    const report = await school.call('verification.check', { file: send('u.xml', document) });
    const known = await school.call('trust.overview', {});
    await school.as('quantri');
    await school.call('trust.removeAnchor', { digest: digestOf(pki.root), reason: 'Nhà cung cấp ngừng hoạt động' });
    const distrusted = await school.call('trust.overview', {});
    const log = (await school.call('audit.list', { before: null, limit: 50 })).entries.map(({ action }) => action).filter((action) => action.startsWith('trust.')).toReversed();
    await school.close();
    expect({
      byClerk,
      strange,
      untouched,
      found,
      refused,
      lists,
      offline,
      silent,
      bad,
      tried: tried.kind === 'stamped' ? [tried.authority, Math.abs(tried.clockAhead) < 60] : tried,
      asked,
      before: before.map(({ className, signatures, stamped }) => [className, signatures, stamped]),
      stamping,
      after: after.map(({ className, signatures, stamped }) => [className, signatures, stamped]),
      again,
      afterBatch,
      complete: complete.map(({ className, signatures, stamped }) => [className, signatures, stamped]),
      timestamp: report.file.signatures.flatMap(({ role, findings }) => findings.filter(({ code }) => ['chain', 'timestamp', 'revocation', 'validity', 'signature-value'].includes(code)).map(({ code, outcome }) => `${role} ${code} ${outcome}`)),
      known: known.certificates.map(({ facts, chain, revocation }) => [facts.holder, chain.state, brief(revocation)]),
      distrusted: distrusted.certificates.map(({ chain, revocation }) => [chain, brief(revocation)]),
      left: distrusted.anchors.map(({ holder, addedBy }) => [holder, addedBy]),
      log,
    }).toEqual({
      byClerk: 'session.not-allowed',
      strange: 'trust.list-of-stranger',
      untouched: {
        training: false,
        mayChange: true,
        settings: { askOnline: true, ocspAddress: '', crlAddress: '', timestampAddress: '' },
        anchors: [],
        lists: [],
        certificates: [{ facts: expect.objectContaining({ holder: 'Trần Văn Bình' }), chain: { state: 'untrusted', issuer: 'CA cấp chứng thư thử', reason: 'unknown-issuer' }, revocation: { state: 'unknown', reason: 'no-path' } }],
      },
      found: [
        ['Root CA thử', 'root', true, true, false],
        ['CA cấp chứng thư thử', 'intermediate', true, true, false],
        ['Nguyễn Thị Hoa', 'intermediate', false, true, false],
      ],
      refused: ['trust.fingerprint-differs', 'trust.not-an-authority', 'trust.no-certificate', 'trust.no-certificate'],
      lists: ['CA cấp chứng thư thử', 'trust.list-older', 'trust.list-of-stranger', 'trust.not-a-list'],
      offline: ['trust.offline', 'trust.offline', 'trust.offline'],
      silent: [],
      bad: 'trust.bad-address',
      tried: ['Dấu thời gian thử', true],
      asked: 'done',
      before: [['7A', 1, 0]],
      stamping: 'done',
      after: [['7A', 1, 1]],
      again: [],
      afterBatch: ['done', null],
      complete: [['7A', 2, 2]],
      timestamp: ['principal signature-value established', 'principal timestamp established', 'principal chain established', 'principal validity established', 'principal revocation established'],
      known: [['Trần Văn Bình', 'trusted', 'good by ocsp kept']],
      distrusted: [[{ state: 'untrusted', issuer: 'CA cấp chứng thư thử', reason: 'unknown-issuer' }, 'unknown: no-path']],
      left: [['CA cấp chứng thư thử', 'Quản trị']],
      log: ['trust.anchorAdded', 'trust.anchorAdded', 'trust.listImported', 'trust.settingsSaved', 'trust.settingsSaved', 'trust.evidenceFetched', 'trust.stamped', 'trust.stamped', 'trust.anchorRemoved'],
    });
  });

  test('what a batch is told before it begins: chain, use, validity for its whole time, revocation with its date, and the clock', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hocba-trust-'));
    let clock = Date.now();
    const time = (milliseconds = 0) => new Date(clock + milliseconds).toISOString();
    const store = createSchoolStore({ dataFolder: folder, clock: { now: () => time() }, rules: loadRuleLibrary('resources') });
    const database = await (await store.create('real')).finish();
    await database.write({ userId: null, userName: 'Học Bạ' }, async ({ school, trust }) => {
      await school.saveSchool({ ...realSchool, createdAt: time() });
      for (const [kind, { der, name }] of [['root', pki.root] as const, ['intermediate', pki.issuing] as const]) await trust.addTrusted({ digest: name, kind, der, addedAt: time(), addedBy: 'Quản trị' });
      return { value: undefined, audit: { action: 'trust.anchorAdded', detail: {} } };
    });
    const assessorWith = (ahead: number) => ((checks: TrustChecks) => createSignerAssessor({ checks, place: () => schoolTrustPlace({ checks, shipped: { roots: [], intermediates: [], practiceRoots: [] }, practiceRoots: () => [] }, database), clock: { now: () => time() } }))(createTrustChecks(() => Date.now() + ahead));
    const assess = (entry: PkiEntry, { ahead = 0, freshestOnly = false } = {}) => assessorWith(ahead).assess({ certificate: entry.der, chain: [], at: time(), until: time(3600_000), freshestOnly });
    const first = await assess(pki.teacher);
    pki.server.asked.length = 0;
    const offline = await (async () => {
      await database.write({ userId: null, userName: 'Học Bạ' }, async ({ trust }) => {
        await trust.saveSettings({ askOnline: false, ocspAddresses: [], crlAddresses: [], timestampAddress: '' });
        return { value: undefined, audit: null };
      });
      return [brief((await assess(pki.teacher)).revocation), brief((await assess(pki.principal)).revocation), ...pki.server.asked];
    })();
    await database.write({ userId: null, userName: 'Học Bạ' }, async ({ trust }) => {
      await trust.saveSettings({ askOnline: true, ocspAddresses: [], crlAddresses: [], timestampAddress: '' });
      return { value: undefined, audit: null };
    });
    const file = { name: 'hoc-ba/a.xml', sha256: createHash('sha256').update('học bạ').digest(), mimeType: 'application/xml' };
    const sealWith = async (timestampAddress: string) => {
      await database.write({ userId: null, userName: 'Học Bạ' }, async ({ trust }) => {
        await trust.saveSettings({ askOnline: true, ocspAddresses: [], crlAddresses: [], timestampAddress });
        return { value: undefined, audit: null };
      });
      const parts = { checks, shipped: { roots: [], intermediates: [], practiceRoots: [] }, practiceRoots: () => [], forms: { stampedValues, imprintOf, addSignatureTimeStamp, pdfStampedValues, addPdfTimestamp }, clock: { now }, database: () => database };
      const sealed = await createStampingSealer(createBundleSealer(), parts).seal({ files: [file], certificate: pki.school.der, chain: [], algorithm: 'rsa-sha256', signingTime: now(), sign: (data) => Promise.resolve(new Uint8Array(sign('sha256', data, pki.school.keyPem))) });
      // A PC that knows nothing but the roots.
      const anchors = readAnchors({ roots: [pki.root.der], intermediates: [pki.issuing.der], practiceRoots: [] });
      const seals = readXml(sealed, (xml) => checkSeals(xml, [{ name: file.name, digests: { sha256: file.sha256 } }], { anchors, at: now() }));
      return typeof seals === 'string' ? [seals] : seals.flatMap(({ findings, exactForm }) => [`exact ${String(exactForm)}`, ...findings.filter(({ code }) => /^(?:timestamp|revocation|signature-value)/.test(code)).map(({ code, outcome }) => `${code} ${outcome}`)]);
    };
    const seals = [await sealWith(`${pki.server.url}/tsa`), await sealWith(`${pki.server.url}/nobody`), await sealWith('')];
    const shortly = pki.issue('shortly', pki.issuing, '/CN=Sắp hết hạn', { key: 'p256', times: ['20240101000000Z', `${new Date(clock + 1800_000).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`] });
    const others = await Promise.all(
      [pki.revoked, pki.wrongUsage, pki.expired, pki.notYetValid, pki.stranger, shortly].map(async (entry) => {
        const { chain, keyUsage, validity, revocation, clock: judged } = await assess(entry);
        return [entry.name, chain.state, keyUsage, validity, revocation.state, judged.state];
      }),
    );
    const clocks = [(await assess(pki.school, { ahead: 600_000, freshestOnly: true })).clock, (await assess(pki.school, { ahead: -600_000, freshestOnly: true })).clock];
    clock -= 86_400_000;
    const setBack = (await assess(pki.teacher)).clock;
    await database.close();
    await rm(folder, { recursive: true, force: true });
    expect({
      first: { ...first, revocation: brief(first.revocation) },
      offline,
      seals,
      others,
      clocks: clocks.map((each) => (each.state === 'warn' ? [each.by, Math.round(each.offBy / 60)] : each.state)),
      setBack: setBack.state === 'refuse' ? setBack.reason : setBack.state,
    }).toEqual({
      first: { chain: { state: 'trusted', root: 'Root CA thử' }, keyUsage: 'may-sign', validity: 'valid', revocation: 'good by ocsp', clock: { state: 'sane' } },
      offline: ['good by ocsp kept', 'unknown: offline'],
      seals: [
        ['exact true', 'signature-value established', 'timestamp established', 'revocation established'],
        ['exact true', 'signature-value established', 'revocation-not-checked not-established'],
        ['exact true', 'signature-value established', 'revocation-not-checked not-established'],
      ],
      others: [
        ['revoked', 'trusted', 'may-sign', 'valid', 'revoked', 'sane'],
        ['wrong-usage', 'trusted', 'may-not-sign', 'valid', 'good', 'sane'],
        ['expired', 'trusted', 'may-sign', 'expired', 'good', 'sane'],
        ['not-yet-valid', 'trusted', 'may-sign', 'not-yet-valid', 'good', 'refuse'],
        ['stranger', 'untrusted', 'may-sign', 'valid', 'unknown', 'sane'],
        ['shortly', 'trusted', 'may-sign', 'expires-during', 'good', 'sane'],
      ],
      clocks: [
        ['server', 10],
        ['server', -10],
      ],
      setBack: 'before-audit-log',
    });
  });

  test('the PC where a package is signed asks the same of a signer, without a school: what it learns and its clock are in its own book', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hocba-door-'));
    let clock = Date.now();
    const time = (milliseconds = 0) => new Date(clock + milliseconds).toISOString();
    const journal = createHandOffJournal(join(folder, 'nhat-ky.sqlite'));
    const doorChecks = createTrustChecks(() => Date.now());
    const door = { checks: doorChecks, shipped: { roots: [pki.root.der], intermediates: [pki.issuing.der], practiceRoots: [] }, practiceRoots: () => [], journal, openSchool: () => null };
    const assess = (entry: PkiEntry, training = false) => createSignerAssessor({ checks: doorChecks, place: () => doorTrustPlace(door, training), clock: { now: () => time() } }).assess({ certificate: entry.der, chain: [], at: time(), until: time(3600_000) });
    const told = await Promise.all(
      [pki.teacher, pki.revoked, pki.wrongUsage, pki.expired, pki.stranger].map(async (entry) => {
        const { chain, keyUsage, validity, revocation, clock: judged } = await assess(entry);
        return [entry.name, chain.state, keyUsage, validity, brief(revocation), judged.state];
      }),
    );
    pki.server.asked.length = 0;
    const again = [brief((await assess(pki.teacher)).revocation), pki.server.asked.length];
    const training = brief((await assess(pki.teacher, true)).revocation);
    await journal.note({ at: time(), action: 'package.opened', detail: {} });
    clock -= 86_400_000;
    const setBack = (await assess(pki.teacher)).clock;
    await journal.close();
    await rm(folder, { recursive: true, force: true });
    expect({ told, again, training, setBack: setBack.state === 'refuse' ? setBack.reason : setBack.state }).toEqual({
      told: [
        ['teacher', 'trusted', 'may-sign', 'valid', 'good by ocsp', 'sane'],
        ['revoked', 'trusted', 'may-sign', 'valid', 'revoked by ocsp', 'sane'],
        ['wrong-usage', 'trusted', 'may-not-sign', 'valid', 'good by ocsp', 'sane'],
        ['expired', 'trusted', 'may-sign', 'expired', 'good by ocsp', 'sane'],
        ['stranger', 'untrusted', 'may-sign', 'valid', 'unknown: no-path', 'sane'],
      ],
      again: ['good by ocsp kept', 0],
      training: 'unknown: training',
      setBack: 'before-audit-log',
    });
  });
});
