import { OfficeError } from '#core/contract/errors.ts';
import type { CarriedKind } from '#core/contract/hand-off.ts';
import type { SigningRole } from '#core/contract/signing.ts';
import type { PackageContainers, PackageKeys, PackageWork } from '../ports/hand-off.ts';
import type { RecordSigner, SignatureSlot } from '../ports/signing.ts';
import type { DocumentToSign } from '../ports/signing-batch.ts';
import type { TrustAnchors, Verifier } from '../ports/verifier.ts';
import { documentReader, type DocumentReading } from './document-reading.ts';
import { encodeContent, largestContent, largestDocument, readRequestContent, readReturnContent, sha256, type RequestContent, type RequestItem, type ReturnContent } from './package-content.ts';
import type { HandedDocument, OpenedDocument, PackageTasks } from './package-tasks.ts';

export type PackageWorkParts = {
  readonly containers: PackageContainers;
  readonly keys: PackageKeys;
  readonly verifier: Pick<Verifier, 'readRecord' | 'readGradebook' | 'checkRecord'>;
  readonly signer: Pick<RecordSigner, 'assemble'>;
  /** Slots of the formats: where a signature goes is never taken from a package. */
  readonly slotOf: (kind: CarriedKind, role: SigningRole, region: string) => SignatureSlot;
};

const signatureSize = 64;
const tieSize = 32;

/** Told between so many documents: progress is a matter of tenths of a second. */
const portion = 4;

/** What is done with whole packages in a thread (package-tasks.ts says what goes in and comes out). */
export function createPackageWork(parts: PackageWorkParts): PackageWork {
  const tasks: PackageTasks = {
    open: async (ask, { feed, tell }) => openRequest(parts, await wholeFile(feed), ask, tell),
    sealRequest: (ask, { feed }) => sealRequest(parts, ask, feed),
    openReturn: async (ask, { feed, tell }) => openReturn(parts, await wholeFile(feed), ask, tell),
    sealReturn: (ask, { feed }) => sealReturn(parts, ask, feed),
  };
  return (name, ask, course) => {
    const task = Object.hasOwn(tasks, name) ? (tasks[name as keyof PackageTasks] as PackageTasks[keyof PackageTasks] & ((ask: unknown, course: unknown) => Promise<unknown>)) : null;
    return task === null ? Promise.reject(new Error(`no such work: ${name}`)) : task(ask as never, course as never);
  };
}

/**
 * Opens a package and looks at everything in it before anything is shown: whose key signed it, whether it is still in time, whether every document is one that can
 * be read whole and carries no broken signature. Errors: those of the container, hand-off.unsound, hand-off.record-unreadable, hand-off.expired.
 */
async function openRequest(parts: PackageWorkParts, bytes: Uint8Array, { key, anchors, at }: Parameters<PackageTasks['open']>[0], tell: (piece: readonly OpenedDocument[]) => void): ReturnType<PackageTasks['open']> {
  const head = parts.containers.head(bytes);
  const [encoded, seal, ...documents] = await parts.containers.openRequest(bytes, key);
  const content = readRequestContent(encoded);
  const publicKey = Buffer.from(content.publicKey, 'base64');
  if (encoded === undefined || seal?.length !== signatureSize + tieSize || content.packageId !== head.packageId || !parts.keys.verify(publicKey, encoded, seal.subarray(0, signatureSize))) throw new OfficeError('hand-off.unsound');
  if (Date.parse(at) > Date.parse(content.expiresAt)) throw new OfficeError('hand-off.expired', { day: content.expiresAt });
  const byDigest = documentsOf(content, documents);
  let some: OpenedDocument[] = [];
  for (const item of content.items) {
    some.push(await readItem(parts, content, item, byDigest, { anchors, at }));
    if (some.length < portion) continue;
    tell(some);
    some = [];
  }
  tell(some);
  const { items, ...rest } = content;
  return { content: rest, documents: items.length, requestDigest: sha256(encoded), tie: new Uint8Array(seal.subarray(signatureSize)), fileDigest: sha256(bytes) };
}

