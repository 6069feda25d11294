import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { practiceBackend, practiceHolder, readManifest, softHsmFolder, softwareFolder, writeManifest, type PracticeBackend, type PracticeHolder, type PracticeManifest } from './practice-manifest.ts';
import { openSoftHsm } from './softhsm-tokens.ts';
import { createSoftwareToken, unlockSoftwareTokens, writeSoftwareToken } from './software-token.ts';
import { createTrainingAuthority, issueTrainingCertificate, type IssuedCertificate, type TrainingAuthority } from './training-authority.ts';

/** The PIN of every training token; it is told on screen. */
export const practicePin = '12345678';

export type ProvisionInput = { readonly folder: string; readonly backend: PracticeBackend; readonly holders: readonly PracticeHolder[]; readonly now: string };

/**
 * Makes what is missing in a training token folder: the CA, a token per holder. What is there stays, so that records signed earlier keep
 * their signers; with another backend only the CA stays. Calls `made` after each token. Throws what SoftHSM throws.
 */
export function provisionPracticeTokens(input: ProvisionInput, made: (label: string) => void): void {
  mkdirSync(softwareFolder(input.folder), { recursive: true });
  mkdirSync(softHsmFolder(input.folder), { recursive: true });
  const authority = authorityOf(input.folder, input.now);
  const caCertificate = Buffer.from(authority.certificate).toString('base64');
  const earlier = readManifest(input.folder);
  let manifest: PracticeManifest = { format: 1, backend: input.backend, caCertificate, tokens: earlier?.backend.kind === input.backend.kind ? earlier.tokens : [] };
  if (input.backend.kind === 'softhsm') removeHalfMade(softHsmFolder(input.folder), new Set(manifest.tokens.map(({ serial }) => serial)));
  unlockSoftwareTokens(softwareFolder(input.folder));
  const present = new Set(manifest.tokens.map(({ label }) => label));
  const missing = input.holders.filter(({ label }) => !present.has(label));
  const makeToken = missing.length === 0 ? null : tokenMaker(input, authority);
  for (const holder of missing) {
    const token = makeToken?.(holder);
    if (token === undefined) continue;
    manifest = { ...manifest, tokens: [...manifest.tokens, { label: holder.label, serial: token.serial, certificate: Buffer.from(token.certificate).toString('base64') }] };
    writeManifest(input.folder, manifest);
    made(holder.label);
  }
  writeManifest(input.folder, manifest);
}

/**
 * A program that was killed while it made a token leaves one without a serial number, and with two of these SoftHSM ends every process that loads it (an
 * assertion in SlotManager::insertToken). Only what the manifest knows was ever finished. A token's folder is a UUID whose last 16 digits are its serial number.
 */
function removeHalfMade(folder: string, serials: ReadonlySet<string>): void {
  for (const name of readdirSync(folder)) {
    const [, serial = null] = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-([0-9a-f]{4}-[0-9a-f]{12})$/u.exec(name) ?? [];
    if (serial !== null && !serials.has(serial.replace('-', ''))) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

type TokenMaker = (holder: PracticeHolder) => { readonly serial: string; readonly certificate: Uint8Array };

function tokenMaker(input: ProvisionInput, authority: TrainingAuthority): TokenMaker {
  const certify = (holder: PracticeHolder) => (publicKeyInfo: Uint8Array) => certificateFor(authority, holder, publicKeyInfo, input.now);
  if (input.backend.kind === 'softhsm') {
    const hsm = openSoftHsm(input.backend.modulePath);
    return (holder) => hsm.createToken(holder.label, holder.key, practicePin, certify(holder));
  }
  return (holder) => {
    const { privateKey, publicKey } = holder.key === 'rsa-2048' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const certificate = certify(holder)(new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }))).der;
    const serial = randomBytes(8).toString('hex');
    const token = createSoftwareToken({ label: holder.label, serial, certificates: [certificate], privateKey: privateKey.export({ type: 'pkcs8', format: 'der' }), pin: practicePin });
    writeSoftwareToken(softwareFolder(input.folder), token);
    return { serial, certificate };
  };
}

function certificateFor(authority: TrainingAuthority, holder: PracticeHolder, publicKeyInfo: Uint8Array, now: string): IssuedCertificate {
  const userId = `${holder.kind === 'person' ? 'CCCD' : 'MST'}:${holder.personalId}`;
  return issueTrainingCertificate(authority, { commonName: holder.holder, organisation: holder.organisation, userId }, publicKeyInfo, now);
}

const authorityFile = z.strictObject({ certificate: z.base64(), privateKey: z.base64() });

/** The folder's CA, made once. */
function authorityOf(folder: string, now: string): TrainingAuthority {
  const file = join(folder, 'training-ca.json');
  const stored = authorityFile.safeParse(jsonOf(file));
  if (stored.success) return { certificate: new Uint8Array(Buffer.from(stored.data.certificate, 'base64')), privateKey: new Uint8Array(Buffer.from(stored.data.privateKey, 'base64')) };
  const authority = createTrainingAuthority(now);
  const text = { certificate: Buffer.from(authority.certificate).toString('base64'), privateKey: Buffer.from(authority.privateKey).toString('base64') };
  writeFileSync(`${file}.new`, JSON.stringify(text), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return authority;
}

function jsonOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

export const provisionRequest = z.strictObject({ folder: z.string(), backend: practiceBackend, holders: z.array(practiceHolder), now: z.string() });
export const provisionReply = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('made'), label: z.string() }),
  z.strictObject({ kind: z.literal('done') }),
  z.strictObject({ kind: z.literal('failed'), detail: z.string() }),
]);
export type ProvisionReply = z.infer<typeof provisionReply>;

type ProcessLink = { send(message: unknown): void; listen(listener: (message: unknown) => void): void };

/** The process 'practice-tokens': one request, a word after each token, then done or failed. */
export function runPracticeTokensProcess(link: ProcessLink): void {
  const say = (reply: ProvisionReply) => link.send(reply);
  link.listen((message) => {
    try {
      provisionPracticeTokens(provisionRequest.parse(message), (label) => say({ kind: 'made', label }));
      say({ kind: 'done' });
    } catch (error) {
      say({ kind: 'failed', detail: error instanceof Error ? error.message : 'unknown' });
    }
  });
}
