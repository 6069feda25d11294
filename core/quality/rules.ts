import { schoolLevels, type SchoolLevelName } from '#core/values/class-names.ts';

/** The data-quality rules before upload ("đúng, đủ, sạch, sống"); P00 stands for all that a province adds (added-rules.ts). */
export const ruleIds = ['D01', 'D02', 'D03', 'D04', 'D05', 'D06', 'D07', 'D08', 'D09', 'D10', 'D11', 'D12', 'D13', 'D14', 'D15', 'D16', 'D17', 'D18', 'D19', 'D20', 'D21', 'D22', 'D23', 'D24', 'D25', 'P00'] as const;
export type RuleId = (typeof ruleIds)[number];

/** An error keeps the record at school; a warning asks for a look, and may be waived with a reason. */
export type Severity = 'error' | 'warning';

/**
 * One rule as data. `source`: the text it rests on, or `practice`. `kept`: the data cannot break it — by the `model` (a mark is whole tenths, a level one of a
 * fixed set, an average is never stored) or by the program's `sending` (packing, signing) — so that there is nothing to find.
 */
export type QualityRule = { readonly about: 'pupil' | 'teacher' | 'class' | 'school'; readonly levels: readonly SchoolLevelName[]; readonly fields: readonly string[]; readonly source: string; readonly kept: 'model' | 'sending' | null };

const every = schoolLevels;
const assessed = ['primary', 'lower-secondary', 'upper-secondary'] as const;
const nameFields = ['fullName', 'fatherName', 'motherName', 'guardianName'] as const;
const textFields = [...nameFields, 'ministryCode', 'registryNumber', 'nationality', 'birthPlace', 'homeTown', 'address'] as const;

export const qualityRules: Readonly<Record<RuleId, QualityRule>> = {
  D01: { about: 'pupil', levels: every, fields: ['personalId'], source: 'CV 2088/BGDĐT-GDTH annex 1.1 (SO_CCCD); NĐ 70/2024 Art. 7', kept: null },
  D02: { about: 'pupil', levels: every, fields: ['personalId', 'sex', 'birthDate'], source: 'NĐ 70/2024 Art. 7', kept: null },
  D03: { about: 'pupil', levels: every, fields: ['personalId'], source: 'TT 59/2021/TT-BCA annex 1', kept: null },
  D04: { about: 'pupil', levels: every, fields: ['personalId', 'ministryCode', 'fullName', 'birthDate'], source: 'CV 1246/BGDĐT-CNTT; practice', kept: null },
  D05: { about: 'pupil', levels: every, fields: ['personalId'], source: 'practice', kept: null },
  D06: { about: 'pupil', levels: every, fields: nameFields, source: 'practice', kept: null },
  D07: { about: 'pupil', levels: every, fields: textFields, source: 'CV 2088/BGDĐT-GDTH annex 1 (TCVN 6909:2001)', kept: null },
  D08: { about: 'pupil', levels: every, fields: ['birthDate'], source: 'CV 2088/BGDĐT-GDTH annex 1.1 (NGAY_SINH); TT 28/2020 and TT 32/2020 Art. 33 (age)', kept: null },
  D09: { about: 'pupil', levels: every, fields: ['ethnicity', 'nationality', 'address', 'provinceName', 'communeName'], source: 'QĐ 19/2025/QĐ-TTg; QĐ 121-TCTK/PPCĐ', kept: null },
  D10: { about: 'pupil', levels: every, fields: ['ministryCode', 'registryNumber', 'nationality', 'birthPlace', 'homeTown', 'address'], source: 'CV 2088/BGDĐT-GDTH annex 1.1', kept: null },
  D11: { about: 'pupil', levels: every, fields: ['motherName', 'fatherName', 'guardianName'], source: 'CV 2088/BGDĐT-GDTH annex 1.1 (HO_VA_TEN_ME)', kept: null },
  D12: { about: 'teacher', levels: every, fields: ['personalId'], source: 'practice', kept: null },
  D13: { about: 'pupil', levels: assessed, fields: ['marks', 'conduct', 'absences', 'height', 'weight', 'attributes'], source: 'TT 22/2021 Art. 6, 7; TT 27/2020 Art. 7; TT 43/2021', kept: null },
  D14: { about: 'pupil', levels: assessed, fields: ['marks'], source: 'TT 22/2021 Art. 5; TT 27/2020 Art. 7', kept: 'model' },
  D15: { about: 'pupil', levels: assessed, fields: ['averages', 'levels'], source: 'TT 22/2021 Art. 9', kept: 'model' },
  D16: { about: 'pupil', levels: assessed, fields: ['comments'], source: 'CV 2088/BGDĐT-GDTH annex 1.1 (NHAN_XET_GVCN); QĐ 1789/QĐ-SGDĐT annex IV', kept: null },
  D17: { about: 'pupil', levels: assessed, fields: ['levels'], source: 'CV 2088/BGDĐT-GDTH annex 1.1; TCVN 6909:2001', kept: 'model' },
  D18: { about: 'pupil', levels: assessed, fields: ['decision'], source: 'TT 22/2021 Art. 12–14; TT 27/2020 Art. 11', kept: null },
  D19: { about: 'class', levels: assessed, fields: ['size'], source: 'TT 28/2020 Art. 16; TT 32/2020 Art. 16', kept: null },
  D20: { about: 'pupil', levels: assessed, fields: ['excused1', 'unexcused1', 'excused2', 'unexcused2'], source: 'TT 22/2021 annex (class gradebook)', kept: null },
  D21: { about: 'class', levels: assessed, fields: ['assignments', 'homeroomTeacher', 'principal'], source: 'QĐ 1789/QĐ-SGDĐT annex IV; CV 2088/BGDĐT-GDTH annex 1.1', kept: null },
  D22: { about: 'pupil', levels: assessed, fields: ['history'], source: 'QĐ 1789/QĐ-SGDĐT Art. 18', kept: null },
  D23: { about: 'school', levels: assessed, fields: ['package'], source: 'CV 2088/BGDĐT-GDTH annex 3', kept: 'sending' },
  D24: { about: 'pupil', levels: every, fields: ['registryNumber', 'className'], source: 'CV 2088/BGDĐT-GDTH annex 1.1 (SO_SO_DANG_BO)', kept: null },
  D25: { about: 'pupil', levels: every, fields: textFields, source: 'TCVN 6909:2001; practice', kept: null },
  P00: { about: 'pupil', levels: every, fields: textFields, source: 'practice', kept: null },
};

