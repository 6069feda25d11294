import { withOneD } from './marks.ts';

/** Class sheets that are about no subject: the homeroom teacher's, qualities and competencies (primary, TT 27/2020), attendance by day. */
export const registerNames = ['homeroom', 'attributes', 'attendance'] as const;
export type RegisterName = (typeof registerNames)[number];

/** The four moments of TT 27/2020 Art. 7: middle and end of each semester. */
export const moments = ['1-mid', '1-end', '2-mid', '2-end'] as const;
export type Moment = (typeof moments)[number];

/** The moments, and the supplementary assessment of those who did not complete the year (Art. 11). */
export const attributePeriods = [...moments, '2-support'] as const;
export type AttributePeriod = (typeof attributePeriods)[number];

/** Quality or competency (TT 27/2020 Art. 7): Tốt, Đạt, Cần cố gắng. */
export const attributeLevels = ['T', 'Đ', 'C'] as const;
export type AttributeLevel = (typeof attributeLevels)[number];

/** Reads T, Đ or C as people type them: any case, the look-alikes of Đ, or the words. Null: none of them. */
export function parseAttributeLevel(text: string): AttributeLevel | null {
  const folded = withOneD(text.trim()).replace(/\s+/gu, ' ');
  const words: Readonly<Record<string, AttributeLevel>> = { TỐT: 'T', ĐẠT: 'Đ', 'CẦN CỐ GẮNG': 'C', CCG: 'C' };
  return words[folded] ?? attributeLevels.find((level) => level === folded) ?? null;
}

/** A day not attended: P có phép (with permission), K không phép (without). A day with neither was attended. */
export type Absence = 'P' | 'K';

/** Reads P or K as people type them: any case, `CP`/`KP`, or the words. Null: neither. */
export function parseAbsence(text: string): Absence | null {
  const folded = text.normalize('NFC').trim().toUpperCase().replace(/\s+/gu, ' ');
  const forms: Readonly<Record<string, Absence>> = { P: 'P', CP: 'P', PHÉP: 'P', 'CÓ PHÉP': 'P', K: 'K', KP: 'K', 'KHÔNG PHÉP': 'K' };
  return forms[folded] ?? null;
}

/** Days as people count absences: with permission, without, and both. */
export type AbsenceCount = { readonly excused: number; readonly unexcused: number };

export function countAbsences(absences: readonly Absence[]): AbsenceCount {
  const excused = absences.filter((absence) => absence === 'P').length;
  return { excused, unexcused: absences.length - excused };
}
