import type { Kysely, Selectable } from 'kysely';
import type { HandOffRepository, StoredPackage, StoredPackageItem, StoredReturn } from '#main/office/ports/hand-off-repository.ts';
import type { SlotRoleStored } from '#main/office/ports/frozen-document.ts';
import { inPieces } from './frozen-columns.ts';
import type { Schema } from './schema.ts';

/** What was handed out for signing, over one connection or one transaction. */
export function createHandOffRepository(db: Kysely<Schema>): HandOffRepository {
  return {
    async identity() {
      const row = await db.selectFrom('hand_off_identity').selectAll().where('id', '=', 1).executeTakeFirst();
      return row === undefined ? null : { privateKey: new Uint8Array(row.private_key), publicKey: new Uint8Array(row.public_key) };
    },
    async saveIdentity({ privateKey, publicKey, createdAt }) {
      await db.insertInto('hand_off_identity').values({ id: 1, private_key: Buffer.from(privateKey), public_key: Buffer.from(publicKey), created_at: createdAt }).execute();
    },
    async packages() {
      const rows = await db.selectFrom('hand_off_package').selectAll().orderBy('created_at', 'desc').orderBy('id').execute();
      return rows.map(asPackage);
    },
    async package(id) {
      const row = await db.selectFrom('hand_off_package').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : asPackage(row);
    },
    async addPackage(value, items) {
      await db
        .insertInto('hand_off_package')
        .values({
          id: value.id,
          kind: value.kind,
          class_ids: JSON.stringify(value.classIds),
          role: value.role,
          signer: value.signer,
          signer_personal_id: value.signerPersonalId,
          lock: value.lock,
          created_at: value.createdAt,
          created_by: value.createdBy,
          expires_at: value.expiresAt,
          path: value.path,
          bytes: value.bytes,
          digest: value.digest,
          manifest_digest: value.manifestDigest,
          audit_head: value.auditHead,
          return_key: value.returnKey === null ? null : Buffer.from(value.returnKey),
          cancelled_at: value.cancelledAt,
        })
        .execute();
      for (const [position, { itemId, uuid, baseDigest }] of items.entries()) {
        await db.insertInto('hand_off_item').values({ package_id: value.id, item_id: itemId, position, uuid, base_digest: baseDigest, state: 'waiting', error: null }).execute();
      }
    },
    async items(packageId) {
      const rows = await db.selectFrom('hand_off_item').selectAll().where('package_id', '=', packageId).orderBy('position').execute();
      return rows.map(asItem);
    },
    async item(packageId, itemId) {
      const row = await db.selectFrom('hand_off_item').selectAll().where('package_id', '=', packageId).where('item_id', '=', itemId).executeTakeFirst();
      return row === undefined ? null : asItem(row);
    },
    async waitingItems(packageIds) {
      const rows = await inPieces(packageIds, (ids) => db.selectFrom('hand_off_item').select('item_id').where('package_id', 'in', ids).where('state', '=', 'waiting').execute());
      return rows.map((row) => row.item_id);
    },
    async counts() {
      const rows = await db
        .selectFrom('hand_off_item')
        .select(['package_id', 'state', (eb) => eb.fn.countAll<number>().as('items')])
        .groupBy(['package_id', 'state'])
        .execute();
      return rows.map((row) => ({ packageId: row.package_id, state: row.state, items: row.items }));
    },
    async setItem(packageId, itemId, { state, error }) {
      await db.updateTable('hand_off_item').set({ state, error }).where('package_id', '=', packageId).where('item_id', '=', itemId).execute();
    },
    async cancelPackage(id, at) {
      await db.updateTable('hand_off_package').set({ cancelled_at: at, return_key: null }).where('id', '=', id).execute();
    },
    async returns(packageId) {
      const rows = await db.selectFrom('hand_off_return').selectAll().where('package_id', '=', packageId).orderBy('started_at').execute();
      return rows.map(
        (row): StoredReturn => ({
          id: row.id,
          packageId: row.package_id,
          digest: row.digest,
          signer: row.signer,
          startedAt: row.started_at,
          startedBy: row.started_by,
          batchId: row.batch_id,
          finishedAt: row.finished_at,
        }),
      );
    },
    async addReturn(value) {
      await db
        .insertInto('hand_off_return')
        .values({
          id: value.id,
          package_id: value.packageId,
          digest: value.digest,
          signer: value.signer,
          started_at: value.startedAt,
          started_by: value.startedBy,
          batch_id: value.batchId,
          finished_at: value.finishedAt,
        })
        .execute();
    },
    async finishReturn(id, at) {
      await db.updateTable('hand_off_return').set({ finished_at: at }).where('id', '=', id).execute();
    },
  };
}

function asItem(row: Schema['hand_off_item']): StoredPackageItem {
  return { itemId: row.item_id, uuid: row.uuid, region: row.item_id.split(' ')[1] ?? '', baseDigest: row.base_digest, state: row.state, error: row.error };
}

function asPackage(row: Selectable<Schema['hand_off_package']>): StoredPackage {
  return {
    id: row.id,
    kind: row.kind,
    classIds: JSON.parse(row.class_ids) as readonly string[],
    role: row.role as SlotRoleStored,
    signer: row.signer,
    signerPersonalId: row.signer_personal_id,
    lock: row.lock,
    createdAt: row.created_at,
    createdBy: row.created_by,
    expiresAt: row.expires_at,
    path: row.path,
    bytes: row.bytes,
    digest: row.digest,
    manifestDigest: row.manifest_digest,
    auditHead: row.audit_head,
    returnKey: row.return_key === null ? null : new Uint8Array(row.return_key),
    cancelledAt: row.cancelled_at,
  };
}
