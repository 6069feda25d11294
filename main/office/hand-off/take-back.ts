import { OfficeError } from '#core/contract/errors.ts';
import { asData } from '../dispatcher.ts';
import type { JobProgress } from '../job-board.ts';
import type { Clock, IdSource } from '../ports/clock.ts';
import type { Actor, OfficeDatabase, Repositories } from '../ports/database.ts';
import type { PackageContainers, PackageKeys } from '../ports/hand-off.ts';
import type { StoredPackage, StoredPackageItem } from '../ports/hand-off-repository.ts';
import type { TrustAnchors, Verifier } from '../ports/verifier.ts';
import { recordDocument } from '../records/stored-records.ts';
import { checkCertificate } from '../signing/certificate-checks.ts';
import type { GatherParts } from './gather-package.ts';
import { requireRegistered } from './package-signer.ts';
import { readReturnContent, sha256, type ReturnContent } from './package-content.ts';

export type TakeBackParts = GatherParts & {
  readonly containers: PackageContainers;
  readonly keys: PackageKeys;
  readonly verifier: Verifier;
  readonly anchors: () => Promise<TrustAnchors>;
  readonly clock: Clock;
  readonly ids: IdSource;
};

/** A return that belongs to a package of this database, is new, and came untouched. */
export type OpenedReturn = { readonly stored: StoredPackage; readonly content: ReturnContent; readonly digest: string };

/**
 * Opens a file that came back and looks whether it may be taken at all. Errors: hand-off.not-a-package, hand-off.newer-version, hand-off.is-a-request,
 * hand-off.unknown-package, hand-off.cancelled, hand-off.already-taken, hand-off.closed, hand-off.damaged, hand-off.unsound, hand-off.expired.
 */
export async function openReturn(parts: TakeBackParts, { handOff }: Repositories, bytes: Uint8Array): Promise<OpenedReturn> {
  const head = parts.containers.head(bytes);
  if (head.kind !== 'return') throw new OfficeError('hand-off.is-a-request');
  const [stored, identity] = [await handOff.package(head.packageId), await handOff.identity()];
  if (stored === null || identity === null) throw new OfficeError('hand-off.unknown-package');
  if (stored.returnKey === null) throw new OfficeError('hand-off.cancelled');
  const tie = parts.keys.tie(identity.privateKey, Buffer.from(stored.manifestDigest, 'hex'));
  const opened = parts.containers.openReturn(bytes, { privateKey: stored.returnKey, tie });
  const content = readReturnContent(opened[0]);
  const items = await handOff.items(stored.id);
  if (opened.length !== 1 || content.packageId !== stored.id || content.requestDigest !== stored.manifestDigest || !answers(content, items)) throw new OfficeError('hand-off.unsound');
  const before = (await handOff.returns(stored.id)).find(({ id }) => id === content.returnId);
  const digest = sha256(bytes);
  if (before !== undefined && before.finishedAt !== null) throw new OfficeError('hand-off.already-taken', { day: before.finishedAt });
  if (before !== undefined && before.digest !== digest) throw new OfficeError('hand-off.unsound');
  if (items.every(({ state }) => state !== 'waiting')) throw new OfficeError('hand-off.closed');
  if (Date.parse(content.createdAt) > Date.parse(stored.expiresAt)) throw new OfficeError('hand-off.expired', { day: stored.expiresAt });
  return { stored, content, digest };
}

/** Only signatures that were asked for, each once, with the certificates they name. */
function answers({ signatures, certificates }: ReturnContent, items: readonly StoredPackageItem[]): boolean {
  const asked = new Set(items.map(keyOf));
  const ders = new Set(certificates.filter(({ digest, der }) => sha256(Buffer.from(der, 'base64')) === digest).map(({ digest }) => digest));
  return new Set(signatures.map(keyOf)).size === signatures.length && signatures.every((signature) => asked.has(keyOf(signature)) && ders.has(signature.certificateDigest));
}

function keyOf({ uuid, region }: { readonly uuid: string; readonly region: string }): string {
  return `${uuid} ${region}`;
}

/**
 * Takes the signatures one by one: each is put into the record as it stands here, checked by the verifier, and stored with its audit entry in one transaction.
 * What does not fit is refused with its reason and the rest is taken. A program killed in between goes on where it was when the same file is taken again.
 */
