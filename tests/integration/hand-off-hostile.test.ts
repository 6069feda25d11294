import { spawnSync } from 'node:child_process';
import { constants, privateDecrypt } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { assert, asyncProperty, constantFrom, integer, nat } from 'fast-check';
import { expect, test } from 'vitest';
import { OfficeError } from '#core/contract/errors.ts';
import { createRecordWriter } from '#main/documents/record-xml/record-writer.ts';
import { handOffWork } from '#main/compose-hand-off-work.ts';
import { createPackageBench } from '#main/exchange/hand-off-bench.ts';
import { createPackageContainers } from '#main/exchange/hand-off-container.ts';
import { createPackageKeys } from '#main/exchange/hand-off-keys.ts';
import { openPackage } from '#main/office/hand-off/open-package.ts';
import { encodeContent, sha256, type RequestContent } from '#main/office/hand-off/package-content.ts';
import { signPackage, writeReturn } from '#main/office/hand-off/sign-package.ts';
import { openReturn, type TakeBackParts } from '#main/office/hand-off/take-back.ts';
import type { OfficeDatabase } from '#main/office/ports/database.ts';
import type { SignerAssessor } from '#main/office/ports/trust.ts';
import type { Verifier } from '#main/office/ports/verifier.ts';
import type { SigningDesk } from '#main/office/signing/signing-desk.ts';
import { createHandOffJournal } from '#main/db/hand-off-journal.ts';
import { usualForm } from '#main/office/signing/signature-form.ts';
import type { HandOffJournal, PackageKey } from '#main/office/ports/hand-off.ts';
import { buildRecordData } from '#tests/support/record-builder.ts';

