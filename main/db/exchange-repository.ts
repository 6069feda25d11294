import type { Kysely, Selectable } from 'kysely';
import type { ExchangeRepository, StoredCertificate, StoredTransmission } from '#main/office/ports/exchange-repository.ts';
import type { Schema } from './schema.ts';

/** What goes out of the school and what comes back, over one connection or one transaction. */
export function createExchangeRepository(db: Kysely<Schema>): ExchangeRepository {
  return {
    async profile() {
      const row = await db.selectFrom('gateway_profile').select(['profile', 'password']).where('id', '=', 1).executeTakeFirst();
      return row ?? null;
    },
    async saveProfile(profile, password) {
      const change = password === undefined ? { profile } : { profile, password };
      await db
        .insertInto('gateway_profile')
        .values({ id: 1, profile, password: password ?? null })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(change))
        .execute();
    },
    async certificates() {
      const rows = await db.selectFrom('certificate').selectAll().orderBy('first_seen_at').execute();
      return rows.map(
        (row): StoredCertificate => ({
          digest: row.digest,
          der: new Uint8Array(row.der),
          facts: row.facts,
          firstSeenAt: row.first_seen_at,
          gatewayState: row.gateway_state,
          gatewayAskedAt: row.gateway_asked_at,
        }),
      );
    },
    async saveCertificate(certificate) {
      await db
        .insertInto('certificate')
        .values({
          digest: certificate.digest,
          der: certificate.der,
          facts: certificate.facts,
          first_seen_at: certificate.firstSeenAt,
          gateway_state: certificate.gatewayState,
          gateway_asked_at: certificate.gatewayAskedAt,
        })
        .onConflict((conflict) =>
          conflict.column('digest').doUpdateSet(certificate.gatewayState === null ? { facts: certificate.facts } : { gateway_state: certificate.gatewayState, gateway_asked_at: certificate.gatewayAskedAt }),
        )
        .execute();
    },
    async modules() {
      return db.selectFrom('token_module').selectAll().orderBy('name').execute();
    },
    async saveModule(module) {
      await db
        .insertInto('token_module')
        .values({ id: module.id, name: module.name, path: module.path })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ name: module.name, path: module.path }))
        .execute();
    },
    async removeModule(id) {
      await db.deleteFrom('token_module').where('id', '=', id).execute();
    },
    async transmissions() {
      const rows = await db
        .selectFrom('transmission')
        .select(['id', 'class_id', 'message_id', 'state', 'started_at', 'answered_at', 'message', 'bytes'])
        .orderBy('started_at', 'desc')
        .execute();
      return rows.map(withoutDocument);
    },
    async transmission(id) {
      const row = await db.selectFrom('transmission').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : { ...withoutDocument(row), document: new Uint8Array(row.document) };
    },
    async addTransmission(transmission, versionIds) {
      await db
        .insertInto('transmission')
        .values({
          id: transmission.id,
          class_id: transmission.classId,
          message_id: transmission.messageId,
          state: transmission.state,
          started_at: transmission.startedAt,
          answered_at: transmission.answeredAt,
          message: transmission.message,
          bytes: transmission.bytes,
          document: transmission.document,
        })
        .execute();
      for (const versionId of versionIds) {
        await db
          .insertInto('transmission_record')
          .values({ transmission_id: transmission.id, record_version_id: versionId, accepted: null, error_code: '', field_title: '', description: '' })
          .execute();
      }
    },
    async setTransmission(id, change) {
      await db.updateTable('transmission').set({ state: change.state, answered_at: change.answeredAt, message: change.message }).where('id', '=', id).execute();
    },
    async answers(transmissionIds) {
      if (transmissionIds.length === 0) return [];
      const rows = await db.selectFrom('transmission_record').selectAll().where('transmission_id', 'in', [...transmissionIds]).execute();
      return rows.map((row) => ({
        transmissionId: row.transmission_id,
        versionId: row.record_version_id,
        accepted: row.accepted === null ? null : row.accepted === 1,
        errorCode: row.error_code,
        fieldTitle: row.field_title,
        description: row.description,
      }));
    },
    async setAnswer(answer) {
      await db
        .updateTable('transmission_record')
        .set({ accepted: answer.accepted === null ? null : answer.accepted ? 1 : 0, error_code: answer.errorCode, field_title: answer.fieldTitle, description: answer.description })
        .where('transmission_id', '=', answer.transmissionId)
        .where('record_version_id', '=', answer.versionId)
        .execute();
    },
    async addExport(entry) {
      await db
        .insertInto('export_log')
        .values({
          id: entry.id,
          class_id: entry.classId,
          scope: entry.scope,
          title: entry.title,
          file_name: entry.fileName,
          path: entry.path,
          bytes: entry.bytes,
          records: entry.records,
          digest: entry.digest,
          written_at: entry.writtenAt,
          written_by: entry.writtenBy,
          audit_head: entry.auditHead,
          verdict: entry.verdict,
        })
        .execute();
    },
    async exports() {
      const rows = await db.selectFrom('export_log').selectAll().orderBy('written_at', 'desc').execute();
      return rows.map((row) => ({
        id: row.id,
        classId: row.class_id,
        scope: row.scope,
        title: row.title,
        fileName: row.file_name,
        path: row.path,
        bytes: row.bytes,
        records: row.records,
        digest: row.digest,
        writtenAt: row.written_at,
        writtenBy: row.written_by,
        auditHead: row.audit_head,
        verdict: row.verdict,
      }));
    },
  };
}

function withoutDocument(row: Omit<Selectable<Schema['transmission']>, 'document'>): Omit<StoredTransmission, 'document'> {
  return {
    id: row.id,
    classId: row.class_id,
    messageId: row.message_id,
    state: row.state,
    startedAt: row.started_at,
    answeredAt: row.answered_at,
    message: row.message,
    bytes: row.bytes,
  };
}