export async function takeBack(parts: TakeBackParts, database: OfficeDatabase, { stored, content, digest }: OpenedReturn, actor: Actor, progress: JobProgress): Promise<void> {
  const { batchId, training, outdated, ownBatches } = await begin(parts, database, { stored, content, digest }, actor);
  const anchors = await parts.anchors();
  const taking: Taking = { stored, content, batchId, training, outdated, ownBatches, anchors, actor };
  for (const [index, signature] of content.signatures.entries()) {
    progress.checkCancelled();
    const item = (await database.read(({ handOff }) => handOff.items(stored.id))).find((each) => keyOf(each) === keyOf(signature));
    if (item !== undefined) progress.report(index, content.signatures.length, await takeOne(parts, database, taking, signature, item));
  }
  await database.write(actor, async ({ handOff }) => {
    await handOff.finishReturn(content.returnId, parts.clock.now());
    const items = await handOff.items(stored.id);
    const count = (state: StoredPackageItem['state']) => items.filter((item) => item.state === state).length;
    return { value: undefined, audit: { action: 'handOff.taken', detail: { packageId: stored.id, returnId: content.returnId, digest, signatures: content.signatures.length, taken: count('taken'), refused: count('refused'), waiting: count('waiting') } } };
  });
  progress.report(content.signatures.length, content.signatures.length, '');
}

type Taking = {
  readonly stored: StoredPackage;
  readonly content: ReturnContent;
  readonly batchId: string;
  readonly training: boolean;
  readonly outdated: ReadonlySet<string>;
  /** Batches under which signatures of this package stand. */
  readonly ownBatches: ReadonlySet<string>;
  readonly anchors: TrustAnchors;
  readonly actor: Actor;
};

/** The return, its certificates and the batch under which its signatures stand; those of the time before where the program was stopped. */
async function begin(parts: TakeBackParts, database: OfficeDatabase, { stored, content, digest }: OpenedReturn, actor: Actor): Promise<Pick<Taking, 'batchId' | 'training' | 'outdated' | 'ownBatches'>> {
  const { training, outdated, head, returns } = await database.read(async (repositories) => ({
    training: (await repositories.school.school())?.training ?? false,
    outdated: await parts.outdatedVersions(repositories, stored.classId),
    head: await repositories.audit.head(),
    returns: await repositories.handOff.returns(stored.id),
  }));
  const before = returns.find(({ id }) => id === content.returnId);
  const batchId = before?.batchId ?? parts.ids.next();
  const begun = { batchId, training, outdated, ownBatches: new Set([batchId, ...returns.map((each) => each.batchId)]) };
  if (before !== undefined) return begun;
  const now = parts.clock.now();
  const [first] = content.signatures;
  await database.write(actor, async ({ batches, exchange, handOff }) => {
    for (const { digest: certificate, der } of content.certificates) {
      const bytes = new Uint8Array(Buffer.from(der, 'base64'));
      await exchange.saveCertificate({ digest: certificate, der: bytes, facts: JSON.stringify(parts.verifier.describeCertificate(bytes)), firstSeenAt: now, gatewayState: null, gatewayAskedAt: null });
    }
    const versionOf = new Map((await handOff.items(stored.id)).map((item) => [keyOf(item), batchItemOf(item)]));
    // Signed elsewhere and over: nothing that this PC could go on with.
    const about = { kind: 'record', role: stored.role, scope: JSON.stringify({ kind: 'records', classIds: [stored.classId] }), reading: JSON.stringify({ kind: 'none' }) } as const;
    await batches.add(
      { ...about, id: batchId, certificateDigest: first?.certificateDigest ?? '', tokenSerial: '', startedAt: now, userId: actor.userId, startedBy: actor.userName, auditHead: head },
      content.signatures.flatMap((signature) => versionOf.get(keyOf(signature)) ?? []),
    );
    await batches.setState(batchId, { state: 'done', because: null, finishedAt: now, busy: 0 });
    await handOff.addReturn({ id: content.returnId, packageId: stored.id, digest, signer: first?.signer ?? '', startedAt: now, startedBy: actor.userName, batchId, finishedAt: null });
    return { value: undefined, audit: { action: 'handOff.returned', detail: { packageId: stored.id, returnId: content.returnId, digest, signatures: content.signatures.length, certificates: content.certificates.map(({ digest: each }) => each) } } };
  });
  return begun;
}

/** As batches of records name what they sign. */
function batchItemOf({ versionId, region }: StoredPackageItem): string {
  return region === '' ? versionId : `${versionId} ${region}`;
}

type ReturnedSignature = ReturnContent['signatures'][number];

