import { verify, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { OfficeError } from '#core/contract/errors.ts';
import type { KeyChoice, SignedItem, SigningRun } from '#main/office/ports/signing.ts';
import { openFaultyTokens, softHsmPath } from './signing-parts.ts';

const pin = '12345678';

describe.skipIf(softHsmPath === undefined)('a token behind the fault proxy (needs SoftHSM)', () => {
  const root = mkdtempSync(join(tmpdir(), 'hocba-faults-'));
  let opened: Awaited<ReturnType<typeof openFaultyTokens>>;
  let key: KeyChoice;

  beforeAll(async () => {
    opened = await openFaultyTokens(root);
    const { certificates } = await opened.service.listCertificates([opened.tokens.module]);
    const found = certificates.find(({ tokenLabel }) => tokenLabel === 'co-hoa');
    if (found === undefined) throw new Error('No token.');
    key = { module: opened.tokens.module, tokenSerial: found.tokenSerial, certificateDigest: found.facts.digest };
  });
  afterEach(() => {
    opened.proxy.unlock();
    opened.proxy.insert({});
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  async function codeOf(attempt: Promise<unknown>): Promise<string> {
    return attempt.then(
      () => 'no error',
      (error: unknown) => (error instanceof OfficeError ? error.code : Promise.reject(error as Error)),
    );
  }

  /** All that a run gives; `each` is told the count after each. */
  async function taken(run: SigningRun, each: (count: number) => Promise<void> | undefined = () => undefined): Promise<readonly SignedItem[]> {
    const items: SignedItem[] = [];
    for await (const item of run.signed) {
      items.push(item);
      void each(items.length);
    }
    return items;
  }

  test('removed in the middle of a batch, and back again', async () => {
    const before = opened.proxy.calls().C_Login ?? 0;
    const session = await opened.service.openSession(key, pin);
    opened.proxy.set({ removals: [{ call: 'C_Sign', nth: 2 }] });
    const first = await codeOf(session.sign(Buffer.from('một')));
    const second = await codeOf(session.sign(Buffer.from('hai')));
    const third = await codeOf(session.sign(Buffer.from('ba')));
    const away = await codeOf(opened.service.openSession(key, pin));
    opened.proxy.insert();
    const old = await codeOf(session.sign(Buffer.from('bốn')));
    await session.close();
    const again = await opened.service.openSession(key, pin);
    const resumed = await codeOf(again.sign(Buffer.from('hai')));
    await again.close();
    expect({ first, second, third, away, old, resumed, logins: (opened.proxy.calls().C_Login ?? 0) - before }).toEqual({
      first: 'no error',
      second: 'token.removed',
      third: 'token.removed',
      away: 'token.none-present',
      old: 'token.session-lost',
      resumed: 'no error',
      logins: 2,
    });
    // CKR_DEVICE_REMOVED first, then CKR_SESSION_HANDLE_INVALID.
    expect(opened.proxy.log().filter(({ call, result }) => result !== 0 && call.startsWith('C_Sign')).map(({ result }) => result)).toEqual([0x32, 0xb3, 0xb3]);
  });

  test('wrong PINs are counted as a card counts them', async () => {
    opened.proxy.set({ pin: { lockAfter: 3 } });
    const codes: string[] = [];
    for (let attempt = 0; attempt < 4; attempt += 1) codes.push(await codeOf(opened.service.openSession(key, '87654321', { lastTryConfirmed: attempt > 2 })));
    expect(codes).toEqual(['token.pin-incorrect', 'token.pin-last-try', 'token.last-try-unconfirmed', 'token.pin-locked']);
  });

  test('the PIN for every signature', async () => {
    opened.proxy.set({ alwaysAuthenticate: true });
    const before = opened.proxy.calls()['C_Login(context)'] ?? 0;
    const session = await opened.service.openSession(key, pin);
    const codes = [await codeOf(session.sign(Buffer.from('một'))), await codeOf(session.sign(Buffer.from('hai')))];
    await session.close();
    expect({ codes, contextLogins: (opened.proxy.calls()['C_Login(context)'] ?? 0) - before }).toEqual({ codes: ['no error', 'no error'], contextLogins: 2 });
  });

  test('a driver that dies in a signature', async () => {
    const session = await opened.service.openSession(key, pin);
    opened.proxy.set({ crashes: [{ call: 'C_Sign', nth: 1 }] });
    expect(await codeOf(session.sign(Buffer.from('một')))).toBe('token.crashed');
  });

  test('a queue is signed one after the other, ahead of whoever stores, and stops between two', async () => {
    opened.proxy.set({ delays: { C_Sign: 20 } });
    const journal = join(root, 'journal');
    const signedBefore = opened.proxy.calls().C_Sign ?? 0;
    const session = await opened.service.openSession(key, pin, { journal });
    const chunks = (count: number) => Array.from({ length: count }, (_, chunk) => [0, 1, 2, 3].map((item) => ({ id: `${chunk}-${item}`, data: Buffer.from(`${chunk}-${item}`), note: 'ghi chú' })));
    const { publicKey } = new X509Certificate(session.certificate.der);
    const all = await taken(session.signMany(chunks(3), { window: 8 }));
    const stopping = session.signMany(chunks(100), { window: 8 });
    const some = await taken(stopping, async (count) => (count === 5 ? stopping.stop() : undefined));
    // The session signs on after a stop; leaving the loop stops too.
    const rest: string[] = [];
    for await (const { id } of session.signMany(chunks(100), { window: 8 }).signed) if (rest.push(id) === 2) break;
    const last = await session.sign(Buffer.from('cuối'));
    await session.close();
    expect(all.map(({ id }) => id)).toEqual(chunks(3).flat().map(({ id }) => id));
    expect(all.filter(({ id, value, busy }) => !verify('sha256', Buffer.from(id), publicKey, value) || busy < 20)).toEqual([]);
    expect(some.map(({ id }) => id)).toEqual(chunks(100).flat().map(({ id }) => id).slice(0, some.length));
    // At most the one under way when the stop was heard, and what had been made before.
    expect({ some: some.length <= 5 + 8, last: verify('sha256', Buffer.from('cuối'), publicKey, last) }).toEqual({ some: true, last: true });
    const kept = opened.service.readJournal(journal);
    expect(kept.slice(0, 12)).toEqual(all.map(({ id, value }) => ({ id, value, note: 'ghi chú' })));
    expect(kept.length).toBe((opened.proxy.calls().C_Sign ?? 0) - 1 - signedBefore);
  });
});
