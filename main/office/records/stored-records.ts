import { OfficeError } from '#core/contract/errors.ts';
import type { RecordData } from '#core/records/record-data.ts';
import { recordStatus, type RecordStatus } from '#core/records/record-status.ts';
import type { Repositories } from '../ports/database.ts';
import type { PrintableRecord } from '../ports/documents.ts';
import type { StoredAnswer, StoredCertificate } from '../ports/exchange-repository.ts';
import type { StoredSignature, StoredVersion } from '../ports/record-repository.ts';
import type { RecordSigner, SignatureSlot, SlotRole } from '../ports/signing.ts';

export type AssembleParts = { readonly signer: Pick<RecordSigner, 'assemble' | 'dataDigest'>; readonly slotOf: (role: SlotRole, region: string) => SignatureSlot };

/** A version with what is stored about it. `answer`: the gateway's last word on it, null where it was never answered. */
export type StoredRecord = { readonly version: StoredVersion; readonly signatures: readonly StoredSignature[]; readonly answer: StoredAnswer | null; readonly status: RecordStatus };

/** The frozen data with the signatures put back: the very bytes that were verified. */
export function recordDocument(parts: AssembleParts, record: Pick<StoredRecord, 'version' | 'signatures'>): Uint8Array {
  return parts.signer.assemble(
    record.version.data,
    record.signatures.map(({ role, region, fragment }) => ({ slot: parts.slotOf(role, region), fragment })),
  );
}

export async function recordsOfClass(repositories: Repositories, classId: string): Promise<readonly StoredRecord[]> {
  return withHistory(repositories, await repositories.records.currentOfClass(classId));
}

/** Throws OfficeError records.not-found. */
export async function currentRecord(repositories: Repositories, recordId: string): Promise<StoredRecord> {
  const version = await repositories.records.current(recordId);
  const [record] = version === null ? [] : await withHistory(repositories, [version]);
  if (record === undefined) throw new OfficeError('records.not-found');
  return record;
}

async function withHistory({ records, exchange }: Repositories, versions: readonly StoredVersion[]): Promise<readonly StoredRecord[]> {
  const signatures = await records.signatures(versions.map(({ id }) => id));
  const sent = await exchange.transmissions();
  const order = new Map(sent.map(({ id, startedAt }) => [id, startedAt]));
  const answers = await exchange.answers(sent.map(({ id }) => id));
  return versions.map((version) => {
    const own = signatures.filter(({ versionId }) => versionId === version.id);
    const answer = answers.filter(({ versionId }) => versionId === version.id).toSorted((a, b) => (order.get(a.transmissionId) ?? '').localeCompare(order.get(b.transmissionId) ?? '')).at(-1) ?? null;
    const sending = version.accepted === true ? 'accepted' : answer === null ? null : answer.accepted === null ? 'sent' : answer.accepted ? 'accepted' : 'refused';
    return { version, signatures: own, answer, status: recordStatus({ signed: new Set(own.map(({ role }) => role)), sending }) };
  });
}

/** What a record was made from, word for word. */
export function dataOf({ version }: Pick<StoredRecord, 'version'>): RecordData {
  return JSON.parse(version.source) as RecordData;
}

/** What goes on paper: the frozen data and the signatures that were verified before they were stored. */
export function printable(parts: Pick<AssembleParts, 'signer'>, record: Pick<StoredRecord, 'version' | 'signatures'>, certificates: readonly StoredCertificate[]): PrintableRecord {
  const data = dataOf(record);
  const serials = new Map(certificates.map(({ digest, facts }) => [digest, (JSON.parse(facts) as { readonly serial: string }).serial]));
  return {
    data,
    version: record.version.version,
    dataDigest: parts.signer.dataDigest(record.version.data),
    training: data.training,
    signatures: record.signatures.flatMap(({ role, signer, signedAt, certificateDigest }) => (role === 'subjectTeacher' ? [] : [{ role, signer, signedAt, serial: serials.get(certificateDigest) ?? '' }])),
  };
}