/** Answers the record's UUID for the progress line. */
async function takeOne(parts: TakeBackParts, database: OfficeDatabase, taking: Taking, signature: ReturnedSignature, item: StoredPackageItem): Promise<string> {
  if (item.state === 'taken') return item.uuid;
  const { stored, content, batchId, actor } = taking;
  try {
    const document = await database.read((repositories) => fittingDocument(parts, repositories, taking, signature, item));
    await verify(parts, taking, signature, document);
    await database.read((repositories) => requireRegistered(repositories, { role: stored.role, name: stored.signer, personalId: stored.signerPersonalId }, signature.certificateDigest, parts.clock.now()));
    await database.write(actor, async (repositories) => {
      // Once more inside the transaction: somebody at another window may have signed meanwhile.
      const { order } = await fittingDocument(parts, repositories, taking, signature, item);
      const { fragment, documentDigest, certificateDigest, signer, signedAt, review } = signature;
      await repositories.records.addSignature({ versionId: item.versionId, role: stored.role, region: item.region, order, fragment, documentDigest, certificateDigest, signer, signedAt, batchId });
      await repositories.batches.setItems(batchId, [batchItemOf(item)], 'signed', null);
      await repositories.handOff.setItem(stored.id, { ...item, state: 'taken', error: null });
      return { value: undefined, audit: { action: 'handOff.signatureTaken', detail: { packageId: stored.id, returnId: content.returnId, role: stored.role, uuid: item.uuid, certificate: certificateDigest, signedAt, review } } };
    });
  } catch (error) {
    const data = asData(error, parts.ids.next());
    await database.write(actor, async ({ batches, handOff }) => {
      await batches.setItems(batchId, [batchItemOf(item)], 'failed', JSON.stringify(data));
      await handOff.setItem(stored.id, { ...item, state: 'refused', error: JSON.stringify(data) });
      return { value: undefined, audit: { action: 'handOff.signatureRefused', detail: { packageId: stored.id, returnId: content.returnId, uuid: item.uuid, code: data.code } } };
    });
    if (!(error instanceof OfficeError)) throw error;
  }
  return item.uuid;
}

/** The record here with the signature in it: the same bytes as at the signer's, or the reason why not. */
async function fittingDocument(parts: TakeBackParts, { records }: Repositories, { stored, outdated, ownBatches }: Taking, signature: ReturnedSignature, item: StoredPackageItem): Promise<{ readonly bytes: Uint8Array; readonly order: number }> {
  const version = await records.version(item.versionId);
  const current = version === null ? null : await records.current(version.recordId);
  if (version === null || current?.id !== version.id) throw new OfficeError('hand-off.record-reissued');
  if (outdated.has(version.id)) throw new OfficeError('hand-off.record-outdated');
  const signatures = await records.signatures([version.id]);
  if (signatures.some(({ role, region }) => role === stored.role && region === item.region)) throw new OfficeError('hand-off.record-signed');
  const handedOut = signatures.filter((each) => !ownBatches.has(each.batchId));
  if (sha256(recordDocument(parts, { version, signatures: handedOut })) !== item.baseDigest) throw new OfficeError('hand-off.record-changed');
  const slots = signatures.map(({ role, region, fragment }) => ({ slot: parts.slotOf(role, region), fragment }));
  const bytes = parts.signer.assemble(version.data, [...slots, { slot: parts.slotOf(stored.role, item.region), fragment: signature.fragment }]);
  if (sha256(bytes) !== signature.documentDigest) throw new OfficeError('hand-off.signature-unsound');
  return { bytes, order: signatures.length + 1 };
}

/** The verifier in place has the last word: the new signature sound, in its slot, of the right person's certificate, and nothing else in the record new or broken. */
async function verify(parts: TakeBackParts, { stored, training, anchors }: Taking, signature: ReturnedSignature, document: { readonly bytes: Uint8Array; readonly order: number }): Promise<void> {
  const report = await parts.verifier.checkRecord({ name: `${signature.uuid}.xml`, bytes: document.bytes, anchors, at: parts.clock.now() });
  const first = report.signatures.find(({ role, certificate }) => role === stored.role && certificate?.digest === signature.certificateDigest);
  const broken = [report, ...report.signatures].some(({ verdict }) => verdict === 'invalid' || verdict === 'unsupported' || verdict === 'unsigned');
  const facts = first?.certificate ?? null;
  if (broken || facts === null || report.signatures.length !== document.order) throw new OfficeError('hand-off.signature-unsound');
  checkCertificate(facts, { training }, signature.signedAt);
}
