import { join } from 'node:path';
import { OfficeError } from '#core/contract/errors.ts';
import type { CarriedKind, ReviewKind } from '#core/contract/hand-off.ts';
import type { Clock, IdSource } from '../ports/clock.ts';
import type { FileWriter } from '../ports/exchange.ts';
import type { HandOffJournal, JournaledSignature, PackageBench } from '../ports/hand-off.ts';
import type { KeyChoice, SignatureSlot } from '../ports/signing.ts';
import type { BatchJournal, SignableItem } from '../ports/signing-batch.ts';
import type { Verifier } from '../ports/verifier.ts';
import type { SigningRole } from '#core/contract/signing.ts';
import type { SignerAssessor } from '../ports/trust.ts';
import { admission } from '../signing/signer-admission.ts';
import { later, usualEstimate } from '../signing/signing-pace.ts';
import type { SigningDesk } from '../signing/signing-desk.ts';
import { groupName, inPieces, packageExtension } from './export-package.ts';
import type { OpenPackage } from './open-package.ts';
import { runPackageTask, type OpenedDocument } from './package-tasks.ts';
import { typedPin } from '../signing/typed-pin.ts';

export type SignPackageParts = {
  readonly desk: SigningDesk;
  readonly journal: HandOffJournal;
  readonly carriedSlot: (kind: CarriedKind, role: SigningRole, region: string) => SignatureSlot;
  readonly verifier: Pick<Verifier, 'describeCertificate'>;
  readonly assessor: SignerAssessor;
  readonly clock: Clock;
  readonly ids: IdSource;
};

export type SignPackageInput = { readonly review: ReviewKind; readonly read: number; readonly key: KeyChoice; readonly pin: string; readonly lastTryConfirmed: boolean; readonly changed: () => void };

const packageBatch = 'goi-';

/** Whether a batch signs a package: its token's notes lie with the packages, and not with a school that happens to be open. */
export function isPackageBatch(batchId: string): boolean {
  return batchId.startsWith(packageBatch);
}

/** How many records of so many a sample has at least: one in ten, and no less than three. */
export function sampleSize(records: number): number {
  return Math.min(records, Math.max(3, Math.ceil(records / 10)));
}

/** Throws OfficeError hand-off.not-read where more was said to be read than was opened. */
export function checkReview(review: ReviewKind, read: number, records: number): void {
  const needed = review === 'all' ? records : review === 'sample' ? sampleSize(records) : 0;
  if (read < needed) throw new OfficeError('hand-off.not-read', { read, needed });
}

/**
 * Signs what is not signed yet, with one PIN; answers the job. Each signature is in the signer's book before it counts, so that a program killed at any moment goes on where it
 * was when the same package is opened again. Errors: signing.batch-running, signing.nothing-to-sign, hand-off.not-asked, hand-off.not-read, hand-off.expired.
 */
export async function signPackage(parts: SignPackageParts, opened: OpenPackage, { review, read, key, pin, lastTryConfirmed, changed }: SignPackageInput): Promise<{ readonly jobId: string; readonly batchId: string }> {
  checkReview(review, read, opened.documents.length);
  const { content } = opened;
  // A package may lie open for a while.
  if (Date.parse(parts.clock.now()) > Date.parse(content.expiresAt)) throw new OfficeError('hand-off.expired', { day: content.expiresAt });
  const signed = new Set((await parts.journal.signed(content.packageId)).map(keyOf));
  const waiting = opened.documents.filter((record) => !signed.has(keyOf(record)));
  if (waiting.length === 0) throw new OfficeError('signing.nothing-to-sign');
  const refused = notAsked(content, key.certificateDigest);
  // Before the PIN is used up on it.
  if (refused !== null) throw refused;
  // One name for every run of a package: what the token signed before a kill is found again by it, whichever school is open then.
  const batchId = `${packageBatch}${content.packageId}`;
  const jobId = parts.desk.run({
    batchId,
    items: waiting.map((record) => itemOf(parts, content, record)),
    signedBefore: signed.size,
    total: opened.documents.length,
    key,
    pin: typedPin(pin),
    lastTryConfirmed,
    // The signer's PC knows no gateway: a package is signed the usual way.
    form: content.form,
    userId: null,
    changed,
    journal: journalOf(parts, content, review),
    async admit(session) {
      const { certificate } = session;
      const { facts } = certificate;
      const gathered = { training: content.school.training, refused: notAsked(content, facts.digest) };
      const { refused: reasons } = await admission(parts, { certificate, gathered, until: later(parts.clock.now(), usualEstimate(waiting.length).seconds) });
      const [reason] = reasons;
      if (reason !== undefined) {
        await parts.journal.note({ at: parts.clock.now(), action: 'signing.refused', detail: { packageId: content.packageId, certificate: facts.digest, code: reason.code } });
        return reason;
      }
      await parts.journal.note({ at: parts.clock.now(), action: 'signing.started', detail: { packageId: content.packageId, batchId, review, read, records: waiting.length, certificate: facts.digest, holder: facts.holder } });
      return null;
    },
  });
  return { jobId, batchId };
}

