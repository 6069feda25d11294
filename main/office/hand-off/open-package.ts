import { setImmediate as breathe } from 'node:timers/promises';
import { OfficeError } from '#core/contract/errors.ts';
import type { SigningRole } from '#core/contract/signing.ts';
import type { Verdict } from '#core/contract/verification.ts';
import type { Clock } from '../ports/clock.ts';
import type { HandOffJournal, PackageContainers, PackageKey, PackageKeys } from '../ports/hand-off.ts';
import type { RecordSigner, SignatureSlot } from '../ports/signing.ts';
import type { DocumentToSign } from '../ports/signing-batch.ts';
import type { RecordReading, TrustAnchors, Verifier } from '../ports/verifier.ts';
import { readingChanges } from '../signing/reading-changes.ts';
import type { ChangedField } from '../signing/signable-source.ts';
import { largestDocument, readRequestContent, sha256, type RequestContent } from './package-content.ts';

export type OpenPackageParts = {
  readonly containers: PackageContainers;
  readonly keys: PackageKeys;
  readonly journal: HandOffJournal;
  readonly verifier: Verifier;
  readonly anchors: () => Promise<TrustAnchors>;
  readonly signer: Pick<RecordSigner, 'assemble'>;
  /** Slots of the record format: where a signature goes is never taken from a package. */
  readonly slotOf: (role: SigningRole, region: string) => SignatureSlot;
  readonly clock: Clock;
};

/** A record of an opened package, read and checked from the bytes that would be signed. */
export type RecordToSign = {
  readonly uuid: string;
  readonly region: string;
  readonly digest: string;
  /** As the signing machine takes it: frozen data and the signatures that are there. */
  readonly document: DocumentToSign;
  readonly reading: RecordReading;
  readonly verdict: Verdict | null;
  readonly signedBefore: readonly { readonly role: SigningRole; readonly signer: string }[];
  readonly changes: readonly ChangedField[] | null;
};

export type OpenPackage = {
  readonly fileName: string;
  readonly content: RequestContent;
  readonly requestDigest: string;
  /** What only an opened request tells: a return is made with it. */
  readonly tie: Uint8Array;
  readonly sender: 'known' | 'new' | 'changed';
  readonly records: readonly RecordToSign[];
};

const signatureSize = 64;
const tieSize = 32;

/**
 * Opens a package and looks at everything in it before anything is shown: whose key signed it, whether it is still in time, whether every record is one that can
 * be read whole and carries no broken signature. Errors: those of the container, hand-off.unsound, hand-off.record-unreadable, hand-off.expired.
 */
export async function openPackage(parts: OpenPackageParts, file: { readonly name: string; readonly bytes: Uint8Array }, key: PackageKey): Promise<OpenPackage> {
  const head = parts.containers.head(file.bytes);
  const [encoded, seal, ...documents] = await parts.containers.openRequest(file.bytes, key);
  const content = readRequestContent(encoded);
  const publicKey = Buffer.from(content.publicKey, 'base64');
  if (encoded === undefined || seal?.length !== signatureSize + tieSize || content.packageId !== head.packageId || !parts.keys.verify(publicKey, encoded, seal.subarray(0, signatureSize))) throw new OfficeError('hand-off.unsound');
  if (Date.parse(parts.clock.now()) > Date.parse(content.expiresAt)) throw new OfficeError('hand-off.expired', { day: content.expiresAt });
  const byDigest = documentsOf(content, documents);
  const anchors = await parts.anchors();
  const records: RecordToSign[] = [];
  for (const item of content.items) {
    records.push(await readItem(parts, content, item, byDigest, anchors));
    // Five hundred records take seconds; other windows are answered meanwhile.
    await breathe();
  }
  const sender = await parts.journal.noteOpened({
    packageId: content.packageId,
    schoolCode: content.school.code,
    schoolName: content.school.name,
    publicKey,
    at: parts.clock.now(),
    detail: { role: content.role, records: records.length, digest: sha256(file.bytes), auditHead: content.auditHead, fingerprint: parts.keys.fingerprint(publicKey) },
  });
  return { fileName: file.name, content, requestDigest: sha256(encoded), tie: seal.subarray(signatureSize), sender, records };
}

