import { OfficeError } from '#core/contract/errors.ts';
import type { CarriedKind } from '#core/contract/hand-off.ts';
import type { SigningRole } from '#core/contract/signing.ts';
import { asData } from '../dispatcher.ts';
import type { JobProgress } from '../job-board.ts';
import type { Clock, IdSource } from '../ports/clock.ts';
import type { Actor, OfficeDatabase, Repositories } from '../ports/database.ts';
import type { PackageBench, PackageContainers, PackageKeys } from '../ports/hand-off.ts';
import type { StoredPackage, StoredPackageItem } from '../ports/hand-off-repository.ts';
import type { RecordSigner, SignatureSlot } from '../ports/signing.ts';
import type { MadeSignature } from '../ports/signing-batch.ts';
import type { TrustAnchors, Verifier } from '../ports/verifier.ts';
import { checkCertificate } from '../signing/certificate-checks.ts';
import { regionIn, type GatherParts } from './gather-package.ts';
import { requireRegistered } from './package-signer.ts';
import { sha256, type ReturnContent } from './package-content.ts';
import { filePieces, runPackageTask } from './package-tasks.ts';

export type TakeBackParts = GatherParts & {
  readonly bench: PackageBench;
  readonly containers: Pick<PackageContainers, 'head'>;
  readonly keys: PackageKeys;
  readonly verifier: Pick<Verifier, 'checkRecord' | 'describeCertificate'>;
  readonly signer: Pick<RecordSigner, 'assemble'>;
  readonly carriedSlot: (kind: CarriedKind, role: SigningRole, region: string) => SignatureSlot;
  readonly anchors: () => Promise<TrustAnchors>;
  readonly clock: Clock;
  readonly ids: IdSource;
};

/** A return that belongs to a package of this database, is new, and came untouched. */
export type OpenedReturn = { readonly stored: StoredPackage; readonly items: readonly StoredPackageItem[]; readonly content: ReturnContent; readonly digest: string };

/**
 * Opens a file that came back and looks whether it may be taken at all. Errors: hand-off.not-a-package, hand-off.newer-version, hand-off.is-a-request,
 * hand-off.unknown-package, hand-off.cancelled, hand-off.already-taken, hand-off.closed, hand-off.damaged, hand-off.unsound, hand-off.expired.
 */
export async function openReturn(parts: TakeBackParts, database: OfficeDatabase, bytes: Uint8Array): Promise<OpenedReturn> {
  const head = parts.containers.head(bytes);
  if (head.kind !== 'return') throw new OfficeError('hand-off.is-a-request');
  const { stored, identity } = await database.read(async ({ handOff }) => ({ stored: await handOff.package(head.packageId), identity: await handOff.identity() }));
  if (stored === null || identity === null) throw new OfficeError('hand-off.unknown-package');
  if (stored.returnKey === null) throw new OfficeError('hand-off.cancelled');
  const tie = parts.keys.tie(identity.privateKey, Buffer.from(stored.manifestDigest, 'hex'));
  const signatures: ReturnedSignature[] = [];
  const opened = await runPackageTask(parts.bench, 'openReturn', { privateKey: stored.returnKey, tie }, { feed: filePieces(bytes), hear: (some) => void signatures.push(...some) });
  const content: ReturnContent = { ...opened.content, signatures };
  const { items, returns } = await database.read(async ({ handOff }) => ({ items: await handOff.items(stored.id), returns: await handOff.returns(stored.id) }));
  if (content.packageId !== stored.id || content.requestDigest !== stored.manifestDigest || !answers(content, items)) throw new OfficeError('hand-off.unsound');
  const before = returns.find(({ id }) => id === content.returnId);
  if (before !== undefined && before.finishedAt !== null) throw new OfficeError('hand-off.already-taken', { day: before.finishedAt });
  if (before !== undefined && before.digest !== opened.digest) throw new OfficeError('hand-off.unsound');
  if (items.every(({ state }) => state !== 'waiting')) throw new OfficeError('hand-off.closed');
  if (Date.parse(content.createdAt) > Date.parse(stored.expiresAt)) throw new OfficeError('hand-off.expired', { day: stored.expiresAt });
  return { stored, items, content, digest: opened.digest };
}

/** Only signatures that were asked for, each once, with the certificates they name. */
function answers({ signatures, certificates }: ReturnContent, items: readonly StoredPackageItem[]): boolean {
  const asked = new Set(items.map(keyOf));
  const known = new Set(certificates.map(({ digest }) => digest));
  return new Set(signatures.map(keyOf)).size === signatures.length && signatures.every((signature) => asked.has(keyOf(signature)) && known.has(signature.certificateDigest));
}

function keyOf({ uuid, region }: { readonly uuid: string; readonly region: string }): string {
  return `${uuid} ${region}`;
}

/**
 * Takes the signatures one by one: each is put into the document as it stands here, checked by the verifier, and stored with its audit entry in one transaction.
 * What does not fit is refused with its reason and the rest is taken. A program killed in between goes on where it was when the same file is taken again.
 */
