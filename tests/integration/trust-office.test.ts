import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordData } from './verifier-parts.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ClassId } from '#core/values/ids.ts';
import type { Evidence, NetworkRules, RevocationAnswer, TrustedCertificates } from '#main/office/ports/trust.ts';
import { openOfficeDatabase } from '#main/db/office-database.ts';
import { createSchoolStore } from '#main/db/school-store.ts';
import { createJobBoard } from '#main/office/create-job-board.ts';
import { stampAfterSigning } from '#main/office/trust/stamp-after-signing.ts';
import { addSignatureTimeStamp, imprintOf, stampedValues } from '#main/signing/xml/signature-timestamp.ts';
import { createSignerAssessor } from '#main/office/trust/signer-assessor.ts';
import { loadRuleLibrary } from '#main/rules/load-rule-library.ts';
import { createTrustChecks } from '#main/signing/trust/trust-checks.ts';
import { ocspAnswer, timestampAnswer, timestampBy } from '#tests/support/pki-server.ts';
import { addSchoolSignature, openRealSchool, putSignedRecord } from '#tests/support/real-school.ts';
import { openssl } from '#tests/support/openssl-judge.ts';
import { openTestPki, opensslMissing, writeTimestampConfig, type PkiEntry, type TestPki } from '#tests/support/test-pki.ts';

const realSchool = {
  code: 'T1', name: 'Trường THCS Nguyễn Du', departmentCode: '01', departmentName: 'Sở', provinceName: 'tỉnh', communeName: 'xã', principalName: 'Trần Văn Bình', principalPersonalId: '079170005678',
  principalTitle: 'Hiệu trưởng', issuePlace: 'Mường Ẳng', homeroomSignature: false, idleMinutes: 10, programme: 'general', levels: ['lower-secondary'], training: false,
} as const;
const checks = createTrustChecks(() => Date.now());
const day = 86_400_000;
const now = () => new Date().toISOString();
let pki: TestPki;
let trusted: TrustedCertificates;

beforeAll(async () => {
  if (opensslMissing !== '') return;
  pki = await openTestPki();
  trusted = { roots: [pki.root.der], practiceRoots: [], intermediates: [pki.issuing.der] };
});
afterAll(() => pki?.close());

const network = (patience = 10_000): NetworkRules => ({ ocspAddresses: [], crlAddresses: [], patience });
const pathOf = (entry: PkiEntry): readonly Uint8Array[] => [entry.der, pki.issuing.der, pki.root.der];
const ask = (entry: PkiEntry, evidence: readonly Evidence[] = [], options: { readonly online?: boolean; readonly freshestOnly?: boolean; readonly patience?: number; readonly at?: string } = {}) =>
  checks.revocation({ path: pathOf(entry), evidence, at: options.at ?? now(), network: options.online === false ? null : network(options.patience), freshestOnly: options.freshestOnly ?? false });
/** An answer without its moments. */
const brief = (answer: RevocationAnswer): string => (answer.state === 'unknown' ? `unknown: ${answer.reason}` : `${answer.state} by ${answer.source}${answer.cached ? ' kept' : ''}`);

