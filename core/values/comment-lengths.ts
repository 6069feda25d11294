/** Longest texts of the forms, in characters (national data centre: nxetmonhoc and nxetgvcn, 2000; the free text of an ad-hoc commendation, TT 22/2021 Art. 15.2, is a line or two). */
export const longestComment = 2000;
export const longestCommendation = 500;

/** Characters as people count them: letters outside the basic plane are one. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}