/** A package is for one person or the school, with the certificates that the school's register has for them; null: this is one of these. */
export function notAsked({ signer: { name, certificates } }: Pick<OpenPackage['content'], 'signer'>, certificateDigest: string): OfficeError | null {
  return certificates.includes(certificateDigest) ? null : new OfficeError('hand-off.not-asked', { expected: name });
}

function keyOf({ uuid, region }: { readonly uuid: string; readonly region: string }): string {
  return `${uuid} ${region}`;
}

function itemOf({ journal, carriedSlot }: SignPackageParts, { kind, role, signer, packageId }: OpenPackage['content'], document: OpenedDocument): SignableItem {
  const { uuid, region } = document;
  return {
    id: keyOf(document),
    kind,
    document: uuid,
    name: uuid,
    label: document.label,
    slot: carriedSlot(kind, role, region),
    signerPersonalId: signer.personalId,
    async load() {
      const made = await journal.signatures(packageId, { uuid });
      if (made.some((each) => each.region === region)) return new OfficeError('hand-off.record-signed');
      const signatures = [...document.signatures, ...made.map((each) => ({ role, region: each.region, fragment: each.fragment }))];
      return { data: document.data, signatures: signatures.map((each) => ({ slot: carriedSlot(kind, each.role, each.region), fragment: each.fragment })) };
    },
  };
}

function journalOf({ journal, clock, verifier }: SignPackageParts, { packageId }: OpenPackage['content'], review: ReviewKind): BatchJournal {
  const note = (action: string, detail: Readonly<Record<string, unknown>>) => journal.note({ at: clock.now(), action, detail: { packageId, ...detail } });
  return {
    async signed(made) {
      await journal.addSignatures(
        packageId,
        made.map(({ item, fragment, documentDigest, signingTime }): JournaledSignature => {
          const [uuid = '', region = ''] = item.id.split(' ');
          const certificate = certificateIn(fragment);
          const facts = verifier.describeCertificate(certificate);
          return { uuid, region, fragment, documentDigest, certificate, certificateDigest: facts.digest, signer: facts.holder, signedAt: signingTime, review };
        }),
      );
    },
    setAside: (item, state, error) => note(`record.${state}`, { uuid: item.name, code: error.code }),
    paused: (because) => note('signing.paused', { because: because?.code ?? 'user' }),
    ended: (state) => note('signing.ended', { state }),
  };
}

/** Of a fragment that the verifier has found sound: it has exactly one. */
function certificateIn(fragment: string): Uint8Array {
  return new Uint8Array(Buffer.from(/X509Certificate>([^<]+)</u.exec(fragment)?.[1] ?? '', 'base64'));
}

export type WriteReturnParts = { readonly bench: PackageBench; readonly writer: FileWriter; readonly journal: HandOffJournal; readonly clock: Clock; readonly ids: IdSource };

/**
 * Writes the signatures made so far, and nothing else, as a package that only the clerk's database can open. Errors: hand-off.nothing-signed,
 * exchange.destination-*, exchange.read-back-failed.
 */
export async function writeReturn(parts: WriteReturnParts, { content, requestDigest, tie }: OpenPackage, folder: string): Promise<{ readonly path: string; readonly signatures: number }> {
  const { packageId } = content;
  if ((await parts.journal.signed(packageId)).length === 0) throw new OfficeError('hand-off.nothing-signed');
  const createdAt = parts.clock.now();
  const returnId = parts.ids.next();
  const ask = { content: { format: 1, returnId, packageId, requestDigest, createdAt }, returnKey: new Uint8Array(Buffer.from(content.returnKey, 'base64')), tie } as const;
  const { file, digest, signatures } = await runPackageTask(parts.bench, 'sealReturn', ask, { feed: journaled(parts.journal, packageId) });
  const fileName = `${content.school.training ? 'LUYEN-TAP-' : ''}chu-ky-${content.kind === 'gradebook' ? 'so-' : ''}${groupName(content.classNames)}-${packageId.slice(0, 8)}-${signatures}.${packageExtension}`;
  await parts.writer.stream({ folder, fileName, fill: inPieces(file) });
  await parts.journal.note({ at: createdAt, action: 'return.written', detail: { packageId, returnId, signatures, digest } });
  return { path: join(folder, fileName), signatures };
}

const portion = 50;

async function* journaled(journal: HandOffJournal, packageId: string): AsyncGenerator<readonly JournaledSignature[]> {
  for (let from = 0; ; from += portion) {
    const some = await journal.signatures(packageId, { from, most: portion });
    if (some.length === 0) return;
    yield some;
  }
}
