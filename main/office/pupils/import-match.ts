import { nameKey } from '#core/text/names.ts';
import type { StoredPupil } from '../ports/school-repositories.ts';
import type { ImportField } from './import-columns.ts';
import type { KnownPupils } from './known-pupils.ts';

/** Whose line it is. `other`: a number or code of the line belongs to somebody else. `namesake`: somebody of the same name and birthday, with another number. */
export type PupilMatch =
  | { readonly kind: 'none' }
  | { readonly kind: 'namesake' }
  | { readonly kind: 'one'; readonly pupil: StoredPupil }
  | { readonly kind: 'several' }
  | { readonly kind: 'other'; readonly field: 'personalId' | 'ministryCode' };

export type PupilIndex = {
  readonly byPersonalId: ReadonlyMap<string, StoredPupil>;
  readonly byMinistryCode: ReadonlyMap<string, StoredPupil>;
  readonly byPerson: ReadonlyMap<string, readonly StoredPupil[]>;
  readonly classOf: (pupil: StoredPupil) => string | null;
};

export function indexPupils({ pupils, enrollments, classes }: KnownPupils): PupilIndex {
  const byPerson = new Map<string, StoredPupil[]>();
  for (const pupil of pupils) {
    const key = personKey(pupil.data.fullName, pupil.data.birthDate);
    const list = byPerson.get(key);
    if (list === undefined) byPerson.set(key, [pupil]);
    else list.push(pupil);
  }
  const classNames = new Map(classes.map(({ id, name }) => [id, name]));
  return {
    byPersonalId: new Map(pupils.filter(({ data }) => data.personalId !== '').map((pupil) => [pupil.data.personalId, pupil])),
    byMinistryCode: new Map(pupils.filter(({ data }) => data.ministryCode !== '').map((pupil) => [pupil.data.ministryCode, pupil])),
    byPerson,
    classOf: (pupil) => classNames.get(enrollments.get(pupil.id)?.classId ?? '') ?? null,
  };
}

/** By personal number, else by the ministry's code, else by name and day of birth (and class, where two pupils share both). `value`: the line's fields as read, empty where it says nothing. */
export function findPupil(index: PupilIndex, value: (field: ImportField) => string): PupilMatch {
  const [personalId, ministryCode, fullName, birthDate] = [value('personalId'), value('ministryCode'), value('fullName'), value('birthDate')];
  const byNumber = index.byPersonalId.get(personalId);
  const byCode = index.byMinistryCode.get(ministryCode);
  if (byNumber !== undefined && byCode !== undefined && byNumber.id !== byCode.id) return { kind: 'other', field: 'ministryCode' };
  const numbered = byNumber ?? byCode;
  if (numbered !== undefined) {
    // A corrected name or a corrected birthday is the same pupil; both different is a wrong number.
    const same = fullName === '' || nameKey(numbered.data.fullName) === nameKey(fullName) || (birthDate !== '' && numbered.data.birthDate === birthDate);
    return same ? { kind: 'one', pupil: numbered } : { kind: 'other', field: byNumber === undefined ? 'ministryCode' : 'personalId' };
  }
  if (fullName === '' || birthDate === '') return { kind: 'none' };
  const namesakes = index.byPerson.get(personKey(fullName, birthDate)) ?? [];
  const alike = namesakes.filter(({ data }) => (personalId === '' || data.personalId === '') && (ministryCode === '' || data.ministryCode === ''));
  const here = alike.length > 1 ? alike.filter((pupil) => index.classOf(pupil) === value('className')) : alike;
  const [only] = here;
  if (only !== undefined && here.length === 1) return { kind: 'one', pupil: only };
  if (alike.length > 1) return { kind: 'several' };
  return { kind: namesakes.length > 0 ? 'namesake' : 'none' };
}

export function personKey(fullName: string, birthDate: string): string {
  return `${nameKey(fullName)} ${birthDate}`;
}
