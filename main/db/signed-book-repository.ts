import type { Kysely } from 'kysely';
import type { SignedBookRepository, StoredBook } from '#main/office/ports/signed-book-repository.ts';
import type { Schema } from './schema.ts';

/** Signed gradebooks over one connection or one transaction. Triggers refuse any change. */
export function createSignedBookRepository(db: Kysely<Schema>): SignedBookRepository {
  return {
    async currentOfClass(classId) {
      const rows = await db
        .selectFrom('gradebook_version as book')
        .selectAll('book')
        .where('book.class_id', '=', classId)
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('gradebook_version as newer')
                .select('newer.id')
                .whereRef('newer.class_id', '=', 'book.class_id')
                .whereRef('newer.subject_id', '=', 'book.subject_id')
                .whereRef('newer.version', '>', 'book.version'),
            ),
          ),
        )
        .execute();
      return rows.map(asBook);
    },
    async byIds(ids) {
      if (ids.length === 0) return [];
      return (await db.selectFrom('gradebook_version').selectAll().where('id', 'in', [...ids]).execute()).map(asBook);
    },
    async add(book) {
      await db
        .insertInto('gradebook_version')
        .values({
          id: book.id,
          class_id: book.classId,
          subject_id: book.subjectId,
          version: book.version,
          uuid: book.uuid,
          format_id: book.formatId,
          source: book.source,
          source_digest: book.sourceDigest,
          data: book.data,
          created_at: book.createdAt,
          created_by: book.createdBy,
        })
        .execute();
    },
    async signatures(bookIds) {
      if (bookIds.length === 0) return [];
      const rows = await db.selectFrom('gradebook_signature').selectAll().where('gradebook_version_id', 'in', [...bookIds]).orderBy('gradebook_version_id').orderBy('order_index').execute();
      return rows.map((row) => ({
        bookId: row.gradebook_version_id,
        role: row.role,
        order: row.order_index,
        fragment: row.fragment,
        documentDigest: row.document_digest,
        certificateDigest: row.certificate_digest,
        signer: row.signer,
        signedAt: row.signed_at,
        batchId: row.batch_id,
      }));
    },
    async signedBefore({ classId, subjectId, version }, role) {
      const row = await db
        .selectFrom('gradebook_signature')
        .innerJoin('gradebook_version', 'gradebook_version.id', 'gradebook_signature.gradebook_version_id')
        .select('gradebook_signature.signed_at')
        .where('gradebook_version.class_id', '=', classId)
        .where('gradebook_version.subject_id', '=', subjectId)
        .where('gradebook_version.version', '<', version)
        .where('gradebook_signature.role', '=', role)
        .orderBy('gradebook_version.version', 'desc')
        .executeTakeFirst();
      return row?.signed_at ?? null;
    },
    async addSignature(signature) {
      await db
        .insertInto('gradebook_signature')
        .values({
          gradebook_version_id: signature.bookId,
          role: signature.role,
          order_index: signature.order,
          fragment: signature.fragment,
          document_digest: signature.documentDigest,
          certificate_digest: signature.certificateDigest,
          signer: signature.signer,
          signed_at: signature.signedAt,
          batch_id: signature.batchId,
        })
        .execute();
    },
  };
}

function asBook(row: Schema['gradebook_version']): StoredBook {
  return {
    id: row.id,
    classId: row.class_id,
    subjectId: row.subject_id,
    version: row.version,
    uuid: row.uuid,
    formatId: row.format_id,
    source: row.source,
    sourceDigest: row.source_digest,
    data: new Uint8Array(row.data),
    createdAt: row.created_at,
    createdBy: row.created_by,
  };
}
