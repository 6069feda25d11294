import { OfficeError } from '#core/contract/errors.ts';
import type { JobProgress } from '../job-board.ts';
import type { IdSource } from '../ports/clock.ts';
import type { Actor, OfficeDatabase } from '../ports/database.ts';
import type { GatewayClient, GatewayCredentials, TransactionPacker } from '../ports/exchange.ts';
import type { TransactionSigner } from '../ports/signing.ts';
import type { TrustAnchors, Verifier } from '../ports/verifier.ts';
import { outdatedVersions } from '../records/outdated-versions.ts';
import { recordDocument, recordsOfClass, type AssembleParts, type StoredRecord } from '../records/stored-records.ts';
import { withSchoolSeal, type SealChoice, type SealParts } from './school-seal.ts';

export type SubmitParts = SealParts &
  AssembleParts & {
    readonly gateway: GatewayClient;
    readonly packer: TransactionPacker;
    readonly transactionSigner: TransactionSigner;
    readonly verifier: Verifier;
    readonly anchors: () => Promise<TrustAnchors>;
    readonly ids: IdSource;
  };

/** Issued records that the gateway does not have: never sent, refused, or sent and still without an answer for good. Outdated ones stay at home. */
export async function recordsToSend(database: OfficeDatabase, classId: string, at: string): Promise<readonly StoredRecord[]> {
  return database.read(async (repositories) => {
    const outdated = await outdatedVersions(repositories, classId, at);
    const records = await recordsOfClass(repositories, classId);
    return records.filter(({ status, version }) => (status === 'issued' || status === 'refused') && !outdated.has(version.id));
  });
}

export type SubmitInput = { readonly classId: string; readonly schoolYear: string; readonly credentials: GatewayCredentials; readonly seal: SealChoice; readonly actor: Actor };

/**
 * Sends records in signed lists of at most 10 MB. Each list is stored before it leaves: after a broken line or a killed program the same bytes go out again
 * under the same message id, which the gateway knows. Errors: exchange.*, token.*, signing.*.
 */
export async function submitClass(parts: SubmitParts, database: OfficeDatabase, records: readonly StoredRecord[], input: SubmitInput, progress: JobProgress): Promise<void> {
  const byVersion = new Map(records.map((record) => [record.version.id, record]));
  const lists = parts.packer.pack(records.map((record) => ({ id: record.version.id, document: recordDocument(parts, record) })));
  const stored: string[] = [];
  await withSchoolSeal(parts, database, input.actor, { ...input.seal, rsaScheme: input.credentials.profile.rsaScheme }, async (session) => {
    const anchors = await parts.anchors();
    for (const list of lists) {
      progress.checkCancelled();
      const signed = await parts.transactionSigner.sign({
        document: list.document,
        canonicalization: input.credentials.profile.canonicalization,
        certificate: session.certificate.der,
        algorithm: session.algorithm,
        signingTime: parts.clock.now(),
        sign: (data) => session.sign(data),
      });
      const { report } = await parts.verifier.checkTransaction({ bytes: signed, anchors, at: parts.clock.now() });
      if (report.signatures.length !== 1 || report.verdict === 'invalid' || report.verdict === 'unsupported') throw new OfficeError('signing.self-check-failed', { uuid: 'DANH_SACH_HOC_BA' });
      const id = parts.ids.next();
      await database.write(input.actor, async ({ exchange }) => {
        const transmission = { id, classId: input.classId, messageId: parts.ids.next(), state: 'preparing', startedAt: parts.clock.now(), answeredAt: null, message: null, bytes: list.framedBytes, document: signed } as const;
        await exchange.addTransmission(transmission, list.recordIds);
        const uuids = list.recordIds.map((versionId) => byVersion.get(versionId)?.version.uuid ?? '');
        return { value: undefined, audit: { action: 'exchange.prepared', detail: { transmissionId: id, messageId: transmission.messageId, uuids } } };
      });
      stored.push(id);
    }
  });
  let done = 0;
  for (const id of stored) {
    progress.report(done, records.length, input.credentials.profile.name);
    await sendTransmission(parts, database, { ...input, transmissionId: id });
    done += lists[stored.indexOf(id)]?.recordIds.length ?? 0;
    progress.report(done, records.length, input.credentials.profile.name);
  }
}

type SendInput = { readonly transmissionId: string; readonly schoolYear: string; readonly credentials: GatewayCredentials; readonly actor: Actor };

/** Sends a stored list (again) where it is not known to have arrived, and asks for the answer. Null answers stay open: the gateway has not decided yet. */
export async function sendTransmission(parts: Pick<SubmitParts, 'gateway' | 'clock'>, database: OfficeDatabase, input: SendInput): Promise<void> {
  const transmission = await database.read(({ exchange }) => exchange.transmission(input.transmissionId));
  if (transmission === null) throw new OfficeError('records.not-found');
  const { id, messageId } = transmission;
  const note = (state: 'sent' | 'failed', message: string | null) =>
    database.write(input.actor, async ({ exchange }) => {
      await exchange.setTransmission(id, { state, answeredAt: state === 'failed' ? parts.clock.now() : null, message });
      return { value: undefined, audit: { action: state === 'sent' ? 'exchange.sent' : 'exchange.failed', detail: { transmissionId: id, messageId } } };
    });
  if (transmission.state !== 'sent' && transmission.state !== 'answered') {
    try {
      const { message } = await parts.gateway.submit(input.credentials, { messageId, schoolYear: input.schoolYear, document: transmission.document });
      await note('sent', message);
    } catch (error) {
      if (error instanceof OfficeError) await note('failed', String(error.params['message'] ?? error.params['reason'] ?? error.code));
      throw error;
    }
  }
  const answers = await parts.gateway.queryResult(input.credentials, { messageId });
  if (answers === null) return;
  await database.write(input.actor, async ({ exchange, records }) => {
    const sent = await exchange.answers([id]);
    const accepted: string[] = [];
    for (const { versionId } of sent) {
      const version = await records.version(versionId);
      const answer = answers.find(({ uuid }) => uuid === version?.uuid);
      if (version === null || answer === undefined) continue;
      await exchange.setAnswer({ transmissionId: id, versionId, accepted: answer.accepted, errorCode: answer.errorCode, fieldTitle: answer.fieldTitle, description: answer.description });
      await records.setAccepted(versionId, answer.accepted);
      if (answer.accepted) accepted.push(version.uuid);
    }
    await exchange.setTransmission(id, { state: 'answered', answeredAt: parts.clock.now(), message: transmission.message });
    return { value: undefined, audit: { action: 'exchange.answered', detail: { transmissionId: id, accepted: accepted.length, refused: sent.length - accepted.length } } };
  });
}
