import type { PackageBench, HandOffJournal, PackageKey, PackageKeys } from '../ports/hand-off.ts';
import type { TrustAnchors } from '../ports/verifier.ts';
import type { Clock } from '../ports/clock.ts';
import type { RequestContent } from './package-content.ts';
import { filePieces, runPackageTask, type OpenedDocument } from './package-tasks.ts';

export type OpenPackageParts = { readonly bench: PackageBench; readonly keys: PackageKeys; readonly journal: HandOffJournal; readonly anchors: () => Promise<TrustAnchors>; readonly clock: Clock };

export type OpenPackage = {
  readonly fileName: string;
  readonly content: Omit<RequestContent, 'items'>;
  readonly requestDigest: string;
  /** What only an opened request tells: a return is made with it. */
  readonly tie: Uint8Array;
  readonly sender: 'known' | 'new' | 'changed';
  readonly documents: readonly OpenedDocument[];
};

/** Opens a package in a thread and notes it in the signer's book. `told`: how many documents were looked at. Errors: those of the container, hand-off.unsound, hand-off.record-unreadable, hand-off.expired, job.cancelled. */
export async function openPackage(parts: OpenPackageParts, file: { readonly name: string; readonly bytes: Uint8Array }, key: PackageKey, course: { readonly signal?: AbortSignal; readonly told?: (done: number, label: string) => void } = {}): Promise<OpenPackage> {
  const documents: OpenedDocument[] = [];
  const hear = (some: readonly OpenedDocument[]) => {
    documents.push(...some);
    course.told?.(documents.length, documents.at(-1)?.label ?? '');
  };
  const opened = await runPackageTask(parts.bench, 'open', { key, anchors: await parts.anchors(), at: parts.clock.now() }, { feed: filePieces(file.bytes), hear, ...(course.signal === undefined ? {} : { signal: course.signal }) });
  const { content, requestDigest, tie } = opened;
  const publicKey = Buffer.from(content.publicKey, 'base64');
  const sender = await parts.journal.noteOpened({
    packageId: content.packageId,
    schoolCode: content.school.code,
    schoolName: content.school.name,
    publicKey,
    at: parts.clock.now(),
    detail: { kind: content.kind, role: content.role, records: documents.length, digest: opened.fileDigest, auditHead: content.auditHead, fingerprint: parts.keys.fingerprint(publicKey) },
  });
  return { fileName: file.name, content, requestDigest, tie, sender, documents };
}
