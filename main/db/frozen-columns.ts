import type { FrozenVersion, SlotSignature } from '#main/office/ports/frozen-document.ts';
import type { Schema } from './schema.ts';

type FrozenRow = Omit<Schema['gradebook_version'], 'class_id' | 'subject_id'>;
type SignatureRow = Omit<Schema['gradebook_signature'], 'gradebook_version_id'>;

/** The columns that every table of frozen versions has. */
export function frozenColumns({ id, version, uuid, formatId, source, sourceDigest, data, createdAt, createdBy }: FrozenVersion): FrozenRow {
  return { id, version, uuid, format_id: formatId, source, source_digest: sourceDigest, data, created_at: createdAt, created_by: createdBy };
}

export function frozenVersion(row: FrozenRow): FrozenVersion {
  const { id, version, uuid, source } = row;
  return { id, version, uuid, formatId: row.format_id, source, sourceDigest: row.source_digest, data: new Uint8Array(row.data), createdAt: row.created_at, createdBy: row.created_by };
}

/** The columns that every table of signatures in slots has. */
export function signatureColumns({ role, order, fragment, documentDigest, certificateDigest, signer, signedAt, batchId }: SlotSignature): SignatureRow {
  return { role, order_index: order, fragment, document_digest: documentDigest, certificate_digest: certificateDigest, signer, signed_at: signedAt, batch_id: batchId };
}

export function slotSignature(row: SignatureRow): SlotSignature {
  const { role, fragment, signer } = row;
  return { role, order: row.order_index, fragment, documentDigest: row.document_digest, certificateDigest: row.certificate_digest, signer, signedAt: row.signed_at, batchId: row.batch_id };
}

/** SQLite takes so many values in one statement everywhere. */
const valuesAtOnce = 400;

/** Asks for many values, some at a time; the rows of all of them, in no order. */
export async function inPieces<Row>(values: readonly string[], read: (piece: readonly string[]) => Promise<readonly Row[]>): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let from = 0; from < values.length; from += valuesAtOnce) rows.push(...(await read(values.slice(from, from + valuesAtOnce))));
  return rows;
}
