import type { Kysely, Selectable } from 'kysely';
import type { HomeroomField } from '#core/contract/shared.ts';
import type { HomeroomRepository, StoredHomeroom } from '#main/office/ports/school-repositories.ts';
import type { Schema } from './schema.ts';

type Column = Exclude<keyof Schema['homeroom_entry'], 'enrollment_id'>;

const columns: Readonly<Record<HomeroomField, Column>> = {
  conduct1: 'conduct1',
  conduct2: 'conduct2',
  excused1: 'excused1',
  unexcused1: 'unexcused1',
  excused2: 'excused2',
  unexcused2: 'unexcused2',
  height: 'height',
  weight: 'weight',
  comment: 'comment',
  summerConduct: 'summer_conduct',
  commendation: 'commendation',
  nominated: 'nominated',
  outstanding: 'outstanding',
  supportDecision: 'support_decision',
};

export function createHomeroomRepository(db: Kysely<Schema>): HomeroomRepository {
  return {
    async ofClass(classId) {
      const all = db.selectFrom('homeroom_entry').innerJoin('enrollment', 'enrollment.id', 'homeroom_entry.enrollment_id').innerJoin('school_year', 'school_year.id', 'enrollment.year_id').selectAll('homeroom_entry');
      const rows = await (classId === null ? all.where('school_year.current', '=', 1) : all.where('enrollment.class_id', '=', classId)).execute();
      return rows.map(asHomeroom);
    },
    async entry(enrollmentId) {
      const row = await db.selectFrom('homeroom_entry').selectAll().where('enrollment_id', '=', enrollmentId).executeTakeFirst();
      return row === undefined ? null : asHomeroom(row);
    },
    async setField(enrollmentId, field, value, change) {
      await db
        .insertInto('homeroom_entry')
        .values({ ...empty, enrollment_id: enrollmentId, [columns[field]]: value })
        .onConflict((conflict) => conflict.column('enrollment_id').doUpdateSet({ [columns[field]]: value }))
        .execute();
      await db
        .insertInto('homeroom_change')
        .values({ enrollment_id: enrollmentId, field, before: change.before, after: change.after, reason: change.reason ?? null, changed_at: change.at, user_id: change.userId, step_id: change.stepId ?? null })
        .execute();
    },
  };
}

const empty = {
  conduct1: null,
  conduct2: null,
  excused1: null,
  unexcused1: null,
  excused2: null,
  unexcused2: null,
  height: null,
  weight: null,
  comment: null,
  summer_conduct: null,
  commendation: null,
  nominated: null,
  outstanding: null,
  support_decision: null,
} as const;

function asHomeroom(row: Selectable<Schema['homeroom_entry']>): StoredHomeroom {
  return {
    enrollmentId: row.enrollment_id,
    conduct1: row.conduct1,
    conduct2: row.conduct2,
    excused1: row.excused1,
    unexcused1: row.unexcused1,
    excused2: row.excused2,
    unexcused2: row.unexcused2,
    height: row.height,
    weight: row.weight,
    comment: row.comment,
    summerConduct: row.summer_conduct,
    commendation: row.commendation,
    nominated: row.nominated,
    outstanding: row.outstanding,
    supportDecision: row.support_decision,
  };
}
