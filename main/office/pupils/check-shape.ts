import { OfficeError } from '#core/contract/errors.ts';
import type { PupilData } from '#core/contract/pupil-data.ts';
import { parseDay } from '#core/text/common.ts';
import { ethnicityName } from '#core/values/ethnicities.ts';

/** The contract knows the shapes; a day of the calendar, a number and a people are known here. */
export function checkShape({ personalId, birthDate, ethnicity }: PupilData): void {
  if (parseDay(birthDate.split('-').toReversed().join('/')) === null) throw new OfficeError('office.invalid-input', { field: 'birthDate' });
  if (ethnicity !== '' && ethnicityName(ethnicity) === null) throw new OfficeError('office.invalid-input', { field: 'ethnicity' });
  if (personalId !== '' && !/^\d{12}$/u.test(personalId)) throw new OfficeError('school.bad-personal-id');
}
