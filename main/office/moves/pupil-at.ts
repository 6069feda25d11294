import { OfficeError } from '#core/contract/errors.ts';
import type { MoveRemark } from '#core/contract/moves.ts';
import type { Target } from '#core/contract/shared.ts';
import type { Repositories } from '../ports/database.ts';
import type { StoredClass, StoredEnrollment, StoredPupil, StoredYear } from '../ports/school-repositories.ts';

/** A pupil where an action finds him. */
export type PupilAt = { readonly pupil: StoredPupil; readonly enrollment: StoredEnrollment; readonly group: StoredClass; readonly year: StoredYear };

/** Throws OfficeError pupils.not-found. */
export async function pupilAt(repositories: Repositories, enrollmentId: string): Promise<PupilAt> {
  const enrollment = await repositories.pupils.enrollment(enrollmentId);
  const found = enrollment === null ? null : await repositories.pupils.byId(enrollment.pupilId);
  const group = enrollment === null ? null : await repositories.school.classById(enrollment.classId);
  if (enrollment === null || found === null || group === null) throw new OfficeError('pupils.not-found');
  return { pupil: found.pupil, enrollment, group, year: await repositories.school.currentYear() };
}

export function remark(severity: MoveRemark['severity'], code: MoveRemark['code'], params: MoveRemark['params'] = {}, target: Target | null = null): MoveRemark {
  return { severity, code, params, target };
}

/** First and last day on which something of a school year happens: 1 June before it (admission) to 31 August after it (summer results). */
export function daysOfYear(schoolYear: string): readonly [string, string] {
  const [from = '', to = ''] = schoolYear.split('-');
  return [`${from}-06-01`, `${to}-08-31`];
}

/** What every action on a pupil of the year asks of its day and its pupil. */
export function dayRemarks({ pupil, enrollment, year }: PupilAt, on: string): readonly MoveRemark[] {
  const name = pupil.data.fullName;
  const [first, last] = daysOfYear(year.name);
  return [
    ...(enrollment.yearId === year.id ? [] : [remark('error', 'past-year', { name })]),
    ...(on < first || on > last ? [remark('error', 'day-outside-year', { on, year: year.name })] : []),
    ...(on < enrollment.enteredOn ? [remark('error', 'day-before-entry', { name, on, entered: enrollment.enteredOn })] : []),
  ];
}
