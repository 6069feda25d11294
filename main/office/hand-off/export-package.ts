import { join } from 'node:path';
import { OfficeError } from '#core/contract/errors.ts';
import type { CarriedKind } from '#core/contract/hand-off.ts';
import type { SigningRole } from '#core/contract/signing.ts';
import { foldAccents } from '#core/text/names.ts';
import type { JobProgress } from '../job-board.ts';
import type { Clock, IdSource } from '../ports/clock.ts';
import type { Actor, OfficeDatabase } from '../ports/database.ts';
import type { FileWriter } from '../ports/exchange.ts';
import type { PackageBench, PackageKeys, PackageLock } from '../ports/hand-off.ts';
import type { StoredPackage } from '../ports/hand-off-repository.ts';
import type { QualityGate } from '../quality/quality-gate.ts';
import { gatherPackage, handedDocuments, type GatheredPackage, type GatherParts, type PackageQuestion } from './gather-package.ts';
import { mostItems, type RequestContent } from './package-content.ts';
import { runPackageTask } from './package-tasks.ts';
import { checkPassphrase } from './passphrase.ts';

export type ExportPackageParts = GatherParts & { readonly bench: PackageBench; readonly keys: PackageKeys; readonly writer: FileWriter; readonly clock: Clock; readonly ids: IdSource; readonly gate: Pick<QualityGate, 'refusal'> };

export type ExportPackageInput = PackageQuestion & {
  readonly packageId: string;
  /** Null: everything that is ready. */
  readonly itemIds: readonly string[] | null;
  readonly folder: string;
  readonly lock: { readonly kind: 'passphrase'; readonly passphrase: string } | { readonly kind: 'certificate'; readonly certificateDigest: string };
  readonly validDays: number;
  readonly actor: Actor;
};

/** Ends the name of both kinds of package. */
export const packageExtension = 'hocba-trinh-ky';

/**
 * Writes the package and remembers what is in it. It is remembered first: signatures on a package that the database does not know could never be taken
 * back. Where the file then cannot be written the package is cancelled. Errors: those of gatherPackage, hand-off.nothing-to-hand-off, hand-off.too-many-records, quality.errors,
 * hand-off.weak-passphrase, hand-off.unknown-certificate, hand-off.certificate-cannot-decrypt, signers.not-registered, exchange.destination-*, exchange.read-back-failed, job.cancelled.
 */
export async function exportPackage(parts: ExportPackageParts, database: OfficeDatabase, input: ExportPackageInput, progress: JobProgress): Promise<void> {
  const { packageId } = input;
  const gathered = await gatherPackage(parts, database, input);
  const wanted = input.itemIds === null ? null : new Set(input.itemIds);
  const chosen = gathered.ready.filter(({ id }) => wanted === null || wanted.has(id));
  if (chosen.length === 0) throw new OfficeError('hand-off.nothing-to-hand-off');
  const wrongData = input.kind === 'record' ? await wrongDataOf(parts, database, input.classIds) : null;
  if (wrongData !== null) throw wrongData;
  const { name, personalId, certificates } = gathered.signer;
  // Whatever such a signer made would be refused on its way back.
  if (certificates.length === 0) throw new OfficeError('signers.not-registered', { name });
  if (chosen.length > mostItems) throw new OfficeError('hand-off.too-many-records', { limit: mostItems });
  const lock = lockOf(input.lock, gathered);
  const identity = await databaseIdentity(parts, database, input.actor);
  const returnKey = parts.keys.createReturnKey();
  const createdAt = parts.clock.now();
  const auditHead = await database.read(({ audit }) => audit.head());
  const content: Omit<RequestContent, 'items'> = {
    format: 1,
    packageId,
    createdAt,
    createdBy: input.actor.userName,
    expiresAt: daysAfter(createdAt, input.validDays),
    auditHead,
    school: { code: gathered.school.code, name: gathered.school.name, training: gathered.school.training },
    kind: input.kind,
    form: gathered.form,
    classNames: [...gathered.classNames],
    schoolYear: gathered.schoolYear,
    role: input.role,
    signer: { name, personalId, certificates: certificates.map(({ digest }) => digest) },
    publicKey: Buffer.from(identity.publicKey).toString('base64'),
    returnKey: Buffer.from(returnKey.publicKey).toString('base64'),
  };
  const feed = handedDocuments(parts, database, input, chosen, (done) => progress.report(done, chosen.length, chosen[done - 1]?.label ?? ''));
  const sealed = await runPackageTask(parts.bench, 'sealRequest', { content, identityKey: identity.privateKey, lock }, { feed, signal: progress.signal });
  progress.checkCancelled();
  const fileName = nameOf(gathered, input, createdAt);
  const stored: StoredPackage = {
    id: packageId,
    kind: input.kind,
    classIds: input.classIds,
    role: input.role,
    signer: name,
    signerPersonalId: personalId,
    lock: input.lock.kind,
    createdAt,
    createdBy: input.actor.userName,
    expiresAt: content.expiresAt,
    path: join(input.folder, fileName),
    bytes: sealed.file.length,
    digest: sealed.digest,
    manifestDigest: sealed.manifestDigest,
    auditHead,
    returnKey: returnKey.privateKey,
    cancelledAt: null,
  };
  const items = chosen.map(({ id, name: uuid }, index) => ({ itemId: id, uuid, baseDigest: sealed.baseDigests[index] ?? '' }));
  await database.write(input.actor, async ({ handOff }) => {
    await handOff.addPackage(stored, items);
    return { value: undefined, audit: { action: 'handOff.exported', detail: { packageId, kind: stored.kind, role: input.role, signer: stored.signer, records: items.length, lock: stored.lock, digest: stored.digest, expiresAt: stored.expiresAt, auditHead } } };
  });
  try {
    await parts.writer.stream({ folder: input.folder, fileName, fill: inPieces(sealed.file), signal: progress.signal });
  } catch (error) {
    await cancelPackage(parts, database, input.actor, packageId);
    throw error;
  }
}

