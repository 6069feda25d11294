import { constants, generateKeyPairSync, privateDecrypt, randomBytes } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { OfficeError } from '#core/contract/errors.ts';
import type { PackageKey } from '#main/office/ports/hand-off.ts';
import { createPackageContainers } from './hand-off-container.ts';
import { createPackageKeys } from './hand-off-keys.ts';

const containers = createPackageContainers();
const keys = createPackageKeys();
const packageId = '5d0f2f9e-64a5-4b57-9a53-0b8f3f6e2b11';
const createdAt = '2026-05-31T10:15:00+07:00';

const folder = mkdtempSync(join(tmpdir(), 'hocba-package-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=Hieu truong', '-days', '2', '-keyout', join(folder, 'k.pem'), '-out', join(folder, 'c.der'), '-outform', 'DER']);
const certificate = new Uint8Array(readFileSync(join(folder, 'c.der')));
const privateKey = readFileSync(join(folder, 'k.pem'));
/** What a token makes of the key in a package. */
const byToken = (file: Uint8Array): PackageKey => ({ kind: 'secret', secret: privateDecrypt({ key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, containers.wrappedKeys(file)['oaep-sha256']) });
const nobody: PackageKey = { kind: 'secret', secret: randomBytes(32) };
const lock = { kind: 'certificate', certificate, certificateDigest: 'ab'.repeat(32), holder: 'Hiệu trưởng' } as const;

async function codeOf(work: () => unknown): Promise<string> {
  try {
    await work();
    return 'ok';
  } catch (error) {
    return error instanceof OfficeError ? error.code : String(error);
  }
}

test('a changed bit anywhere in a request is refused, and so is a piece left out, doubled or moved', async () => {
  // Three pieces, the last one short.
  const parts = [randomBytes(70_000), new Uint8Array(), randomBytes(70_000)];
  const file = await containers.sealRequest({ packageId, createdAt, lock, parts });
  const whole = await containers.openRequest(file, byToken(file));
  expect(whole.map((part) => Buffer.from(part).toString('hex'))).toEqual(parts.map((part) => Buffer.from(part).toString('hex')));

  const piece = 64 * 1024 + 16;
  const body = file.length - (140_012 + 3 * 16);
  const cut = (from: number, to: number) => Buffer.concat([file.subarray(0, from), file.subarray(to)]);
  const broken = [
    cut(body, body + piece),
    cut(body + piece, body + 2 * piece),
    file.subarray(0, body + 2 * piece),
    file.subarray(0, file.length - 1),
    Buffer.concat([file, Buffer.alloc(1)]),
    Buffer.concat([file.subarray(0, body), file.subarray(body + piece, body + 2 * piece), file.subarray(body, body + piece), file.subarray(body + 2 * piece)]),
    Buffer.concat([file.subarray(0, body + piece), file.subarray(body)]),
  ];
  const codes = await Promise.all(broken.map((bytes) => codeOf(() => containers.openRequest(bytes, byToken(file)))));
  // Every bit of the header and its MAC, and a sample of the rest: every 97th byte, one bit of each.
  const places = [...Array.from({ length: body * 8 }, (_, bit) => bit), ...Array.from({ length: Math.floor((file.length - body) / 97) }, (_, step) => (body + step * 97) * 8 + (step % 8))];
  // The secret as the untouched file gives it: whatever a token would answer to a changed key, the header is covered.
  const remembering = byToken(file);
  const survivors: number[] = [];
  for (const bit of places) {
    const changed = new Uint8Array(file);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    if ((await codeOf(() => containers.openRequest(changed, remembering))) === 'ok') survivors.push(bit);
  }
  expect({ codes, survivors }).toEqual({ codes: Array.from({ length: 7 }, () => 'hand-off.damaged'), survivors: [] });
}, 60_000);

test('a return opens only for the database that asked, with the tie of that very request; every changed bit is refused', async () => {
  const [own, other] = [keys.createReturnKey(), keys.createReturnKey()];
  const identity = keys.createIdentity();
  const tie = keys.tie(identity.privateKey, Buffer.from('request'));
  const file = containers.sealReturn({ packageId, createdAt, returnKey: own.publicKey, tie, parts: [Buffer.from('signatures')] });
  const open = (bytes: Uint8Array, key = own.privateKey, with_ = tie) => codeOf(() => containers.openReturn(bytes, { privateKey: key, tie: with_ }));
  const survivors: number[] = [];
  for (let bit = 0; bit < file.length * 8; bit += 1) {
    const changed = new Uint8Array(file);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    if ((await open(changed)) === 'ok') survivors.push(bit);
  }
  expect({
    right: Buffer.from(containers.openReturn(file, { privateKey: own.privateKey, tie })[0] ?? []).toString(),
    otherKey: await open(file, other.privateKey),
    otherRequest: await open(file, own.privateKey, keys.tie(identity.privateKey, Buffer.from('another'))),
    otherDatabase: await open(file, own.privateKey, keys.tie(keys.createIdentity().privateKey, Buffer.from('request'))),
    asRequest: await codeOf(() => containers.openRequest(file, nobody)),
    survivors,
  }).toEqual({ right: 'signatures', otherKey: 'hand-off.damaged', otherRequest: 'hand-off.damaged', otherDatabase: 'hand-off.damaged', asRequest: 'hand-off.is-a-return', survivors: [] });
}, 60_000);

test('a passphrase opens what it locked, however its letters were composed; a wrong one, another kind of key and costs out of bounds say no more than they must', async () => {
  const parts = [Buffer.from('học bạ')];
  const file = await containers.sealRequest({ packageId, createdAt, lock: { kind: 'passphrase', passphrase: 'phượng đỏ 2026'.normalize('NFD') }, parts });
  const elliptic = { ...lock, certificate: ellipticCertificate() };
  const cheap = Buffer.from(Buffer.from(file).toString('latin1').replace('"N":65536', '"N":16384'), 'latin1');
  const huge = Buffer.concat([file.subarray(0, 16), Buffer.from([0xff, 0xff, 0xff, 0xff]), file.subarray(20)]);
  const later = Uint8Array.from(file, (byte, index) => (index === 15 ? 0x32 : byte));
  const open = (bytes: Uint8Array, key: PackageKey) => codeOf(() => containers.openRequest(bytes, key));
  expect({
    opened: Buffer.from((await containers.openRequest(file, { kind: 'passphrase', passphrase: 'phượng đỏ 2026'.normalize('NFC') }))[0] ?? []).toString(),
    wrong: await open(file, { kind: 'passphrase', passphrase: 'phượng đỏ 2025' }),
    token: await open(file, nobody),
    cheap: await open(cheap, { kind: 'passphrase', passphrase: 'phượng đỏ 2026' }),
    huge: await open(huge, nobody),
    later: await open(later, nobody),
    nonsense: await open(randomBytes(1000), nobody),
    nothing: await open(new Uint8Array(), nobody),
    elliptic: await codeOf(() => containers.sealRequest({ packageId, createdAt, lock: elliptic, parts })),
  }).toEqual({
    opened: 'học bạ',
    wrong: 'hand-off.wrong-passphrase',
    token: 'hand-off.wrong-passphrase',
    cheap: 'hand-off.not-a-package',
    huge: 'hand-off.not-a-package',
    later: 'hand-off.newer-version',
    nonsense: 'hand-off.not-a-package',
    nothing: 'hand-off.not-a-package',
    elliptic: 'hand-off.certificate-cannot-decrypt',
  });
});

function ellipticCertificate(): Uint8Array {
  spawnSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=x', '-days', '2', '-keyout', join(folder, 'e.pem'), '-out', join(folder, 'e.der'), '-outform', 'DER']);
  return new Uint8Array(readFileSync(join(folder, 'e.der')));
}

test('whatever a token makes of a key that was tampered with, the answer is one and the same', async () => {
  const file = await containers.sealRequest({ packageId, createdAt, lock, parts: [Buffer.from('học bạ')] });
  const other = await containers.sealRequest({ packageId, createdAt, lock, parts: [Buffer.from('học bạ')] });
  const secret = byToken(other).kind === 'secret' ? byToken(other) : nobody;
  const short: PackageKey = { kind: 'secret', secret: new Uint8Array() };
  const codes = await Promise.all([secret, nobody, short].map((key) => codeOf(() => containers.openRequest(file, key))));
  const passphrase = await codeOf(() => containers.openRequest(file, { kind: 'passphrase', passphrase: 'phượng đỏ 2026' }));
  expect([codes, passphrase]).toEqual([['hand-off.token-cannot-decrypt', 'hand-off.token-cannot-decrypt', 'hand-off.token-cannot-decrypt'], 'hand-off.wrong-passphrase']);
});

test('keys of hostile files prove nothing', () => {
  const identity = keys.createIdentity();
  const content = Buffer.from('content');
  const signature = keys.sign(identity.privateKey, content);
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
  expect([
    keys.verify(identity.publicKey, content, signature),
    keys.verify(identity.publicKey, Buffer.from('other'), signature),
    keys.verify(keys.createIdentity().publicKey, content, signature),
    keys.verify(new Uint8Array(rsa.export({ format: 'der', type: 'spki' })), content, signature),
    keys.verify(randomBytes(44), content, signature),
    /^([A-HJ-NP-Z2-9]{4}-){5}[A-HJ-NP-Z2-9]{4}$/u.test(keys.fingerprint(identity.publicKey)),
  ]).toEqual([true, false, false, false, false, true]);
});