export async function takeBack(parts: TakeBackParts, database: OfficeDatabase, opened: OpenedReturn, actor: Actor, progress: JobProgress): Promise<void> {
  const { stored, items, content, digest } = opened;
  const taking: Taking = { stored, content, actor, anchors: await parts.anchors(), ...(await begin(parts, database, opened, actor)) };
  const itemOf = new Map(items.map((item) => [keyOf(item), item]));
  const taken = new Map<string, Set<string>>();
  for (const item of items) if (item.state === 'taken') placesOf(taken, item.uuid).add(item.region);
  for (const [index, signature] of content.signatures.entries()) {
    progress.checkCancelled();
    const item = itemOf.get(keyOf(signature));
    if (item === undefined || item.state === 'taken') continue;
    if (await takeOne(parts, database, taking, signature, item, placesOf(taken, item.uuid))) placesOf(taken, item.uuid).add(item.region);
    progress.report(index + 1, content.signatures.length, item.uuid);
  }
  await database.write(actor, async ({ handOff }) => {
    await handOff.finishReturn(content.returnId, parts.clock.now());
    const after = await handOff.items(stored.id);
    const count = (state: StoredPackageItem['state']) => after.filter((item) => item.state === state).length;
    return { value: undefined, audit: { action: 'handOff.taken', detail: { packageId: stored.id, returnId: content.returnId, digest, signatures: content.signatures.length, taken: count('taken'), refused: count('refused'), waiting: count('waiting') } } };
  });
  progress.report(content.signatures.length, content.signatures.length, '');
}

function placesOf(taken: Map<string, Set<string>>, uuid: string): Set<string> {
  const places = taken.get(uuid) ?? new Set<string>();
  taken.set(uuid, places);
  return places;
}

type Taking = { readonly stored: StoredPackage; readonly content: ReturnContent; readonly batchId: string; readonly training: boolean; readonly outdated: ReadonlySet<string>; readonly anchors: TrustAnchors; readonly actor: Actor };

/** The return, its certificates and the batch under which its signatures stand; those of the time before where the program was stopped. */
async function begin(parts: TakeBackParts, database: OfficeDatabase, { stored, items, content, digest }: OpenedReturn, actor: Actor): Promise<Pick<Taking, 'batchId' | 'training' | 'outdated'>> {
  const outdated = new Set<string>();
  // Class by class, so that a whole school does not hold up the office.
  for (const classId of stored.classIds) for (const id of await database.read((repositories) => parts.sources[stored.kind].outdated(repositories, classId))) outdated.add(id);
  const { training, head, before } = await database.read(async ({ school, audit, handOff }) => ({
    training: (await school.school())?.training ?? false,
    head: await audit.head(),
    before: (await handOff.returns(stored.id)).find(({ id }) => id === content.returnId),
  }));
  if (before !== undefined) return { batchId: before.batchId, training, outdated };
  const batchId = parts.ids.next();
  const now = parts.clock.now();
  const [first] = content.signatures;
  const itemOf = new Map(items.map((item) => [keyOf(item), item.itemId]));
  await database.write(actor, async ({ batches, exchange, handOff }) => {
    const used = new Set(content.signatures.map(({ certificateDigest }) => certificateDigest));
    for (const { digest: certificate, der } of content.certificates.filter((each) => used.has(each.digest))) {
      const bytes = new Uint8Array(Buffer.from(der, 'base64'));
      await exchange.saveCertificate({ digest: certificate, der: bytes, facts: JSON.stringify(parts.verifier.describeCertificate(bytes)), firstSeenAt: now, gatewayState: null, gatewayAskedAt: null });
    }
    // Signed elsewhere and over: nothing that this PC could go on with.
    const about = { kind: stored.kind, role: stored.role, scope: JSON.stringify({ kind: stored.kind === 'record' ? 'records' : 'gradebooks', classIds: stored.classIds }), reading: JSON.stringify({ kind: 'none' }) } as const;
    await batches.add(
      { ...about, id: batchId, certificateDigest: first?.certificateDigest ?? '', tokenSerial: '', startedAt: now, userId: actor.userId, startedBy: actor.userName, auditHead: head },
      content.signatures.flatMap((signature) => itemOf.get(keyOf(signature)) ?? []),
    );
    await batches.setState(batchId, { state: 'done', because: null, finishedAt: now, busy: 0 });
    await handOff.addReturn({ id: content.returnId, packageId: stored.id, digest, signer: first?.signer ?? '', startedAt: now, startedBy: actor.userName, batchId, finishedAt: null });
    return { value: undefined, audit: { action: 'handOff.returned', detail: { packageId: stored.id, returnId: content.returnId, digest, signatures: content.signatures.length, certificates: [...used] } } };
  });
  return { batchId, training, outdated };
}

type ReturnedSignature = ReturnContent['signatures'][number];

