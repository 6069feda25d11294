import { OfficeError } from '#core/contract/errors.ts';
import type { Repositories } from '../ports/database.ts';
import type { StoredClass, StoredYear } from '../ports/school-repositories.ts';

/** The school year that a class is of; the present one where no class is meant. */
export async function yearOfClass({ school }: Pick<Repositories, 'school'>, classId: string | null): Promise<StoredYear> {
  const group = classId === null ? null : await school.classById(classId);
  return (group === null ? null : await school.yearById(group.yearId)) ?? school.currentYear();
}

/** A class of the present school year: past years are only read. Throws OfficeError school.not-found, school.past-year. */
export async function presentClass({ school }: Pick<Repositories, 'school'>, classId: string): Promise<StoredClass> {
  const group = await school.classById(classId);
  if (group === null) throw new OfficeError('school.not-found');
  if (group.yearId !== (await school.currentYear()).id) throw new OfficeError('school.past-year');
  return group;
}
