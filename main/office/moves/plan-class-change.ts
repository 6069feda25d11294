import type { MoveAction } from '#core/contract/moves.ts';
import type { Repositories } from '../ports/database.ts';
import type { StoredClass } from '../ports/school-repositories.ts';
import { byName, placesOf } from '../pupils/class-order.ts';
import { presentClass } from '../school/class-year.ts';
import { change, placeholderIds, type MovePlan } from './move-plan.ts';
import { dayRemarks, pupilAt, remark, type PupilAt } from './pupil-at.ts';

type ClassChange = Extract<MoveAction, { kind: 'change-class' }>;

export type ClassChangeFacts = {
  readonly pupils: readonly PupilAt[];
  readonly to: StoredClass;
  /** The place after the last of the new class. */
  readonly nextPlace: number;
  /** Classes with locks of their own: what was locked in one may be open in the other. */
  readonly ownLocks: ReadonlySet<string>;
  readonly withRecord: ReadonlySet<string>;
};

/** Throws OfficeError pupils.not-found, school.not-found, school.past-year. */
export async function gatherClassChange(repositories: Repositories, { enrollmentIds, classId }: ClassChange): Promise<ClassChangeFacts> {
  const to = await presentClass(repositories, classId);
  const pupils: PupilAt[] = [];
  const withRecord = new Set<string>();
  for (const enrollmentId of new Set(enrollmentIds)) {
    pupils.push(await pupilAt(repositories, enrollmentId));
    if ((await repositories.records.recordOfEnrollment(enrollmentId)) !== null) withRecord.add(enrollmentId);
  }
  const places = await placesOf(repositories, classId);
  return { pupils, to, nextPlace: (places.at(-1)?.enrollment.position ?? 0) + 1, ownLocks: new Set((await repositories.locks.locks()).flatMap(({ scope }) => scope.classId ?? [])), withRecord };
}

/**
 * Pupils change to another class of the grade: marks, entries and records hang on the enrollment and go along with their whole history; the old class's list
 * keeps the place, struck through; the new one gets them at its end.
 */
export function planClassChange({ pupils, to, nextPlace, ownLocks, withRecord }: ClassChangeFacts, { on, decision }: ClassChange): MovePlan {
  const ids = placeholderIds();
  const ordered = pupils.toSorted(byName);
  const first = ordered[0];
  return {
    subject: { name: first?.pupil.data.fullName ?? '', count: ordered.length, from: first?.group.name ?? '', to: to.name, on },
    rows: ordered.map(({ pupil, group }, index) => ({ group: group.name, name: pupil.data.fullName, code: 'class-changed', params: { from: group.name, to: to.name, position: nextPlace + index, on } })),
    remarks: [
      ...ordered.flatMap((found) => {
        const name = found.pupil.data.fullName;
        return [
          ...dayRemarks(found, on),
          ...(found.enrollment.status === 'studying' ? [] : [remark('error', 'already-left', { name })]),
          ...(found.group.id === to.id ? [remark('error', 'same-class', { name, to: to.name })] : []),
          ...(found.group.grade === to.grade ? [] : [remark('error', 'other-grade', { name, from: found.group.name, to: to.name })]),
          ...(withRecord.has(found.enrollment.id) ? [remark('warning', 'record-outdated', { name })] : []),
        ];
      }),
      ...[...new Set(ordered.filter(({ group }) => ownLocks.has(group.id) || ownLocks.has(to.id)).map(({ group }) => group.name))].map((from) => remark('warning', 'locks-differ', { from, to: to.name })),
      ...(decision === '' ? [remark('warning', 'no-decision')] : []),
      remark('note', 'marks-go-along', { to: to.name }),
    ],
    changes: ordered.flatMap(({ enrollment, group }, index) => [
      change('enrollment', enrollment, { ...enrollment, classId: to.id, position: nextPlace + index }),
      change('move', null, { id: ids.next(), enrollmentId: enrollment.id, kind: 'changed-class', movedOn: on, classId: group.id, position: enrollment.position, otherSchool: '', decision, reason: '' }),
    ]),
  };
}
