import type { Kysely } from 'kysely';
import { editKind } from '#core/contract/cell-steps.ts';
import { enrollmentId as enrollmentIdOf } from '#core/values/ids.ts';
import { attributeLevels, attributePeriods } from '#core/values/registers.ts';
import type { RegisterPlace, RegisterRepository } from '#main/office/ports/register-repository.ts';
import type { Schema } from './schema.ts';

export function createRegisterRepository(db: Kysely<Schema>): RegisterRepository {
  return {
    async cells(classId, register, period) {
      let query = db.selectFrom('enrollment').innerJoin('register_cell', 'register_cell.enrollment_id', 'enrollment.id').selectAll('register_cell').where('enrollment.class_id', '=', classId).where('register_cell.register', '=', register);
      if (period !== null) query = query.where('register_cell.period', '=', period);
      const rows = await query.execute();
      return rows.map((row) => ({ enrollmentId: row.enrollment_id, period: row.period, column: row.column_name, value: row.value, changes: row.changes }));
    },
    async setCell({ enrollmentId, register, period, column }, value, change) {
      const key = { enrollment_id: enrollmentId, register, period, column_name: column };
      const { earlier } = await db
        .selectFrom('register_change')
        .select((eb) => eb.fn.countAll<number>().as('earlier'))
        .where((eb) => eb.and(key))
        .executeTakeFirstOrThrow();
      if (value === null) {
        await db
          .deleteFrom('register_cell')
          .where((eb) => eb.and(key))
          .execute();
      } else {
        // Everything after the first entry is a change, also when the cell was empty in between.
        await db
          .insertInto('register_cell')
          .values({ ...key, value, changes: earlier })
          .onConflict((conflict) => conflict.columns(['enrollment_id', 'register', 'period', 'column_name']).doUpdateSet({ value, changes: earlier }))
          .execute();
      }
      await db
        .insertInto('register_change')
        .values({ ...key, before: change.before, after: change.after, reason: change.reason, changed_at: change.at, user_id: change.userId, step_id: change.stepId })
        .execute();
    },
    async attributes(classId) {
      const all = db
        .selectFrom('enrollment')
        .innerJoin('register_cell', 'register_cell.enrollment_id', 'enrollment.id')
        .innerJoin('school_year', 'school_year.id', 'enrollment.year_id')
        .selectAll('register_cell')
        .where('register_cell.register', '=', 'attributes')
        .where('register_cell.column_name', 'not like', 'NHAN_XET%');
      const rows = await (classId === null ? all.where('school_year.current', '=', 1) : all.where('enrollment.class_id', '=', classId)).execute();
      return rows.map((row) => ({ enrollmentId: row.enrollment_id, period: oneOf(attributePeriods, row.period), code: row.column_name, level: oneOf(attributeLevels, row.value) }));
    },
    async history({ register, period, enrollmentId, column }) {
      const rows =
        register === 'homeroom'
          ? await db
              .selectFrom('homeroom_change')
              .leftJoin('user_account', 'user_account.id', 'homeroom_change.user_id')
              .select(['before', 'after', 'reason', 'changed_at', 'user_id', 'user_account.display_name'])
              .where('enrollment_id', '=', enrollmentId)
              .where('field', '=', column)
              .orderBy('homeroom_change.id')
              .execute()
          : await db
              .selectFrom('register_change')
              .leftJoin('user_account', 'user_account.id', 'register_change.user_id')
              .select(['before', 'after', 'reason', 'changed_at', 'user_id', 'user_account.display_name'])
              .where((eb) => eb.and({ enrollment_id: enrollmentId, register, period, column_name: column }))
              .orderBy('register_change.id')
              .execute();
      return rows.map((row) => ({ before: row.before, after: row.after, reason: row.reason, at: row.changed_at, userId: row.user_id, userName: row.display_name ?? row.user_id }));
    },
    async homeroomChanges(classId) {
      const rows = await db
        .selectFrom('enrollment')
        .innerJoin('homeroom_change', 'homeroom_change.enrollment_id', 'enrollment.id')
        .select(({ fn }) => ['homeroom_change.enrollment_id', 'homeroom_change.field', fn.countAll<number>().as('entries')])
        .where('enrollment.class_id', '=', classId)
        .groupBy(['homeroom_change.enrollment_id', 'homeroom_change.field'])
        .having(({ fn }) => fn.countAll<number>(), '>', 1)
        .execute();
      return rows.map((row) => ({ enrollmentId: row.enrollment_id, field: row.field, changes: row.entries - 1 }));
    },
    async rewrittenConduct(classId) {
      const field = ['homeroom_change.enrollment_id', 'homeroom_change.field'] as const;
      const rewritten = db
        .selectFrom('enrollment')
        .innerJoin('homeroom_change', 'homeroom_change.enrollment_id', 'enrollment.id')
        .select(field)
        .where('enrollment.class_id', '=', classId)
        .where('homeroom_change.field', 'in', ['conduct1', 'conduct2', 'summerConduct'])
        .groupBy(field)
        .having(({ fn }) => fn.countAll<number>(), '>', 1);
      const rows = await db
        .selectFrom(rewritten.as('cell'))
        .innerJoin('homeroom_change', (join) => join.onRef('homeroom_change.enrollment_id', '=', 'cell.enrollment_id').onRef('homeroom_change.field', '=', 'cell.field'))
        .leftJoin('user_account', 'user_account.id', 'homeroom_change.user_id')
        .leftJoin('register_step', 'register_step.id', 'homeroom_change.step_id')
        .select([...field, 'homeroom_change.before', 'homeroom_change.after', 'homeroom_change.reason', 'homeroom_change.changed_at', 'homeroom_change.user_id', 'user_account.display_name', 'register_step.state'])
        .orderBy('homeroom_change.id')
        .execute();
      return rows.map((row) => ({ enrollmentId: row.enrollment_id, field: row.field, before: row.before, after: row.after, reason: row.reason, at: row.changed_at, userId: row.user_id, userName: row.display_name ?? row.user_id, undone: row.state === 'undone' || row.state === 'dropped' }));
    },
    async addStep({ userId, kind, cells, at, ...place }) {
      const sheet = { ...sheetOf(place), user_id: userId };
      await db
        .updateTable('register_step')
        .set({ state: 'dropped' })
        .where((eb) => eb.and({ ...sheet, state: 'undone' }))
        .execute();
      const { id } = await db.insertInto('register_step').values({ ...sheet, kind, cells, made_at: at, state: 'done' }).returning('id').executeTakeFirstOrThrow();
      return id;
    },
    async nextStep({ userId, state, ...place }) {
      const row = await db
        .selectFrom('register_step')
        .select(['id', 'kind'])
        .where((eb) => eb.and({ ...sheetOf(place), user_id: userId, state }))
        .orderBy('id', state === 'done' ? 'desc' : 'asc')
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? null : { id: row.id, kind: editKind.parse(row.kind) };
    },
    async changesOfStep(stepId) {
      const cells = await db.selectFrom('register_change').select(['enrollment_id', 'column_name', 'before', 'after']).where('step_id', '=', stepId).orderBy('id').execute();
      const fields = await db.selectFrom('homeroom_change').select(['enrollment_id', 'field as column_name', 'before', 'after']).where('step_id', '=', stepId).orderBy('id').execute();
      return [...cells, ...fields].map((row) => ({ enrollmentId: enrollmentIdOf.parse(row.enrollment_id), column: row.column_name, before: row.before, after: row.after }));
    },
    async setStepState(stepId, state) {
      await db.updateTable('register_step').set({ state }).where('id', '=', stepId).execute();
    },
  };
}

function sheetOf({ classId, register, period }: RegisterPlace) {
  return { class_id: classId, register, period };
}

function oneOf<const Value extends string>(known: readonly Value[], text: string): Value {
  const value = known.find((each) => each === text);
  if (value === undefined) throw new Error(`unknown value in the database: ${text}`);
  return value;
}
