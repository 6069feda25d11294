import { sql, type Kysely } from 'kysely';
import type { BatchItemState, SigningBatchRepository, StoredBatch, StoredBatchItem } from '#main/office/ports/signing-batch-repository.ts';
import type { Schema } from './schema.ts';

/** SQLite takes so many values in one statement everywhere. */
const valuesAtOnce = 400;

export function createSigningBatchRepository(db: Kysely<Schema>): SigningBatchRepository {
  return {
    async add(batch, itemIds) {
      await db
        .insertInto('signing_batch')
        .values({
          id: batch.id,
          kind: batch.kind,
          role: batch.role,
          scope: batch.scope,
          certificate_digest: batch.certificateDigest,
          token_serial: batch.tokenSerial,
          reading: batch.reading,
          started_at: batch.startedAt,
          finished_at: null,
          user_id: batch.userId,
          started_by: batch.startedBy,
          audit_head: batch.auditHead,
          state: 'running',
          because: null,
          busy: 0,
        })
        .execute();
      for (let from = 0; from < itemIds.length; from += valuesAtOnce) {
        const rows = itemIds.slice(from, from + valuesAtOnce).map((itemId, index) => ({ batch_id: batch.id, item_id: itemId, position: from + index + 1, state: 'waiting' as const, error: null }));
        await db.insertInto('signing_item').values(rows).execute();
      }
    },
    async get(batchId) {
      const row = await db.selectFrom('signing_batch').selectAll().where('id', '=', batchId).executeTakeFirst();
      if (row === undefined) return null;
      const items = await db.selectFrom('signing_item').select(['item_id', 'state', 'error']).where('batch_id', '=', batchId).orderBy('position').execute();
      return { batch: asBatch(row), items: items.map((item): StoredBatchItem => ({ itemId: item.item_id, state: item.state, error: item.error })) };
    },
    async counts(batchId) {
      const rows = await db
        .selectFrom('signing_item')
        .select((eb) => ['state', eb.fn.countAll<number>().as('items')])
        .where('batch_id', '=', batchId)
        .groupBy('state')
        .execute();
      const count = (...states: readonly BatchItemState[]) => rows.filter(({ state }) => states.includes(state)).reduce((sum, { items }) => sum + items, 0);
      return { total: count('waiting', 'signed', 'skipped', 'failed'), signed: count('signed'), waiting: count('waiting') };
    },
    async setItems(batchId, itemIds, state, error) {
      for (let from = 0; from < itemIds.length; from += valuesAtOnce) {
        await db.updateTable('signing_item').set({ state, error }).where('batch_id', '=', batchId).where('item_id', 'in', itemIds.slice(from, from + valuesAtOnce)).execute();
      }
    },
    async skipWaiting(batchId, error) {
      await db.updateTable('signing_item').set({ state: 'skipped', error }).where('batch_id', '=', batchId).where('state', '=', 'waiting').execute();
    },
    async setState(batchId, { state, because, finishedAt, busy }) {
      await db
        .updateTable('signing_batch')
        .set((eb) => ({ state, because, finished_at: finishedAt, busy: eb('busy', '+', Math.round(busy)) }))
        .where('id', '=', batchId)
        .execute();
    },
    async open() {
      const rows = await db.selectFrom('signing_batch').selectAll().where('state', 'in', ['running', 'paused']).orderBy('started_at').execute();
      return rows.map(asBatch);
    },
    async latest(limit) {
      const rows = await db.selectFrom('signing_batch').selectAll().orderBy('started_at', 'desc').orderBy(sql`rowid`, 'desc').limit(limit).execute();
      return rows.map(asBatch);
    },
    async lastSigned(kind, role) {
      const row = await db
        .selectFrom('signing_batch')
        .selectAll()
        .where('kind', '=', kind)
        .where('role', '=', role)
        .where((eb) => eb.exists(eb.selectFrom('signing_item').select('item_id').whereRef('signing_item.batch_id', '=', 'signing_batch.id').where('signing_item.state', '=', 'signed')))
        .orderBy('started_at', 'desc')
        .orderBy(sql`rowid`, 'desc')
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? null : asBatch(row);
    },
    async pace(certificateDigest) {
      const row = await db
        .selectFrom('signing_batch')
        .innerJoin('signing_item', 'signing_item.batch_id', 'signing_batch.id')
        .select((eb) => ['signing_batch.busy', eb.fn.countAll<number>().as('signed')])
        .where('certificate_digest', '=', certificateDigest)
        .where('busy', '>', 0)
        .where('signing_item.state', '=', 'signed')
        .groupBy('signing_batch.id')
        .orderBy('started_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row ?? null;
    },
  };
}

function asBatch(row: Schema['signing_batch']): StoredBatch {
  return {
    id: row.id,
    kind: row.kind,
    role: row.role,
    scope: row.scope,
    certificateDigest: row.certificate_digest,
    tokenSerial: row.token_serial,
    reading: row.reading,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    userId: row.user_id,
    startedBy: row.started_by,
    auditHead: row.audit_head,
    state: row.state,
    because: row.because,
    busy: row.busy,
  };
}
