import { spawnSync } from 'node:child_process';
import { verify, X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OfficeError, type ErrorCode } from '#core/contract/errors.ts';
import type { FoundCertificate, KeyChoice } from '#main/office/ports/signing.ts';
import { practiceModulePrefix } from '#main/practice/tokens/practice-token-maker.ts';
import { openSoftwareModule } from '#main/practice/tokens/software-token.ts';
import { createTokenService } from '#main/signing/token/token-service.ts';
import { createTestSpawner, describeWithNode, judge, openTestTokens, softHsmPath, testHolders, type TestTokens } from './signing-parts.ts';

const root = mkdtempSync(join(tmpdir(), 'hocba-token-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function certificateOf(test: TestTokens, label: string): Promise<FoundCertificate> {
  const { certificates } = await test.service.listCertificates([test.tokens.module]);
  const found = certificates.find(({ tokenLabel }) => tokenLabel === label);
  if (found === undefined) throw new Error(`No token ${label}.`);
  return found;
}

/** Which keys there are does not change: they are looked for once. */
const known = new Map<string, Promise<FoundCertificate>>();

async function keyOf(test: TestTokens, label: string): Promise<KeyChoice> {
  const place = `${test.tokens.module.path} ${test.tokens.environment['SOFTHSM2_CONF'] ?? ''} ${label}`;
  const looked = known.get(place) ?? certificateOf(test, label);
  known.set(place, looked);
  const found = await looked;
  return { module: test.tokens.module, tokenSerial: found.tokenSerial, certificateDigest: found.facts.digest };
}

async function errorOf(attempt: Promise<unknown>): Promise<{ readonly code: ErrorCode; readonly params: unknown } | 'no error'> {
  try {
    await attempt;
    return 'no error';
  } catch (error) {
    if (!(error instanceof OfficeError)) throw error;
    return { code: error.code, params: error.params };
  }
}

const newcomer = { label: 'thay-nam', holder: 'Lò Văn Nam', organisation: '', kind: 'person', personalId: '011090000001', key: 'p256' } as const;

const backends = ['software', 'softhsm'] as const;
describe.each(backends)('training tokens in %s', (backend) => {
  if (backend === 'softhsm' && softHsmPath === undefined) {
    test.skip('SoftHSM is not installed (apt-get install softhsm2)', () => undefined);
    return;
  }
  const folder = join(root, backend);
  let opened: TestTokens;
  beforeAll(async () => {
    opened = await openTestTokens(folder, backend);
  }, 60_000);

  test('shows every holder with a certificate that openssl accepts', async () => {
    const { certificates, problems } = await opened.service.listCertificates([opened.tokens.module]);
    writeFileSync(join(folder, 'ca.pem'), new X509Certificate(opened.tokens.caCertificate).toString());
    const accepted = certificates.map(({ der, tokenLabel }) => {
      writeFileSync(join(folder, 'leaf.pem'), new X509Certificate(der).toString());
      return [tokenLabel, judge('openssl', ['verify', '-x509_strict', '-attime', '1800000000', '-CAfile', 'ca.pem', 'leaf.pem'], folder).ok];
    });
    expect({ problems: [...problems], accepted: Object.fromEntries(accepted) }).toEqual({ problems: [], accepted: { 'co-hoa': true, 'hieu-truong': true, 'con-dau': true } });
    expect(Object.fromEntries(certificates.map(({ facts, pin, tokenLabel }) => [tokenLabel, [facts.holder, facts.kind, facts.training, pin]]))).toEqual({
      'co-hoa': ['Nguyễn Thị Hoa (LUYỆN TẬP)', 'person', true, 'ok'],
      'con-dau': ['Trường THCS Nguyễn Du (LUYỆN TẬP)', 'organisation', true, 'ok'],
      'hieu-truong': ['Trần Văn Bình (LUYỆN TẬP)', 'person', true, 'ok'],
    });
  });

  test.each([
    ['co-hoa', 'rsa-sha256', 256],
    ['hieu-truong', 'ecdsa-p256-sha256', 64],
  ] as const)('signs many times after one PIN: %s', async (label, algorithm, width) => {
    const session = await opened.service.openSession(await keyOf(opened, label), '12345678');
    const { publicKey } = new X509Certificate(session.certificate.der);
    const samples = ['một', 'hai', 'ba'].map((word) => Buffer.from(word, 'utf8'));
    // Asked all at once: the session itself keeps them in a line.
    const signatures = await Promise.all(samples.map((sample) => session.sign(sample)));
    const good = signatures.map((signature, index) => verify('sha256', samples[index] ?? Buffer.alloc(0), { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature) && signature.length === width);
    expect({ algorithm: session.algorithm, good }).toEqual({ algorithm, good: [true, true, true] });
    await session.close();
    expect(await errorOf(session.sign(Buffer.from('bốn')))).toEqual({ code: 'token.removed', params: {} });
  });

  test('tries a wrong PIN once and says so, and the right one still works', async () => {
    const key = await keyOf(opened, 'con-dau');
    expect(await errorOf(opened.service.openSession(key, '87654321'))).toEqual({ code: 'token.pin-incorrect', params: {} });
    expect((await certificateOf(opened, 'con-dau')).pin).toBe('count-low');
    await (await opened.service.openSession(key, '12345678')).close();
    expect((await certificateOf(opened, 'con-dau')).pin).toBe('ok');
  });

  test('refuses a PIN of impossible length without a try, and a certificate that is not there', async () => {
    const key = await keyOf(opened, 'con-dau');
    const short = await errorOf(opened.service.openSession(key, '1'));
    const stranger = await errorOf(opened.service.openSession({ ...key, certificateDigest: '0'.repeat(64) }, '12345678'));
    const otherToken = await errorOf(opened.service.openSession({ ...key, tokenSerial: 'x' }, '12345678'));
    expect([short, stranger, otherToken]).toMatchObject([{ code: 'token.pin-length' }, { code: 'token.certificate-changed' }, { code: 'token.certificate-not-found' }]);
    expect((await certificateOf(opened, 'con-dau')).pin).toBe('ok');
  });

  test('opens the folder again with the same tokens, moved or not, and adds only who is new', async () => {
    const labels = async (tokens: TestTokens) => (await tokens.service.listCertificates([tokens.tokens.module])).certificates.map(({ facts }) => facts.digest).sort();
    const before = await labels(opened);
    const moved = join(root, `${backend} đã chuyển`);
    renameSync(folder, moved);
    const again = await openTestTokens(moved, backend, { holders: [...testHolders, newcomer] });
    const after = await labels(again);
    expect({ ca: again.tokens.caCertificate, kept: before.filter((digest) => after.includes(digest)), count: after.length }).toEqual({ ca: opened.tokens.caCertificate, kept: before, count: before.length + 1 });
    renameSync(moved, folder);
  });

  test('leaves no process behind', async () => {
    await expect.poll(() => opened.alive(), { timeout: 10_000 }).toBe(0);
  });
});

test('a training token locks after five wrong PINs, warns before the last, and opens again at the next start', async () => {
  const folder = join(root, 'locking');
  const tokens = async () => (await openTestTokens(folder, 'software', { holders: testHolders.slice(0, 1) })).tokens;
  // The module alone: it is files of ours, and needs no process of its own.
  const module = openSoftwareModule((await tokens()).module.path.slice(practiceModulePrefix.length));
  const shown = () => {
    const [token] = module.list();
    if (token?.certificates[0] === undefined) throw new Error('No token.');
    return { pin: token.pin, key: { serial: token.serial, certificateDigest: describeWithNode(token.certificates[0].der).digest } };
  };
  const tried = (pin: string, lastTryConfirmed: boolean) => {
    try {
      module.openSession(shown().key, pin, { lastTryConfirmed, rsaScheme: null });
      return 'ok';
    } catch (error) {
      return error instanceof OfficeError ? error.code : error;
    }
  };
  const seen = [false, false, false, false, false, true, true].map((lastTryConfirmed) => [tried('00000000', lastTryConfirmed), shown().pin]);
  const locked = tried('12345678', true);
  await tokens();
  expect({ seen, locked, restarted: tried('12345678', false) }).toEqual({
    seen: [
      ['token.pin-incorrect', 'count-low'],
      ['token.pin-incorrect', 'count-low'],
      ['token.pin-incorrect', 'count-low'],
      ['token.pin-last-try', 'final-try'],
      ['token.last-try-unconfirmed', 'final-try'],
      ['token.pin-locked', 'locked'],
      ['token.pin-locked', 'locked'],
    ],
    locked: 'token.pin-locked',
    restarted: 'ok',
  });
}, 60_000);

test('a token pulled in the middle of a batch is reported as removed', async () => {
  const folder = join(root, 'pulled');
  const opened = await openTestTokens(folder, 'software');
  const session = await opened.service.openSession(await keyOf(opened, 'co-hoa'), '12345678');
  await session.sign(Buffer.from('một'));
  for (const name of readdirSync(join(folder, 'software'))) unlinkSync(join(folder, 'software', name));
  expect(await errorOf(session.sign(Buffer.from('hai')))).toEqual({ code: 'token.removed', params: {} });
  await session.close();
});

test.skipIf(softHsmPath === undefined || !judge('sh', ['-c', 'command -v pkcs11-tool']).ok)('finds the key of a certificate stored under another CKA_ID (needs SoftHSM and pkcs11-tool)', async () => {
  const folder = join(root, 'other-id');
  const opened = await openTestTokens(folder, 'softhsm');
  const tool = (label: string, parameters: readonly string[]) => {
    const run = spawnSync('pkcs11-tool', ['--module', opened.tokens.module.path, '--token-label', label, '--login', '--pin', '12345678', ...parameters], { env: { ...process.env, ...opened.tokens.environment }, encoding: 'utf8' });
    if (run.status !== 0) throw new Error(run.stderr);
  };
  const algorithms: string[] = [];
  for (const label of ['co-hoa', 'hieu-truong']) {
    writeFileSync(join(folder, 'leaf.der'), (await certificateOf(opened, label)).der);
    tool(label, ['--delete-object', '--type', 'cert', '--label', 'signing']);
    tool(label, ['--write-object', join(folder, 'leaf.der'), '--type', 'cert', '--id', '77', '--label', 'moved']);
    const session = await opened.service.openSession(await keyOf(opened, label), '12345678');
    // The first signature is checked against the certificate by the service itself.
    await session.sign(Buffer.from('một'));
    algorithms.push(session.algorithm);
    await session.close();
  }
  expect(algorithms).toEqual(['rsa-sha256', 'ecdsa-p256-sha256']);
}, 60_000);

test('a driver that crashes, hangs or is none spoils only its own line', async () => {
  const folder = join(root, 'modules');
  mkdirSync(folder, { recursive: true });
  const opened = await openTestTokens(join(folder, 'good'), 'software', { silenceLimit: 3000 });
  const at = (name: string) => join(folder, name);
  writeFileSync(at('note.so'), 'Đây không phải trình điều khiển.');
  writeFileSync(at('old.so'), Buffer.concat([Buffer.from('7f454c4601', 'hex'), Buffer.alloc(64)]));
  const compiled = (name: string, body: string) => {
    writeFileSync(at(`${name}.c`), `#include <stdlib.h>\n#include <unistd.h>\n__attribute__((constructor)) static void start(void) { ${body} }\n`);
    if (!judge('gcc', ['-shared', '-fPIC', '-o', at(`${name}.so`), at(`${name}.c`)]).ok) throw new Error('gcc is needed to build the broken drivers.');
  };
  compiled('crash', 'abort();');
  compiled('hang', 'for (;;) pause();');
  compiled('plain', '');
  const named = (name: string) => ({ id: name, name, path: at(`${name}.so`), source: 'by-hand' as const });
  const modules = [opened.tokens.module, ...['note', 'old', 'crash', 'hang', 'plain', 'missing'].map(named)];
  const [listed, probed] = await Promise.all([opened.service.listCertificates(modules), Promise.all([opened.tokens.module, named('crash')].map((module) => opened.service.probe(module)))]);
  expect({
    certificates: listed.certificates.length,
    problems: Object.fromEntries([...listed.problems].map(([id, { code }]) => [id, code])),
    probed: probed.map(({ problem }) => problem?.code ?? null),
  }).toEqual({
    certificates: testHolders.length,
    problems: { note: 'token.module-not-pkcs11', old: 'token.module-32-bit', crash: 'token.crashed', hang: 'token.silent', plain: 'token.module-not-pkcs11', missing: 'token.module-not-found' },
    probed: [null, 'token.crashed'],
  });
  await expect.poll(() => opened.alive(), { timeout: 10_000 }).toBe(0);
}, 60_000);

test('says that no token is there', async () => {
  const empty = join(root, 'empty');
  mkdirSync(empty);
  const service = createTokenService({ spawner: createTestSpawner(), knownDrivers: [], platform: { name: process.platform, environment: {} }, describeCertificate: describeWithNode, environment: () => ({}) });
  const module = { id: 'training', name: 'Token luyện tập', path: `practice:${empty}`, source: 'training' as const };
  expect(await service.listCertificates([module])).toEqual({ certificates: [], bare: [], problems: new Map() });
  expect(await errorOf(service.openSession({ module, tokenSerial: 'x', certificateDigest: '0'.repeat(64) }, '12345678'))).toEqual({ code: 'token.none-present', params: {} });
});