describe.skipIf(opensslMissing !== '')(`trust before a batch${opensslMissing}`, () => {
  test('paths to a root, as openssl judges them too', async () => {
    const entries = [pki.teacher, pki.principal, pki.school, pki.revoked, pki.wrongUsage, pki.expired, pki.byEndEntity, pki.stranger];
    const table = await Promise.all(
      entries.map(async (entry) => {
        const { answer, path } = await checks.chain({ certificate: entry.der, chain: [pki.teacher.der, pki.strangerRoot.der], trusted, at: now() });
        const verified = openssl(pki.folder, ['verify', '-CAfile', 'root.pem', '-untrusted', 'issuing.pem', '-untrusted', 'teacher.pem', ...(entry === pki.expired ? ['-no_check_time'] : []), `${entry.name}.pem`]);
        return [entry.name, answer.state === 'untrusted' ? answer.reason : answer.state, path.length, verified.ok, checks.describe(entry.der)?.keyUsage];
      }),
    );
    expect(table).toEqual([
      ['teacher', 'trusted', 3, true, 'may-sign'],
      ['principal', 'trusted', 3, true, 'may-sign'],
      ['school', 'trusted', 3, true, 'may-sign'],
      ['revoked', 'trusted', 3, true, 'may-sign'],
      ['wrong-usage', 'trusted', 3, true, 'may-not-sign'],
      ['expired', 'trusted', 3, true, 'may-sign'],
      ['by-end-entity', 'not-an-authority', 0, false, 'may-sign'],
      ['stranger', 'unknown-issuer', 0, false, 'may-sign'],
    ]);
    expect([
      (await checks.chain({ certificate: pki.teacher.der, chain: [], trusted: { ...trusted, practiceRoots: [pki.root.der] }, at: now() })).answer.state,
      (await checks.chain({ certificate: pki.teacher.der, chain: [], trusted, at: '2041-01-01T00:00:00Z' })).answer,
      (await checks.chain({ certificate: new Uint8Array([1, 2, 3]), chain: [], trusted, at: now() })).answer,
    ]).toEqual(['practice', { state: 'trusted', root: 'Root CA thử' }, { state: 'untrusted', issuer: '', reason: 'unreadable' }]);
  });

  test('revocation: asked by OCSP, by list where the responder is silent, kept for the days without a line, and never guessed', async () => {
    const first = await ask(pki.teacher);
    const kept = first.learnt;
    const offline = await ask(pki.teacher, kept, { online: false });
    pki.server.asked.length = 0;
    const again = await ask(pki.teacher, kept);
    const quiet = [...pki.server.asked];
    const fresh = await ask(pki.teacher, kept, { freshestOnly: true });
    const asked = [...pki.server.asked].sort();
    pki.server.oddly('/ocsp/issuing', (_, response) => void response.writeHead(503).end());
    const byList = await ask(pki.teacher);
    const revokedByList = await ask(pki.revoked);
    pki.server.oddly('/ocsp/issuing', null);
    const list = byList.learnt.filter(({ kind }) => kind === 'crl');
    expect({
      first: brief(first.answer),
      kinds: first.learnt.map(({ kind }) => kind),
      offline: brief(offline.answer),
      sameDate: offline.answer.state === 'good' && first.answer.state === 'good' && offline.answer.knownAt === first.answer.knownAt,
      again: brief(again.answer),
      quiet,
      fresh: brief(fresh.answer),
      asked,
      byList: brief(byList.answer),
      revoked: brief((await ask(pki.revoked)).answer),
      revokedByList: brief(revokedByList.answer),
      nothingKept: brief((await ask(pki.teacher, [], { online: false })).answer),
      listForAll: brief((await ask(pki.principal, [...list, ...kept], { online: false })).answer),
      runOut: brief((await ask(pki.teacher, [...list, ...kept], { online: false, at: new Date(Date.now() + 30 * day).toISOString() })).answer),
      revokedForEver: brief((await ask(pki.revoked, list, { online: false, at: new Date(Date.now() + 30 * day).toISOString() })).answer),
      noPath: brief((await checks.revocation({ path: [], evidence: [], at: now(), network: network(), freshestOnly: false })).answer),
      noAddress: brief((await ask(pki.issue('silent', pki.issuing, '/CN=Không địa chỉ', { key: 'p256', says: [] }))).answer),
      clock: Math.abs(first.offset?.milliseconds ?? Infinity) < 60_000 ? first.offset?.by : first.offset,
    }).toEqual({
      first: 'good by ocsp',
      kinds: ['ocsp', 'ocsp'],
      offline: 'good by ocsp kept',
      sameDate: true,
      again: 'good by ocsp kept',
      quiet: [],
      fresh: 'good by ocsp',
      asked: ['POST /ocsp/issuing', 'POST /ocsp/root'],
      byList: 'good by crl',
      revoked: 'revoked by ocsp',
      revokedByList: 'revoked by crl',
      nothingKept: 'unknown: offline',
      listForAll: 'good by crl kept',
      runOut: 'unknown: out-of-date',
      revokedForEver: 'revoked by crl kept',
      noPath: 'unknown: no-path',
      noAddress: 'unknown: no-address',
      clock: 'server',
    });
  });

  test('hostile answers give "unknown" with the reason', async () => {
    const of = async (path: string, answer: Parameters<TestPki['server']['oddly']>[1], patience?: number) => {
      const other = path.startsWith('/ocsp') ? '/issuing.crl' : '/ocsp/issuing';
      pki.server.oddly(other, (_, response) => void response.writeHead(404).end());
      pki.server.oddly(path, answer);
      const { answer: said, learnt } = await ask(pki.teacher, [], patience === undefined ? {} : { patience });
      pki.server.oddly(other, null);
      pki.server.oddly(path, null);
      return [brief(said), learnt.filter(({ key }) => key === evidenceKey).length];
    };
    const evidenceKey = checks.describe(pki.teacher.der)?.digest;
    const answered = (signer: string, more: readonly string[] = ['-nmin', '60']) => async (_: unknown, response: { end(bytes: Buffer): void }, body: Buffer) => {
      await writeFile(join(pki.folder, '9000.request'), body);
      response.end(await ocspAnswer(pki.folder, 'issuing', 9000, { signer, more }));
    };
    let earlier: Buffer = Buffer.alloc(0);
    await of('/ocsp/issuing', async (_, response, body) => {
      await writeFile(join(pki.folder, '9001.request'), body);
      earlier = await ocspAnswer(pki.folder, 'issuing', 9001);
      response.end(earlier);
    });
    const aboutOther = async (_: unknown, response: { end(bytes: Buffer): void }) => {
      openssl(pki.folder, ['ocsp', '-issuer', 'issuing.pem', '-cert', 'school.pem', '-reqout', '9002.request', '-no_nonce']);
      response.end(await ocspAnswer(pki.folder, 'issuing', 9002));
    };
    const flood = (_: unknown, response: { write(bytes: Buffer): boolean; on(event: string, listener: () => void): unknown }) => {
      const more = () => { while (response.write(Buffer.alloc(65_536))); };
      response.on('drain', more);
      more();
    };
    const oldList = new Date(Date.now() - 30 * day);
    const expiredList = Buffer.from(pki.crl(pki.issuing, { thisUpdate: oldList, nextUpdate: new Date(oldList.getTime() + day) }));
    pki.crl(pki.issuing);
    const strangersList = Buffer.from(pki.crl(pki.strangerRoot));
    expect({
      silence: await of('/ocsp/issuing', () => undefined, 300),
      flood: await of('/ocsp/issuing', flood),
      nonsense: await of('/ocsp/issuing', (_, response) => void response.end('xin chào')),
      replay: await of('/ocsp/issuing', (_, response) => void response.end(earlier)),
      stranger: await of('/ocsp/issuing', answered('stranger')),
      'a user of the same authority': await of('/ocsp/issuing', answered('teacher')),
      'the issuer itself': await of('/ocsp/issuing', answered('issuing')),
      'about another': await of('/ocsp/issuing', aboutOther),
      'round and round': await of('/ocsp/issuing', (_, response) => void response.writeHead(302, { location: '/ocsp/issuing' }).end()),
      'to a file': await of('/ocsp/issuing', (_, response) => void response.writeHead(302, { location: 'file:///etc/passwd' }).end()),
      'an old list': await of('/issuing.crl', (_, response) => void response.end(expiredList)),
      "a stranger's list": await of('/issuing.crl', (_, response) => void response.end(strangersList)),
      'a list of nonsense': await of('/issuing.crl', (_, response) => void response.end(Buffer.from([0x30, 0x84, 0xff, 0xff, 0xff, 0xff]))),
    }).toEqual({
      silence: ['unknown: too-slow', 0],
      flood: ['unknown: too-large', 0],
      nonsense: ['unknown: unreadable', 0],
      replay: ['unknown: replayed', 0],
      stranger: ['unknown: not-authorised', 0],
      'a user of the same authority': ['unknown: not-authorised', 0],
      'the issuer itself': ['good by ocsp', 1],
      'about another': ['unknown: other-certificate', 0],
      'round and round': ['unknown: unreachable', 0],
      'to a file': ['unknown: unreachable', 0],
      'an old list': ['unknown: out-of-date', 0],
      "a stranger's list": ['unknown: other-certificate', 0],
      'a list of nonsense': ['unknown: unreadable', 0],
    });
  });

  test('timestamps: a real TSA answers, everything else is thrown away with the reason', async () => {
    const rogue = pki.issue('not-a-tsa', pki.issuing, '/CN=Không phải TSA', { extendedUsage: 'critical,timeStamping,clientAuth' });
    const foreign = pki.issue('foreign-tsa', pki.strangerRoot, '/CN=TSA lạ', { extendedUsage: 'critical,timeStamping' });
    writeTimestampConfig(pki.folder, ['tsa', foreign.name]);
    const data = Buffer.from('chữ ký');
    const stamp = (patience = 10_000) => checks.timestamp({ address: `${pki.server.url}/tsa`, data, trusted, at: now(), patience });
    const of = async (answer: Parameters<TestPki['server']['oddly']>[1], patience?: number) => {
      pki.server.oddly('/tsa', answer);
      const said = await stamp(patience);
      pki.server.oddly('/tsa', null);
      return said.kind === 'none' ? said.reason : said.kind;
    };
    const by = (section: string) => async (_: unknown, response: { end(bytes: Buffer): void }, body: Buffer) => {
      await writeFile(join(pki.folder, '9100.request'), body);
      response.end(await timestampAnswer(pki.folder, 9100, section));
    };
    const good = await stamp();
    let earlier: Buffer = Buffer.alloc(0);
    await of(async (_, response, body) => {
      await writeFile(join(pki.folder, '9101.request'), body);
      earlier = await timestampAnswer(pki.folder, 9101);
      response.end(earlier);
    });
    const overOther = async (_: unknown, response: { end(bytes: Buffer): void }) => {
      openssl(pki.folder, ['ts', '-query', '-digest', '00'.repeat(32), '-sha256', '-cert', '-out', '9102.request']);
      response.end(await timestampAnswer(pki.folder, 9102));
    };
    const changed = async (_: unknown, response: { end(bytes: Buffer): void }, body: Buffer) => {
      await writeFile(join(pki.folder, '9103.request'), body);
      const answer = await timestampAnswer(pki.folder, 9103);
      answer[answer.length - 9] = (answer[answer.length - 9] ?? 0) ^ 1;
      response.end(answer);
    };
    if (good.kind === 'stamped') await Promise.all([writeFile(join(pki.folder, 'token.der'), good.token), writeFile(join(pki.folder, 'data'), data)]);
    expect({
      good: good.kind === 'stamped' ? [good.authority, good.path.length, Math.abs(good.offset.milliseconds) < 60_000] : good,
      openssl: openssl(pki.folder, ['ts', '-verify', '-data', 'data', '-in', 'token.der', '-token_in', '-CAfile', 'root.pem', '-untrusted', 'issuing.pem']).ok,
      silence: await of(() => undefined, 300),
      'not there': await of((_, response) => void response.writeHead(404).end()),
      nonsense: await of((_, response) => void response.end('xin chào')),
      refusal: await of((_, response) => void response.end(Buffer.from('30053003020102', 'hex'))),
      replay: await of((_, response) => void response.end(earlier)),
      'over other data': await of(overOther),
      'a changed signature': await of(changed),
      'two purposes': await of(async (_, response, body) => {
        await writeFile(join(pki.folder, '9104.request'), body);
        response.end(await timestampBy(pki.folder, 9104, rogue.name));
      }),
      'a stranger': await of(by(foreign.name)),
      'no address': await checks.timestamp({ address: '', data, trusted, at: now(), patience: 300 }),
    }).toEqual({
      good: ['Dấu thời gian thử', 3, true],
      openssl: true,
      silence: 'too-slow',
      'not there': 'unreachable',
      nonsense: 'unreadable',
      refusal: 'refused',
      replay: 'replayed',
      'over other data': 'wrong-imprint',
      'a changed signature': 'bad-signature',
      'two purposes': 'not-authorised',
      'a stranger': 'untrusted',
      'no address': { kind: 'none', reason: 'no-address' },
    });
  });

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
    const offline = [await school.refusal('trust.askNow', {}), (await school.as('vanthu'), await school.refusal('trust.stampClass', { classId: school.classId as ClassId }))];
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
    const parts = { checks, shipped: { roots: [], intermediates: [], practiceRoots: [] }, practiceRoots: () => [], forms: { stampedValues, imprintOf, addSignatureTimeStamp }, clock: { now }, jobs };
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
      offline: ['trust.offline', 'trust.offline'],
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
    const assessorWith = (ahead: number) => createSignerAssessor({ checks: createTrustChecks(() => Date.now() + ahead), shipped: { roots: [], intermediates: [], practiceRoots: [] }, practiceRoots: () => [], database: () => database, clock: { now: () => time() } });
    const assess = (entry: PkiEntry, { ahead = 0, until = 3600_000, chain = [] as readonly Uint8Array[] } = {}) => assessorWith(ahead).assess({ certificate: entry.der, chain, at: time(), until: time(until) });
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
    const shortly = pki.issue('shortly', pki.issuing, '/CN=Sắp hết hạn', { key: 'p256', times: ['20240101000000Z', `${new Date(clock + 1800_000).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`] });
    const others = await Promise.all(
      [pki.revoked, pki.wrongUsage, pki.expired, pki.notYetValid, pki.stranger, shortly].map(async (entry) => {
        const { chain, keyUsage, validity, revocation, clock: judged } = await assess(entry);
        return [entry.name, chain.state, keyUsage, validity, revocation.state, judged.state];
      }),
    );
    const clocks = [(await assess(pki.school, { ahead: 600_000 })).clock, (await assess(pki.principal, { ahead: -600_000 })).clock];
    clock -= 86_400_000;
    const setBack = (await assess(pki.teacher)).clock;
    await database.close();
    await rm(folder, { recursive: true, force: true });
    expect({
      first: { ...first, revocation: brief(first.revocation) },
      offline,
      others,
      clocks: clocks.map((each) => (each.state === 'warn' ? [each.by, Math.round(each.offBy / 60)] : each.state)),
      setBack: setBack.state === 'refuse' ? setBack.reason : setBack.state,
    }).toEqual({
      first: { chain: { state: 'trusted', root: 'Root CA thử' }, keyUsage: 'may-sign', validity: 'valid', revocation: 'good by ocsp', clock: { state: 'sane' } },
      offline: ['good by ocsp kept', 'unknown: offline'],
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
});