async function wholeFile(feed: AsyncIterable<readonly Uint8Array[]>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const some of feed) pieces.push(...some);
  return new Uint8Array(Buffer.concat(pieces));
}

/** Each document stands where its item says, and nothing else is in the package. */
function documentsOf({ items }: RequestContent, documents: readonly Uint8Array[]): ReadonlyMap<string, Uint8Array> {
  const asked = new Set(items.map(({ uuid, region }) => `${uuid} ${region}`));
  const wanted = [...new Set(items.flatMap(({ data, previous }) => (previous === null ? [data] : [data, previous])))];
  const fits = asked.size === items.length && wanted.length === documents.length && documents.every((document, index) => document.length <= largestDocument && sha256(document) === wanted[index]);
  if (!fits) throw new OfficeError('hand-off.unsound');
  return new Map(wanted.map((digest, index) => [digest, documents[index] ?? new Uint8Array()]));
}

type Looking = { readonly anchors: TrustAnchors; readonly at: string };

async function readItem(parts: PackageWorkParts, content: RequestContent, item: RequestItem, documents: ReadonlyMap<string, Uint8Array>, looking: Looking): Promise<OpenedDocument> {
  const { kind } = content;
  const data = documents.get(item.data) ?? new Uint8Array();
  const bytes = parts.signer.assemble(data, slotted(parts, kind, item.signatures));
  if (sha256(bytes) !== item.digest) throw new OfficeError('hand-off.unsound');
  const { read, compare } = documentReader(parts.verifier, kind);
  const reading = read(bytes);
  if (reading === null || reading.uuid !== item.uuid || reading.training !== content.school.training) throw new OfficeError('hand-off.record-unreadable', { uuid: item.uuid });
  const report = await checked(parts, item.uuid, bytes, looking);
  if (report.signatures.length !== item.signatures.length || item.signatures.some(({ role, region }) => role === content.role && region === item.region)) throw new OfficeError('hand-off.unsound');
  const before = item.previous === null ? null : await signedBefore(parts, content, item, documents.get(item.previous) ?? new Uint8Array(), looking);
  const { lines: _, ...short } = reading;
  return {
    ...short,
    region: item.region,
    digest: item.digest,
    data: new Uint8Array(data),
    signatures: item.signatures,
    verdict: report.signatures.length === 0 ? null : report.verdict,
    signedBefore: report.signatures.map(({ role, certificate }) => ({ role: role as SigningRole, signer: certificate?.holder ?? '' })),
    changes: before === null ? null : compare(before, reading),
  };
}

/** An earlier version counts only with this role's own sound signature: what it is compared with is what the signer once signed. */
async function signedBefore(parts: PackageWorkParts, { kind, role }: RequestContent, { uuid }: RequestItem, document: Uint8Array, looking: Looking): Promise<DocumentReading> {
  const reading = documentReader(parts.verifier, kind).read(document);
  const { signatures } = await checked(parts, uuid, document, looking);
  if (reading === null || !signatures.some((each) => each.role === role)) throw new OfficeError('hand-off.unsound');
  return reading;
}

/** A document whose signatures are broken must not get another one. */
async function checked({ verifier }: PackageWorkParts, uuid: string, document: Uint8Array, { anchors, at }: Looking): ReturnType<Verifier['checkRecord']> {
  const report = await verifier.checkRecord({ name: `${uuid}.xml`, bytes: document, anchors, at });
  const broken = [report, ...report.signatures].some(({ verdict }) => verdict === 'invalid' || verdict === 'unsupported');
  if (broken) throw new OfficeError('hand-off.record-unreadable', { uuid });
  return report;
}

