import type { Kysely } from 'kysely';
import { editKind } from '#core/contract/gradebook.ts';
import { markColumn } from '#core/contract/shared.ts';
import { enrollmentId as enrollmentIdOf } from '#core/values/ids.ts';
import type { GradebookRepository, MarkPlace, StoredMark } from '#main/office/ports/school-repositories.ts';
import type { Schema } from './schema.ts';

export function createGradebookRepository(db: Kysely<Schema>): GradebookRepository {
  async function mark(place: MarkPlace): Promise<StoredMark | null> {
    const rows = await db
      .selectFrom('mark')
      .select(cell)
      .where('enrollment_id', '=', place.enrollmentId)
      .where('subject_id', '=', place.subjectId)
      .where('semester', '=', place.semester)
      .where('column_name', '=', place.column)
      .execute();
    return asMarks(rows)[0] ?? null;
  }

  return {
    async marks(classId, subjectId, semester = null) {
      let query = db.selectFrom('mark').innerJoin('enrollment', 'enrollment.id', 'mark.enrollment_id').select(cell).where('enrollment.class_id', '=', classId);
      if (subjectId !== null) query = query.where('mark.subject_id', '=', subjectId);
      if (semester !== null) query = query.where('mark.semester', '=', semester);
      return asMarks(await query.execute());
    },
    async marksOfPupil(enrollmentId) {
      return asMarks(await db.selectFrom('mark').select(cell).where('enrollment_id', '=', enrollmentId).execute());
    },
    mark,
    async setMark(place, value, change) {
      const key = { enrollment_id: place.enrollmentId, subject_id: place.subjectId, semester: place.semester, column_name: place.column };
      const { earlier } = await db
        .selectFrom('mark_change')
        .select((eb) => eb.fn.countAll<number>().as('earlier'))
        .where('enrollment_id', '=', place.enrollmentId)
        .where('subject_id', '=', place.subjectId)
        .where('semester', '=', place.semester)
        .where('column_name', '=', place.column)
        .executeTakeFirstOrThrow();
      if (value === null) {
        await db
          .deleteFrom('mark')
          .where('enrollment_id', '=', place.enrollmentId)
          .where('subject_id', '=', place.subjectId)
          .where('semester', '=', place.semester)
          .where('column_name', '=', place.column)
          .execute();
      } else {
        // Everything after the first entry is a change, also when the cell was empty in between.
        const values = { state: value.state, score: value.score, pass: value.pass, comment: value.comment, level: value.level, changes: earlier };
        await db
          .insertInto('mark')
          .values({ ...key, ...values })
          .onConflict((conflict) => conflict.columns(['enrollment_id', 'subject_id', 'semester', 'column_name']).doUpdateSet(values))
          .execute();
      }
      await db
        .insertInto('mark_change')
        .values({ ...key, before: change.before, after: change.after, reason: change.reason, changed_at: change.at, user_id: change.userId, step_id: change.stepId ?? null })
        .execute();
    },
    async counts(classId, semester) {
      const rows = await db
        .selectFrom('mark')
        .innerJoin('enrollment', 'enrollment.id', 'mark.enrollment_id')
        .select(({ fn, eb }) => [
          'mark.enrollment_id',
          'mark.subject_id',
          fn.sum<number>(eb.case().when(eb.and([eb('mark.column_name', 'like', 'regular%'), eb('mark.state', '=', 'entered')])).then(1).else(0).end()).as('regular'),
          fn.sum<number>(eb.case().when(eb.and([eb('mark.column_name', 'in', ['midterm', 'final']), eb('mark.state', '!=', 'excused')])).then(1).else(0).end()).as('periodic'),
          fn.sum<number>(eb.case().when('mark.state', '=', 'excused').then(1).else(0).end()).as('excused'),
          fn.sum<number>(eb.case().when('mark.column_name', 'in', ['comment', 'midComment', 'endComment']).then(1).else(0).end()).as('comments'),
          fn.sum<number>(eb.case().when(eb.and([eb('mark.column_name', '=', 'topic'), eb('mark.state', '=', 'entered')])).then(1).else(0).end()).as('topics'),
          fn.sum<number>(eb.case().when('mark.column_name', 'in', ['midLevel', 'midTest', 'endLevel', 'endTest']).then(1).else(0).end()).as('primary'),
        ])
        .where('enrollment.class_id', '=', classId)
        .where('enrollment.status', '=', 'studying')
        .where('mark.semester', '=', semester)
        .groupBy(['mark.enrollment_id', 'mark.subject_id'])
        .execute();
      return rows.map((row) => ({ enrollmentId: row.enrollment_id, subjectId: row.subject_id, regular: row.regular, periodic: row.periodic, excused: row.excused, comments: row.comments, topics: row.topics, primary: row.primary }));
    },
    async addStep({ classId, subjectId, semester, userId, kind, cells, at }) {
      const sheet = { class_id: classId, subject_id: subjectId, semester, user_id: userId };
      await db.updateTable('edit_step').set({ state: 'dropped' }).where('class_id', '=', classId).where('subject_id', '=', subjectId).where('semester', '=', semester).where('user_id', '=', userId).where('state', '=', 'undone').execute();
      const { id } = await db.insertInto('edit_step').values({ ...sheet, kind, cells, made_at: at, state: 'done' }).returning('id').executeTakeFirstOrThrow();
      return id;
    },
    async nextStep({ classId, subjectId, semester, userId, state }) {
      const row = await db
        .selectFrom('edit_step')
        .select(['id', 'kind'])
        .where('class_id', '=', classId)
        .where('subject_id', '=', subjectId)
        .where('semester', '=', semester)
        .where('user_id', '=', userId)
        .where('state', '=', state)
        .orderBy('id', state === 'done' ? 'desc' : 'asc')
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? null : { id: row.id, kind: editKind.parse(row.kind) };
    },
    async changesOfStep(stepId) {
      const rows = await db.selectFrom('mark_change').select(['enrollment_id', 'column_name', 'before', 'after']).where('step_id', '=', stepId).orderBy('id').execute();
      return rows.map((row) => ({ enrollmentId: enrollmentIdOf.parse(row.enrollment_id), column: markColumn.parse(row.column_name), before: row.before, after: row.after }));
    },
    async setStepState(stepId, state) {
      await db.updateTable('edit_step').set({ state }).where('id', '=', stepId).execute();
    },
    async history(place) {
      const rows = await db
        .selectFrom('mark_change')
        .leftJoin('user_account', 'user_account.id', 'mark_change.user_id')
        .select(['mark_change.before', 'mark_change.after', 'mark_change.reason', 'mark_change.changed_at', 'mark_change.user_id', 'user_account.display_name'])
        .where('mark_change.enrollment_id', '=', place.enrollmentId)
        .where('mark_change.subject_id', '=', place.subjectId)
        .where('mark_change.semester', '=', place.semester)
        .where('mark_change.column_name', '=', place.column)
        .orderBy('mark_change.id')
        .execute();
      return rows.map((row) => ({ before: row.before, after: row.after, reason: row.reason, at: row.changed_at, userId: row.user_id, userName: row.display_name ?? row.user_id }));
    },
    async rewrittenCells(classId) {
      const cell = ['mark_change.enrollment_id', 'mark_change.subject_id', 'mark_change.semester', 'mark_change.column_name'] as const;
      const rewritten = db
        .selectFrom('mark_change')
        .innerJoin('enrollment', 'enrollment.id', 'mark_change.enrollment_id')
        .select(cell)
        .where('enrollment.class_id', '=', classId)
        .where('mark_change.column_name', 'not in', ['comment', 'midComment', 'endComment'])
        .groupBy(cell)
        .having((eb) => eb.fn.countAll(), '>', 1);
      const rows = await db
        .selectFrom(rewritten.as('cell'))
        .innerJoin('mark_change', (join) => join.onRef('mark_change.enrollment_id', '=', 'cell.enrollment_id').onRef('mark_change.subject_id', '=', 'cell.subject_id').onRef('mark_change.semester', '=', 'cell.semester').onRef('mark_change.column_name', '=', 'cell.column_name'))
        .leftJoin('user_account', 'user_account.id', 'mark_change.user_id')
        .leftJoin('edit_step', 'edit_step.id', 'mark_change.step_id')
        .select([...cell, 'mark_change.before', 'mark_change.after', 'mark_change.reason', 'mark_change.changed_at', 'mark_change.user_id', 'user_account.display_name', 'edit_step.state'])
        .orderBy('mark_change.id')
        .execute();
      const changes = rows.map((row) => ({
        enrollmentId: row.enrollment_id,
        subjectId: row.subject_id,
        semester: row.semester,
        column: row.column_name,
        before: row.before,
        after: row.after,
        reason: row.reason,
        at: row.changed_at,
        userId: row.user_id,
        userName: row.display_name ?? row.user_id,
        undone: row.state === 'undone' || row.state === 'dropped',
      }));
      return asMarks(changes);
    },
  };
}

/** A row as StoredMark has it, so that the ten thousand marks of a class are not copied one by one. */
const cell = ['mark.enrollment_id as enrollmentId', 'mark.subject_id as subjectId', 'mark.semester', 'mark.column_name as column', 'mark.state', 'mark.score', 'mark.pass', 'mark.comment', 'mark.level', 'mark.changes'] as const;

const columns: ReadonlySet<string> = new Set(markColumn.options);

/** The schema's own checks hold everything else. */
function asMarks<Row extends { readonly semester: number; readonly column: string }>(rows: readonly Row[]): readonly (Row & Pick<StoredMark, 'semester' | 'column'>)[] {
  if (rows.every(isKnown)) return rows;
  throw new Error(`unknown semester or column in the database: ${JSON.stringify(rows.find((row) => !isKnown(row)))}`);
}

function isKnown<Row extends { readonly semester: number; readonly column: string }>(row: Row): row is Row & Pick<StoredMark, 'semester' | 'column'> {
  return (row.semester === 1 || row.semester === 2) && columns.has(row.column);
}
