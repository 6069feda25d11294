import { nameKey } from '#core/text/names.ts';
import type { PupilYear } from '../results/class-data.ts';
import type { FileLine } from './file-lines.ts';

/** Whose line it is. several: namesakes whom the line does not tell apart; other: its id or code belongs to somebody of another name, as when only a part of a list was sorted. */
export type LineMatch = { readonly kind: 'one'; readonly pupil: PupilYear } | { readonly kind: 'none' | 'several' | 'other' };

/** By the program's id, else by the ministry's code or the personal number, else by name and birthday, else by the name that only one pupil of the class has. Never guessed. */
export function matchLine(pupils: readonly PupilYear[], line: Pick<FileLine, 'id' | 'code' | 'name' | 'birthDate'>): LineMatch {
  const name = nameKey(line.name);
  const isNamed = ({ pupil }: PupilYear) => nameKey(pupil.data.fullName) === name;
  const isBorn = ({ pupil }: PupilYear) => line.birthDate !== '' && pupil.data.birthDate === line.birthDate;
  const numbered = pupils.find(({ enrollment }) => line.id !== '' && enrollment.id === line.id) ?? pupils.find(({ pupil }) => line.code !== '' && (pupil.data.ministryCode === line.code || pupil.data.personalId === line.code));
  // A corrected name or a corrected birthday is the same pupil; a line with both different was mixed up.
  if (numbered !== undefined) return isNamed(numbered) || isBorn(numbered) ? { kind: 'one', pupil: numbered } : { kind: 'other' };
  const named = pupils.filter(isNamed);
  const born = named.filter(isBorn);
  const [only] = born.length > 0 ? born : named;
  if (only === undefined) return { kind: 'none' };
  if (born.length > 1 || (born.length === 0 && named.length > 1)) return { kind: 'several' };
  // Somebody of this name, but born on another day: not this pupil.
  return born.length === 0 && line.birthDate !== '' ? { kind: 'none' } : { kind: 'one', pupil: only };
}
