import type { MoveAction } from '#core/contract/moves.ts';
import type { PupilData } from '#core/contract/pupil-data.ts';
import type { Repositories } from '../ports/database.ts';
import type { StoredClass, StoredEnrollment, StoredPupil, StoredYear } from '../ports/school-repositories.ts';
import { checkShape } from '../pupils/check-shape.ts';
import { placesOf } from '../pupils/class-order.ts';
import { gatherFrame, type LevelFrame, type PrimaryFrame } from '../results/class-data.ts';
import { presentClass } from '../school/class-year.ts';
import { canonicalText, change, placeholderIds, type MovePlan } from './move-plan.ts';
import { planSupplied } from './plan-supplied.ts';
import { daysOfYear, remark } from './pupil-at.ts';

type Join = Extract<MoveAction, { kind: 'join' }>;

export type JoinFacts = {
  readonly group: StoredClass;
  readonly year: StoredYear;
  readonly frame: Pick<LevelFrame | PrimaryFrame, 'kind' | 'subjects'>;
  readonly nextPlace: number;
  /** Everybody the school ever had; `className` of those who are here this year. */
  readonly known: readonly { readonly pupil: StoredPupil; readonly className: string | null }[];
};

/** Errors: school.not-found, school.past-year, office.invalid-input, school.bad-personal-id. */
export async function gatherJoin(repositories: Repositories, { classId, data }: Join): Promise<JoinFacts> {
  checkShape(data);
  const group = await presentClass(repositories, classId);
  const frame = await gatherFrame(repositories, classId);
  const names = new Map((await repositories.school.classes()).map(({ id, name }) => [id, name]));
  const here = new Map((await repositories.pupils.ofClass(null)).map(({ pupil, enrollment }) => [pupil.id, names.get(enrollment.classId) ?? '']));
  const known = (await repositories.pupils.all()).map((pupil) => ({ pupil, className: here.get(pupil.id) ?? null }));
  const places = await placesOf(repositories, classId);
  return { group, year: frame.year, frame, nextPlace: (places.at(-1)?.enrollment.position ?? 0) + 1, known };
}

/** A pupil comes during the year, to the end of the class list, with what the old school supplied. */
export function planJoin({ group, year, frame, nextPlace, known }: JoinFacts, { on, oldSchool, decision, data, semester1 }: Join): MovePlan {
  const ids = placeholderIds();
  const name = data.fullName;
  const same = known.find(({ pupil }) => sharesNumber(pupil.data, data));
  const alike = known.find(({ pupil }) => pupil.id !== same?.pupil.id && pupil.data.fullName === data.fullName && pupil.data.birthDate === data.birthDate);
  const [first, last] = daysOfYear(year.name);
  const pupil: StoredPupil = { id: same?.pupil.id ?? ids.next(), data };
  const enrollment: StoredEnrollment = { id: ids.next(), yearId: year.id, classId: group.id, pupilId: pupil.id, position: nextPlace, status: 'studying', enteredOn: on, leftOn: null };
  const supplied = planSupplied({ frame, standing: { results: [], semesters: [] }, chosen: new Set(), marked: new Set() }, { enrollmentId: enrollment.id, group: group.name, name }, semester1);
  return {
    subject: { name, className: group.name, on, oldSchool },
    rows: [{ group: group.name, name, code: 'joined', params: { on, oldSchool, position: nextPlace, decision } }, ...supplied.rows],
    remarks: [
      ...(on < first || on > last ? [remark('error', 'day-outside-year', { on, year: year.name })] : []),
      ...(same?.className != null ? [remark('error', 'already-here', { name: same.pupil.data.fullName, className: same.className })] : []),
      ...(same !== undefined && same.className === null ? [remark('note', 'known-pupil', { name: same.pupil.data.fullName })] : []),
      ...(alike === undefined ? [] : [remark('warning', 'looks-alike', { name, className: alike.className ?? '' })]),
      ...(decision === '' ? [remark('warning', 'no-decision')] : []),
      ...supplied.remarks,
    ],
    changes: [
      ...(same !== undefined && canonicalText(same.pupil) === canonicalText(pupil) ? [] : [change('pupil', same?.pupil ?? null, pupil)]),
      change('enrollment', null, enrollment),
      change('move', null, { id: ids.next(), enrollmentId: enrollment.id, kind: 'joined', movedOn: on, classId: group.id, position: nextPlace, otherSchool: oldSchool, decision, reason: '' }),
      ...supplied.changes,
    ],
  };
}

function sharesNumber(one: PupilData, other: PupilData): boolean {
  return (one.personalId !== '' && one.personalId === other.personalId) || (one.ministryCode !== '' && one.ministryCode === other.ministryCode);
}
