import type { Kysely } from 'kysely';
import { editKind } from '#core/contract/cell-steps.ts';
import type { MarkImportRepository, StoredMarkImport } from '#main/office/ports/mark-import-repository.ts';
import type { Schema } from './schema.ts';

export function createMarkImportRepository(db: Kysely<Schema>): MarkImportRepository {
  return {
    async ofUser(userId, most) {
      return (await db.selectFrom('mark_import').selectAll().where('user_id', '=', userId).orderBy('applied_at', 'desc').limit(most).execute()).map(asImport);
    },
    async byId(id) {
      const row = await db.selectFrom('mark_import').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : asImport(row);
    },
    async steps(id) {
      const rows = await db.selectFrom('edit_step').selectAll().where('import_id', '=', id).orderBy('id').execute();
      return rows.map((row) => ({ id: row.id, classId: row.class_id, subjectId: row.subject_id, semester: row.semester === 1 ? 1 : 2, cells: row.cells, kind: editKind.parse(row.kind), state: row.state }));
    },
    async add({ id, fileName, appliedAt, userId }, stepIds) {
      await db.insertInto('mark_import').values({ id, file_name: fileName, applied_at: appliedAt, user_id: userId, undone_at: null }).execute();
      await db.updateTable('edit_step').set({ import_id: id }).where('id', 'in', stepIds).execute();
    },
    async markUndone(id, at) {
      await db.updateTable('mark_import').set({ undone_at: at }).where('id', '=', id).execute();
    },
  };
}

function asImport(row: Schema['mark_import']): StoredMarkImport {
  return { id: row.id, fileName: row.file_name, appliedAt: row.applied_at, userId: row.user_id, undoneAt: row.undone_at };
}