/** Answers whether the signature was taken; else its reason is written beside it. */
async function takeOne(parts: TakeBackParts, database: OfficeDatabase, taking: Taking, signature: ReturnedSignature, item: StoredPackageItem, ownPlaces: ReadonlySet<string>): Promise<boolean> {
  const { stored, content, batchId, actor } = taking;
  try {
    const document = await database.read(async (repositories) => {
      await requireRegistered(repositories, { role: stored.role, name: stored.signer, personalId: stored.signerPersonalId }, signature.certificateDigest, parts.clock.now());
      return fittingDocument(parts, repositories, taking, signature, item, ownPlaces);
    });
    await verify(parts, taking, signature, document);
    await database.write(actor, async (repositories) => {
      // Once more inside the transaction: somebody at another window may have signed meanwhile.
      const { order } = await fittingDocument(parts, repositories, taking, signature, item, ownPlaces);
      const { fragment, documentDigest, certificateDigest, signer, signedAt, review } = signature;
      const made: MadeSignature = { item: madeItem(parts, stored, item), fragment, documentDigest, signingTime: signedAt, order };
      await parts.sources[stored.kind].store(repositories, made, { role: stored.role, certificateDigest, signer, batchId });
      await repositories.batches.setItems(batchId, [item.itemId], 'signed', null);
      await repositories.handOff.setItem(stored.id, item.itemId, { state: 'taken', error: null });
      return { value: undefined, audit: { action: 'handOff.signatureTaken', detail: { packageId: stored.id, returnId: content.returnId, kind: stored.kind, role: stored.role, uuid: item.uuid, region: item.region, certificate: certificateDigest, signedAt, review } } };
    });
    return true;
  } catch (error) {
    const data = asData(error, parts.ids.next());
    await database.write(actor, async ({ batches, handOff }) => {
      await batches.setItems(batchId, [item.itemId], 'failed', JSON.stringify(data));
      await handOff.setItem(stored.id, item.itemId, { state: 'refused', error: JSON.stringify(data) });
      return { value: undefined, audit: { action: 'handOff.signatureRefused', detail: { packageId: stored.id, returnId: content.returnId, uuid: item.uuid, region: item.region, code: data.code } } };
    });
    if (!(error instanceof OfficeError)) throw error;
    return false;
  }
}

/** The item as a batch of this PC would have signed it: `store` asks for its name only. */
function madeItem({ carriedSlot }: TakeBackParts, { kind, role, signerPersonalId }: StoredPackage, { itemId, uuid, region }: StoredPackageItem): MadeSignature['item'] {
  return { id: itemId, kind, document: itemId.split(' ')[0] ?? '', name: uuid, label: '', slot: carriedSlot(kind, role, region), signerPersonalId, load: () => Promise.resolve(new OfficeError('signing.item-signed')) };
}

/** What batches say of a document that is not to be signed any more, as it is said of a signature that came too late. */
const tooLate = { 'signing.item-reissued': 'hand-off.record-reissued', 'signing.item-signed': 'hand-off.record-signed' } as const;

/** The document here with the signature in it: the same bytes as at the signer's, or the reason why not. `ownPlaces`: regions that signatures of this package have taken in it. */
async function fittingDocument(parts: TakeBackParts, repositories: Repositories, { stored, outdated }: Taking, signature: ReturnedSignature, item: StoredPackageItem, ownPlaces: ReadonlySet<string>): Promise<{ readonly bytes: Uint8Array; readonly order: number }> {
  const { kind, role } = stored;
  const document = await parts.sources[kind].load(repositories, item.itemId, role);
  if (document instanceof OfficeError) throw new OfficeError(document.code in tooLate ? tooLate[document.code as keyof typeof tooLate] : 'hand-off.record-changed');
  if (outdated.has(item.itemId.split(' ')[0] ?? '')) throw new OfficeError('hand-off.record-outdated');
  const handedOut = document.signatures.filter(({ slot }) => slot.role !== role || !ownPlaces.has(regionIn(kind, slot)));
  if (sha256(parts.signer.assemble(document.data, handedOut)) !== item.baseDigest) throw new OfficeError('hand-off.record-changed');
  const bytes = parts.signer.assemble(document.data, [...document.signatures, { slot: parts.carriedSlot(kind, role, item.region), fragment: signature.fragment }]);
  if (sha256(bytes) !== signature.documentDigest) throw new OfficeError('hand-off.signature-unsound');
  return { bytes, order: document.signatures.length + 1 };
}

/** The verifier in place has the last word: the new signature sound, in its slot, of the right person's certificate, and nothing else in the document new or broken. */
async function verify(parts: TakeBackParts, { stored, training, anchors }: Taking, signature: ReturnedSignature, document: { readonly bytes: Uint8Array; readonly order: number }): Promise<void> {
  const report = await parts.verifier.checkRecord({ name: `${signature.uuid}.xml`, bytes: document.bytes, anchors, at: parts.clock.now() });
  const first = report.signatures.find(({ role, certificate }) => role === stored.role && certificate?.digest === signature.certificateDigest);
  const broken = [report, ...report.signatures].some(({ verdict }) => verdict === 'invalid' || verdict === 'unsupported' || verdict === 'unsigned');
  const facts = first?.certificate ?? null;
  if (broken || facts === null || report.signatures.length !== document.order) throw new OfficeError('hand-off.signature-unsound');
  checkCertificate(facts, { training }, signature.signedAt);
}
