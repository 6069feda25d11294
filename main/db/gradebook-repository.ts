import type { Kysely, Selectable } from 'kysely';
import { markColumn, type Semester } from '#core/contract/shared.ts';
import type { GradebookRepository, MarkPlace, StoredMark } from '#main/office/ports/school-repositories.ts';
import type { Schema } from './schema.ts';

export function createGradebookRepository(db: Kysely<Schema>): GradebookRepository {
  async function mark(place: MarkPlace): Promise<StoredMark | null> {
    const row = await db
      .selectFrom('mark')
      .selectAll()
      .where('enrollment_id', '=', place.enrollmentId)
      .where('subject_id', '=', place.subjectId)
      .where('semester', '=', place.semester)
      .where('column_name', '=', place.column)
      .executeTakeFirst();
    return row === undefined ? null : asMark(row);
  }

  return {
    async marks(classId, subjectId) {
      let query = db.selectFrom('mark').innerJoin('enrollment', 'enrollment.id', 'mark.enrollment_id').selectAll('mark').where('enrollment.class_id', '=', classId);
      if (subjectId !== null) query = query.where('mark.subject_id', '=', subjectId);
      const rows = await query.execute();
      return rows.map(asMark);
    },
    async marksOfPupil(enrollmentId) {
      return (await db.selectFrom('mark').selectAll().where('enrollment_id', '=', enrollmentId).execute()).map(asMark);
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
        const values = { state: value.state, score: value.score, pass: value.pass, comment: value.comment, changes: earlier };
        await db
          .insertInto('mark')
          .values({ ...key, ...values })
          .onConflict((conflict) => conflict.columns(['enrollment_id', 'subject_id', 'semester', 'column_name']).doUpdateSet(values))
          .execute();
      }
      await db
        .insertInto('mark_change')
        .values({ ...key, before: change.before, after: change.after, reason: change.reason, changed_at: change.at, user_id: change.userId })
        .execute();
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
  };
}

function asMark(row: Selectable<Schema['mark']>): StoredMark {
  return {
    enrollmentId: row.enrollment_id,
    subjectId: row.subject_id,
    semester: semesterOf(row.semester),
    column: markColumn.parse(row.column_name),
    state: row.state,
    score: row.score,
    pass: row.pass,
    comment: row.comment,
    changes: row.changes,
  };
}

function semesterOf(value: number): Semester {
  if (value === 1 || value === 2) return value;
  throw new Error(`unknown semester in the database: ${value}`);
}
