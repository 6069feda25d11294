import { join } from 'node:path';
import { OfficeError } from '#core/contract/errors.ts';
import type { SigningRole } from '#core/contract/signing.ts';
import { foldAccents } from '#core/text/names.ts';
import type { Clock, IdSource } from '../ports/clock.ts';
import type { Actor, OfficeDatabase } from '../ports/database.ts';
import type { FileWriter } from '../ports/exchange.ts';
import type { PackageContainers, PackageKeys, PackageLock } from '../ports/hand-off.ts';
import type { StoredPackage } from '../ports/hand-off-repository.ts';
import { gatherPackage, type GatheredPackage, type GatherParts, type PackageQuestion, type RecordToHandOff } from './gather-package.ts';
import { encodeContent, mostItems, sha256, type RequestContent } from './package-content.ts';
import { checkPassphrase } from './passphrase.ts';

export type ExportPackageParts = GatherParts & { readonly containers: PackageContainers; readonly keys: PackageKeys; readonly writer: FileWriter; readonly clock: Clock; readonly ids: IdSource };

export type ExportPackageInput = PackageQuestion & {
  /** Null: every record that is ready. */
  readonly recordIds: readonly string[] | null;
  readonly folder: string;
  readonly lock: { readonly kind: 'passphrase'; readonly passphrase: string } | { readonly kind: 'certificate'; readonly certificateDigest: string };
  readonly validDays: number;
  readonly actor: Actor;
};

/** Ends the name of both kinds of package. */
export const packageExtension = 'hocba-trinh-ky';

/**
 * Writes the package and remembers what is in it. It is remembered first: signatures on a package that the database does not know could never be taken
 * back. Where the file then cannot be written the package is cancelled. Errors: hand-off.nothing-to-hand-off, hand-off.too-many-records,
 * hand-off.weak-passphrase, hand-off.unknown-certificate, hand-off.certificate-cannot-decrypt, exchange.destination-*, exchange.read-back-failed.
 */
export async function exportPackage(parts: ExportPackageParts, database: OfficeDatabase, input: ExportPackageInput): Promise<StoredPackage> {
  const { gathered, auditHead } = await database.read(async (repositories) => ({ gathered: await gatherPackage(parts, repositories, input), auditHead: await repositories.audit.head() }));
  const wanted = input.recordIds === null ? null : new Set(input.recordIds);
  const chosen = gathered.ready.filter(({ version }) => wanted === null || wanted.has(version.recordId));
  if (chosen.length === 0) throw new OfficeError('hand-off.nothing-to-hand-off');
  const { name, personalId, certificates } = gathered.signer;
  // Whatever such a signer made would be refused on its way back.
  if (certificates.length === 0) throw new OfficeError('signers.not-registered', { name });
  if (chosen.length > mostItems) throw new OfficeError('hand-off.too-many-records', { limit: mostItems });
  const lock = lockOf(input.lock, gathered);
  const identity = await databaseIdentity(parts, database, input.actor);
  const returnKey = parts.keys.createReturnKey();
  const createdAt = parts.clock.now();
  const packageId = parts.ids.next();
  const content: RequestContent = {
    format: 1,
    packageId,
    createdAt,
    createdBy: input.actor.userName,
    expiresAt: daysAfter(createdAt, input.validDays),
    auditHead,
    school: { code: gathered.school.code, name: gathered.school.name, training: gathered.school.training },
    className: gathered.className,
    schoolYear: gathered.schoolYear,
    role: input.role,
    signer: { name, personalId, certificates: certificates.map(({ digest }) => digest) },
    publicKey: Buffer.from(identity.publicKey).toString('base64'),
    returnKey: Buffer.from(returnKey.publicKey).toString('base64'),
    items: chosen.map(itemOf),
  };
  const encoded = encodeContent(content);
  const manifestDigest = sha256(encoded);
  const seal = Buffer.concat([parts.keys.sign(identity.privateKey, encoded), parts.keys.tie(identity.privateKey, Buffer.from(manifestDigest, 'hex'))]);
  const file = await parts.containers.sealRequest({ packageId, createdAt, lock, parts: [encoded, seal, ...documentsOf(chosen)] });
  const fileName = nameOf(gathered, input.role, createdAt, packageId);
  const stored: StoredPackage = {
    id: packageId,
    classId: input.classId,
    role: input.role,
    signer: name,
    signerPersonalId: personalId,
    lock: input.lock.kind,
    createdAt,
    createdBy: input.actor.userName,
    expiresAt: content.expiresAt,
    path: join(input.folder, fileName),
    bytes: file.length,
    digest: sha256(file),
    manifestDigest,
    auditHead,
    returnKey: returnKey.privateKey,
    cancelledAt: null,
  };
  const items = content.items.map(({ region, digest }, index) => ({ versionId: chosen[index]?.version.id ?? '', region, baseDigest: digest }));
  await database.write(input.actor, async ({ handOff }) => {
    await handOff.addPackage(stored, items);
    return { value: undefined, audit: { action: 'handOff.exported', detail: { packageId, role: input.role, signer: stored.signer, records: items.length, lock: stored.lock, digest: stored.digest, expiresAt: stored.expiresAt, auditHead } } };
  });
  try {
    await parts.writer.write(input.folder, fileName, file);
  } catch (error) {
    await cancelPackage(parts, database, input.actor, packageId);
    throw error;
  }
  return stored;
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

function itemOf({ version, signatures, region, document, previous }: RecordToHandOff): RequestContent['items'][number] {
  return {
    uuid: version.uuid,
    region,
    data: sha256(version.data),
    signatures: signatures.map(({ role, region: signed, fragment }) => ({ role, region: signed, fragment })),
    digest: sha256(document),
    previous: previous === null ? null : sha256(previous),
  };
}

/** Each once: a teacher of two subjects signs one record twice. */
function documentsOf(records: readonly RecordToHandOff[]): readonly Uint8Array[] {
  const all = records.flatMap(({ version, previous }) => (previous === null ? [version.data] : [version.data, previous]));
  return [...new Map(all.map((document) => [sha256(document), document])).values()];
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
function nameOf({ school, className }: GatheredPackage, role: SigningRole, createdAt: string, packageId: string): string {
  const group = foldAccents(className).toUpperCase().replace(/[^A-Z0-9]+/gu, '-');
  return `${school.training ? 'LUYEN-TAP-' : ''}trinh-ky-${group}-${roleNames[role]}-${createdAt.slice(0, 10)}-${packageId.slice(0, 8)}.${packageExtension}`;
}

/** The same time of day so many days later, with the same offset. */
function daysAfter(moment: string, days: number): string {
  const offset = moment.slice(19);
  const local = new Date(Date.parse(`${moment.slice(0, 19)}Z`) + days * 86_400_000);
  return `${local.toISOString().slice(0, 19)}${offset}`;
}
