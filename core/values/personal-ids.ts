/**
 * What a personal identification number says of its holder (NĐ 70/2024 Art. 7; Law 26/2023): three digits of the province or country where the birth was
 * registered, one for sex and century, two of the year of birth, six without meaning. There is no check digit.
 */
export type PersonalIdFacts = { readonly province: string; readonly sex: 'male' | 'female'; readonly birthYear: number };

/** Null: not twelve digits. */
export function readPersonalId(personalId: string): PersonalIdFacts | null {
  if (!/^\d{12}$/u.test(personalId)) return null;
  const mark = Number(personalId[3]);
  return { province: personalId.slice(0, 3), sex: mark % 2 === 1 ? 'female' : 'male', birthYear: (19 + Math.floor(mark / 2)) * 100 + Number(personalId.slice(4, 6)) };
}

/** Whether the number says another sex or another year of birth. `sex` empty: not known. */
export function personalIdDisagrees(personalId: string, sex: string, birthDate: string): boolean {
  const facts = readPersonalId(personalId);
  if (facts === null || birthDate === '') return false;
  return facts.birthYear !== Number(birthDate.slice(0, 4)) || (sex !== '' && facts.sex !== sex);
}

/**
 * Digits that Excel took for a number have lost the zeros in front: one for provinces 010 to 096, two for 001, 002, 004, 006 and 008. Anything else that is too
 * short has lost digits nobody knows: null.
 */
export function withZerosInFront(digits: string): string | null {
  return /^[1-9]\d{10}$/u.test(digits) || /^[12468]\d{9}$/u.test(digits) ? digits.padStart(12, '0') : null;
}
