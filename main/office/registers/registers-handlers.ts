import type { CellText } from '#core/contract/cell-steps.ts';
import { OfficeError } from '#core/contract/errors.ts';
import type { RegisterEdited, RegisterSheet } from '#core/contract/registers.ts';
import type { Semester } from '#core/contract/shared.ts';
import { semester1Ends, type SchoolYearFrames } from '#core/rules/school-year-frame.ts';
import { enrollmentId as enrollmentIdOf } from '#core/values/ids.ts';
import type { CallContext, Handlers } from '../call-context.ts';
import { mayEditHomeroom } from '../gradebook/who-may.ts';
import { lockedColumns, lockStates } from '../locks/lock-check.ts';
import type { Clock } from '../ports/clock.ts';
import type { Repositories } from '../ports/database.ts';
import type { RegisterPlace } from '../ports/register-repository.ts';
import { gatherFrame } from '../results/class-data.ts';
import { attendanceCounts } from './attendance-counts.ts';
import { absenceFields } from './absence-doubts.ts';
import { registerRow, type RegisterFrame } from './open-register.ts';
import { editRegister, openRegister, type RegisterEditor, type RegisterWritten } from './register-edits.ts';
import { keptRegisters, periodOfToday, periodsOf } from './register-periods.ts';

type Names = 'registers.sheet' | 'registers.check' | 'registers.set' | 'registers.undo' | 'registers.redo' | 'registers.history' | 'registers.checkAbsences' | 'registers.takeAbsences';

/** The reason that stands in the history of counts taken from the attendance register. */
const taken = 'Lấy từ sổ điểm danh';

export function createRegistersHandlers({ clock, frames }: { readonly clock: Clock; readonly frames: SchoolYearFrames }): Handlers<Names> {
  const opening = (repositories: Repositories, context: CallContext) => ({ repositories, frames, user: context.user, now: clock.now() });

  async function edit(context: CallContext, place: RegisterPlace, work: (editor: RegisterEditor, repositories: Repositories) => Promise<RegisterWritten>): Promise<RegisterEdited> {
    const answer = await context.database().write(context.actor, async (repositories) => work(await editRegister(opening(repositories, context), place), repositories));
    if (answer.rows.length > 0) context.changed(['homeroom', 'results', 'records']);
    return answer;
  }

  return {
    'registers.sheet': ({ classId, register, period }, context) =>
      context.database().read(async (repositories): Promise<RegisterSheet> => {
        const frame = await gatherFrame(repositories, classId);
        const shown = period ?? periodOfToday(register, frame, clock.now().slice(0, 10), register === 'homeroom' ? null : await latestPeriod(repositories, frame, register));
        const open = await openRegister(register, { repositories, frame, period: shown, semester1Ends: semester1Ends(frames, frame.year.name), only: null });
        const stateOf = await lockStates(repositories, clock.now());
        return {
          classId,
          className: frame.group.name,
          homeroomTeacherName: frame.teachers.get(frame.group.homeroomTeacherId ?? '')?.fullName ?? null,
          register,
          period: shown,
          periods: [...periodsOf(register, frame)],
          registers: [...keptRegisters(frame)],
          words: { learner: frame.rules.words.learner, classTeacher: frame.rules.words.classTeacher, circular: frame.rules.circular },
          absenceLimit: frame.kind === 'levels' ? { most: frame.rules.mostAbsences, article: frame.rules.articles.promotion } : null,
          columns: open.columns.map((column) => ({ ...column, semester: column.kind === 'computed' ? null : open.semesterOf(column.column) })),
          ...lockedColumns(open.columns.filter(({ kind }) => kind !== 'computed').map(({ column }) => column), (column) => stateOf({ classId, subjectId: null, semester: open.semesterOf(column), column: register })),
          mayEdit: !frame.past && mayEditHomeroom(context.user, frame.group),
          rows: open.pupils.map((pupil) => registerRow(open, pupil)),
          totals: [...open.totals()],
        };
      }),

    'registers.check': ({ changes, ...place }, context) => context.database().read(async (repositories) => ({ cells: await (await editRegister(opening(repositories, context), place)).check(changes) })),
    'registers.set': ({ changes, kind, reason, ...place }, context) => edit(context, place, (editor) => editor.write(changes, kind, reason === undefined || reason === '' ? null : reason)),
    'registers.undo': (place, context) => edit(context, place, (editor) => editor.reverse('undo')),
    'registers.redo': (place, context) => edit(context, place, (editor) => editor.reverse('redo')),

    'registers.history': ({ classId, ...place }, context) =>
      context.database().read(async (repositories) => {
        if ((await repositories.pupils.enrollment(place.enrollmentId))?.classId !== classId) throw new OfficeError('gradebook.not-found');
        const changes = await repositories.registers.history(place);
        return { changes: changes.map(({ at, userName, before, after, reason }) => ({ at, by: userName, before, after, reason })) };
      }),

    'registers.checkAbsences': ({ classId, semester }, context) =>
      context.database().read(async (repositories) => {
        const editor = await editRegister(opening(repositories, context), homeroomOf(classId));
        const verdicts = await editor.check(await countedAbsences(repositories, editor.frame, semester, frames));
        return { cells: verdicts.filter(({ verdict }) => verdict !== 'same') };
      }),

    'registers.takeAbsences': ({ classId, semester }, context) =>
      edit(context, homeroomOf(classId), async (editor, repositories) => editor.write(await countedAbsences(repositories, editor.frame, semester, frames), 'fill', taken)),
  };
}

function homeroomOf(classId: string): RegisterPlace {
  return { classId, register: 'homeroom', period: 'year' };
}

async function latestPeriod({ registers }: Pick<Repositories, 'registers'>, frame: RegisterFrame, register: 'attributes' | 'attendance'): Promise<string | null> {
  const used = new Set((await registers.cells(frame.group.id, register, null)).map(({ period }) => period));
  return periodsOf(register, frame).findLast((period) => used.has(period)) ?? null;
}

/** The semester's counts of everybody who studies, as typed into the homeroom sheet; where the old school's are all there is, they stand as they are. Errors: registers.no-attendance. */
async function countedAbsences(repositories: Repositories, { group, year }: RegisterFrame, semester: Semester, frames: SchoolYearFrames): Promise<readonly CellText<string>[]> {
  const counts = await attendanceCounts(repositories, group.id, semester1Ends(frames, year.name));
  if (!counts.kept[semester]) throw new OfficeError('registers.no-attendance', { semester });
  const fields = absenceFields(semester);
  const studying = (await repositories.pupils.ofClass(group.id)).filter(({ enrollment }) => enrollment.status === 'studying');
  return studying.flatMap(({ enrollment }) => {
    if (counts.suppliedAlone(enrollment.id, semester)) return [];
    const enrollmentId = enrollmentIdOf.parse(enrollment.id);
    const { excused, unexcused } = counts.of(enrollment.id, semester);
    return [
      { enrollmentId, column: fields.excused, text: String(excused) },
      { enrollmentId, column: fields.unexcused, text: String(unexcused) },
    ];
  });
}
