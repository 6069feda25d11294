import { OfficeError } from '#core/contract/errors.ts';
import type { HomeroomRow } from '#core/contract/homeroom.ts';
import { enrollmentId as enrollmentIdOf, pupilId as pupilIdOf } from '#core/values/ids.ts';
import type { Handlers } from '../call-context.ts';
import { mayEditHomeroom } from '../gradebook/who-may.ts';
import { lockCheck } from '../locks/lock-check.ts';
import type { Clock } from '../ports/clock.ts';
import { gatherClass, gatherFrame, gatherPupil, type LevelFrame, type PrimaryFrame, type PupilYear } from '../results/class-data.ts';
import { absencesOf, levelOf, pupilResult } from '../results/pupil-result.ts';
import { homeroomText, readHomeroomField } from './homeroom-input.ts';

export function createHomeroomHandlers({ clock }: { readonly clock: Clock }): Handlers<'homeroom.sheet' | 'homeroom.setField'> {
  return {
    'homeroom.sheet': ({ classId }, context) =>
      context.database().read(async (repositories) => {
        const data = await gatherClass(repositories, classId);
        return {
          classId,
          className: data.group.name,
          homeroomTeacherName: data.teachers.get(data.group.homeroomTeacherId ?? '')?.fullName ?? null,
          kind: data.kind,
          mayEdit: mayEditHomeroom(context.user, data.group),
          rows: data.pupils.map((pupil) => homeroomRow(data, pupil)),
        };
      }),

    async 'homeroom.setField'({ classId, enrollmentId, field, text }, context) {
      const answer = await context.database().write(context.actor, async (repositories) => {
        const frame = await gatherFrame(repositories, classId);
        if (!mayEditHomeroom(context.user, frame.group)) throw new OfficeError('homeroom.not-yours');
        const pupil = await gatherPupil(repositories, frame, enrollmentId);
        if (pupil.enrollment.status !== 'studying') throw new OfficeError('gradebook.not-found');
        const { refusal } = (await lockCheck(repositories, clock.now()))({ classId, subjectId: null, semester: field.endsWith('1') ? 1 : 2, column: null });
        if (refusal !== null) throw refusal;
        const value = readHomeroomField(field, text);
        const [before, after] = [homeroomText(field, pupil.homeroom?.[field] ?? null), homeroomText(field, value)];
        const savedAt = clock.now();
        if (before === after) return { value: { row: homeroomRow(frame, pupil), savedAt, changed: false }, audit: null };
        await repositories.homeroom.setField(enrollmentId, field, value, { before, after, at: savedAt, userId: context.user?.id ?? '' });
        const row = homeroomRow(frame, await gatherPupil(repositories, frame, enrollmentId));
        return { value: { row, savedAt, changed: true }, audit: { action: 'homeroom.fieldSet', detail: { enrollmentId, field, className: frame.group.name, cleared: value === null } } };
      });
      if (answer.changed) context.changed(['homeroom', 'results', 'records']);
      return { row: answer.row, savedAt: answer.savedAt };
    },
  };
}

function homeroomRow(data: Pick<LevelFrame, 'kind' | 'subjects' | 'rules'> | Pick<PrimaryFrame, 'kind'>, pupil: PupilYear): HomeroomRow {
  const { homeroom, enrollment } = pupil;
  const result = data.kind === 'levels' ? pupilResult(data, pupil) : null;
  const decision = result?.outcome.decision;
  return {
    enrollmentId: enrollmentIdOf.parse(enrollment.id),
    pupilId: pupilIdOf.parse(pupil.pupil.id),
    position: enrollment.position,
    fullName: pupil.pupil.data.fullName,
    birthDate: pupil.pupil.data.birthDate,
    status: enrollment.status,
    conduct1: result?.conduct1 ?? null,
    conduct2: result?.conduct2 ?? null,
    conductYear: result?.conduct ?? null,
    excused1: homeroom?.excused1 ?? null,
    unexcused1: homeroom?.unexcused1 ?? null,
    excused2: homeroom?.excused2 ?? null,
    unexcused2: homeroom?.unexcused2 ?? null,
    absences: absencesOf(homeroom),
    height: homeroom?.height ?? null,
    weight: homeroom?.weight ?? null,
    comment: homeroom?.comment ?? null,
    mayTrainInSummer: decision === 'SUMMER_CONDUCT' || decision === 'SUMMER_CONDUCT_THEN_REASSESS',
    summerConduct: levelOf(homeroom?.summerConduct),
    commendation: homeroom?.commendation ?? null,
    nominated: homeroom?.nominated === 1,
    outstanding: homeroom?.outstanding ?? null,
    supportDecision: homeroom?.supportDecision ?? null,
  };
}
