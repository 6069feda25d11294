import { createHash } from 'node:crypto';
import { OfficeError } from '#core/contract/errors.ts';
import type { SigningRole } from '#core/contract/signing.ts';
import { asData } from '../dispatcher.ts';
import type { JobProgress } from '../job-board.ts';
import type { Clock, IdSource } from '../ports/clock.ts';
import type { Actor, OfficeDatabase } from '../ports/database.ts';
import type { KeyChoice, RecordSigner, SignatureSlot, TokenService, TokenSession } from '../ports/signing.ts';
import type { TrustAnchors, Verifier } from '../ports/verifier.ts';
import { checkCertificate } from './certificate-checks.ts';
import type { StoredSignature } from '../ports/record-repository.ts';
import type { VersionToSign } from './signing-order.ts';

export type SignClassParts = {
  readonly tokens: TokenService;
  readonly signer: RecordSigner;
  readonly verifier: Verifier;
  readonly anchors: () => Promise<TrustAnchors>;
  /** Slots of the record format, by role. */
  readonly slotOf: (role: SigningRole, region: string) => SignatureSlot;
  readonly clock: Clock;
  readonly ids: IdSource;
};

export type SignClassInput = {
  readonly batchId: string;
  readonly classId: string;
  readonly role: SigningRole;
  readonly key: KeyChoice;
  readonly pin: string;
  readonly actor: Actor;
  /** Whether this is a training school. */
  readonly training: boolean;
  /** Written as SO_CCCD into a person's slot; null for the school. */
  readonly signerPersonalId: string | null;
  readonly versions: readonly VersionToSign[];
  /** Name for the progress line, by version id. */
  readonly pupilName: (versionId: string) => string;
};

/**
 * Signs the versions with one PIN. Each signature is checked by the verifier and stored with its audit entry before the next is begun: a program killed at any
 * moment loses at most the one signature it was making. A refused token ends the batch; what was signed stays signed.
 */
export async function signClass(parts: SignClassParts, database: OfficeDatabase, input: SignClassInput, progress: JobProgress): Promise<void> {
  const { batchId, role, versions } = input;
  const head = await database.read(({ audit }) => audit.head());
  await database.write(input.actor, async ({ records }) => {
    const batch = { id: batchId, classId: input.classId, role, certificateDigest: input.key.certificateDigest, startedAt: parts.clock.now(), finishedAt: null, startedBy: input.actor.userName, auditHead: head, state: 'running' } as const;
    await records.addBatch(
      batch,
      [...new Set(versions.map(({ version }) => version.id))],
    );
    return { value: undefined, audit: { action: 'signing.started', detail: { batchId, role, records: versions.length, auditHead: head } } };
  });
  let session: TokenSession | null = null;
  try {
    session = await parts.tokens.openSession(input.key, input.pin);
    checkCertificate(session.certificate.facts, input, parts.clock.now());
    await keepCertificate(parts, database, input.actor, session);
    const anchors = await parts.anchors();
    // A subject teacher signs a record once for each subject: the next signature must see the one before.
    const made = new Map<string, StoredSignature[]>();
    for (const [index, given] of versions.entries()) {
      const item = { ...given, signatures: [...given.signatures, ...(made.get(given.version.id) ?? [])] };
      progress.checkCancelled();
      progress.report(index, versions.length, input.pupilName(item.version.id));
      made.set(item.version.id, [...(made.get(item.version.id) ?? []), await signOne(parts, database, input, item, session, anchors)]);
    }
    progress.report(versions.length, versions.length, '');
    await finish(parts, database, input, 'done');
  } catch (error) {
    await finish(parts, database, input, error instanceof OfficeError && error.code === 'job.cancelled' ? 'cancelled' : 'failed');
    throw error;
  } finally {
    // Ends the process that holds the PIN, whatever happened.
    await session?.close();
  }
}

