import type { PupilData } from '#core/contract/pupils.ts';
import type { PupilField } from '#core/contract/shared.ts';
import { lackingFields } from '#core/quality/person-checks.ts';
import { ethnicityName } from '#core/values/ethnicities.ts';

/** Fields of the record's first page that are empty or cannot be right: what the data rules call missing. */
export function pupilLacking(data: PupilData): PupilField[] {
  return [...lackingFields(data, (code) => ethnicityName(code) !== null)];
}
