import type { PupilData } from '#core/contract/pupils.ts';
import type { PupilField } from '#core/contract/shared.ts';
import { ethnicityName } from '#core/values/ethnicities.ts';

/**
 * Fields of the record's first page that are empty or cannot be right (CV 2088 annex 1, QĐ 1789 annex IV: required). One of the parents or a guardian is
 * enough: a school must not invent a mother.
 */
export function pupilLacking(data: PupilData): PupilField[] {
  const required = ['ministryCode', 'registryNumber', 'fullName', 'birthDate', 'nationality', 'birthPlace', 'homeTown', 'address'] as const satisfies readonly PupilField[];
  const lacking: PupilField[] = required.filter((field) => data[field] === '');
  if (!/^\d{12}$/u.test(data.personalId)) lacking.push('personalId');
  if (ethnicityName(data.ethnicity) === null) lacking.push('ethnicity');
  if (data.fatherName === '' && data.motherName === '' && data.guardianName === '') lacking.push('motherName');
  return lacking;
}