async function signOne(parts: SignClassParts, database: OfficeDatabase, input: SignClassInput, item: VersionToSign, session: TokenSession, anchors: TrustAnchors): Promise<StoredSignature> {
  const { version, region } = item;
  const signingTime = parts.clock.now();
  try {
    const document = parts.signer.assemble(
      version.data,
      item.signatures.map((signature) => ({ slot: parts.slotOf(signature.role, signature.region), fragment: signature.fragment })),
    );
    const prepared = parts.signer.prepare({
      document,
      slot: parts.slotOf(input.role, region),
      algorithm: session.algorithm,
      canonicalization: 'exclusive',
      certificate: session.certificate.der,
      signingTime,
      signerPersonalId: input.signerPersonalId,
    });
    const signed = parts.signer.finish({ document, prepared, signatureValue: await session.sign(prepared.toBeSigned) });
    await selfCheck(parts, input.role, version.uuid, signed.document, anchors, item.signatures.length + 1);
    const signature: StoredSignature = {
      versionId: version.id,
      role: input.role,
      region,
      order: item.signatures.length + 1,
      fragment: signed.fragment,
      documentDigest: createHash('sha256').update(signed.document).digest('hex'),
      certificateDigest: session.certificate.facts.digest,
      signer: session.certificate.facts.holder,
      signedAt: signingTime,
      batchId: input.batchId,
    };
    await database.write(input.actor, async ({ records }) => {
      await records.addSignature(signature);
      await records.setItem(input.batchId, version.id, 'signed', null);
      return { value: undefined, audit: { action: 'signing.signed', detail: { batchId: input.batchId, role: input.role, region, uuid: version.uuid, certificate: session.certificate.facts.digest } } };
    });
    return signature;
  } catch (error) {
    const data = asData(error, parts.ids.next());
    await database.write(input.actor, async ({ records }) => {
      await records.setItem(input.batchId, version.id, 'failed', JSON.stringify(data));
      return { value: undefined, audit: { action: 'signing.failed', detail: { batchId: input.batchId, role: input.role, uuid: version.uuid, code: data.code } } };
    });
    throw error;
  }
}

/** The separate verifier must find the new signature sound and in its place, and nothing else broken, before it counts. */
async function selfCheck(parts: SignClassParts, role: SigningRole, uuid: string, document: Uint8Array, anchors: TrustAnchors, wanted: number): Promise<void> {
  const report = await parts.verifier.checkRecord({ name: `${uuid}.xml`, bytes: document, anchors, at: parts.clock.now() });
  const own = report.signatures.filter((signature) => signature.role === role);
  const broken = [report, ...report.signatures].some(({ verdict }) => verdict === 'invalid' || verdict === 'unsupported' || verdict === 'unsigned');
  if (own.length === 0 || report.signatures.length !== wanted || broken) throw new OfficeError('signing.self-check-failed', { uuid });
}

async function keepCertificate(parts: SignClassParts, database: OfficeDatabase, actor: Actor, session: TokenSession): Promise<void> {
  await database.write(actor, async ({ exchange }) => {
    const { facts, der } = session.certificate;
    await exchange.saveCertificate({ digest: facts.digest, der, facts: JSON.stringify(facts), firstSeenAt: parts.clock.now(), gatewayState: null, gatewayAskedAt: null });
    return { value: undefined, audit: { action: 'signing.certificateUsed', detail: { certificate: facts.digest, serial: facts.serial, holder: facts.holder } } };
  });
}

async function finish(parts: SignClassParts, database: OfficeDatabase, input: SignClassInput, state: 'done' | 'failed' | 'cancelled'): Promise<void> {
  await database.write(input.actor, async ({ records }) => {
    const stored = await records.batch(input.batchId);
    for (const item of stored?.items ?? []) if (item.state === 'waiting') await records.setItem(input.batchId, item.versionId, 'skipped', null);
    await records.finishBatch(input.batchId, state, parts.clock.now());
    return { value: undefined, audit: { action: 'signing.ended', detail: { batchId: input.batchId, state } } };
  });
}
