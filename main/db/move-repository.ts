import { sql, type Kysely, type Selectable } from 'kysely';
import type { EntityName, JournalEntities, MoveRepository, PastYear, Standing, StoredAction, StoredMove } from '#main/office/ports/move-repository.ts';
import { asEnrollment, asPupil } from './pupil-repository.ts';
import type { Schema } from './schema.ts';
import { referringColumns } from './sqlite-only.ts';

type Row = Readonly<Record<string, string | number | null>>;

/** Where an entity lies: its table, the properties that make its id, and all its properties in the order of their columns. */
type Place = { readonly table: keyof Schema; readonly key: readonly string[]; readonly properties: readonly string[] };

const personal = ['ministryCode', 'personalId', 'registryNumber', 'fullName', 'birthDate', 'sex', 'ethnicity', 'nationality', 'birthPlace', 'homeTown', 'address', 'fatherName', 'motherName', 'guardianName'] as const;

const places: Readonly<Record<EntityName, Place>> = {
  year: { table: 'school_year', key: ['id'], properties: ['id', 'name', 'createdAt', 'current'] },
  class: { table: 'class_group', key: ['id'], properties: ['id', 'yearId', 'name', 'grade', 'homeroomTeacherId'] },
  periods: { table: 'subject_year', key: ['yearId', 'subjectId', 'grade'], properties: ['yearId', 'subjectId', 'grade', 'periods', 'elective'] },
  assignment: { table: 'assignment', key: ['classId', 'subjectId'], properties: ['classId', 'subjectId', 'teacherId'] },
  pupil: { table: 'pupil', key: ['id'], properties: ['id', ...personal] },
  enrollment: { table: 'enrollment', key: ['id'], properties: ['id', 'yearId', 'classId', 'pupilId', 'position', 'status', 'enteredOn', 'leftOn'] },
  choice: { table: 'subject_choice', key: ['enrollmentId', 'subjectId'], properties: ['enrollmentId', 'subjectId', 'topics'] },
  exemption: { table: 'exemption', key: ['enrollmentId', 'subjectId'], properties: ['enrollmentId', 'subjectId', 'kind', 'term', 'reason', 'decidedOn'] },
  move: { table: 'pupil_move', key: ['id'], properties: ['id', 'enrollmentId', 'kind', 'movedOn', 'classId', 'position', 'otherSchool', 'decision', 'reason'] },
  transferredResult: { table: 'transferred_result', key: ['enrollmentId', 'subjectId', 'semester'], properties: ['enrollmentId', 'subjectId', 'semester', 'score', 'pass', 'level'] },
  transferredSemester: { table: 'transferred_semester', key: ['enrollmentId', 'semester'], properties: ['enrollmentId', 'semester', 'school', 'conduct', 'excused', 'unexcused'] },
  historicResult: { table: 'historic_result', key: ['pupilId', 'schoolYear'], properties: ['pupilId', 'schoolYear', 'className', 'school', 'enteredOn', 'circular', 'learning', 'conduct', 'outcome', 'title'] },
  finalDecision: { table: 'final_decision', key: ['enrollmentId'], properties: ['enrollmentId', 'decision', 'basis', 'decidedOn', 'decidedBy'] },
};

/** Histories of what people enter; they only grow. */
const histories = ['mark_change', 'homeroom_change', 'register_change'] as const;

/** So many ids are asked for in one statement. */
const atOnce = 500;

/** Work that is not journalled, by the table it lies in. */
const works: Readonly<Record<string, Standing>> = {
  mark: 'marks',
  mark_change: 'marks',
  edit_step: 'marks',
  homeroom_entry: 'homeroom',
  homeroom_change: 'homeroom',
  register_step: 'homeroom',
  register_cell: 'homeroom',
  register_change: 'homeroom',
  record: 'records',
  sheet_lock: 'locks',
  entry_window: 'locks',
  reopening: 'locks',
  transmission: 'sending',
  export_log: 'sending',
};

const entityOfTable = new Map(Object.entries(places).map(([name, { table }]) => [table as string, name as EntityName]));

