import type { Kysely, Selectable } from 'kysely';
import type { QualityRepository, StoredWaiver } from '#main/office/ports/quality-repository.ts';
import type { Schema } from './schema.ts';

export function createQualityRepository(db: Kysely<Schema>): QualityRepository {
  const holding = () => db.selectFrom('quality_waiver').selectAll().where('revoked_at', 'is', null);

  return {
    waivers: async () => (await holding().orderBy('made_at').execute()).map(asWaiver),
    async waiver(id) {
      const row = await holding().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : asWaiver(row);
    },
    async addWaiver({ id, key, code, classId, reason, by, at }) {
      await db.insertInto('quality_waiver').values({ id, finding_key: key, code, class_id: classId, reason, made_at: at, made_by: by, revoked_at: null, revoked_by: null }).execute();
    },
    async revoke(id, at, by) {
      await db.updateTable('quality_waiver').set({ revoked_at: at, revoked_by: by }).where('id', '=', id).execute();
    },
    async rules() {
      const rows = await db.selectFrom('added_rules').selectAll().where('removed_at', 'is', null).orderBy('added_at').execute();
      return rows.map(({ id, content, digest, signature, certificate, signer, added_at, added_by }) => ({ id, content, digest, signature: new Uint8Array(signature), certificate: new Uint8Array(certificate), signer, at: added_at, by: added_by }));
    },
    async addRules({ id, content, digest, signature, certificate, signer, at, by }) {
      await db.insertInto('added_rules').values({ id, content, digest, signature: Buffer.from(signature), certificate: Buffer.from(certificate), signer, added_at: at, added_by: by, removed_at: null, removed_by: null }).execute();
    },
    async removeRules(id, at, by) {
      await db.updateTable('added_rules').set({ removed_at: at, removed_by: by }).where('id', '=', id).execute();
    },
  };
}

function asWaiver(row: Selectable<Schema['quality_waiver']>): StoredWaiver {
  return { id: row.id, key: row.finding_key, code: row.code, classId: row.class_id, reason: row.reason, by: row.made_by, at: row.made_at };
}
