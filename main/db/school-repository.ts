import type { Kysely } from 'kysely';
import { z } from 'zod';
import { schoolLevel } from '#core/contract/shared.ts';
import type { SchoolRepository, StoredClass, StoredSubject, StoredTeacher } from '#main/office/ports/school-repositories.ts';
import type { Schema } from './schema.ts';

/** Class and teacher names in Vietnamese order; numbers in them as numbers, so that 6A10 follows 6A9. */
const collator = new Intl.Collator('vi', { numeric: true });

export function createSchoolRepository(db: Kysely<Schema>): SchoolRepository {
  const currentYear = async () => db.selectFrom('school_year').select(['id', 'name']).where('current', '=', 1).executeTakeFirstOrThrow();

  return {
    async school() {
      const row = await db.selectFrom('school').selectAll().where('id', '=', 1).executeTakeFirst();
      if (row === undefined) return null;
      return {
        code: row.code,
        name: row.name,
        programme: row.programme,
        levels: z.array(schoolLevel).parse(JSON.parse(row.levels)),
        departmentCode: row.department_code,
        departmentName: row.department_name,
        provinceName: row.province_name,
        communeName: row.commune_name,
        principalName: row.principal_name,
        principalPersonalId: row.principal_personal_id,
        principalTitle: row.principal_title,
        issuePlace: row.issue_place,
        homeroomSignature: row.homeroom_signature === 1,
        idleMinutes: row.idle_minutes,
        training: row.training === 1,
        createdAt: row.created_at,
      };
    },
    async saveSchool(school) {
      const values = {
        code: school.code,
        name: school.name,
        programme: school.programme,
        levels: JSON.stringify(school.levels),
        department_code: school.departmentCode,
        department_name: school.departmentName,
        province_name: school.provinceName,
        commune_name: school.communeName,
        principal_name: school.principalName,
        principal_personal_id: school.principalPersonalId,
        principal_title: school.principalTitle,
        issue_place: school.issuePlace,
        homeroom_signature: school.homeroomSignature ? 1 : 0,
        idle_minutes: school.idleMinutes,
      };
      // What a school is (training or real, since when) is said once and never changed.
      await db
        .insertInto('school')
        .values({ id: 1, ...values, training: school.training ? 1 : 0, created_at: school.createdAt })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
        .execute();
    },
    currentYear,
    async addYear(year, createdAt) {
      await db.updateTable('school_year').set({ current: 0 }).execute();
      await db.insertInto('school_year').values({ id: year.id, name: year.name, created_at: createdAt, current: 1 }).execute();
    },
    async years() {
      return db.selectFrom('school_year').select(['id', 'name']).orderBy('name', 'desc').execute();
    },
    async yearById(id) {
      return (await db.selectFrom('school_year').select(['id', 'name']).where('id', '=', id).executeTakeFirst()) ?? null;
    },
    async classes(yearId) {
      const rows = await db.selectFrom('class_group').selectAll().where('year_id', '=', yearId ?? (await currentYear()).id).execute();
      return rows.map(asClass).sort((a, b) => a.grade - b.grade || collator.compare(a.name, b.name));
    },
    async everyClass() {
      return (await db.selectFrom('class_group').selectAll().execute()).map(asClass);
    },
    async classById(id) {
      const row = await db.selectFrom('class_group').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : asClass(row);
    },
    async saveClass(value) {
      const change = { name: value.name, grade: value.grade, homeroom_teacher_id: value.homeroomTeacherId };
      await db
        .insertInto('class_group')
        .values({ id: value.id, year_id: value.yearId, ...change })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(change))
        .execute();
    },
    async removeClass(id) {
      await db.deleteFrom('class_group').where('id', '=', id).execute();
    },
    async teachers() {
      const rows = await db.selectFrom('teacher').selectAll().execute();
      return rows.map((row): StoredTeacher => ({ id: row.id, fullName: row.full_name, personalId: row.personal_id, active: row.active === 1 })).sort((a, b) => collator.compare(a.fullName, b.fullName));
    },
    async saveTeacher(value) {
      const change = { full_name: value.fullName, personal_id: value.personalId, active: value.active ? 1 : 0 };
      await db
        .insertInto('teacher')
        .values({ id: value.id, ...change })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(change))
        .execute();
    },
    async subjects(yearId) {
      const year = yearId ?? (await currentYear()).id;
      const rows = await db.selectFrom('subject').selectAll().orderBy('order_index').execute();
      const periods = await db.selectFrom('subject_year').select(['subject_id', 'grade', 'periods', 'elective']).where('year_id', '=', year).execute();
      return rows.map(
        (row): StoredSubject => ({
          id: row.id,
          code: row.code,
          name: row.name,
          shortName: row.short_name,
          kind: row.kind,
          order: row.order_index,
          periods: Object.fromEntries(periods.filter((entry) => entry.subject_id === row.id).map((entry) => [String(entry.grade), entry.periods])),
          electiveIn: periods.filter((entry) => entry.subject_id === row.id && entry.elective === 1).map(({ grade }) => grade),
        }),
      );
    },
    async saveSubject(value, yearId) {
      const change = { code: value.code, name: value.name, short_name: value.shortName, kind: value.kind, order_index: value.order };
      await db
        .insertInto('subject')
        .values({ id: value.id, ...change })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(change))
        .execute();
      await db.deleteFrom('subject_year').where('year_id', '=', yearId).where('subject_id', '=', value.id).execute();
      for (const [grade, periods] of Object.entries(value.periods)) {
        await db.insertInto('subject_year').values({ year_id: yearId, subject_id: value.id, grade: Number(grade), periods, elective: value.electiveIn.includes(Number(grade)) ? 1 : 0 }).execute();
      }
    },
    async subjectHasWork(id) {
      for (const table of ['mark_change', 'assignment', 'subject_choice', 'exemption', 'transferred_result', 'phrase', 'sheet_lock', 'entry_window', 'reopening'] as const) {
        if ((await db.selectFrom(table).select('subject_id').where('subject_id', '=', id).limit(1).executeTakeFirst()) !== undefined) return true;
      }
      return false;
    },
    async removeSubject(id) {
      await db.deleteFrom('subject_year').where('subject_id', '=', id).execute();
      await db.deleteFrom('subject').where('id', '=', id).execute();
    },
    async assignments(classId) {
      const all = db.selectFrom('assignment').innerJoin('class_group', 'class_group.id', 'assignment.class_id').select(['assignment.class_id', 'assignment.subject_id', 'assignment.teacher_id']);
      const query = classId === null ? all.where('class_group.year_id', '=', (await currentYear()).id) : all.where('assignment.class_id', '=', classId);
      const rows = await query.execute();
      return rows.map((row) => ({ classId: row.class_id, subjectId: row.subject_id, teacherId: row.teacher_id }));
    },
    async assign(classId, subjectId, teacherId) {
      await db.deleteFrom('assignment').where('class_id', '=', classId).where('subject_id', '=', subjectId).execute();
      if (teacherId !== null) await db.insertInto('assignment').values({ class_id: classId, subject_id: subjectId, teacher_id: teacherId }).execute();
    },
  };
}

function asClass(row: Schema['class_group']): StoredClass {
  return { id: row.id, yearId: row.year_id, name: row.name, grade: row.grade, homeroomTeacherId: row.homeroom_teacher_id };
}