function slotted({ slotOf }: Pick<PackageWorkParts, 'slotOf'>, kind: CarriedKind, signatures: RequestItem['signatures']): DocumentToSign['signatures'] {
  return signatures.map(({ role, region, fragment }) => ({ slot: slotOf(kind, role, region), fragment }));
}

/** Puts a request together: the list of contents, its seal and tie, and each document once. Errors: hand-off.too-large, hand-off.certificate-cannot-decrypt. */
async function sealRequest(parts: PackageWorkParts, { content, identityKey, lock }: Parameters<PackageTasks['sealRequest']>[0], feed: AsyncIterable<readonly HandedDocument[]>): ReturnType<PackageTasks['sealRequest']> {
  const items: RequestItem[] = [];
  const documents = new Map<string, Uint8Array>();
  const kept = (document: Uint8Array) => {
    const digest = sha256(document);
    documents.set(digest, document);
    return digest;
  };
  for await (const some of feed) {
    for (const { uuid, region, data, signatures, previous } of some) {
      const before = previous === null ? null : parts.signer.assemble(previous.data, slotted(parts, content.kind, previous.signatures));
      const digest = sha256(parts.signer.assemble(data, slotted(parts, content.kind, signatures)));
      items.push({ uuid, region, data: kept(data), signatures: [...signatures], digest, previous: before === null ? null : kept(before) });
    }
  }
  const encoded = encodeContent({ ...content, items });
  if (encoded.length > largestContent) throw new OfficeError('hand-off.too-large');
  const manifestDigest = sha256(encoded);
  const seal = Buffer.concat([parts.keys.sign(identityKey, encoded), parts.keys.tie(identityKey, Buffer.from(manifestDigest, 'hex'))]);
  const file = await parts.containers.sealRequest({ packageId: content.packageId, createdAt: content.createdAt, lock, parts: [encoded, seal, ...documents.values()] });
  return { file, manifestDigest, digest: sha256(file), baseDigests: items.map(({ digest }) => digest) };
}

/** Errors: those of the container, hand-off.unsound. */
function openReturn({ containers }: PackageWorkParts, bytes: Uint8Array, { privateKey, tie }: Parameters<PackageTasks['openReturn']>[0], tell: (piece: Parameters<Parameters<PackageTasks['openReturn']>[1]['tell']>[0]) => void): ReturnType<PackageTasks['openReturn']> {
  const opened = containers.openReturn(bytes, { privateKey, tie });
  const { signatures, ...content } = readReturnContent(opened[0]);
  if (opened.length !== 1) throw new OfficeError('hand-off.unsound');
  const certificates = content.certificates.filter(({ digest, der }) => sha256(Buffer.from(der, 'base64')) === digest);
  for (let from = 0; from < signatures.length; from += 50) tell(signatures.slice(from, from + 50));
  return Promise.resolve({ content: { ...content, certificates }, digest: sha256(bytes) });
}

/** Signatures, and each certificate once. */
async function sealReturn({ containers }: PackageWorkParts, { content, returnKey, tie }: Parameters<PackageTasks['sealReturn']>[0], feed: Parameters<PackageTasks['sealReturn']>[1]['feed']): ReturnType<PackageTasks['sealReturn']> {
  const signatures: ReturnContent['signatures'] = [];
  const certificates = new Map<string, string>();
  for await (const some of feed) {
    for (const { certificate, ...signature } of some) {
      signatures.push(signature);
      certificates.set(signature.certificateDigest, Buffer.from(certificate).toString('base64'));
    }
  }
  const encoded = encodeContent({ ...content, certificates: [...certificates].map(([digest, der]) => ({ digest, der })), signatures });
  if (encoded.length > largestContent) throw new OfficeError('hand-off.too-large');
  const file = containers.sealReturn({ packageId: content.packageId, createdAt: content.createdAt, returnKey, tie, parts: [encoded] });
  return { file, digest: sha256(file), signatures: signatures.length };
}
