import { spawn, spawnSync } from 'node:child_process';
import { constants, privateDecrypt, randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterAll, expect, test } from 'vitest';
import { handOffWork } from '#main/compose-hand-off-work.ts';
import { createRecordWriter } from '#main/documents/record-xml/record-writer.ts';
import { createPackageBench } from '#main/exchange/hand-off-bench.ts';
import { createPackageContainers } from '#main/exchange/hand-off-container.ts';
import { createPackageKeys } from '#main/exchange/hand-off-keys.ts';
import { runPackageTask } from '#main/office/hand-off/package-tasks.ts';
import { usualForm } from '#main/office/signing/signature-form.ts';
import { softHsmFolder } from '#main/practice/tokens/practice-manifest.ts';
import { buildRecordData } from '#tests/support/record-builder.ts';
import { recordPrincipal } from '#tests/support/records-to-sign.ts';
import type { DoorOrder } from './hand-off-kill-child.ts';
import { openFaultyTokens, softHsmPath } from './signing-parts.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'hocba-door-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const kills = 10;
const records = 60;

/** A package of records for the principal with this certificate, and the secret that opens it. */
async function makePackage(certificateDigest: string): Promise<{ readonly file: Uint8Array; readonly secret: Uint8Array }> {
  spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=x', '-days', '2', '-keyout', join(folder, 'k.pem'), '-out', join(folder, 'c.der'), '-outform', 'DER']);
  const writer = createRecordWriter({ resourcesFolder: join(root, 'resources') });
  const keys = createPackageKeys();
  const identity = keys.createIdentity();
  const documents = Array.from({ length: records }, () => {
    const uuid = randomUUID();
    return { uuid, region: '', data: writer.write(buildRecordData({ uuid, training: true })), signatures: [], previous: null };
  });
  const base64 = (key: Uint8Array) => Buffer.from(key).toString('base64');
  const content = { format: 1, packageId: randomUUID(), createdAt: '2026-05-31T10:15:00+07:00', createdBy: 'Văn thư', expiresAt: '2099-01-01T00:00:00+07:00', auditHead: '0'.repeat(64), school: { code: 'T1', name: 'Trường', training: true }, kind: 'record', form: usualForm, classNames: ['7A'], schoolYear: '2025-2026', role: 'principal', signer: { name: recordPrincipal.holder, personalId: recordPrincipal.personalId, certificates: [certificateDigest] }, publicKey: base64(identity.publicKey), returnKey: base64(keys.createReturnKey().publicKey) } as const;
  const lock = { kind: 'certificate', certificate: new Uint8Array(readFileSync(join(folder, 'c.der'))), certificateDigest: 'ab'.repeat(32), holder: 'x' } as const;
  async function* feed() {
    yield documents;
  }
  const { file } = await runPackageTask(createPackageBench({ code: null, work: handOffWork() }), 'sealRequest', { content: { ...content, classNames: [...content.classNames], signer: { ...content.signer, certificates: [...content.signer.certificates] } }, identityKey: identity.privateKey, lock }, { feed: feed() });
  const wrapped = createPackageContainers().wrappedKeys(file)['oaep-sha256'];
  return { file, secret: privateDecrypt({ key: readFileSync(join(folder, 'k.pem')), padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, wrapped) };
}

/** Starts the program at the signer's door and kills it some milliseconds after it said a word; null: lets it come to its end. */
async function runAndKill(order: DoorOrder, environment: Readonly<Record<string, string>>, kill: { readonly word: 'begun' | 'signed'; readonly after: number } | null): Promise<{ readonly reported: readonly string[]; readonly ended: string }> {
  const child = spawn(process.execPath, ['--no-warnings', join(root, 'tests/integration/hand-off-kill-child.ts')], { env: { ...process.env, ...environment, HOCBA_DOOR: JSON.stringify(order) }, stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  let timer: NodeJS.Timeout | undefined;
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    if (kill !== null && timer === undefined && text.includes(kill.word)) timer = setTimeout(() => child.kill('SIGKILL'), kill.after);
  });
  await new Promise((done) => child.once('close', done));
  clearTimeout(timer);
  return { reported: [...text.matchAll(/^signed (\S+)$/gmu)].map(([, uuid]) => uuid ?? ''), ended: /^ended (.*)$/mu.exec(text)?.[1]?.trim() ?? '' };
}

test.skipIf(softHsmPath === undefined)(`a signer's PC that is killed ten times while it signs a package loses nothing that was reported, signs nothing twice, and wastes one token operation a kill at most${softHsmPath === undefined ? ' (SoftHSM is not installed)' : ''}`, async () => {
  const { tokens, service, proxy } = await openFaultyTokens(join(folder, 'tokens'), { holders: [{ ...recordPrincipal, key: 'rsa-2048' }] });
  const [certificate] = (await service.listCertificates([tokens.module])).certificates;
  if (certificate === undefined) throw new Error('no token');
  // SoftHSM writes its token's file at every login, and one that is killed in that moment has lost it for good: each start finds it whole.
  const store = softHsmFolder(join(folder, 'tokens'));
  cpSync(store, join(folder, 'token-as-made'), { recursive: true });
  const { file, secret } = await makePackage(certificate.facts.digest);
  const packagePath = join(folder, 'goi.hocba-trinh-ky');
  writeFileSync(packagePath, file);
  proxy.set({ delays: { C_Sign: 25 } });
  const order: DoorOrder = { folder, packagePath, secret: Buffer.from(secret).toString('base64'), modulePath: proxy.path, tokenSerial: certificate.tokenSerial, certificateDigest: certificate.facts.digest, authority: Buffer.from(tokens.caCertificate).toString('base64'), childEntry: join(root, 'main/hosts/child.ts') };
  const run = async (kill: Parameters<typeof runAndKill>[2]) => {
    cpSync(join(folder, 'token-as-made'), store, { recursive: true });
    return runAndKill(order, tokens.environment, kill);
  };
  const book = () => {
    const reader = new Database(join(folder, 'nhat-ky.sqlite'), { readonly: true });
    const made = reader.prepare<[], string>('SELECT uuid FROM made_signature').pluck().all();
    const logged = reader.prepare<[], number>("SELECT count(*) FROM log WHERE action = 'record.signed'").pluck().get();
    reader.close();
    return { made, logged };
  };
  const reported: string[] = [];
  const lost: string[] = [];
  let interrupted = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    const { reported: said, ended } = await run({ word: kill % 3 === 0 ? 'begun' : 'signed', after: (kill % 5) * 20 });
    if (ended === '') interrupted += 1;
    reported.push(...said);
    const there = new Set(book().made);
    lost.push(...reported.filter((uuid) => !there.has(uuid)));
  }
  proxy.set({});
  const last = await run(null);
  reported.push(...last.reported);
  const { made, logged } = book();
  const wasted = (proxy.calls().C_Sign ?? 0) - made.length;
  process.stdout.write(`signer's door: ${interrupted} kills, ${made.length} signatures, ${wasted} token operations made twice\n`);
  expect({ interrupted, lost, twice: reported.length - new Set(reported).size, ended: last.ended, made: [made.length, new Set(made).size, logged], tooMuchWasted: wasted > kills }).toEqual({ interrupted: kills, lost: [], twice: 0, ended: 'done', made: [records, records, records], tooMuchWasted: false });
}, 300_000);
