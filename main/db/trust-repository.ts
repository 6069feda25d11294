import type { Kysely } from 'kysely';
import type { TrustRepository, TrustSettings } from '#main/office/ports/trust-repository.ts';
import type { Schema } from './schema.ts';

/** SQLite takes no more values in one statement. */
const mostValues = 500;

/** Roots, revocation lists and timestamps, over one connection or one transaction. */
export function createTrustRepository(db: Kysely<Schema>): TrustRepository {
  return {
    async settings() {
      const row = await db.selectFrom('trust_settings').select('settings').where('id', '=', 1).executeTakeFirst();
      return row === undefined ? null : (JSON.parse(row.settings) as TrustSettings);
    },
    async saveSettings(settings) {
      const text = JSON.stringify(settings);
      await db
        .insertInto('trust_settings')
        .values({ id: 1, settings: text })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ settings: text }))
        .execute();
    },
    async trusted() {
      const rows = await db.selectFrom('trusted_certificate').selectAll().where('removed_at', 'is', null).orderBy('added_at').execute();
      return rows.map((row) => ({ digest: row.digest, kind: row.kind, der: new Uint8Array(row.der), addedAt: row.added_at, addedBy: row.added_by }));
    },
    async addTrusted({ digest, kind, der, addedAt, addedBy }) {
      await db
        .insertInto('trusted_certificate')
        .values({ digest, kind, der, added_at: addedAt, added_by: addedBy, removed_at: null, removed_by: null, removal_reason: null })
        .onConflict((conflict) => conflict.column('digest').doUpdateSet({ added_at: addedAt, added_by: addedBy, removed_at: null, removed_by: null, removal_reason: null }))
        .execute();
    },
    async removeTrusted(digest, { at, by, reason }) {
      await db.updateTable('trusted_certificate').set({ removed_at: at, removed_by: by, removal_reason: reason }).where('digest', '=', digest).execute();
    },
    async evidence() {
      const rows = await db.selectFrom('revocation_evidence').selectAll().orderBy('kind').orderBy('this_update', 'desc').execute();
      return rows.map((row) => ({ kind: row.kind, key: row.key, der: new Uint8Array(row.der), thisUpdate: row.this_update, nextUpdate: row.next_update, source: row.source, storedAt: row.stored_at }));
    },
    async keepEvidence({ kind, key, der, thisUpdate, nextUpdate, source, storedAt }) {
      const before = await db.selectFrom('revocation_evidence').select('this_update').where('kind', '=', kind).where('key', '=', key).executeTakeFirst();
      if (before !== undefined && Date.parse(before.this_update) >= Date.parse(thisUpdate)) return false;
      const values = { der, this_update: thisUpdate, next_update: nextUpdate, source, stored_at: storedAt };
      await db
        .insertInto('revocation_evidence')
        .values({ kind, key, ...values })
        .onConflict((conflict) => conflict.columns(['kind', 'key']).doUpdateSet(values))
        .execute();
      return true;
    },
    async timestamps(imprints) {
      const found = [];
      for (let from = 0; from < imprints.length; from += mostValues) {
        found.push(...(await db.selectFrom('signature_timestamp').selectAll().where('imprint', 'in', imprints.slice(from, from + mostValues)).orderBy('time').execute()));
      }
      return found.map((row) => ({ imprint: row.imprint, token: new Uint8Array(row.token), time: row.time, authority: row.authority, addedAt: row.added_at, addedBy: row.added_by }));
    },
    async addTimestamp({ imprint, token, time, authority, addedAt, addedBy }) {
      await db.insertInto('signature_timestamp').values({ imprint, token, time, authority, added_at: addedAt, added_by: addedBy }).onConflict((conflict) => conflict.doNothing()).execute();
    },
  };
}
