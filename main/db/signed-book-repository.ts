import type { Kysely } from 'kysely';
import type { SignedBookRepository, StoredBook } from '#main/office/ports/signed-book-repository.ts';
import { frozenColumns, frozenVersion, inPieces, signatureColumns, slotSignature } from './frozen-columns.ts';
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
      return (await inPieces(ids, (piece) => db.selectFrom('gradebook_version').selectAll().where('id', 'in', piece).execute())).map(asBook);
    },
    async add(book) {
      await db.insertInto('gradebook_version').values({ ...frozenColumns(book), class_id: book.classId, subject_id: book.subjectId }).execute();
    },
    async signatures(bookIds) {
      if (bookIds.length === 0) return [];
      const rows = await db.selectFrom('gradebook_signature').selectAll().where('gradebook_version_id', 'in', [...bookIds]).orderBy('gradebook_version_id').orderBy('order_index').execute();
      return rows.map((row) => ({ bookId: row.gradebook_version_id, ...slotSignature(row) }));
    },
    async signedBefore(bookIds, role) {
      const rows = await inPieces(bookIds, (ids) =>
        db
          .selectFrom('gradebook_version as later')
          .innerJoin('gradebook_version as earlier', (join) =>
            join.onRef('earlier.class_id', '=', 'later.class_id').onRef('earlier.subject_id', '=', 'later.subject_id').onRef('earlier.version', '<', 'later.version'),
          )
          .innerJoin('gradebook_signature', 'gradebook_signature.gradebook_version_id', 'earlier.id')
          .select(['later.id', 'later.data', 'earlier.id as beforeId', 'earlier.data as before', 'gradebook_signature.signed_at'])
          .where('later.id', 'in', ids)
          .where('gradebook_signature.role', '=', role)
          .orderBy('earlier.version')
          .execute(),
      );
      // The last one stands: ordered by version.
      return [...new Map(rows.map((row) => [row.id, { versionId: row.id, data: new Uint8Array(row.data), beforeId: row.beforeId, before: new Uint8Array(row.before), signedAt: row.signed_at }])).values()];
    },
    async addSignature(signature) {
      await db.insertInto('gradebook_signature').values({ gradebook_version_id: signature.bookId, ...signatureColumns(signature) }).execute();
    },
  };
}

function asBook(row: Schema['gradebook_version']): StoredBook {
  return { ...frozenVersion(row), classId: row.class_id, subjectId: row.subject_id };
}
