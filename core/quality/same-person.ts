import { nameKey } from '#core/values/name-keys.ts';
import { remark, type Remark } from './finding.ts';
import { isOrdinary, withLatinLetters, withoutInvisible } from './letters.ts';
import type { KnownPupil, Person, QualitySchool, QualityTeacher } from './quality-data.ts';

/** Everybody the school knows, by what may not be shared. */
export type PeopleIndex = {
  readonly byPersonalId: ReadonlyMap<string, readonly KnownPupil[]>;
  readonly byMinistryCode: ReadonlyMap<string, readonly KnownPupil[]>;
  readonly byRegistryNumber: ReadonlyMap<string, readonly KnownPupil[]>;
  readonly byNameAndBirth: ReadonlyMap<string, readonly KnownPupil[]>;
  /** What a pupil's name and birth are found by. */
  readonly keyOf: ReadonlyMap<string, string>;
  /** Names of teachers and the principal by their numbers. */
  readonly staff: ReadonlyMap<string, string>;
};

export function indexPeople(known: readonly KnownPupil[], teachers: readonly QualityTeacher[], school: QualitySchool): PeopleIndex {
  const keyOf = new Map(known.map(({ pupilId, person }) => [pupilId, personKey(person)]));
  const by = (key: (person: Person, pupilId: string) => string) => {
    const groups = new Map<string, KnownPupil[]>();
    for (const each of known) {
      const value = key(each.person, each.pupilId);
      if (value === '') continue;
      const group = groups.get(value);
      if (group === undefined) groups.set(value, [each]);
      else group.push(each);
    }
    return groups;
  };
  const staff = new Map<string, string>(teachers.filter(({ personalId }) => personalId !== '').map(({ personalId, fullName }) => [personalId, fullName]));
  if (school.principalPersonalId !== '') staff.set(school.principalPersonalId, school.principalName);
  return { byPersonalId: by(({ personalId }) => personalId), byMinistryCode: by(({ ministryCode }) => ministryCode), byRegistryNumber: by(({ registryNumber }) => registryNumber), byNameAndBirth: by((_, pupilId) => keyOf.get(pupilId) ?? ''), keyOf, staff };
}

/** The same for `Hoà` and `Hòa`, composed and decomposed letters, capitals, look-alike letters and invisible marks: one person, written in other ways. */
export function personKey({ fullName, birthDate }: Pick<Person, 'fullName' | 'birthDate'>): string {
  if (isOrdinary(fullName)) return `${nameKey(fullName)} ${birthDate}`;
  const composed = withoutInvisible(fullName.normalize('NFC'));
  return `${nameKey(withLatinLetters(composed) ?? composed)} ${birthDate}`;
}

/** Rules D04, D05 and D24 (registry numbers): what a pupil shares with somebody. */
export function checkShared(pupilId: string, person: Person, people: PeopleIndex): readonly Remark[] {
  const found: Remark[] = [];
  const other = (group: readonly KnownPupil[] | undefined) => group?.find((each) => each.pupilId !== pupilId);
  const named = ({ person: { fullName }, className }: KnownPupil) => (className === '' ? fullName : `${fullName} (${className})`);
  const byId = other(people.byPersonalId.get(person.personalId));
  if (byId !== undefined) found.push(remark('D04.personal-id', 'personalId', { value: person.personalId, other: named(byId) }));
  const byCode = other(people.byMinistryCode.get(person.ministryCode));
  if (byCode !== undefined) found.push(remark('D04.ministry-code', 'ministryCode', { value: person.ministryCode, other: named(byCode) }));
  const alike = other(people.byNameAndBirth.get(people.keyOf.get(pupilId) ?? personKey(person)));
  if (alike !== undefined && alike !== byId && alike !== byCode) found.push({ ...remark('D04.same-person', 'fullName', { other: named(alike) }), pair: [pupilId, alike.pupilId] });
  const staff = people.staff.get(person.personalId);
  if (staff !== undefined) found.push(remark('D05.teacher', 'personalId', { value: person.personalId, other: staff }));
  const byRegistry = other(people.byRegistryNumber.get(person.registryNumber));
  if (byRegistry !== undefined) found.push(remark('D24.registry-number', 'registryNumber', { value: person.registryNumber, other: named(byRegistry) }));
  return found;
}