/** The journal of actions that can be taken back, and the generic reading and writing of what they change. */
export function createMoveRepository(db: Kysely<Schema>): MoveRepository {
  let referring: ReturnType<typeof referringColumns> | null = null;
  const movesWithClass = () => db.selectFrom('pupil_move').innerJoin('enrollment', 'enrollment.id', 'pupil_move.enrollment_id').innerJoin('class_group', 'class_group.id', 'pupil_move.class_id').selectAll('pupil_move').select('class_group.name as class_name').orderBy('pupil_move.moved_on');
  const enrollmentsOf = (column: 'class_id' | 'id', value: string) => db.selectFrom('enrollment').select('id').where(column, '=', value);
  const pupilsOf = (column: 'class_id' | 'pupil_id', value: string) => db.selectFrom('enrollment').select('pupil_id').where(column, '=', value);

  async function transferred(enrollments: ReturnType<typeof enrollmentsOf>) {
    const results = await db.selectFrom('transferred_result').selectAll().where('enrollment_id', 'in', enrollments).execute();
    const semesters = await db.selectFrom('transferred_semester').selectAll().where('enrollment_id', 'in', enrollments).execute();
    return { results: results.map((row) => valueOf('transferredResult', places.transferredResult, row)), semesters: semesters.map((row) => valueOf('transferredSemester', places.transferredSemester, row)) };
  }

  async function pastYears(pupils: ReturnType<typeof pupilsOf>, beforeYear: string): Promise<readonly PastYear[]> {
    const here = await db
      .selectFrom('enrollment')
      .innerJoin('school_year', 'school_year.id', 'enrollment.year_id')
      .innerJoin('class_group', 'class_group.id', 'enrollment.class_id')
      .select(['enrollment.pupil_id', 'school_year.name as year_name', 'class_group.name as class_name', 'enrollment.entered_on'])
      .where('enrollment.pupil_id', 'in', pupils)
      .where('school_year.name', '<', beforeYear)
      .execute();
    const elsewhere = await db.selectFrom('historic_result').selectAll().where('pupil_id', 'in', pupils).where('school_year', '<', beforeYear).execute();
    return [
      ...here.map((row): PastYear => ({ pupilId: row.pupil_id, schoolYear: row.year_name, className: row.class_name, school: '', enteredOn: row.entered_on })),
      ...elsewhere.map((row): PastYear => ({ pupilId: row.pupil_id, schoolYear: row.school_year, className: row.class_name, school: row.school, enteredOn: row.entered_on })),
    ].toSorted((a, b) => (a.schoolYear < b.schoolYear ? -1 : 1));
  }

  const where = ({ key }: Place, id: string) => {
    const parts = id.split(' ');
    return sql.join(
      key.map((property, index) => sql`${sql.ref(columnOf(property))} = ${parts[index] ?? ''}`),
      sql` and `,
    );
  };

  return {
    idOf: (entity, value) => places[entity].key.map((property) => String((value as unknown as Row)[property])).join(' '),
    async read(entity, id) {
      const place = places[entity];
      const { rows } = await sql<Row>`select ${sql.join(place.properties.map((property) => sql.ref(columnOf(property))))} from ${sql.table(place.table)} where ${where(place, id)}`.execute(db);
      return rows[0] === undefined ? null : valueOf(entity, place, rows[0]);
    },
    async write(entity, id, value) {
      const place = places[entity];
      if (value === null) {
        await sql`delete from ${sql.table(place.table)} where ${where(place, id)}`.execute(db);
        return;
      }
      const row = rowOf(entity, value);
      const rest = place.properties.filter((property) => !place.key.includes(property));
      await sql`insert into ${sql.table(place.table)} (${sql.join(place.properties.map((property) => sql.ref(columnOf(property))))}) values (${sql.join(place.properties.map((property) => row[property] ?? null))})
        on conflict (${sql.join(place.key.map((property) => sql.ref(columnOf(property))))}) do update set ${sql.join(rest.map((property) => sql`${sql.ref(columnOf(property))} = ${row[property] ?? null}`))}`.execute(db);
    },
    async standingOn(entity, ids) {
      referring ??= referringColumns(db);
      const standing = new Map<string, Map<Standing, number>>();
      for (const { table, column, target } of places[entity].key.length > 1 ? [] : await referring) {
        if (target !== places[entity].table) continue;
        const what = entityOfTable.get(table) ?? works[table] ?? 'other';
        for (let from = 0; from < ids.length; from += atOnce) {
          const { rows } = await sql<{ readonly id: string; readonly count: number }>`select ${sql.ref(column)} as id, count(*) as count from ${sql.table(table)} where ${sql.ref(column)} in (${sql.join(ids.slice(from, from + atOnce))}) group by ${sql.ref(column)}`.execute(db);
          for (const { id, count } of rows) {
            const own = standing.get(id) ?? new Map<Standing, number>();
            standing.set(id, own.set(what, (own.get(what) ?? 0) + count));
          }
        }
      }
      return standing;
    },
    async workSince(enrollmentId, { id, madeAt }) {
      const { histories: text } = await db.selectFrom('bulk_action').select('histories').where('id', '=', id).executeTakeFirstOrThrow();
      const ends = JSON.parse(text) as Readonly<Record<string, number>>;
      for (const table of histories) {
        if ((await db.selectFrom(table).select('id').where('enrollment_id', '=', enrollmentId).where('id', '>', ends[table] ?? 0).limit(1).executeTakeFirst()) !== undefined) return true;
      }
      const version = await db.selectFrom('record_version').innerJoin('record', 'record.id', 'record_version.record_id').select('record_version.id').where('record.enrollment_id', '=', enrollmentId).where('record_version.created_at', '>=', madeAt).limit(1).executeTakeFirst();
      return version !== undefined;
    },
    async addAction({ kind, subject, madeAt, madeBy }, changes) {
      const ends: Record<string, number> = {};
      for (const table of histories) ends[table] = (await db.selectFrom(table).select((eb) => eb.fn.max('id').as('last')).executeTakeFirst())?.last ?? 0;
      const values = { kind, subject, made_at: madeAt, made_by: madeBy, histories: JSON.stringify(ends), undone_at: null, undone_by: null };
      const { id } = await db.insertInto('bulk_action').values(values).returning('id').executeTakeFirstOrThrow();
      for (const [index, { entity, entityId, before, after }] of changes.entries()) await db.insertInto('bulk_change').values({ action_id: id, order_index: index, entity, entity_id: entityId, before, after }).execute();
      return id;
    },
    async actions(limit) {
      return (await db.selectFrom('bulk_action').selectAll().orderBy('id', 'desc').limit(limit).execute()).map(asAction);
    },
    async action(id) {
      const row = await db.selectFrom('bulk_action').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : asAction(row);
    },
    async changes(actionId) {
      const rows = await db.selectFrom('bulk_change').selectAll().where('action_id', '=', actionId).orderBy('order_index').execute();
      return rows.map(({ entity, entity_id, before, after }) => ({ entity: entity as EntityName, entityId: entity_id, before, after }));
    },
    async markUndone(actionId, at, by) {
      await db.updateTable('bulk_action').set({ undone_at: at, undone_by: by }).where('id', '=', actionId).execute();
    },
    async movedAway(classId) {
      const rows = await db
        .selectFrom('pupil_move')
        .innerJoin('enrollment', 'enrollment.id', 'pupil_move.enrollment_id')
        .innerJoin('pupil', 'pupil.id', 'enrollment.pupil_id')
        .innerJoin('class_group', 'class_group.id', 'enrollment.class_id')
        .selectAll('pupil_move')
        .select(['enrollment.year_id', 'enrollment.class_id as present_class_id', 'enrollment.pupil_id', 'enrollment.entered_on', 'class_group.name as to_class'])
        .where('pupil_move.kind', '=', 'changed-class')
        .where('pupil_move.class_id', '=', classId)
        .whereRef('enrollment.class_id', '<>', 'pupil_move.class_id')
        .orderBy('pupil_move.moved_on')
        .execute();
      const last = new Map(rows.map((row) => [row.enrollment_id, row]));
      const pupils = new Map((last.size === 0 ? [] : await db.selectFrom('pupil').selectAll().where('id', 'in', [...last.values()].map(({ pupil_id }) => pupil_id)).execute()).map((row) => [row.id, asPupil(row)]));
      return [...last.values()].flatMap((row) => {
        const pupil = pupils.get(row.pupil_id);
        const past = { id: row.enrollment_id, year_id: row.year_id, class_id: classId, pupil_id: row.pupil_id, position: row.position, status: 'moved-class' as const, entered_on: row.entered_on, left_on: row.moved_on };
        return pupil === undefined ? [] : [{ pupil, enrollment: asEnrollment(past), move: asMove(row), toClass: row.to_class }];
      });
    },
    async movesOfClass(classId) {
      return (await movesWithClass().where('enrollment.class_id', '=', classId).execute()).map((row) => ({ ...asMove(row), className: row.class_name }));
    },
    async movesOfPupil(pupilId) {
      return (await movesWithClass().where('enrollment.pupil_id', '=', pupilId).execute()).map((row) => ({ ...asMove(row), className: row.class_name }));
    },
    transferredOfClass: (classId) => transferred(enrollmentsOf('class_id', classId)),
    transferredOf: (enrollmentId) => transferred(enrollmentsOf('id', enrollmentId)),
    async pastYearsOfClass(classId) {
      const year = await db.selectFrom('class_group').innerJoin('school_year', 'school_year.id', 'class_group.year_id').select('school_year.name').where('class_group.id', '=', classId).executeTakeFirst();
      return year === undefined ? [] : pastYears(pupilsOf('class_id', classId), year.name);
    },
    pastYearsOf: (pupilId, beforeYear) => pastYears(pupilsOf('pupil_id', pupilId), beforeYear),
    async historicOf(pupilId) {
      const rows = await db.selectFrom('historic_result').selectAll().where('pupil_id', '=', pupilId).orderBy('school_year').execute();
      return rows.map((row) => valueOf('historicResult', places.historicResult, row));
    },
    async finalDecisions(classId) {
      const rows = await db.selectFrom('final_decision').selectAll().where('enrollment_id', 'in', enrollmentsOf('class_id', classId)).execute();
      return rows.map((row) => valueOf('finalDecision', places.finalDecision, row));
    },
    async hasLater(kind, actionId) {
      return (await db.selectFrom('bulk_action').select('id').where('kind', '=', kind).where('id', '>', actionId).where('undone_at', 'is', null).limit(1).executeTakeFirst()) !== undefined;
    },
    async setMovePlace(moveId, position) {
      await db.updateTable('pupil_move').set({ position }).where('id', '=', moveId).execute();
    },
  };
}

