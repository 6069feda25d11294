import type { Kysely } from 'kysely';
import { lockColumn } from '#core/contract/locks.ts';
import * as ids from '#core/values/ids.ts';
import type { LockRepository, StoredScope } from '#main/office/ports/lock-repository.ts';
import type { Schema } from './schema.ts';

export function createLockRepository(db: Kysely<Schema>): LockRepository {
  const currentYear = () => db.selectFrom('school_year').select('id').where('current', '=', 1).executeTakeFirstOrThrow();

  return {
    async locks() {
      const year = await currentYear();
      const rows = await db.selectFrom('sheet_lock').leftJoin('user_account', 'user_account.id', 'sheet_lock.locked_by').selectAll('sheet_lock').select('user_account.display_name').where('year_id', '=', year.id).where('released_at', 'is', null).orderBy('locked_at').execute();
      return rows.toReversed().map((row) => ({ id: row.id, scope: scopeOf(row), reason: row.reason, since: row.locked_at, by: row.display_name ?? row.locked_by }));
    },
    async addLock({ id, scope, reason, at, userId }) {
      const year = await currentYear();
      await db.insertInto('sheet_lock').values({ id, year_id: year.id, ...columnsOf(scope), reason, locked_at: at, locked_by: userId, released_at: null, released_by: null, release_reason: null }).execute();
    },
    async release({ id, reason, at, userId }) {
      const done = await db.updateTable('sheet_lock').set({ released_at: at, released_by: userId, release_reason: reason }).where('id', '=', id).where('released_at', 'is', null).executeTakeFirst();
      return done.numUpdatedRows > 0n;
    },
    async former() {
      const year = await currentYear();
      const scope = ['class_id', 'subject_id', 'semester', 'column_name'] as const;
      const locks = await db.selectFrom('sheet_lock').select(scope).where('year_id', '=', year.id).where('released_at', 'is not', null).execute();
      // A plan that was taken back before it ended never shut anything.
      const windows = await db.selectFrom('entry_window').select([...scope, 'closes_on', 'removed_at']).where('year_id', '=', year.id).where('removed_at', 'is not', null).execute();
      return [...locks, ...windows.filter(({ closes_on, removed_at }) => removed_at !== null && closes_on < removed_at.slice(0, 10))].map(scopeOf);
    },
    async windows() {
      const year = await currentYear();
      const rows = await db.selectFrom('entry_window').leftJoin('user_account', 'user_account.id', 'entry_window.planned_by').selectAll('entry_window').select('user_account.display_name').where('year_id', '=', year.id).where('removed_at', 'is', null).orderBy('opens_on').execute();
      return rows.map((row) => ({ id: row.id, scope: scopeOf(row), opensOn: row.opens_on, closesOn: row.closes_on, by: row.display_name ?? row.planned_by }));
    },
    async addWindow({ id, scope, opensOn, closesOn, userId }) {
      const year = await currentYear();
      await db.insertInto('entry_window').values({ id, year_id: year.id, ...columnsOf(scope), opens_on: opensOn, closes_on: closesOn, planned_by: userId, removed_at: null }).execute();
    },
    async removeWindow(id, at) {
      const done = await db.updateTable('entry_window').set({ removed_at: at }).where('id', '=', id).where('removed_at', 'is', null).executeTakeFirst();
      return done.numUpdatedRows > 0n;
    },
    async reopenings() {
      const year = await currentYear();
      const rows = await db
        .selectFrom('reopening')
        .leftJoin('user_account as asker', 'asker.id', 'reopening.asked_by')
        .leftJoin('user_account as decider', 'decider.id', 'reopening.decided_by')
        .selectAll('reopening')
        .select(['asker.display_name as asker_name', 'decider.display_name as decider_name'])
        .where('year_id', '=', year.id)
        .orderBy('asked_at')
        .execute();
      // Turned round here: of two asked in one second the later one stays the newer.
      return rows.toReversed().map((row) => ({
        id: row.id,
        scope: scopeOf(row),
        reason: row.reason,
        askedById: row.asked_by,
        askedBy: row.asker_name ?? row.asked_by,
        askedAt: row.asked_at,
        state: row.state,
        decidedBy: row.decider_name ?? row.decided_by,
        decidedAt: row.decided_at,
        expiresAt: row.expires_at,
      }));
    },
    async addReopening({ id, scope, reason, at, userId, decided }) {
      const year = await currentYear();
      const decision = decided === null ? { state: 'asked' as const, decided_by: null, decided_at: null, expires_at: null } : { state: 'open' as const, decided_by: userId, decided_at: at, expires_at: decided.expiresAt };
      await db.insertInto('reopening').values({ id, year_id: year.id, ...columnsOf(scope), reason, asked_by: userId, asked_at: at, ...decision }).execute();
    },
    async decide({ id, state, expiresAt, at, userId }) {
      await db.updateTable('reopening').set({ state, decided_by: userId, decided_at: at, expires_at: expiresAt }).where('id', '=', id).execute();
    },
  };
}

function columnsOf({ classId, subjectId, semester, column }: StoredScope) {
  return { class_id: classId, subject_id: subjectId, semester, column_name: column };
}

function scopeOf(row: Pick<Schema['reopening'], 'class_id' | 'subject_id' | 'semester' | 'column_name'>): StoredScope {
  return {
    classId: row.class_id === null ? null : ids.classId.parse(row.class_id),
    subjectId: row.subject_id === null ? null : ids.subjectId.parse(row.subject_id),
    semester: row.semester === 1 || row.semester === 2 ? row.semester : null,
    column: row.column_name === null ? null : lockColumn.parse(row.column_name),
  };
}
