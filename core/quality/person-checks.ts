import { readPersonalId, withZerosInFront } from '#core/values/personal-ids.ts';
import type { CodeLookup } from './code-tables.ts';
import { remark, type Remark } from './finding.ts';
import { invisibleCharacters, isOrdinary, lookAlikeLetters, readAsOldEncoding, withLatinLetters, withoutInvisible } from './letters.ts';
import { capitalised, checkName, withTidyBlanks } from './person-names.ts';
import type { Person, PersonField } from './quality-data.ts';

export const nameFields = ['fullName', 'fatherName', 'motherName', 'guardianName'] as const satisfies readonly PersonField[];
export const textFields = [...nameFields, 'ministryCode', 'registryNumber', 'nationality', 'birthPlace', 'homeTown', 'address'] as const satisfies readonly PersonField[];

/** Tags of the record that may not be missing, beside the number, the ethnicity and the parents (CV 2088 annex 1.1; QĐ 1789 annex IV). */
export const requiredFields = ['ministryCode', 'registryNumber', 'fullName', 'birthDate', 'nationality', 'birthPlace', 'homeTown', 'address'] as const satisfies readonly PersonField[];

/**
 * Fields of the record's first page that are empty or cannot be right (CV 2088 annex 1, QĐ 1789 annex IV: required). One of the parents or a guardian is
 * enough: a school must not invent a mother. `isEthnicity`: whether the table has the code.
 */
export function lackingFields(person: Person, isEthnicity: (code: string) => boolean): readonly PersonField[] {
  const lacking: PersonField[] = requiredFields.filter((field) => person[field] === '');
  if (readPersonalId(person.personalId) === null) lacking.push('personalId');
  if (!isEthnicity(person.ethnicity)) lacking.push('ethnicity');
  if (person.fatherName === '' && person.motherName === '' && person.guardianName === '') lacking.push('motherName');
  return lacking;
}

/** What one pupil's personal data say by themselves (rules D01, D02, D03, D06, D07, D09, D10, D11, D25). */
export function checkPerson(person: Person, codes: CodeLookup): readonly Remark[] {
  const lacking = new Set(lackingFields(person, codes.ethnicity));
  return [
    ...checkPersonalId(person, codes),
    ...textFields.flatMap((field) => checkLetters(field, person[field])),
    ...nameFields.flatMap((field) => (person[field] === '' || readAsOldEncoding(person[field]) !== null ? [] : checkName(field, withOrdinaryLetters(person[field])))),
    ...(lacking.has('ethnicity') ? [remark('D09.ethnicity', 'ethnicity', { value: person.ethnicity })] : []),
    ...checkNationality(person, codes),
    ...checkAddress(person, codes),
    ...requiredFields.flatMap((field) => (lacking.has(field) ? [remark('D10.missing', field, { field })] : [])),
    ...checkParents(person),
  ];
}

/** Rules D01, D02, D03. */
function checkPersonalId({ personalId, sex, birthDate }: Person, codes: CodeLookup): readonly Remark[] {
  if (personalId === '') return [remark('D01.missing', 'personalId')];
  const facts = readPersonalId(personalId);
  if (facts === null) {
    const restored = withZerosInFront(personalId);
    const read = restored === null ? null : readPersonalId(restored);
    // Only where all that the number says fits is the lost zero no guess.
    const fits = read !== null && codes.personalIdProvince(read.province) && read.sex === sex && read.birthYear === yearOf(birthDate);
    return restored === null || !fits ? [remark('D01.shape', 'personalId', { value: personalId })] : [remark('D01.zeros-lost', 'personalId', { value: personalId, wanted: restored }, restored)];
  }
  const found: Remark[] = [];
  if (facts.sex !== sex) found.push(remark('D02.sex', 'personalId', { value: personalId, says: facts.sex, sex }));
  if (facts.birthYear !== yearOf(birthDate)) found.push(remark('D02.birth-year', 'personalId', { value: personalId, says: facts.birthYear, year: yearOf(birthDate) }));
  if (!codes.personalIdProvince(facts.province)) found.push(remark('D03.prefix', 'personalId', { value: personalId, prefix: facts.province }));
  return found;
}

function yearOf(day: string): number {
  return Number(day.slice(0, 4));
}

/** Rules D07 and D25. Each finding of a field proposes the same: everything mended at once. */
export function checkLetters(field: string, text: string): readonly Remark[] {
  const old = readAsOldEncoding(text);
  if (old === null && isOrdinary(text)) return [];
  const found: Remark[] = [];
  const latin = withLatinLetters(text.normalize('NFC'));
  const after = latin === null ? undefined : withoutInvisible(latin);
  if (text !== text.normalize('NFC')) found.push(remark('D07.not-composed', field, { field, value: text.normalize('NFC') }, after ?? text.normalize('NFC')));
  if (old !== null) found.push(remark('D07.old-encoding', field, { field, value: text, wanted: old }));
  const invisible = invisibleCharacters(text);
  if (invisible.length > 0) found.push(remark('D25.invisible', field, { field, value: withoutInvisible(text), codes: invisible.join(' ') }, after ?? withoutInvisible(text)));
  const alike = lookAlikeLetters(text);
  if (alike.length > 0) found.push(latin === null ? remark('D25.look-alike', field, { field, value: text, letters: alike.join(' ') }) : remark('D25.look-alike', field, { field, value: text, letters: alike.join(' ') }, after));
  return found;
}

/** The text as it is once rules D07 and D25 are through with it. */
function withOrdinaryLetters(text: string): string {
  if (isOrdinary(text)) return text;
  const composed = withoutInvisible(text.normalize('NFC'));
  return withLatinLetters(composed) ?? composed;
}

/** What all safe fixes of a field make of its text: one value, whichever finding proposes it. */
export function safelyMended(field: PersonField, text: string): string {
  const tidy = withTidyBlanks(withOrdinaryLetters(text));
  if (!nameFields.some((name) => name === field)) return tidy;
  const remarks = checkName(field, tidy);
  return remarks.some(({ code }) => code === 'D06.capitals' || code === 'D06.small-letters') ? (capitalised(tidy) ?? tidy) : tidy;
}

/** Rule D09 for the nationality, which the record carries as a name. */
function checkNationality({ nationality }: Person, codes: CodeLookup): readonly Remark[] {
  if (nationality === '') return [];
  const name = codes.nationality(nationality);
  if (name === null) return [remark('D09.nationality', 'nationality', { value: nationality })];
  // Another name of the same country is a name too; only how it is written is looked at.
  return nationality === 'Việt Nam' || name !== 'Việt Nam' ? [] : [remark('D09.nationality-spelling', 'nationality', { value: nationality, wanted: name }, name)];
}

/** Rule D09 for the present address. One of three levels (before July 2025), or one that names no province, stays the text it is. */
function checkAddress({ address }: Person, codes: CodeLookup): readonly Remark[] {
  if (!codes.knowsPlaces) return [];
  const parts = address.split(',').map((part) => part.trim());
  const [commune, province] = [parts.at(-2) ?? '', parts.at(-1) ?? ''];
  const code = codes.province(province);
  if (code === null || !/^(?:xã|phường|đặc khu)\s/iu.test(commune) || codes.hasCommune(code, commune)) return [];
  return [remark('D09.address', 'address', { commune, province })];
}

/** Rule D11: a mother's name, or one of the others where there is none. */
function checkParents({ fatherName, motherName, guardianName }: Person): readonly Remark[] {
  if (motherName !== '') return [];
  return fatherName === '' && guardianName === '' ? [remark('D11.nobody', 'motherName')] : [remark('D11.mother', 'motherName')];
}
