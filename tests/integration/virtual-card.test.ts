import { generateKeyPairSync, verify, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { OfficeError } from '#core/contract/errors.ts';
import { interruptingTokenErrors, type KeyChoice } from '#main/office/ports/signing.ts';
import { createTrainingAuthority, issueTrainingCertificate } from '#main/practice/tokens/training-authority.ts';
import { createTokenService } from '#main/signing/token/token-service.ts';
import { openCardReader, openScModule, readerObstacle, type CardReader } from '../virtual-card/card-reader.ts';
import { insertCard } from '../virtual-card/card-slot.ts';
import { createPivCard } from '../virtual-card/piv-card.ts';
import { createTestSpawner, describeWithNode } from './signing-parts.ts';

const root = mkdtempSync(join(tmpdir(), 'hocba-card-'));
let reader: CardReader | null = null;
afterAll(async () => {
  await reader?.close();
  rmSync(root, { recursive: true, force: true });
});

const [pin, wrongPin] = ['123456', '654321'];
const now = '2026-05-31T10:15:00+07:00';

test('a card in a reader: PIN for every signature, pulled and put back, wrong PINs to the last try and the lock', async (context) => {
  const skip = (reason: string) => {
    process.stdout.write(`Skipped, the virtual card: ${reason}.\n`);
    context.skip(reason);
  };
  const obstacle = readerObstacle();
  if (obstacle !== null || openScModule === undefined) return skip(obstacle ?? '');
  const opened = await openCardReader(root);
  if ('obstacle' in opened) return skip(opened.obstacle);
  reader = opened;

  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { der } = issueTrainingCertificate(createTrainingAuthority(now), { commonName: 'Trần Văn Bình', organisation: 'Trường THCS Nguyễn Du', userId: 'CCCD:079170005678' }, new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })), now);
  const card = createPivCard({ certificate: der, privateKey, pin, tries: 3, guid: Buffer.from('5f4c8f3e0a7d4b1c9e2d6a8b7c5d4e3f', 'hex') });
  let slot = await insertCard(opened.port, card);

  const spawner = createTestSpawner();
  const service = createTokenService({ spawner, knownDrivers: [], platform: { name: process.platform, environment: {} }, describeCertificate: describeWithNode, environment: () => opened.environment, silenceLimit: 20_000 });
  const module = { id: 'opensc', name: 'OpenSC', path: openScModule, source: 'by-hand' as const };
  const look = async () => (await service.listCertificates([module])).certificates[0];
  await expect.poll(look, { timeout: 15_000 }).toBeDefined();
  const found = await look();
  if (found === undefined) throw new Error('The card is not seen.');
  const key: KeyChoice = { module, tokenSerial: found.tokenSerial, certificateDigest: found.facts.digest };
  const sample = (word: string) => Buffer.from(word, 'utf8');
  const signedBy = (value: Uint8Array, word: string) => verify('sha256', sample(word), new X509Certificate(found.der).publicKey, value);

  // One PIN typed, a context login for each signature of this key.
  const session = await service.openSession(key, pin);
  const before = [signedBy(await session.sign(sample('một')), 'một'), signedBy(await session.sign(sample('hai')), 'hai')];
  slot.pull();
  const pulled = await codeOf(session.sign(sample('ba')));
  const away = await codeOf(service.openSession(key, pin));
  slot = await insertCard(opened.port, card);
  await expect.poll(look, { timeout: 15_000 }).toBeDefined();
  const stale = await codeOf(session.sign(sample('ba')));
  await session.close();
  const again = await service.openSession(key, pin);
  const after = signedBy(await again.sign(sample('ba')), 'ba');
  await again.close();
  expect({ pinEachTime: session.pinEachTime, before, pulled: interrupts(pulled), away, stale: interrupts(stale), after, signatures: card.signatures() }).toEqual({
    pinEachTime: true,
    before: [true, true],
    pulled: true,
    away: 'token.none-present',
    stale: true,
    after: true,
    signatures: 3,
  });

  const attempt = async (typed: string, lastTryConfirmed: boolean) => [await codeOf(service.openSession(key, typed, { lastTryConfirmed })), card.triesLeft()];
  const wrong = [await attempt(wrongPin, false), await attempt(wrongPin, false)];
  const unconfirmed = await attempt(pin, false);
  const shown = (await look())?.pin;
  const last = [await attempt(wrongPin, true), await attempt(pin, true)];
  expect({ wrong, unconfirmed, shown, last }).toEqual({
    wrong: [['token.pin-incorrect', 2], ['token.pin-last-try', 1]],
    unconfirmed: ['token.last-try-unconfirmed', 1],
    shown: 'final-try',
    last: [['token.pin-locked', 0], ['token.pin-locked', 0]],
  });
  slot.pull();
  await expect.poll(() => spawner.alive(), { timeout: 10_000 }).toBe(0);
}, 120_000);

/** Which of its errors a driver gives for a pulled card depends on the moment; the batch pauses at each of them. */
function interrupts(code: string): boolean {
  return interruptingTokenErrors.some((known) => known === code);
}

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => 'no error',
    (error: unknown) => (error instanceof OfficeError ? error.code : Promise.reject(error as Error)),
  );
}
