import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { OfficeError } from '#core/contract/errors.ts';
import type { KeyChoice } from '#main/office/ports/signing.ts';
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
      old: 'token.removed',
      resumed: 'no error',
      logins: 2,
    });
    // CKR_DEVICE_REMOVED first, then CKR_SESSION_HANDLE_INVALID.
    expect(opened.proxy.log().filter(({ call, result }) => result !== 0 && call.startsWith('C_Sign')).map(({ result }) => result)).toEqual([0x32, 0xb3, 0xb3]);
  });

  test('wrong PINs are counted as a card counts them', async () => {
    opened.proxy.set({ pin: { lockAfter: 3 } });
    const codes: string[] = [];
    for (let attempt = 0; attempt < 4; attempt += 1) codes.push(await codeOf(opened.service.openSession(key, '87654321')));
    expect(codes).toEqual(['token.pin-incorrect', 'token.pin-last-try', 'token.pin-locked', 'token.pin-locked']);
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
});
