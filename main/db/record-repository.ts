import { sql, type Kysely } from 'kysely';
import type { CarriedRecord, RecordRepository, StoredVersion } from '#main/office/ports/record-repository.ts';
import { frozenColumns, frozenVersion, inPieces, signatureColumns, slotSignature } from './frozen-columns.ts';
import type { Schema } from './schema.ts';

type VersionRow = Schema['record_version'] & { readonly enrollment_id: string };

/** Records over one connection or one transaction. Frozen bytes and signatures are only ever inserted; triggers refuse anything else. */
export function createRecordRepository(db: Kysely<Schema>): RecordRepository {
  const versions = () => db.selectFrom('record_version').innerJoin('record', 'record.id', 'record_version.record_id').selectAll('record_version').select('record.enrollment_id');

  return {
    async currentOfClass(classId) {
      const rows = await versions()
        .innerJoin('enrollment', 'enrollment.id', 'record.enrollment_id')
        .whereRef('record.current_version_id', '=', 'record_version.id')
        .where('enrollment.class_id', '=', classId)
        .orderBy('enrollment.position')
        .execute();
      return rows.map(asVersion);
    },
    async current(recordId) {
      const row = await versions().whereRef('record.current_version_id', '=', 'record_version.id').where('record.id', '=', recordId).executeTakeFirst();
      return row === undefined ? null : asVersion(row);
    },
    async version(versionId) {
      const row = await versions().where('record_version.id', '=', versionId).executeTakeFirst();
      return row === undefined ? null : asVersion(row);
    },
    async carried(of) {
      const column = 'classId' in of ? 'enrollment.class_id' : 'yearId' in of ? 'enrollment.year_id' : 'enrollment.pupil_id';
      const rows = await db
        .selectFrom('enrollment')
        .innerJoin('pupil', 'pupil.id', 'enrollment.pupil_id')
        .innerJoin('class_group', 'class_group.id', 'enrollment.class_id')
        .innerJoin('school_year', 'school_year.id', 'enrollment.year_id')
        .leftJoin('record', 'record.enrollment_id', 'enrollment.id')
        .leftJoin('record_version', 'record_version.id', 'record.current_version_id')
        .leftJoin('signature', (join) => join.onRef('signature.record_version_id', '=', 'record_version.id').on('signature.role', '=', 'school'))
        .select(['enrollment.class_id', 'class_group.name as class_name', 'school_year.name as year_name', 'pupil.full_name', 'enrollment.status', 'record_version.id as version_id', 'signature.record_version_id as issued_id'])
        .select((eb) => eb.fn<number | null>('length', ['record_version.data']).as('bytes'))
        .where(column, '=', 'classId' in of ? of.classId : 'yearId' in of ? of.yearId : of.pupilId)
        .orderBy('school_year.name')
        .orderBy('class_group.grade')
        .orderBy('class_group.name')
        .orderBy('enrollment.position')
        .execute();
      return rows.map(
        (row): CarriedRecord => ({
          classId: row.class_id,
          className: row.class_name,
          yearName: row.year_name,
          pupilName: row.full_name,
          studying: row.status === 'studying',
          versionId: row.version_id,
          issued: row.issued_id !== null,
          bytes: row.bytes ?? 0,
        }),
      );
    },
    async sources(versionIds) {
      const rows = await inPieces(versionIds, (ids) => db.selectFrom('record_version').select(['id', 'record_id', 'uuid', 'source']).where('id', 'in', ids).execute());
      return rows.map((row) => ({ id: row.id, recordId: row.record_id, uuid: row.uuid, source: row.source }));
    },
    async signedBefore(versionIds, role) {
      const rows = await inPieces(versionIds, (ids) =>
        db
          .selectFrom('record_version as later')
          .innerJoin('record_version as earlier', (join) => join.onRef('earlier.record_id', '=', 'later.record_id').onRef('earlier.version', '<', 'later.version'))
          .innerJoin('signature', 'signature.record_version_id', 'earlier.id')
          .select(['later.id', 'later.data', 'earlier.id as beforeId', 'earlier.data as before', 'signature.region', 'signature.signed_at'])
          .where('later.id', 'in', ids)
          .where('signature.role', '=', role)
          .orderBy('earlier.version')
          .execute(),
      );
      // The last one stands: ordered by version.
      return [...new Map(rows.map((row) => [`${row.id} ${row.region}`, { versionId: row.id, region: row.region, data: new Uint8Array(row.data), beforeId: row.beforeId, before: new Uint8Array(row.before), signedAt: row.signed_at }])).values()];
    },
    async versionByUuid(uuid) {
      const row = await versions().where('record_version.uuid', '=', uuid).executeTakeFirst();
      return row === undefined ? null : asVersion(row);
    },
    async versionsOf(recordId) {
      const rows = await versions().where('record.id', '=', recordId).orderBy('record_version.version').execute();
      return rows.map(asVersion);
    },
    async addVersion({ recordId, enrollmentId, version }) {
      await db
        .insertInto('record')
        .values({ id: recordId, enrollment_id: enrollmentId, current_version_id: null })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
      await db
        .insertInto('record_version')
        .values({ ...frozenColumns(version), record_id: recordId, accepted: null })
        .execute();
      await db.updateTable('record').set({ current_version_id: version.id }).where('id', '=', recordId).execute();
    },
    async recordOfEnrollment(enrollmentId) {
      const row = await db
        .selectFrom('record')
        .leftJoin('record_version', 'record_version.record_id', 'record.id')
        .select(['record.id', 'record.current_version_id', (eb) => eb.fn.max('record_version.version').as('versions')])
        .where('record.enrollment_id', '=', enrollmentId)
        .groupBy(['record.id', 'record.current_version_id'])
        .executeTakeFirst();
      return row === undefined ? null : { id: row.id, currentVersionId: row.current_version_id, versions: row.versions ?? 0 };
    },
    async signatures(versionIds) {
      if (versionIds.length === 0) return [];
      const rows = await db.selectFrom('signature').selectAll().where('record_version_id', 'in', [...versionIds]).orderBy('record_version_id').orderBy('order_index').execute();
      return rows.map((row) => ({ versionId: row.record_version_id, region: row.region, ...slotSignature(row) }));
    },
    async addSignature(signature) {
      await db.insertInto('signature').values({ record_version_id: signature.versionId, region: signature.region, ...signatureColumns(signature) }).execute();
    },
    async setAccepted(versionId, accepted) {
      await db
        .updateTable('record_version')
        .set({ accepted: accepted ? 1 : 0 })
        .where('id', '=', versionId)
        .execute();
    },
    async countsByClass() {
      const rows = await db
        .selectFrom('record')
        .innerJoin('enrollment', 'enrollment.id', 'record.enrollment_id')
        .innerJoin('school_year', 'school_year.id', 'enrollment.year_id')
        .innerJoin('record_version', 'record_version.id', 'record.current_version_id')
        .leftJoin('signature', (join) => join.onRef('signature.record_version_id', '=', 'record_version.id').on('signature.role', '=', 'school'))
        .select((eb) => [
          'enrollment.class_id',
          eb.fn.count<number>('record.id').as('records'),
          eb.fn.count<number>('signature.record_version_id').as('issued'),
          sql<number>`sum(case when record_version.accepted = 1 then 1 else 0 end)`.as('accepted'),
        ])
        .where('school_year.current', '=', 1)
        .where('enrollment.status', '=', 'studying')
        .groupBy('enrollment.class_id')
        .execute();
      return rows.map((row) => ({ classId: row.class_id, records: row.records, issued: row.issued, accepted: row.accepted }));
    },
  };
}

function asVersion(row: VersionRow): StoredVersion {
  return { ...frozenVersion(row), recordId: row.record_id, enrollmentId: row.enrollment_id, accepted: row.accepted === null ? null : row.accepted === 1 };
}
