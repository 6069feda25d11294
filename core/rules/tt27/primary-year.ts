import type { PrimaryRules } from '../rule-tables.ts';

/** Subject or activity (TT 27/2020 Art. 7): Hoàn thành tốt, Hoàn thành, Chưa hoàn thành. */
export type PrimaryLevel = 'T' | 'H' | 'C';
/** Quality or competency: Tốt, Đạt, Cần cố gắng. */
export type AttributeLevel = 'T' | 'Đ' | 'C';
/** Hoàn thành xuất sắc, Hoàn thành tốt, Hoàn thành, Chưa hoàn thành (TT 27/2020 Art. 9). */
export type PrimaryOutcome = 'HTXS' | 'HTT' | 'HT' | 'CHT';
export type PrimaryAward = 'HOC_SINH_XUAT_SAC' | 'HOC_SINH_TIEU_BIEU';
export type PrimaryDecision = 'COMPLETED_CLASS' | 'COMPLETED_PRIMARY' | 'NEEDS_SUPPORT' | 'PRINCIPAL_DECIDES' | 'INCOMPLETE';

/** `test`: whole mark 0..10 of the year-end test; null where none is due or none is there yet. `M`: not assessed (Art. 8), left out of everything. */
export type PrimarySubject = { readonly code: string; readonly level: PrimaryLevel | 'M' | null; readonly test: number | null };

export type PrimaryYear = {
  readonly grade: number;
  readonly subjects: readonly PrimarySubject[];
  readonly attributes: readonly { readonly code: string; readonly level: AttributeLevel | null }[];
};

export type Recognition = { readonly classNomination: boolean; readonly outstandingOrProgress: boolean };

/** Compulsory year-end tests (TT 27/2020 Art. 7) that are not there yet, as subject codes. A subject the pupil does not have asks for none. */
export function missingTests(year: PrimaryYear, { tests, policies }: PrimaryRules): readonly string[] {
  const due = tests.find(({ grade }) => grade === year.grade)?.end ?? [];
  return due.flatMap((codes) => {
    const own = year.subjects.filter(({ code, level }) => codes.includes(code) && level !== 'M');
    const without = own.filter(({ test }) => test === null).map(({ code }) => code);
    // A subject of two parts: a test in either will do, or each has its own.
    return policies.combinedTests === 'each' ? without : without.length === own.length ? without.slice(0, 1) : [];
  });
}

/** What stands in the way of each outcome: the explanation and the rule are the same thing. */
export type PrimaryConditions = { readonly subjects: readonly PrimarySubject[]; readonly attributes: readonly { readonly code: string; readonly level: AttributeLevel | null }[]; readonly tests: readonly PrimarySubject[] };

export function obstacles(year: PrimaryYear, outcome: 'HTXS' | 'HTT' | 'HT', { outcome: thresholds }: PrimaryRules): PrimaryConditions {
  const best = outcome !== 'HT';
  return {
    subjects: year.subjects.filter(({ level }) => level !== 'M' && (best ? level !== 'T' : level !== 'T' && level !== 'H')),
    attributes: year.attributes.filter(({ level }) => (best ? level !== 'T' : level !== 'T' && level !== 'Đ')),
    tests: year.subjects.filter(({ level, test }) => level !== 'M' && test !== null && test < thresholds[outcome]),
  };
}

/** Kết quả đánh giá giáo dục of the year (TT 27/2020 Art. 9), from the top. Null while a level or a compulsory test is missing. */
export function primaryOutcome(year: PrimaryYear, rules: PrimaryRules): PrimaryOutcome | null {
  const incomplete = year.subjects.length === 0 || year.subjects.some(({ level }) => level === null) || year.attributes.some(({ level }) => level === null) || missingTests(year, rules).length > 0;
  if (incomplete) return null;
  return (['HTXS', 'HTT', 'HT'] as const).find((outcome) => Object.values(obstacles(year, outcome, rules)).every((list) => list.length === 0)) ?? 'CHT';
}

/** Completion of the class or of primary school (TT 27/2020 Art. 11). `supported`: after the supplementary assessment. */
export function primaryDecision(outcome: PrimaryOutcome | null, grade: number, supported: boolean, { lastGrade }: PrimaryRules): PrimaryDecision {
  if (outcome === null) return 'INCOMPLETE';
  if (outcome === 'CHT') return supported ? 'PRINCIPAL_DECIDES' : 'NEEDS_SUPPORT';
  return grade === lastGrade ? 'COMPLETED_PRIMARY' : 'COMPLETED_CLASS';
}

/** Commendation at the end of the year (TT 27/2020 Art. 13). */
export function primaryAward(outcome: PrimaryOutcome | null, { classNomination, outstandingOrProgress }: Recognition): PrimaryAward | null {
  if (outcome === 'HTXS') return 'HOC_SINH_XUAT_SAC';
  return outcome === 'HTT' && classNomination && outstandingOrProgress ? 'HOC_SINH_TIEU_BIEU' : null;
}

/** The year with the results of the supplementary assessment in their place. */
export function withSupplement(year: PrimaryYear, supplement: { readonly subjects: ReadonlyMap<string, { readonly level?: PrimaryLevel; readonly test?: number }>; readonly attributes: ReadonlyMap<string, AttributeLevel> }): PrimaryYear {
  return {
    ...year,
    subjects: year.subjects.map((subject) => ({ ...subject, ...supplement.subjects.get(subject.code) })),
    attributes: year.attributes.map((attribute) => ({ ...attribute, level: supplement.attributes.get(attribute.code) ?? attribute.level })),
  };
}
