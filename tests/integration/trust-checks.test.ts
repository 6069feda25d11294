import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Evidence, NetworkRules, RevocationAnswer, TrustedCertificates } from '#main/office/ports/trust.ts';
import { createTrustChecks } from '#main/signing/trust/trust-checks.ts';
import { ocspAnswer, timestampAnswer, timestampBy } from '#tests/support/pki-server.ts';
import { openssl } from '#tests/support/openssl-judge.ts';
import { openTestPki, opensslMissing, writeTimestampConfig, type PkiEntry, type TestPki } from '#tests/support/test-pki.ts';

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

describe.skipIf(opensslMissing !== '')(`what the signing side believes of certificates and servers${opensslMissing}`, () => {
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
    // A root that was renewed over the same key.
    openssl(pki.folder, ['ca', '-batch', '-utf8', '-notext', '-preserveDN', '-config', 'root.cnf', '-selfsign', '-keyfile', 'root.key', '-in', 'root.csr', '-startdate', '20100101000000Z', '-enddate', '20200101000000Z', '-extfile', 'root.ext', '-out', 'old-root.pem']);
    const [old] = checks.readCertificates(readFileSync(join(pki.folder, 'old-root.pem')));
    if (old === undefined) throw new Error('no old root');
    const renewed = async (roots: readonly Uint8Array[]) => (await checks.chain({ certificate: pki.teacher.der, chain: [], trusted: { ...trusted, roots }, at: now() })).answer;
    expect([await renewed([old.der, pki.root.der]), await renewed([old.der])]).toEqual([{ state: 'trusted', root: 'Root CA thử' }, { state: 'untrusted', issuer: 'CA cấp chứng thư thử', reason: 'authority-expired' }]);
    expect([
      (await checks.chain({ certificate: pki.teacher.der, chain: [], trusted: { ...trusted, practiceRoots: [pki.root.der] }, at: now() })).answer.state,
      (await checks.chain({ certificate: pki.teacher.der, chain: [], trusted, at: '2041-01-01T00:00:00Z' })).answer,
      (await checks.chain({ certificate: new Uint8Array([1, 2, 3]), chain: [], trusted, at: now() })).answer,
    ]).toEqual(['practice', { state: 'trusted', root: 'Root CA thử' }, { state: 'untrusted', issuer: '', reason: 'unreadable' }]);
  });

  test('authorities that certify each other in a circle lead nowhere, and end', async () => {
    const authority = { key: 'p256', constraints: 'critical,CA:TRUE', usage: 'critical,keyCertSign', says: [] } as const;
    const one = pki.issue('circle-one', pki.strangerRoot, '/CN=Vòng 1', authority);
    const two = pki.issue('circle-two', pki.strangerRoot, '/CN=Vòng 2', authority);
    const crossed = ([above, below]: readonly [PkiEntry, PkiEntry]) => {
      openssl(pki.folder, ['x509', '-req', '-in', `${below.name}.csr`, '-CA', `${above.name}.pem`, '-CAkey', `${above.name}.key`, '-CAcreateserial', '-days', '3000', '-extfile', `${below.name}.ext`, '-outform', 'DER', '-out', `${below.name}.crossed`]);
      return new Uint8Array(readFileSync(join(pki.folder, `${below.name}.crossed`)));
    };
    const chain = [crossed([one, two]), crossed([two, one])];
    const signer = pki.issue('in-circle', one, '/CN=Trong vòng', { key: 'p256', says: [] });
    expect((await checks.chain({ certificate: signer.der, chain, trusted, at: now() })).answer).toEqual({ state: 'untrusted', issuer: 'Vòng 1', reason: 'unknown-issuer' });
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
      'with RSA-PSS': await of(async (_, response, body) => {
        await writeFile(join(pki.folder, '9105.request'), body);
        response.end(await timestampBy(pki.folder, 9105, 'tsa', ['-keyopt', 'rsa_padding_mode:pss', '-keyopt', 'rsa_pss_saltlen:32']));
      }),
      'in BER': await of(async (_, response, body) => {
        await writeFile(join(pki.folder, '9106.request'), body);
        response.end(await timestampBy(pki.folder, 9106, 'tsa', ['-stream', '-indef']));
      }),
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
      'with RSA-PSS': 'stamped',
      'in BER': 'stamped',
      'no address': { kind: 'none', reason: 'no-address' },
    });
  });
});