/** Records with errors in their persons stay at school; of several classes the first that has any is named. */
async function wrongDataOf({ gate }: Pick<ExportPackageParts, 'gate'>, database: OfficeDatabase, classIds: readonly string[]): Promise<OfficeError | null> {
  return database.read(async (repositories) => {
    for (const classId of classIds) {
      const group = await repositories.school.classById(classId);
      const refusal = group === null ? null : await gate.refusal(repositories, group);
      if (refusal !== null) return refusal;
    }
    return null;
  });
}

const pieceSize = 1024 * 1024;

/** So much at a time that nobody waits for the digest of it. */
export function inPieces(file: Uint8Array): (write: (chunk: Uint8Array) => Promise<void>) => Promise<void> {
  return async (write) => {
    for (let from = 0; from < file.length; from += pieceSize) await write(file.subarray(from, from + pieceSize));
  };
}

/** What comes back on it cannot be opened any more: its key is gone. */
export async function cancelPackage(parts: Pick<ExportPackageParts, 'clock'>, database: OfficeDatabase, actor: Actor, packageId: string): Promise<void> {
  await database.write(actor, async ({ handOff }) => {
    await handOff.cancelPackage(packageId, parts.clock.now());
    return { value: undefined, audit: { action: 'handOff.cancelled', detail: { packageId } } };
  });
}

/** The keys of this database, made when they are first needed. */
export async function databaseIdentity(parts: Pick<ExportPackageParts, 'keys' | 'clock'>, database: OfficeDatabase, actor: Actor): Promise<{ readonly privateKey: Uint8Array; readonly publicKey: Uint8Array }> {
  const known = await database.read(({ handOff }) => handOff.identity());
  if (known !== null) return known;
  const made = parts.keys.createIdentity();
  await database.write(actor, async ({ handOff }) => {
    await handOff.saveIdentity({ ...made, createdAt: parts.clock.now() });
    return { value: undefined, audit: { action: 'handOff.keyMade', detail: { fingerprint: parts.keys.fingerprint(made.publicKey) } } };
  });
  return made;
}

function lockOf(lock: ExportPackageInput['lock'], { signer: { certificates } }: GatheredPackage): PackageLock {
  if (lock.kind === 'passphrase') {
    checkPassphrase(lock.passphrase);
    return lock;
  }
  const found = certificates.find(({ digest }) => digest === lock.certificateDigest);
  if (found === undefined) throw new OfficeError('hand-off.unknown-certificate');
  return { kind: 'certificate', certificate: found.der, certificateDigest: found.digest, holder: found.facts.holder };
}

const roleNames: Readonly<Record<SigningRole, string>> = { subjectTeacher: 'giao-vien-bo-mon', homeroomTeacher: 'giao-vien-chu-nhiem', principal: 'hieu-truong', school: 'nha-truong' };

/** Part of the id, so that two packages of one day do not overwrite one another on the stick. */
function nameOf({ school, classNames }: GatheredPackage, { kind, role, packageId }: { readonly kind: CarriedKind; readonly role: SigningRole; readonly packageId: string }, createdAt: string): string {
  return `${school.training ? 'LUYEN-TAP-' : ''}trinh-ky-${kind === 'gradebook' ? 'so-' : ''}${groupName(classNames)}-${roleNames[role]}-${createdAt.slice(0, 10)}-${packageId.slice(0, 8)}.${packageExtension}`;
}

/** Letters and digits only: what a package says becomes no path. */
export function groupName(classNames: readonly string[]): string {
  const [only = ''] = classNames;
  return classNames.length > 1 ? `${classNames.length}-LOP` : foldAccents(only).toUpperCase().replace(/[^A-Z0-9]+/gu, '-');
}

/** The same time of day so many days later, with the same offset. */
function daysAfter(moment: string, days: number): string {
  const offset = moment.slice(19);
  const local = new Date(Date.parse(`${moment.slice(0, 19)}Z`) + days * 86_400_000);
  return `${local.toISOString().slice(0, 19)}${offset}`;
}
