import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import type { Kysely } from 'kysely';
import { OfficeError } from '#core/contract/errors.ts';
import type { SignedPdfRepository } from '#main/office/ports/signed-pdf-repository.ts';
import type { Schema } from './schema.ts';

/** SQLite takes no more values in one statement. */
const mostValues = 500;

/** Signed PDFs and images over one connection or one transaction. */
export function createSignedPdfRepository(db: Kysely<Schema>): SignedPdfRepository {
  return {
    async image(kind, owner) {
      const row = await db.selectFrom('signature_image').selectAll().where('kind', '=', kind).where('owner', '=', owner).orderBy('id', 'desc').limit(1).executeTakeFirst();
      if (row === undefined || row.png === null) return null;
      const { digest, width, height, millimetres } = row;
      return { kind, owner, png: new Uint8Array(row.png), digest, width, height, millimetres, addedAt: row.added_at, addedBy: row.added_by };
    },
    async addImage({ addedAt, addedBy, ...image }) {
      await db.insertInto('signature_image').values({ ...image, added_at: addedAt, added_by: addedBy }).execute();
    },
    async withdrawImage({ kind, owner, addedAt, addedBy }) {
      await db.insertInto('signature_image').values({ kind, owner, png: null, digest: '', width: 0, height: 0, millimetres: 0, added_at: addedAt, added_by: addedBy }).execute();
    },
    async signatures(versionIds) {
      if (versionIds.length === 0) return [];
      const rows = await db
        .selectFrom('record_pdf')
        .select(['record_version_id', 'role', 'order_index', 'document_digest', 'certificate_digest', 'signer', 'signed_at'])
        .where('record_version_id', 'in', [...versionIds])
        .orderBy('record_version_id')
        .orderBy('order_index')
        .execute();
      return rows.map((row) => ({ versionId: row.record_version_id, role: row.role, order: row.order_index, documentDigest: row.document_digest, certificateDigest: row.certificate_digest, signer: row.signer, signedAt: row.signed_at }));
    },
    async document(versionId) {
      const rows = await db.selectFrom('record_pdf').select(['update_bytes', 'document_digest']).where('record_version_id', '=', versionId).orderBy('order_index').execute();
      if (rows.length === 0) return null;
      const bytes = Buffer.concat(rows.map((row) => inflateSync(row.update_bytes)));
      if (createHash('sha256').update(bytes).digest('hex') !== rows.at(-1)?.document_digest) throw new OfficeError('database.damaged');
      return new Uint8Array(bytes);
    },
    async add(signature, update, value) {
      await db
        .insertInto('record_pdf')
        .values({
          record_version_id: signature.versionId,
          role: signature.role,
          order_index: signature.order,
          update_bytes: update,
          signature_value: value,
          document_digest: signature.documentDigest,
          certificate_digest: signature.certificateDigest,
          signer: signature.signer,
          signed_at: signature.signedAt,
        })
        .execute();
    },
    async sealed(versionIds) {
      const found = [];
      for (let from = 0; from < versionIds.length; from += mostValues) {
        found.push(...(await db.selectFrom('record_pdf').select(['record_version_id', 'signer', 'signature_value']).where('role', '=', 'school').where('record_version_id', 'in', versionIds.slice(from, from + mostValues)).execute()));
      }
      return found.map((row) => ({ versionId: row.record_version_id, signer: row.signer, value: row.signature_value === null ? null : new Uint8Array(row.signature_value) }));
    },
  };
}