const containers = createPackageContainers();
const keys = createPackageKeys();
const identity = keys.createIdentity();
const packageId = '5d0f2f9e-64a5-4b57-9a53-0b8f3f6e2b11';
// Locked to a certificate: a passphrase would cost its tenths of a second each time.
const folder = mkdtempSync(join(tmpdir(), 'hocba-package-'));
spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=x', '-days', '2', '-keyout', join(folder, 'k.pem'), '-out', join(folder, 'c.der'), '-outform', 'DER']);
const [certificate, privateKey] = [new Uint8Array(readFileSync(join(folder, 'c.der'))), readFileSync(join(folder, 'k.pem'))];
rmSync(folder, { recursive: true });
const lock = { kind: 'certificate', certificate, certificateDigest: 'ab'.repeat(32), holder: 'x' } as const;
const keyOf = (file: Uint8Array): PackageKey => ({ kind: 'secret', secret: privateDecrypt({ key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, containers.wrappedKeys(file)['oaep-sha256']) });
const data = buildRecordData();
const record = createRecordWriter({ resourcesFolder: fileURLToPath(new URL('../../resources', import.meta.url)) }).write(data);

/** A book that forgets: what is tested here never comes to sign, but for one return. */
const journal: HandOffJournal = {
  noteOpened: () => Promise.resolve('new'),
  signed: () => Promise.resolve([{ uuid: data.uuid, region: '' }]),
  signatures: (_packageId, which) => Promise.resolve('from' in which && which.from > 0 ? [] : [{ uuid: data.uuid, region: '', fragment: '<CBQL/>', documentDigest: 'a'.repeat(64), certificate: new Uint8Array([1]), certificateDigest: 'b'.repeat(64), signer: '', signedAt: '2026-05-31T10:15:00+07:00', review: 'all' }]),
  addSignatures: () => Promise.resolve(),
  note: () => Promise.resolve(),
  log: () => Promise.resolve([]),
  logIsWhole: () => Promise.resolve(true),
  evidence: () => Promise.resolve([]),
  keepEvidence: () => Promise.resolve(),
  modules: () => Promise.resolve([]),
  saveModule: () => Promise.resolve(),
  removeModule: () => Promise.resolve(),
  close: () => Promise.resolve(),
};
// The thread's work in this thread: what is refused is the same.
const bench = createPackageBench({ code: null, work: handOffWork() });
const parts = { bench, keys, journal, anchors: () => Promise.resolve({ roots: [], intermediates: [], practiceRoots: [] }), clock: { now: () => '2026-06-01T08:00:00+07:00' } };

function contentOf(change: Partial<RequestContent> = {}, item: Partial<RequestContent['items'][number]> = {}, document: Uint8Array = record): RequestContent {
  return {
    format: 1,
    packageId,
    createdAt: '2026-05-31T10:15:00+07:00',
    createdBy: 'Văn thư',
    expiresAt: '2026-06-14T10:15:00+07:00',
    auditHead: '0'.repeat(64),
    school: { code: 'T1', name: 'Trường', training: data.training },
    kind: 'record',
    form: usualForm,
    classNames: ['../../..\\7A/\u0000'],
    schoolYear: '2025-2026',
    role: 'principal',
    signer: { name: 'Hiệu trưởng', personalId: '079170005678', certificates: [] },
    publicKey: Buffer.from(identity.publicKey).toString('base64'),
    returnKey: Buffer.from(keys.createReturnKey().publicKey).toString('base64'),
    items: [{ uuid: data.uuid, region: '', data: sha256(document), signatures: [], digest: sha256(document), previous: null, ...item }],
    ...change,
  };
}

/** A package that opens: anybody can lock one to a certificate. Its seal is the school's, unless another signed. */
async function packed(content: RequestContent | Uint8Array, documents: readonly Uint8Array[] = [record], signer = identity): Promise<Uint8Array> {
  const encoded = content instanceof Uint8Array ? content : encodeContent(content);
  const seal = Buffer.concat([keys.sign(signer.privateKey, encoded), keys.tie(identity.privateKey, Buffer.from(sha256(encoded), 'hex'))]);
  return containers.sealRequest({ packageId, createdAt: '2026-05-31T10:15:00+07:00', lock, parts: [encoded, seal, ...documents] });
}

async function codeOf(file: Promise<Uint8Array>): Promise<string> {
  try {
    const bytes = await file;
    await openPackage(parts, { name: 'x', bytes }, keyOf(bytes));
    return 'ok';
  } catch (error) {
    return error instanceof OfficeError ? error.code : String(error);
  }
}

test('a package that opens but holds what this program would not have packed is refused before anything of it is shown', async () => {
  const text = Buffer.from(record).toString('utf8');
  const commented = Buffer.from(text.replace('</THONG_TIN_CHUNG>', '<!-- 9,9 --></THONG_TIN_CHUNG>'), 'utf8');
  const doctype = Buffer.from(text.replace('<HOC_BA', '<!DOCTYPE a [<!ENTITY b "c">]><HOC_BA'), 'utf8');
  const other = Buffer.from(text.replace(data.pupil.fullName, 'Ai Khác'), 'utf8');
  const [item] = contentOf().items;
  if (item === undefined) throw new Error('no item');
  const deep = Buffer.from(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
  const answers = {
    sound: await codeOf(packed(contentOf())),
    otherSeal: await codeOf(packed(contentOf(), [record], keys.createIdentity())),
    otherId: await codeOf(packed(contentOf({ packageId: 'aaaaaaaa-64a5-4b57-9a53-0b8f3f6e2b11' }))),
    expired: await codeOf(packed(contentOf({ expiresAt: '2026-05-31T23:59:59+07:00' }))),
    changedRecord: await codeOf(packed(contentOf(), [other])),
    missingRecord: await codeOf(packed(contentOf(), [])),
    oneMore: await codeOf(packed(contentOf(), [record, other])),
    twice: await codeOf(packed(contentOf({ items: [item, item] }))),
    otherUuid: await codeOf(packed(contentOf({}, { uuid: packageId }))),
    trainingAsReal: await codeOf(packed(contentOf({ school: { code: 'T1', name: 'Trường', training: !data.training } }))),
    comment: await codeOf(packed(contentOf({}, {}, commented), [commented])),
    doctype: await codeOf(packed(contentOf({}, {}, doctype), [doctype])),
    brokenSignature: await codeOf(packed(contentOf({}, { signatures: [{ role: 'principal', region: '', fragment: '<CBQL/>' }] }))),
    noVersionSignedBefore: await codeOf(packed(contentOf({}, { previous: sha256(other) }), [record, other])),
    deep: await codeOf(packed(deep)),
    more: await codeOf(packed(Buffer.from(JSON.stringify({ ...contentOf(), path: '/etc/passwd' })))),
    noJson: await codeOf(packed(Buffer.from('<html>'))),
  };
  const unsound = 'hand-off.unsound';
  const unreadable = 'hand-off.record-unreadable';
  expect(answers).toEqual({
    sound: 'ok',
    otherSeal: unsound,
    otherId: unsound,
    expired: 'hand-off.expired',
    changedRecord: unsound,
    missingRecord: unsound,
    oneMore: unsound,
    twice: unsound,
    otherUuid: unreadable,
    trainingAsReal: unreadable,
    comment: unreadable,
    doctype: unreadable,
    brokenSignature: unsound,
    noVersionSignedBefore: unsound,
    deep: unsound,
    more: unsound,
    noJson: unsound,
  });
});

test('no name in a package becomes a path', async () => {
  const bytes = await packed(contentOf());
  const opened = await openPackage(parts, { name: 'x', bytes }, keyOf(bytes));
  const written: string[] = [];
  const writer = { stream: (input: { readonly folder: string; readonly fileName: string }) => Promise.resolve(void written.push(input.folder, input.fileName)) };
  await writeReturn({ bench, writer: writer as never, journal, clock: parts.clock, ids: { next: () => packageId } }, opened, '/usb');
  expect(written).toEqual(['/usb', 'LUYEN-TAP-chu-ky--7A--5d0f2f9e-1.hocba-trinh-ky'].map((each) => (data.training ? each : each.replace('LUYEN-TAP-', ''))));
});

test('a byte changed anywhere in a package, and a file cut or grown anywhere, is refused', async () => {
  const whole = await packed(contentOf());
  // The secret as the untouched file gives it: the worst case, a token that unwraps it whatever was done to the file.
  const opener = keyOf(whole);
  await assert(
    asyncProperty(nat(whole.length - 1), integer({ min: 1, max: 255 }), constantFrom('change', 'cut', 'grow'), async (at, by, how) => {
      const changed = how === 'change' ? Uint8Array.from(whole, (byte, index) => (index === at ? byte ^ by : byte)) : how === 'cut' ? whole.subarray(0, at) : new Uint8Array([...whole.subarray(0, at), by, ...whole.subarray(at)]);
      await expect(openPackage(parts, { name: 'x', bytes: changed }, opener)).rejects.toBeInstanceOf(OfficeError);
    }),
    { numRuns: 150 },
  );
});

test('out of time, a package that lies open is not signed, and what was made too late is not taken', async () => {
  const bytes = await packed(contentOf());
  const opened = await openPackage(parts, { name: 'x', bytes }, keyOf(bytes));
  const late = { ...parts, clock: { now: () => '2026-06-14T10:15:01+07:00' } };
  const signing = signPackage({ ...late, desk: {} as SigningDesk, assessor: {} as SignerAssessor, carriedSlot: () => Promise.reject(new Error()) as never, verifier: {} as Verifier, ids: { next: () => packageId } }, opened, { review: 'unread', read: 0, key: { module: { id: '', name: '', path: '', source: 'by-hand' }, tokenSerial: '', certificateDigest: '' }, pin: '', lastTryConfirmed: false, changed: () => undefined });
  const [returnKey, manifestDigest] = [keys.createReturnKey(), 'd'.repeat(64)];
  const tie = keys.tie(identity.privateKey, Buffer.from(manifestDigest, 'hex'));
  const answer = (createdAt: string) => containers.sealReturn({ packageId, createdAt, returnKey: returnKey.publicKey, tie, parts: [encodeContent({ format: 1, returnId: packageId, packageId, requestDigest: manifestDigest, createdAt, certificates: [{ digest: sha256(new Uint8Array([1])), der: 'AQ==' }], signatures: [{ uuid: data.uuid, region: '', fragment: '<CBQL/>', documentDigest: 'a'.repeat(64), certificateDigest: sha256(new Uint8Array([1])), signer: '', signedAt: createdAt, review: 'all' }] })] });
  const stored = { id: packageId, kind: 'record', classIds: [], role: 'principal', returnKey: returnKey.privateKey, manifestDigest, expiresAt: '2026-06-14T10:15:00+07:00' };
  const handOff = { package: () => Promise.resolve(stored), identity: () => Promise.resolve(identity), items: () => Promise.resolve([{ itemId: 'v', uuid: data.uuid, region: '', baseDigest: '', state: 'waiting', error: null }]), returns: () => Promise.resolve([]) };
  const database = { read: (work: (repositories: unknown) => unknown) => work({ handOff }) } as unknown as OfficeDatabase;
  const take = async (createdAt: string) => {
    try {
      return (await openReturn({ ...parts, containers } as unknown as TakeBackParts, database, answer(createdAt))).content.signatures.length;
    } catch (error) {
      return error instanceof OfficeError ? error.code : String(error);
    }
  };
  await expect(signing).rejects.toMatchObject({ code: 'hand-off.expired' });
  // Moments are compared, not texts: another offset is another hour.
  expect([await take('2026-06-14T10:15:00+07:00'), await take('2026-06-14T10:15:01+07:00'), await take('2026-06-14T04:00:00+00:00')]).toEqual([1, 'hand-off.expired', 'hand-off.expired']);
});

test("the signer's book knows a school's key again, tells another one, and whoever takes a line out of it is found out", async () => {
  const place = mkdtempSync(join(tmpdir(), 'hocba-book-'));
  const book = createHandOffJournal(join(place, 'nhat-ky.sqlite'));
  const own = { ...parts, journal: book };
  const open = async (content: RequestContent, signer = identity) => {
    const bytes = await packed(content, [record], signer);
    return (await openPackage(own, { name: 'x', bytes }, keyOf(bytes))).sender;
  };
  const stranger = keys.createIdentity();
  const publicKey = Buffer.from(stranger.publicKey).toString('base64');
  const senders = [await open(contentOf()), await open(contentOf()), await open(contentOf({ publicKey }), stranger), await open(contentOf({ publicKey, school: { code: 'T2', name: 'Trường khác', training: data.training } }), stranger)];
  const whole = await book.logIsWhole();
  await book.close();
  const file = new Database(join(place, 'nhat-ky.sqlite'));
  file.exec('DROP TRIGGER log_no_delete; DELETE FROM log WHERE sequence = 2');
  file.close();
  const again = createHandOffJournal(join(place, 'nhat-ky.sqlite'));
  const tampered = await again.logIsWhole();
  await again.close();
  rmSync(place, { recursive: true });
  expect({ senders, whole, tampered }).toEqual({ senders: ['new', 'known', 'changed', 'new'], whole: true, tampered: false });
});
