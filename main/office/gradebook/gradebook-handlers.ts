import { OfficeError } from '#core/contract/errors.ts';
import { changeReason } from '#core/values/locks.ts';
import type { CallContext, Handlers } from '../call-context.ts';
import { lockCheck, lockedColumns, lockStates } from '../locks/lock-check.ts';
import type { Clock } from '../ports/clock.ts';
import { gatherFrame, gatherPupil, gatherSubject, gatherYears, isAssessed } from '../results/class-data.ts';
import { checkDue, openSheet, planChanges, reverseStep, writeChanges, type EditAnswer, type EditResult, type SheetPlace } from './edit-cells.ts';
import { sheetColumns, sheetRow, sheetRows, type SheetFrame, type SheetSubject } from './gradebook-sheet.ts';
import { markText, readMark } from './mark-input.ts';
import { mayEditSubject } from './who-may.ts';

type Names = 'gradebook.sheet' | 'gradebook.setMark' | 'gradebook.checkMarks' | 'gradebook.setMarks' | 'gradebook.undo' | 'gradebook.redo' | 'gradebook.history';

export function createGradebookHandlers({ clock }: { readonly clock: Clock }): Handlers<Names> {
  async function edit(context: CallContext, place: SheetPlace, work: (writing: Parameters<typeof writeChanges>[0]) => Promise<EditResult>): Promise<EditAnswer> {
    const answer = await context.database().write(context.actor, async (repositories) => work({ repositories, sheet: await openSheet(repositories, place, context.user, clock.now()), clock, context }));
    if (answer.rows.length > 0) context.changed(['gradebook', 'results', 'records']);
    return answer;
  }

  return {
    'gradebook.sheet': ({ classId, subjectId, semester }, context) =>
      context.database().read(async (repositories) => {
        const data = await gatherFrame(repositories, classId);
        const subject = subjectOf(data, subjectId);
        const pupils = await gatherSubject(repositories, data, subjectId, semester);
        const columns = [...sheetColumns(data, subject, pupils, semester)];
        const stateOf = await lockStates(repositories, clock.now());
        return {
          classId,
          className: data.group.name,
          subjectId,
          subjectName: subject.name,
          kind: subject.kind,
          semester,
          periodsPerYear: subject.periodsPerYear,
          requiredRegular: subject.kind === 'primary' ? 0 : subject.requiredRegular,
          teacherName: data.teachers.get(data.assignments.get(subjectId) ?? '')?.fullName ?? null,
          columns,
          ...lockedColumns(columns, (column) => stateOf({ classId, subjectId, semester, column })),
          mayEdit: !data.past && mayEditSubject(context.user, data.assignments, subjectId),
          rows: await sheetRows(data, subject, pupils, semester, (failing) => gatherYears(repositories, failing)),
        };
      }),

    async 'gradebook.setMark'({ classId, subjectId, semester, enrollmentId, column, text, reason }, context) {
      const place = { enrollmentId, subjectId, semester, column };
      const answer = await context.database().write(context.actor, async (repositories) => {
        const frame = await gatherFrame(repositories, classId);
        const subject = subjectOf(frame, subjectId);
        if (!mayEditSubject(context.user, frame.assignments, subjectId)) throw new OfficeError('gradebook.not-yours');
        const pupil = await gatherPupil(repositories, frame, enrollmentId);
        if (pupil.enrollment.status !== 'studying' || !isAssessed(pupil, subjectId)) throw new OfficeError('gradebook.not-found');
        const lock = (await lockCheck(repositories, clock.now()))({ ...place, classId });
        if (lock.refusal !== null) throw lock.refusal;
        const value = readMark(subject.kind, column, text);
        if (value !== null) checkDue({ data: frame, subject, pupil }, semester, column);
        const before = await repositories.gradebook.mark(place);
        const [old, next] = [markText(before, column), markText(value, column)];
        const savedAt = clock.now();
        const own = reason === undefined || reason === '' ? null : reason;
        // Typing the same again is no change and leaves no trace in the history.
        if (old === next) return { value: { row: sheetRow(frame, subject, pupil, semester), savedAt, changed: false }, audit: null };
        if (lock.needsReason && old !== '' && own === null) throw new OfficeError('gradebook.reason-needed');
        const userId = context.user?.id ?? '';
        const stepId = await repositories.gradebook.addStep({ classId, subjectId, semester, userId, kind: 'edit', cells: 1, at: savedAt });
        await repositories.gradebook.setMark(place, value, { before: old, after: next, reason: changeReason(lock.reason, own), at: savedAt, userId, stepId });
        const row = sheetRow(frame, subject, await gatherPupil(repositories, frame, enrollmentId), semester);
        // The values stand in the cell's own history; the log may be read by people who must not see marks.
        return { value: { row, savedAt, changed: true }, audit: { action: 'gradebook.markSet', detail: { ...place, className: frame.group.name, subject: subject.code, cleared: value === null } } };
      });
      if (answer.changed) context.changed(['gradebook', 'results', 'records']);
      return { row: answer.row, savedAt: answer.savedAt };
    },

    'gradebook.checkMarks': ({ changes, ...place }, context) =>
      context.database().read(async (repositories) => ({ cells: planChanges(await openSheet(repositories, place, context.user, clock.now()), changes).map(({ verdict }) => verdict) })),

    'gradebook.setMarks': ({ changes, kind, reason, ...place }, context) => edit(context, place, (writing) => writeChanges(writing, changes, kind, reason === undefined || reason === '' ? null : reason)),
    'gradebook.undo': (place, context) => edit(context, place, (writing) => reverseStep(writing, 'undo')),
    'gradebook.redo': (place, context) => edit(context, place, (writing) => reverseStep(writing, 'redo')),

    'gradebook.history': ({ subjectId, semester, enrollmentId, column, classId }, context) =>
      context.database().read(async (repositories) => {
        await gatherPupil(repositories, await gatherFrame(repositories, classId), enrollmentId);
        const changes = await repositories.gradebook.history({ enrollmentId, subjectId, semester, column });
        return { changes: changes.map(({ at, userName, before, after, reason }) => ({ at, by: userName, before, after, reason })) };
      }),
  };
}

function subjectOf({ subjects }: Pick<SheetFrame, 'subjects'>, subjectId: string): SheetSubject {
  const subject = [...subjects].find(({ id }) => id === subjectId);
  if (subject === undefined) throw new OfficeError('gradebook.not-found');
  return subject;
}
