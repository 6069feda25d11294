import type { Kysely, Selectable } from 'kysely';
import type { PupilRepository, StoredEnrollment, StoredPupil } from '#main/office/ports/school-repositories.ts';
import type { Schema } from './schema.ts';

const worked = ['mark', 'mark_change', 'homeroom_entry', 'homeroom_change', 'register_cell', 'register_change', 'record', 'subject_choice', 'pupil_move', 'transferred_result', 'transferred_semester', 'review_decision', 'final_decision'] as const;

export function createPupilRepository(db: Kysely<Schema>): PupilRepository {
  const currentYear = () => db.selectFrom('school_year').select('id').where('current', '=', 1);

  async function enrollmentOf(pupilId: string): Promise<StoredEnrollment | null> {
    const row = await db
      .selectFrom('enrollment')
      .selectAll()
      .where('pupil_id', '=', pupilId)
      .where('year_id', '=', currentYear())
      // A pupil who changed class has two: the present one stands.
      .orderBy((eb) => eb.case().when('status', '=', 'studying').then(0).else(1).end())
      .orderBy('entered_on', 'desc')
      .executeTakeFirst();
    return row === undefined ? null : asEnrollment(row);
  }

  return {
    async ofClass(classId) {
      let query = db
        .selectFrom('enrollment')
        .innerJoin('pupil', 'pupil.id', 'enrollment.pupil_id')
        .selectAll('pupil')
        .select(['enrollment.id as enrollment_id', 'year_id', 'class_id', 'pupil_id', 'position', 'status', 'entered_on', 'left_on'])
        .orderBy('class_id')
        .orderBy('position');
      query = classId === null ? query.where('year_id', '=', currentYear()) : query.where('class_id', '=', classId);
      const rows = await query.execute();
      return rows.map((row) => ({ pupil: asPupil(row), enrollment: asEnrollment({ ...row, id: row.enrollment_id }) }));
    },
    async sizes(yearId) {
      const rows = await db
        .selectFrom('class_group')
        .innerJoin('enrollment', 'enrollment.class_id', 'class_group.id')
        .select(({ fn }) => ['class_group.id', fn.countAll<number>().as('size')])
        .where('class_group.year_id', '=', yearId ?? currentYear())
        .where('enrollment.status', '=', 'studying')
        .groupBy('class_group.id')
        .execute();
      return new Map(rows.map(({ id, size }) => [id, size]));
    },
    async byId(pupilId) {
      const row = await db.selectFrom('pupil').selectAll().where('id', '=', pupilId).executeTakeFirst();
      return row === undefined ? null : { pupil: asPupil(row), enrollment: await enrollmentOf(pupilId) };
    },
    async enrollment(enrollmentId) {
      const row = await db.selectFrom('enrollment').selectAll().where('id', '=', enrollmentId).executeTakeFirst();
      return row === undefined ? null : asEnrollment(row);
    },
    async all() {
      const rows = await db.selectFrom('pupil').selectAll().execute();
      return rows.map(asPupil);
    },
    async savePupil(pupil) {
      const { data } = pupil;
      const values = {
        ministry_code: data.ministryCode,
        personal_id: data.personalId,
        registry_number: data.registryNumber,
        full_name: data.fullName,
        birth_date: data.birthDate,
        sex: data.sex,
        ethnicity: data.ethnicity,
        nationality: data.nationality,
        birth_place: data.birthPlace,
        home_town: data.homeTown,
        address: data.address,
        father_name: data.fatherName,
        mother_name: data.motherName,
        guardian_name: data.guardianName,
      };
      await db
        .insertInto('pupil')
        .values({ id: pupil.id, ...values })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
        .execute();
    },
    async removePupil(id) {
      await db.deleteFrom('pupil').where('id', '=', id).execute();
    },
    async saveEnrollment(enrollment) {
      const values = {
        year_id: enrollment.yearId,
        class_id: enrollment.classId,
        pupil_id: enrollment.pupilId,
        position: enrollment.position,
        status: enrollment.status,
        entered_on: enrollment.enteredOn,
        left_on: enrollment.leftOn,
      };
      await db
        .insertInto('enrollment')
        .values({ id: enrollment.id, ...values })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
        .execute();
    },
    async removeEnrollment(id) {
      await db.deleteFrom('enrollment').where('id', '=', id).execute();
    },
    async exemptions(classId: string | null) {
      const all = db
        .selectFrom('exemption')
        .innerJoin('enrollment', 'enrollment.id', 'exemption.enrollment_id')
        .innerJoin('school_year', 'school_year.id', 'enrollment.year_id')
        .selectAll('exemption');
      const rows = await (classId === null ? all.where('school_year.current', '=', 1) : all.where('enrollment.class_id', '=', classId)).execute();
      return rows.map((row) => ({ enrollmentId: row.enrollment_id, subjectId: row.subject_id, kind: row.kind, term: row.term, reason: row.reason, decidedOn: row.decided_on }));
    },
    async choices(classId) {
      const all = db.selectFrom('subject_choice').innerJoin('enrollment', 'enrollment.id', 'subject_choice.enrollment_id').innerJoin('school_year', 'school_year.id', 'enrollment.year_id').selectAll('subject_choice');
      const rows = await (classId === null ? all.where('school_year.current', '=', 1) : all.where('enrollment.class_id', '=', classId)).execute();
      return rows.map((row) => ({ enrollmentId: row.enrollment_id, subjectId: row.subject_id, topics: row.topics === 1 }));
    },
    async setChoices(enrollmentId, choices) {
      await db.deleteFrom('subject_choice').where('enrollment_id', '=', enrollmentId).execute();
      for (const { subjectId, topics } of choices) await db.insertInto('subject_choice').values({ enrollment_id: enrollmentId, subject_id: subjectId, topics: topics ? 1 : 0 }).execute();
    },
    async addImport(entry, changes) {
      await db
        .insertInto('import_batch')
        .values({ id: entry.id, file_name: entry.fileName, applied_at: entry.appliedAt, applied_by: entry.appliedBy, added: entry.added, changed: entry.changed, undone_at: entry.undoneAt })
        .execute();
      for (const [index, change] of changes.entries()) {
        await db.insertInto('import_change').values({ batch_id: entry.id, order_index: index, entity: change.entity, entity_id: change.entityId, before: change.before, after: change.after }).execute();
      }
    },
    async imports() {
      const rows = await db.selectFrom('import_batch').selectAll().orderBy('applied_at', 'desc').execute();
      return rows.map((row) => ({ id: row.id, fileName: row.file_name, appliedAt: row.applied_at, appliedBy: row.applied_by, added: row.added, changed: row.changed, undoneAt: row.undone_at }));
    },
    async importChanges(importId) {
      const rows = await db.selectFrom('import_change').selectAll().where('batch_id', '=', importId).orderBy('order_index').execute();
      return rows.map((row) => ({ entity: row.entity, entityId: row.entity_id, before: row.before, after: row.after }));
    },
    async markImportUndone(importId, at) {
      await db.updateTable('import_batch').set({ undone_at: at }).where('id', '=', importId).execute();
    },
    async hasWork(enrollmentId) {
      // The history counts too: a cleared mark is still somebody's work, and the change log refuses to lose its pupil.
      for (const table of worked) {
        const row = await db.selectFrom(table).select('enrollment_id').where('enrollment_id', '=', enrollmentId).limit(1).executeTakeFirst();
        if (row !== undefined) return true;
      }
      return (await db.selectFrom('historic_result').innerJoin('enrollment', 'enrollment.pupil_id', 'historic_result.pupil_id').select('enrollment.id').where('enrollment.id', '=', enrollmentId).limit(1).executeTakeFirst()) !== undefined;
    },
  };
}

export function asPupil(row: Selectable<Schema['pupil']>): StoredPupil {
  return {
    id: row.id,
    data: {
      ministryCode: row.ministry_code,
      personalId: row.personal_id,
      registryNumber: row.registry_number,
      fullName: row.full_name,
      birthDate: row.birth_date,
      sex: row.sex,
      ethnicity: row.ethnicity,
      nationality: row.nationality,
      birthPlace: row.birth_place,
      homeTown: row.home_town,
      address: row.address,
      fatherName: row.father_name,
      motherName: row.mother_name,
      guardianName: row.guardian_name,
    },
  };
}

export function asEnrollment(row: Selectable<Schema['enrollment']>): StoredEnrollment {
  return { id: row.id, yearId: row.year_id, classId: row.class_id, pupilId: row.pupil_id, position: row.position, status: row.status, enteredOn: row.entered_on, leftOn: row.left_on };
}