/** Each document stands where its item says, and nothing else is in the package. */
function documentsOf({ items }: RequestContent, documents: readonly Uint8Array[]): ReadonlyMap<string, Uint8Array> {
  const asked = new Set(items.map(({ uuid, region }) => `${uuid} ${region}`));
  const digests = items.flatMap(({ data, previous }) => (previous === null ? [data] : [data, previous]));
  const wanted = [...new Set(digests)];
  const fits = asked.size === items.length && wanted.length === documents.length && documents.every((document, index) => document.length <= largestDocument && sha256(document) === wanted[index]);
  if (!fits) throw new OfficeError('hand-off.unsound');
  return new Map(wanted.map((digest, index) => [digest, documents[index] ?? new Uint8Array()]));
}

async function readItem(parts: OpenPackageParts, content: RequestContent, item: RequestContent['items'][number], documents: ReadonlyMap<string, Uint8Array>, anchors: TrustAnchors): Promise<RecordToSign> {
  const document: DocumentToSign = { data: documents.get(item.data) ?? new Uint8Array(), signatures: item.signatures.map(({ role, region, fragment }) => ({ slot: parts.slotOf(role, region), fragment })) };
  const bytes = parts.signer.assemble(document.data, document.signatures);
  if (sha256(bytes) !== item.digest) throw new OfficeError('hand-off.unsound');
  const reading = parts.verifier.readRecord(bytes);
  if (reading === null || reading.summary.uuid !== item.uuid || reading.training !== content.school.training) throw new OfficeError('hand-off.record-unreadable', { uuid: item.uuid });
  const report = await checked(parts, item.uuid, bytes, anchors);
  if (report.signatures.length !== item.signatures.length || item.signatures.some(({ role, region }) => role === content.role && region === item.region)) throw new OfficeError('hand-off.unsound');
  return {
    uuid: item.uuid,
    region: item.region,
    digest: item.digest,
    document,
    reading,
    verdict: report.signatures.length === 0 ? null : report.verdict,
    signedBefore: report.signatures.map(({ role, certificate }) => ({ role: role as SigningRole, signer: certificate?.holder ?? '' })),
    changes: await changesOf(parts, content, item, reading, documents, anchors),
  };
}

/** An earlier version counts only with this role's own sound signature: what it is compared with is what the signer once signed. */
async function changesOf(parts: OpenPackageParts, content: RequestContent, { uuid, previous }: RequestContent['items'][number], reading: RecordReading, documents: ReadonlyMap<string, Uint8Array>, anchors: TrustAnchors): Promise<readonly ChangedField[] | null> {
  if (previous === null) return null;
  const document = documents.get(previous) ?? new Uint8Array();
  const before = parts.verifier.readRecord(document);
  const { signatures } = await checked(parts, uuid, document, anchors);
  if (before === null || !signatures.some(({ role }) => role === content.role)) throw new OfficeError('hand-off.unsound');
  return readingChanges(before, reading);
}

/** A record whose signatures are broken must not get another one. */
async function checked(parts: OpenPackageParts, uuid: string, document: Uint8Array, anchors: TrustAnchors): Promise<Awaited<ReturnType<Verifier['checkRecord']>>> {
  const report = await parts.verifier.checkRecord({ name: `${uuid}.xml`, bytes: document, anchors, at: parts.clock.now() });
  const broken = [report, ...report.signatures].some(({ verdict }) => verdict === 'invalid' || verdict === 'unsupported');
  if (broken) throw new OfficeError('hand-off.record-unreadable', { uuid });
  return report;
}
