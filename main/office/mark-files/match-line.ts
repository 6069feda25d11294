import { nameKey } from '#core/text/names.ts';
import type { FileLine } from './file-lines.ts';

/** Whom a line can be about. `codes`: the ministry's code and the personal number. */
export type Person = { readonly id: string; readonly fullName: string; readonly birthDate: string; readonly codes: readonly string[] };

/** Whose line it is. several: namesakes whom the line does not tell apart; other: its id or code belongs to somebody of another name, as when only a part of a list was sorted. */
export type LineMatch = { readonly kind: 'one'; readonly id: string } | { readonly kind: 'none' | 'several' | 'other' };

/** By the program's id, else by the ministry's code or the personal number, else by name and birthday, else by the name that only one pupil of the class has. Never guessed. */
export function matchLine(people: readonly Person[], line: Pick<FileLine, 'id' | 'code' | 'name' | 'birthDate'>): LineMatch {
  const name = nameKey(line.name);
  const isNamed = ({ fullName }: Person) => nameKey(fullName) === name;
  const isBorn = ({ birthDate }: Person) => line.birthDate !== '' && birthDate === line.birthDate;
  const numbered = people.find(({ id }) => line.id !== '' && id === line.id) ?? people.find(({ codes }) => line.code !== '' && codes.includes(line.code));
  // A corrected name or a corrected birthday is the same pupil; a line with both different was mixed up.
  if (numbered !== undefined) return isNamed(numbered) || isBorn(numbered) ? { kind: 'one', id: numbered.id } : { kind: 'other' };
  const named = people.filter(isNamed);
  const born = named.filter(isBorn);
  const [only] = born.length > 0 ? born : named;
  if (only === undefined) return { kind: 'none' };
  if (born.length > 1 || (born.length === 0 && named.length > 1)) return { kind: 'several' };
  // Somebody of this name, but born on another day: not this pupil.
  return born.length === 0 && line.birthDate !== '' ? { kind: 'none' } : { kind: 'one', id: only.id };
}