/** `entered_on` of `enteredOn`. */
function columnOf(property: string): string {
  return property.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
}

/** A pupil's data lie one level down. */
function valueOf<Name extends EntityName>(entity: Name, { properties }: Place, row: Row): JournalEntities[Name] {
  const flat = Object.fromEntries(properties.map((property) => [property, row[columnOf(property)] ?? null]));
  if (entity !== 'pupil') return flat as unknown as JournalEntities[Name];
  const { id, ...data } = flat;
  return { id, data } as unknown as JournalEntities[Name];
}

function rowOf<Name extends EntityName>(entity: Name, value: JournalEntities[Name]): Row {
  if (entity !== 'pupil') return value as unknown as Row;
  const { id, data } = value as JournalEntities['pupil'];
  return { id, ...data };
}

function asAction(row: Selectable<Schema['bulk_action']>): StoredAction {
  return { id: row.id, kind: row.kind, subject: row.subject, madeAt: row.made_at, madeBy: row.made_by, undoneAt: row.undone_at, undoneBy: row.undone_by };
}

function asMove(row: Schema['pupil_move']): StoredMove {
  return { id: row.id, enrollmentId: row.enrollment_id, kind: row.kind, movedOn: row.moved_on, classId: row.class_id, position: row.position, otherSchool: row.other_school, decision: row.decision, reason: row.reason };
}