/** What can be found, and how much it weighs. The rule is what stands before the dot. */
export const findingCodes = {
  'D01.missing': 'error',
  'D01.shape': 'error',
  'D01.zeros-lost': 'error',
  'D02.sex': 'error',
  'D02.birth-year': 'error',
  'D03.prefix': 'warning',
  'D04.personal-id': 'error',
  'D04.ministry-code': 'error',
  'D04.same-person': 'warning',
  'D05.teacher': 'error',
  'D06.blanks': 'warning',
  'D06.digits': 'warning',
  'D06.capitals': 'warning',
  'D06.small-letters': 'warning',
  'D06.strange': 'warning',
  'D07.not-composed': 'error',
  'D07.old-encoding': 'error',
  'D08.no-such-day': 'error',
  'D08.age': 'warning',
  'D09.ethnicity': 'error',
  'D09.nationality': 'error',
  'D09.nationality-spelling': 'warning',
  'D09.province': 'error',
  'D09.commune': 'warning',
  'D09.address': 'warning',
  'D10.missing': 'error',
  'D11.nobody': 'error',
  'D11.mother': 'warning',
  'D12.teacher-number': 'warning',
  'D13.mark': 'error',
  'D13.homeroom': 'error',
  'D16.comment': 'error',
  'D18.pending': 'error',
  'D18.decision': 'error',
  'D18.absences': 'error',
  'D19.size': 'warning',
  'D20.sum': 'error',
  'D21.homeroom-teacher': 'error',
  'D21.teacher': 'error',
  'D21.teacher-number': 'error',
  'D21.principal': 'error',
  'D22.no-past': 'warning',
  'D24.registry-number': 'error',
  'D24.class-grade': 'warning',
  'D25.look-alike': 'error',
  'D25.invisible': 'error',
  'P00.error': 'error',
  'P00.warning': 'warning',
} as const satisfies Readonly<Record<`${RuleId}.${string}`, Severity>>;

export type FindingCode = keyof typeof findingCodes;

export function ruleOf(code: FindingCode): RuleId {
  return code.slice(0, 3) as RuleId;
}
