import { OfficeError } from '#core/contract/errors.ts';
import { homeroomField, type HomeroomField } from '#core/contract/shared.ts';
import { longestCommendation, longestComment } from '#core/values/comment-lengths.ts';
import { levels } from '#core/values/marks.ts';
import { homeroomText, readHomeroomField } from '../homeroom/homeroom-input.ts';
import { gatherClass, gatherPupil, type PupilYear } from '../results/class-data.ts';
import { absencesOf, pupilResult } from '../results/pupil-result.ts';
import { absenceDoubts } from './absence-doubts.ts';
import { attendanceCounts } from './attendance-counts.ts';
import { plainColumn, type OpenRegister, type RegisterColumn, type RegisterFrame, type RegisterSource } from './open-register.ts';

/** A few pupils are read one by one, more with their whole class. */
const fewPupils = 3;

/** The homeroom teacher's sheet of the year: conduct (TT 22/2021 Art. 8; none in primary classes), absences, measures, comments and commendations. */
export async function openHomeroom({ repositories, frame, semester1Ends, only }: RegisterSource): Promise<OpenRegister> {
  const pupils: readonly PupilYear[] = only !== null && only.length <= fewPupils ? await Promise.all([...new Set(only)].map((id) => gatherPupil(repositories, frame, id))) : (await gatherClass(repositories, frame.group.id)).pupils;
  const byId = new Map(pupils.map((pupil) => [pupil.enrollment.id, pupil]));
  // What stands in the sheet's own cells, whatever else is known of the pupil's year.
  const entries = new Map((await repositories.homeroom.ofClass(frame.group.id)).map((entry) => [entry.enrollmentId, entry]));
  const changes = new Map((await repositories.registers.homeroomChanges(frame.group.id)).map((each) => [`${each.enrollmentId} ${each.field}`, each.changes]));
  const attendance = await attendanceCounts(repositories, frame.group.id, semester1Ends);
  const columns = homeroomColumns(frame);
  const results = new Map(frame.kind === 'levels' ? pupils.map((pupil) => [pupil.enrollment.id, pupilResult(frame, pupil)]) : []);

  const mayTrainInSummer = (enrollmentId: string) => results.get(enrollmentId)?.outcome.decision.startsWith('SUMMER_CONDUCT') === true;
  const value = (enrollmentId: string, field: HomeroomField) => entries.get(enrollmentId)?.[field] ?? null;

  return {
    columns,
    pupils,
    cell({ enrollmentId, column }) {
      const field = fieldOf(column);
      if (field === null) return null;
      const text = homeroomText(field, value(enrollmentId, field));
      const changed = changes.get(`${enrollmentId} ${field}`) ?? 0;
      return text === '' && changed === 0 ? null : { text, changes: changed };
    },
    read({ enrollmentId, column }, typed, way) {
      const field = knownField(column);
      const text = homeroomText(field, readHomeroomField(field, typed));
      if (way === 'enter' && field === 'summerConduct' && text !== '' && !mayTrainInSummer(enrollmentId)) throw new OfficeError('registers.summer-not-due');
      return text;
    },
    async set({ enrollmentId, column }, text, change) {
      const field = knownField(column);
      await repositories.homeroom.setField(enrollmentId, field, readHomeroomField(field, text), change);
    },
    semesterOf: (column) => (column.endsWith('1') ? 1 : 2),
    computed(enrollmentId) {
      const absences = absencesOf(byId.get(enrollmentId)?.homeroom ?? null);
      const conduct = results.get(enrollmentId)?.conduct ?? null;
      return { ...(absences === null ? {} : { absences: String(absences) }), ...(conduct === null ? {} : { conductYear: conduct }) };
    },
    closed: (enrollmentId) => (frame.kind === 'levels' && !mayTrainInSummer(enrollmentId) && value(enrollmentId, 'summerConduct') === null ? ['summerConduct'] : []),
    doubts(enrollmentId) {
      if (byId.get(enrollmentId)?.enrollment.status !== 'studying') return [];
      return absenceDoubts(attendance, enrollmentId, entries.get(enrollmentId) ?? null).map(({ field, counted }) => ({ column: field, why: 'absences-differ', expected: String(counted) }));
    },
    supplied(enrollmentId) {
      const supplied = byId.get(enrollmentId)?.transferred.semesters.find(({ semester }) => semester === 1);
      const values = { conduct1: supplied?.conduct ?? null, excused1: supplied?.excused ?? null, unexcused1: supplied?.unexcused ?? null };
      const own = Object.entries(values) as [keyof typeof values, string | number | null][];
      return Object.fromEntries(own.flatMap(([field, given]) => (given === null || value(enrollmentId, field) !== null ? [] : [[field, homeroomText(field, given)]])));
    },
    totals: () => [],
  };
}

function homeroomColumns({ kind }: RegisterFrame): readonly RegisterColumn[] {
  const level = (column: HomeroomField): RegisterColumn => ({ ...plainColumn, column, kind: 'choice', choices: [...levels] });
  const count = (column: HomeroomField): RegisterColumn => ({ ...plainColumn, column, kind: 'count' });
  const text = (column: HomeroomField, longest: number): RegisterColumn => ({ ...plainColumn, column, kind: 'text', longest });
  const computed = (column: string): RegisterColumn => ({ ...plainColumn, column, kind: 'computed' });
  const measures = (['height', 'weight'] as const).map((column): RegisterColumn => ({ ...plainColumn, column, kind: 'measure' }));
  const absences = [count('excused1'), count('unexcused1'), count('excused2'), count('unexcused2'), computed('absences')];
  const comment = text('comment', longestComment);
  const commendation = text('commendation', longestCommendation);
  if (kind === 'levels') return [level('conduct1'), level('conduct2'), computed('conductYear'), level('summerConduct'), ...absences, ...measures, comment, commendation];
  const nominated: RegisterColumn = { ...plainColumn, column: 'nominated', kind: 'choice', choices: ['x'] };
  const decision: RegisterColumn = { ...plainColumn, column: 'supportDecision', kind: 'choice', choices: [homeroomText('supportDecision', 'PROMOTED'), homeroomText('supportDecision', 'RETAINED')] };
  return [...absences, ...measures, comment, nominated, text('outstanding', longestCommendation), commendation, decision];
}

function fieldOf(column: string): HomeroomField | null {
  return homeroomField.options.find((field) => field === column) ?? null;
}

function knownField(column: string): HomeroomField {
  const field = fieldOf(column);
  if (field === null) throw new OfficeError('gradebook.not-found');
  return field;
}
