import type { MoveAction } from '#core/contract/moves.ts';
import type { Repositories } from '../ports/database.ts';
import { change, placeholderIds, type MovePlan } from './move-plan.ts';
import { dayRemarks, pupilAt, remark, type PupilAt } from './pupil-at.ts';

type Leave = Extract<MoveAction, { kind: 'leave' }>;
type Return = Extract<MoveAction, { kind: 'return' }>;

export type AtTheDoor = PupilAt & { readonly hasRecord: boolean };

export async function gatherAtTheDoor(repositories: Repositories, enrollmentId: string): Promise<AtTheDoor> {
  return { ...(await pupilAt(repositories, enrollmentId)), hasRecord: (await repositories.records.recordOfEnrollment(enrollmentId)) !== null };
}

/** A pupil leaves the school: the results so far stay as they are, nothing more is due (domain: transferOut). */
export function planLeave(found: AtTheDoor, { on, reason, destination, decision }: Leave): MovePlan {
  const { pupil, enrollment, group, hasRecord } = found;
  const name = pupil.data.fullName;
  return {
    subject: { name, className: group.name, on },
    rows: [{ group: group.name, name, code: 'left', params: { on, reason, destination, decision } }],
    remarks: [
      ...dayRemarks(found, on),
      ...(enrollment.status === 'studying' ? [] : [remark('error', 'already-left', { name })]),
      ...(decision === '' ? [remark('warning', 'no-decision')] : []),
      ...(reason === 'transferred' && destination === '' ? [remark('warning', 'no-destination')] : []),
      remark('note', 'marks-stay', { name }),
      ...(hasRecord ? [remark('warning', 'record-outdated', { name })] : []),
    ],
    changes: [
      change('enrollment', enrollment, { ...enrollment, status: 'left-school', leftOn: on }),
      change('move', null, { id: placeholderIds().next(), enrollmentId: enrollment.id, kind: 'left', movedOn: on, classId: group.id, position: enrollment.position, otherSchool: destination, decision, reason }),
    ],
  };
}

/** A pupil who left comes back to the class of this year. */
export function planReturn(found: AtTheDoor, { on, decision }: Return): MovePlan {
  const { pupil, enrollment, group } = found;
  const name = pupil.data.fullName;
  return {
    subject: { name, className: group.name, on },
    rows: [{ group: group.name, name, code: 'returned', params: { on, decision } }],
    remarks: [...dayRemarks(found, on), ...(enrollment.status === 'left-school' ? [] : [remark('error', 'not-away', { name })]), ...(enrollment.leftOn !== null && on < enrollment.leftOn ? [remark('error', 'day-before-entry', { name, on, entered: enrollment.leftOn })] : [])],
    changes: [
      change('enrollment', enrollment, { ...enrollment, status: 'studying', leftOn: null }),
      change('move', null, { id: placeholderIds().next(), enrollmentId: enrollment.id, kind: 'returned', movedOn: on, classId: group.id, position: enrollment.position, otherSchool: '', decision, reason: '' }),
    ],
  };
}
