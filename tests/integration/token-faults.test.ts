import { fork, type ChildProcess } from 'node:child_process';
import { constants, generateKeyPairSync, publicEncrypt, verify, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { OfficeError } from '#core/contract/errors.ts';
import type { FoundCertificate, KeyChoice, QueuedItem, SessionOptions, SignedItem, SigningRun, TokenSession } from '#main/office/ports/signing.ts';
import { createTrainingAuthority, issueTrainingCertificate } from '#main/practice/tokens/training-authority.ts';
import { createTokenService } from '#main/signing/token/token-service.ts';
import type { Faults, TokenCall } from '../support/fault-proxy.ts';
import { createTestSpawner, describeWithNode, openFaultyTokens, softHsmPath } from './signing-parts.ts';

const [pin, wrongPin] = ['12345678', '87654321'];
if (softHsmPath === undefined) process.stdout.write('Skipped, faults of tokens: SoftHSM is not installed (apt-get install softhsm2).\n');

/** The table of signing.md 4, row by row, as the office's TokenService meets it. Every test also counts what the driver was asked to do. */
describe.skipIf(softHsmPath === undefined)('a token behind the fault proxy (needs SoftHSM)', () => {
  const root = mkdtempSync(join(tmpdir(), 'hocba-faults-'));
  let opened: Awaited<ReturnType<typeof openFaultyTokens>>;
  let found: ReadonlyMap<string, FoundCertificate>;
  /** An RSA key, and one of P-256. */
  let [teacher, principal]: readonly KeyChoice[] = [];

  beforeAll(async () => {
    opened = await openFaultyTokens(root);
    const { certificates } = await opened.service.listCertificates([opened.tokens.module]);
    found = new Map(certificates.map((certificate) => [certificate.tokenLabel, certificate]));
    [teacher, principal] = ['co-hoa', 'hieu-truong'].map((label) => keyOf(label));
  });
  afterEach(() => {
    opened.proxy.unlock();
    opened.proxy.insert({});
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  function keyOf(label: string): KeyChoice {
    const certificate = found.get(label);
    if (certificate === undefined) throw new Error(`No token ${label}.`);
    return { module: opened.tokens.module, tokenSerial: certificate.tokenSerial, certificateDigest: certificate.facts.digest };
  }

  function open(key: KeyChoice | undefined, options: SessionOptions = {}, typed = pin): Promise<TokenSession> {
    if (key === undefined) throw new Error('No key.');
    return opened.service.openSession(key, typed, options);
  }

  /** Opens and closes; the code of what went wrong, or `ok`. */
  function opening(key: KeyChoice | undefined, options: SessionOptions = {}, typed = pin): Promise<string> {
    return codeOf(open(key, options, typed).then((session) => session.close()));
  }

  /** How often the driver was asked for each of these while `work` ran. */
  async function counted<Value>(calls: readonly TokenCall[], work: () => Promise<Value>): Promise<{ readonly value: Value; readonly counts: readonly number[] }> {
    const before = opened.proxy.calls();
    const value = await work();
    const after = opened.proxy.calls();
    return { value, counts: calls.map((call) => (after[call] ?? 0) - (before[call] ?? 0)) };
  }

  /** An office in a process of its own, to be killed. */
  function smallOffice(work: 'list' | 'sign'): ChildProcess {
    return fork(fileURLToPath(new URL('./small-office.ts', import.meta.url)), [work, JSON.stringify(teacher)], { env: { ...process.env, ...opened.tokens.environment }, execArgv: ['--no-warnings'], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  }

  /** Nothing may be left running: who holds a PIN least of all. */
  const nobodyLeft = () => expect.poll(() => opened.alive(), { timeout: 10_000 }).toBe(0);

  describe('before the login', () => {
    test.each([
      ['the flag says locked: no attempt', { pin: 'locked' }, {}, 'token.pin-locked', 0],
      ['the flag says last try: no attempt without a confirmation of its own', { pin: 'final-try' }, {}, 'token.last-try-unconfirmed', 0],
      ['the flag says last try, and it was confirmed', { pin: 'final-try' }, { lastTryConfirmed: true }, 'ok', 1],
      ['the flag says that the count is low', { pin: 'count-low' }, {}, 'ok', 1],
      ['the token wants its PIN changed: no attempt', { tokenFlags: 0x8_0000 }, {}, 'token.pin-must-change', 0],
      ['the token has a PIN pad: no attempt', { tokenFlags: 0x100 }, {}, 'token.needs-pin-pad', 0],
      ['the token shows another serial number', { serial: 'another' }, {}, 'token.certificate-not-found', 0],
      ['the token shows no certificate', { hidden: 'certificates' }, {}, 'token.certificate-changed', 0],
      ['another token is plugged in instead', { plugged: ['con-dau'] }, {}, 'token.certificate-not-found', 0],
      ['no token is plugged in', { plugged: [] }, {}, 'token.none-present', 0],
      ['the token lists no way to sign', { mechanisms: [0x210] }, {}, 'token.mechanism-missing', 0],
    ] as const satisfies readonly (readonly [string, Faults, SessionOptions, string, number])[])('%s', async (_, faults, options, code, logins) => {
      opened.proxy.insert(faults);
      expect(await counted(['C_Login'], () => opening(teacher, options))).toEqual({ value: code, counts: [logins] });
    });

    test('the flags are shown with the certificate', async () => {
      const shown: unknown[] = [];
      for (const state of ['count-low', 'final-try', 'locked', 'unflagged'] as const) {
        opened.proxy.set({ pin: state, plugged: ['co-hoa'] });
        shown.push((await opened.service.listCertificates([opened.tokens.module])).certificates.map((certificate) => certificate.pin));
      }
      expect(shown).toEqual([['count-low'], ['final-try'], ['locked'], ['ok']]);
    });
  });

  describe('at the login: one attempt for what was typed, never a second', () => {
    test.each([
      ['CKR_PIN_INCORRECT', 0xa0, 'token.pin-incorrect'],
      ['CKR_PIN_INVALID', 0xa1, 'token.pin-incorrect'],
      ['CKR_PIN_LEN_RANGE', 0xa2, 'token.pin-length'],
      ['CKR_PIN_EXPIRED', 0xa3, 'token.pin-expired'],
      ['CKR_PIN_LOCKED', 0xa4, 'token.pin-locked'],
      ['CKR_USER_PIN_NOT_INITIALIZED', 0x102, 'token.pin-not-set'],
      ['CKR_USER_ANOTHER_ALREADY_LOGGED_IN', 0x104, 'token.busy'],
      ['CKR_FUNCTION_CANCELED', 0x50, 'token.cancelled'],
      ['CKR_DEVICE_REMOVED', 0x32, 'token.removed'],
      ['CKR_GENERAL_ERROR', 0x5, 'token.driver-error'],
    ] as const)('%s', async (_, code, expected) => {
      opened.proxy.set({ failures: [{ call: 'C_Login', nth: 'every', code }] });
      expect(await counted(['C_Login', 'C_SignInit'], () => opening(teacher))).toEqual({ value: expected, counts: [1, 0] });
    });

    test('wrong PINs on a card that locks after three: warned before the last, which is not taken unasked, and never tried when locked', async () => {
      opened.proxy.set({ pin: { lockAfter: 3 } });
      const { value, counts } = await counted(['C_Login'], async () => {
        const codes: string[] = [];
        for (const lastTryConfirmed of [false, false, false, true, true]) codes.push(await opening(teacher, { lastTryConfirmed }, wrongPin));
        return codes;
      });
      expect({ value, counts }).toEqual({ value: ['token.pin-incorrect', 'token.pin-last-try', 'token.last-try-unconfirmed', 'token.pin-locked', 'token.pin-locked'], counts: [3] });
    });

    test('a wrong PIN is told as one, also where the token cannot be asked any more how many tries are left', async () => {
      const codes: string[] = [];
      for (const code of [0xa0, 0xa1]) {
        opened.proxy.set({ plugged: ['co-hoa'], failures: [{ call: 'C_Login', nth: 1, code }, { call: 'C_GetTokenInfo', nth: 3, code: 0xe0 }] });
        codes.push(await opening(teacher));
      }
      opened.proxy.set({ pin: 'final-try', failures: [{ call: 'C_Login', nth: 1, code: 0xa1 }] });
      codes.push(await opening(teacher, { lastTryConfirmed: true }));
      expect(codes).toEqual(['token.pin-incorrect', 'token.pin-incorrect', 'token.pin-last-try']);
    });

    test('a driver that hides its flags still gets one attempt only', async () => {
      opened.proxy.set({ pin: 'unflagged' });
      expect(await counted(['C_Login'], () => opening(teacher, {}, wrongPin))).toEqual({ value: 'token.pin-incorrect', counts: [1] });
    });
  });

  describe('in the middle of a batch: what is signed is kept, nothing is tried again', () => {
    test.each([
      ['CKR_DEVICE_REMOVED', 0x32, 'token.removed'],
      ['CKR_TOKEN_NOT_PRESENT', 0xe0, 'token.removed'],
      ['CKR_SESSION_HANDLE_INVALID', 0xb3, 'token.session-lost'],
      ['CKR_SESSION_CLOSED', 0xb0, 'token.session-lost'],
      ['CKR_KEY_HANDLE_INVALID', 0x60, 'token.session-lost'],
      ['CKR_USER_NOT_LOGGED_IN', 0x101, 'token.session-lost'],
      ['CKR_DEVICE_ERROR', 0x30, 'token.device-error'],
      ['CKR_CRYPTOKI_NOT_INITIALIZED', 0x190, 'token.driver-error'],
      ['CKR_GENERAL_ERROR', 0x5, 'token.driver-error'],
      ['a code of the vendor', 0x8000_0001, 'token.device-error'],
    ] as const)('%s', async (_, code, expected) => {
      const session = await open(teacher);
      opened.proxy.set({ failures: [{ call: 'C_Sign', nth: 2, code }] });
      const { value, counts } = await counted(['C_Login', 'C_Sign'], async () => [...(await outcome(session.signMany([items('một', 'hai', 'ba')]))), await codeOf(session.sign(Buffer.from('hai')))]);
      await session.close();
      // Two signatures were asked for and the session then refused by itself: no call was repeated.
      expect({ value, counts }).toEqual({ value: [['một'], expected, 'token.session-lost'], counts: [0, 2] });
    });

    test('pulled, and plugged in again: old sessions and handles are dead, a new login goes on at the first that is not signed', async () => {
      opened.proxy.set({ removals: [{ call: 'C_Sign', nth: 3 }] });
      const { value, counts } = await counted(['C_Login', 'C_Sign'], async () => {
        const session = await open(teacher);
        const first = await outcome(session.signMany([items('một', 'hai', 'ba', 'bốn')]));
        const away = await opening(teacher);
        opened.proxy.insert();
        const old = await codeOf(session.sign(Buffer.from('ba')));
        await session.close();
        const resumed = await open(teacher);
        const rest = await outcome(resumed.signMany([items('ba', 'bốn')]));
        await resumed.close();
        return { first, away, old, rest };
      });
      expect({ value, counts }).toEqual({
        value: { first: [['một', 'hai'], 'token.removed'], away: 'token.none-present', old: 'token.session-lost', rest: [['ba', 'bốn'], 'ok'] },
        counts: [2, 5],
      });
      await nobodyLeft();
    });

    test('pulled, and the certificate on the token exchanged or another token plugged in: refused before any login', async () => {
      const session = await open(teacher);
      opened.proxy.set({ removals: [{ call: 'C_Sign', nth: 2 }] });
      const first = await outcome(session.signMany([items('một', 'hai')]));
      await session.close();
      const { value, counts } = await counted(['C_Login'], async () => {
        opened.proxy.insert({ certificate: otherCertificate('rsa') });
        const renewed = await opening(teacher);
        opened.proxy.insert({ plugged: ['hieu-truong', 'con-dau'] });
        return [renewed, await opening(teacher)];
      });
      expect({ first, value, counts }).toEqual({ first: [['một'], 'token.removed'], value: ['token.certificate-changed', 'token.certificate-not-found'], counts: [0] });
    });

    test('a driver that crashes takes only its process with it', async () => {
      const session = await open(teacher);
      opened.proxy.set({ crashes: [{ call: 'C_Sign', nth: 2 }] });
      const crashed = await outcome(session.signMany([items('một', 'hai', 'ba')]));
      expect({ crashed, again: await opening(teacher) }).toEqual({ crashed: [['một'], 'token.crashed'], again: 'ok' });
      await nobodyLeft();
    });

    test('a driver that hangs is killed, and never asked to finish', async () => {
      const spawner = createTestSpawner();
      const impatient = createTokenService({ spawner, knownDrivers: [], platform: { name: process.platform, environment: {} }, describeCertificate: describeWithNode, environment: () => opened.tokens.environment, silenceLimit: 2500 });
      if (teacher === undefined) throw new Error('No key.');
      const session = await impatient.openSession(teacher, pin);
      opened.proxy.set({ hangs: [{ call: 'C_Sign', nth: 2 }] });
      const hung = await outcome(session.signMany([items('một', 'hai', 'ba')]));
      await expect.poll(() => spawner.alive(), { timeout: 10_000 }).toBe(0);
      expect({ hung, finalized: opened.proxy.calls().C_Finalize ?? 0, again: await opening(teacher) }).toEqual({ hung: [['một'], 'token.silent'], finalized: 0, again: 'ok' });
    });

    test('an office that is killed while a driver hangs, at a look or at work, leaves no token process behind', async () => {
      for (const [work, call] of [['list', 'C_GetSlotList'], ['sign', 'C_Sign']] as const) {
        opened.proxy.set({ hangs: [{ call, nth: 1 }] });
        const known = opened.proxy.log().length;
        const office = smallOffice(work);
        const hung = () => opened.proxy.log().slice(known).find((each) => each.call === call && each.result === -1)?.process;
        await expect.poll(hung, { timeout: 20_000 }).toBeDefined();
        office.kill('SIGKILL');
        await expect.poll(() => isRunning(hung() ?? 0), { timeout: 10_000 }).toBe(false);
      }
    });

    test('a driver that chatters, the PIN too, is heard by nobody', async () => {
      opened.proxy.set({ chatter: true });
      const office = smallOffice('sign');
      let heard = '';
      for (const stream of [office.stdout, office.stderr]) stream?.on('data', (chunk: Buffer) => (heard += chunk.toString('utf8')));
      await new Promise((resolve) => office.once('close', resolve));
      expect(heard).toBe('signed 256\n');
    });

    test('a token process without work for too long ends itself, whatever its driver does when it is unloaded', async () => {
      opened.proxy.set({ hangs: [{ call: 'unload', nth: 1 }] });
      const spawner = createTestSpawner();
      const strict = createTokenService({ spawner, knownDrivers: [], platform: { name: process.platform, environment: {} }, describeCertificate: describeWithNode, environment: () => opened.tokens.environment, idleLimit: 300 });
      if (teacher === undefined) throw new Error('No key.');
      const session = await strict.openSession(teacher, pin);
      await expect.poll(() => spawner.alive(), { timeout: 10_000 }).toBe(0);
      expect(await codeOf(session.sign(Buffer.from('một')))).toBe('token.idle');
    });
  });

  describe('nonsense', () => {
    test.each([
      ['the token pulled while its certificates are read is not a token whose certificate was changed', { failures: [{ call: 'C_GetAttributeValue', nth: 'every', code: 0x32 }] }, 'token.removed'],
      ['a search that never ends', { endless: true }, 'token.driver-error'],
      ['a certificate that is said to be larger than the memory is left out', { lengths: { certificate: 2 ** 62 } }, 'token.certificate-changed'],
      ['an attribute that is said to be missing by its length', { lengths: { certificate: -1 } }, 'token.certificate-changed'],
    ] as const satisfies readonly (readonly [string, Faults, string])[])('%s', async (_, faults, code) => {
      opened.proxy.set(faults);
      expect(await counted(['C_Login'], () => opening(teacher))).toEqual({ value: code, counts: [0] });
    });

    test('a signature of another length than the key makes', async () => {
      const session = await open(teacher);
      opened.proxy.set({ lengths: { signature: 2 ** 31 } });
      const told = await outcome(session.signMany([items('một', 'hai')]));
      await session.close();
      expect(told).toEqual([[], 'token.driver-error']);
    });
  });

  describe('CKA_ALWAYS_AUTHENTICATE', () => {
    test('is told, and met at every signature with the one PIN that was typed', async () => {
      opened.proxy.set({ alwaysAuthenticate: true });
      const { value, counts } = await counted(['C_Login', 'C_Login(context)', 'C_Sign'], async () => {
        const session = await open(teacher);
        const signed = await outcome(session.signMany([items('một', 'hai', 'ba')]));
        await session.close();
        return { told: session.pinEachTime, signed };
      });
      expect({ value, counts }).toEqual({ value: { told: true, signed: [['một', 'hai', 'ba'], 'ok'] }, counts: [1, 3, 3] });
    });

    test.each([
      ['the token pulled at the PIN', { removals: [{ call: 'C_Login(context)', nth: 2 }] }, 'token.removed'],
      ['the PIN refused there', { failures: [{ call: 'C_Login(context)', nth: 2, code: 0xa0 }] }, 'token.pin-incorrect'],
    ] as const satisfies readonly (readonly [string, Faults, string])[])('%s', async (_, faults, expected) => {
      opened.proxy.set({ alwaysAuthenticate: true });
      const session = await open(teacher);
      opened.proxy.set({ alwaysAuthenticate: true, ...faults });
      const { value, counts } = await counted(['C_Login(context)', 'C_Sign'], () => outcome(session.signMany([items('một', 'hai', 'ba')])));
      await session.close();
      expect({ value, counts }).toEqual({ value: [['một'], expected], counts: [2, 1] });
    });
  });

  describe('which key belongs to which certificate', () => {
    test('of several tokens the one with the chosen certificate signs, in whatever slot it is', async () => {
      for (const key of [teacher, principal, keyOf('con-dau')]) {
        const session = await open(key);
        const value = await session.sign(Buffer.from('một'));
        await session.close();
        const { publicKey } = new X509Certificate(session.certificate.der);
        expect({ digest: session.certificate.facts.digest, good: verify('sha256', Buffer.from('một'), { key: publicKey, dsaEncoding: 'ieee-p1363' }, value) }).toEqual({ digest: key?.certificateDigest, good: true });
      }
    });

    test('a certificate without its private key', async () => {
      opened.proxy.set({ hidden: 'private-keys' });
      expect(await counted(['C_Login', 'C_SignInit'], () => opening(teacher))).toEqual({ value: 'token.key-not-found', counts: [1, 0] });
    });

    test('a private key without a certificate shows nothing to sign with, but that the token is there', async () => {
      opened.proxy.set({ hidden: 'certificates' });
      const { bare, ...found } = await opened.service.listCertificates([opened.tokens.module]);
      expect({ ...found, bare: bare.map(({ tokenLabel, keys }) => `${tokenLabel} ${keys}`).toSorted() }).toEqual({ certificates: [], bare: ['co-hoa 1', 'con-dau 1', 'hieu-truong 1'], problems: new Map() });
    });

    test('a certificate beside a key that is not its own: proven by the first signature, before a second is begun', async () => {
      const stranger = otherCertificate('ec');
      opened.proxy.set({ certificate: stranger, plugged: ['hieu-truong'] });
      const { certificates } = await opened.service.listCertificates([opened.tokens.module]);
      const [shown] = certificates;
      if (shown === undefined || principal === undefined) throw new Error('No certificate.');
      const session = await open({ ...principal, certificateDigest: shown.facts.digest });
      const { value, counts } = await counted(['C_Sign'], () => outcome(session.signMany([items('một', 'hai', 'ba')])));
      await session.close();
      expect({ value, counts }).toEqual({ value: [[], 'token.key-not-found'], counts: [1] });
    });
  });

  test('a queue is signed one after the other, ahead of whoever stores, written in its journal, and stops between two', async () => {
    opened.proxy.set({ delays: { C_Sign: 20 } });
    const journal = join(root, 'journal');
    const signedBefore = opened.proxy.calls().C_Sign ?? 0;
    const session = await open(teacher, { journal });
    const chunks = (count: number) => Array.from({ length: count }, (_, chunk) => [0, 1, 2, 3].map((item) => ({ id: `${chunk}-${item}`, data: Buffer.from(`${chunk}-${item}`), note: 'ghi chú' })));
    const { publicKey } = new X509Certificate(session.certificate.der);
    const all = await taken(session.signMany(chunks(3), { window: 8 }));
    const stopping = session.signMany(chunks(100), { window: 8 });
    const some = await taken(stopping, (count) => {
      if (count === 5) void stopping.stop();
    });
    // The session signs on after a stop; leaving the loop stops too.
    const rest: string[] = [];
    for await (const { id } of session.signMany(chunks(100), { window: 8 }).signed) if (rest.push(id) === 2) break;
    const last = await session.sign(Buffer.from('cuối'));
    await session.close();
    expect(all.map(({ id }) => id)).toEqual(chunks(3).flat().map(({ id }) => id));
    expect(all.filter(({ id, value, busy }) => !verify('sha256', Buffer.from(id), publicKey, value) || busy < 20)).toEqual([]);
    expect(some.map(({ id }) => id)).toEqual(chunks(100).flat().map(({ id }) => id).slice(0, some.length));
    expect({ some: some.length <= 5 + 8, last: verify('sha256', Buffer.from('cuối'), publicKey, last) }).toEqual({ some: true, last: true });
    const kept = opened.service.readJournal(journal);
    expect(kept.slice(0, 12)).toEqual(all.map(({ id, value }) => ({ id, value, note: 'ghi chú' })));
    expect(kept.length).toBe((opened.proxy.calls().C_Sign ?? 0) - 1 - signedBefore);
    expect(readFileSync(journal, 'utf8').includes(pin)).toBe(false);
  });

  test.each([
    ['CKM_RSA_PKCS', [0x1], 'pkcs1', 'rsa-sha256'],
    ['CKM_SHA256_RSA_PKCS', [0x40], null, 'rsa-sha256'],
    ['CKM_RSA_PKCS_PSS', [0x1, 0xd], 'pss', 'rsa-pss-sha256'],
    ['CKM_SHA256_RSA_PKCS_PSS, when it lists nothing else', [0x43], null, 'rsa-pss-sha256'],
  ] as const)('signs with %s', async (_, mechanisms, rsaScheme, algorithm) => {
    opened.proxy.set({ mechanisms });
    const session = await open(teacher, rsaScheme === null ? {} : { rsaScheme });
    const value = await session.sign(Buffer.from('một'));
    await session.close();
    const { publicKey: key } = new X509Certificate(session.certificate.der);
    const padding = algorithm === 'rsa-sha256' ? { padding: constants.RSA_PKCS1_PADDING } : { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
    expect({ algorithm: session.algorithm, good: verify('sha256', Buffer.from('một'), { key, ...padding }, value) }).toEqual({ algorithm, good: true });
  });

  test('decrypts what was encrypted to its certificate, and says so when it cannot', async () => {
    const session = await open(teacher);
    const { publicKey: key } = new X509Certificate(session.certificate.der);
    const secret = Buffer.from('khóa của gói trình ký');
    const [pkcs1, oaep, damaged] = [publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, secret), publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }, secret), Buffer.alloc(256, 1)];
    const opens = [await session.decrypt(pkcs1, 'pkcs1'), await session.decrypt(oaep, 'oaep-sha1')].map((bytes) => Buffer.from(bytes).toString());
    const refused = [await codeOf(session.decrypt(oaep, 'oaep-sha256')), await codeOf(session.decrypt(damaged, 'oaep-sha1'))];
    await session.close();
    const curve = await open(principal);
    await curve.close();
    expect({ opens, refused, ways: [session.decryptions, curve.decryptions] }).toEqual({
      opens: [secret.toString(), secret.toString()],
      refused: ['token.cannot-decrypt', 'token.cannot-decrypt'],
      ways: [['oaep-sha256', 'oaep-sha1', 'pkcs1'], []],
    });
  });
});

/** A zombie, which nobody in a container may bury, does not run. */
function isRunning(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/u.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => 'ok',
    (error: unknown) => (error instanceof OfficeError ? error.code : Promise.reject(error as Error)),
  );
}

function items(...words: readonly string[]): readonly QueuedItem[] {
  return words.map((word) => ({ id: word, data: Buffer.from(word, 'utf8') }));
}

/** All that a run gives; `each` is told the count after each. */
async function taken(run: SigningRun, each: (count: number) => void = () => undefined): Promise<readonly SignedItem[]> {
  const signed: SignedItem[] = [];
  for await (const item of run.signed) {
    signed.push(item);
    each(signed.length);
  }
  return signed;
}

/** The ids that were signed, and how the run ended. */
async function outcome(run: SigningRun): Promise<readonly [readonly string[], string]> {
  const ids: string[] = [];
  const code = await codeOf(
    (async () => {
      for await (const { id } of run.signed) ids.push(id);
    })(),
  );
  return [ids, code];
}

/** A good certificate of a key that no token has. */
function otherCertificate(kind: 'rsa' | 'ec'): Uint8Array {
  const now = '2026-05-31T10:15:00+07:00';
  const { publicKey } = kind === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return issueTrainingCertificate(createTrainingAuthority(now), { commonName: 'Người khác', organisation: '', userId: 'CCCD:079170005678' }, new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })), now).der;
}
