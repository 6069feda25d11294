/** A case of the domain reference, section 8, as `hocba assess` takes it; `expected`: what the result must hold. */
export type WorkedCase = { readonly id: string; readonly rule: 'tt22' | 'tt43' | 'tt27'; readonly input: Readonly<Record<string, unknown>>; readonly expected: unknown };

const codes = ['VAN', 'TOAN', 'NN1', 'GDCD', 'LS_DL', 'KHTN', 'CN', 'TIN'];
const comments = ['GDTC', 'NGHE_THUAT', 'HDTN_HN', 'GDDP'];

const scored = (row: string) => Object.fromEntries(row.split(' ').map((mark, index) => [codes[index] ?? `MON_${index}`, mark]));
const comment = (...failed: readonly string[]) => Object.fromEntries(comments.map((code) => [code, failed.includes(code) ? 'CĐ' : 'Đ']));
const marks = (row: string) => {
  const [regular = '', mid = '', final = ''] = row.split(';').map((part) => part.trim());
  return { regular: regular.split(' '), mid, final };
};

type Change = { readonly failed?: readonly string[]; readonly conduct?: readonly [string, string]; readonly absences?: number; readonly reassess?: Readonly<Record<string, string>>; readonly summerConduct?: string };
const year = (id: string, row: string, { failed = [], conduct = ['T', 'T'], absences = 0, ...summer }: Change, expected: unknown): WorkedCase => ({
  id,
  rule: 'tt22',
  input: { kind: 'year_outcome', scored: scored(row), comment: comment(...failed), conduct: { hk1: conduct[0], hk2: conduct[1] }, absences, ...summer },
  expected,
});
const promoted = (learning: string, more: Readonly<Record<string, unknown>> = {}) => ({ learning, decision: 'PROMOTED', title: null, adjustedBy: null, reassessable: [], ...more });
const waits = (...reassessable: readonly string[]) => ({ learning: 'CĐ', adjustedBy: null, title: null, decision: 'REASSESS', reassessable });
const semester = (id: string, row: string, avg: string): WorkedCase => ({ id, rule: 'tt22', input: { kind: 'subject_semester', ...marks(row) }, expected: { avg } });
const level = (id: string, row: string, expected: unknown): WorkedCase => ({ id, rule: 'tt22', input: { kind: 'learning_level', scored: scored(row), comment: comment() }, expected });

const a1: readonly (readonly [string, string, string, string, string, string])[] = [
  ['VAN', '8.0 7.5 8.5 8.0; 7.5; 7.8', '8.5 8.0 8.0 9.0; 8.0; 8.3', '7.8', '8.3', '8.1'],
  ['TOAN', '9.0 8.5 10 9.0; 8.8; 9.3', '9.5 9.0 10 9.0; 9.0; 9.5', '9.1', '9.3', '9.2'],
  ['NN1', '8.0 9.0 8.5 8.0; 8.2; 8.6', '8.5 9.0 8.0 9.5; 8.8; 9.0', '8.4', '8.8', '8.7'],
  ['GDCD', '9.0 10; 9.0; 9.5', '9.0 9.0; 9.5; 10', '9.4', '9.6', '9.5'],
  ['LS_DL', '7.0 8.0 7.5 6.5; 7.0; 7.3', '7.5 8.0 7.0 8.5; 7.3; 7.6', '7.2', '7.6', '7.5'],
  ['KHTN', '8.0 7.0 8.5 7.5; 7.6; 7.9', '8.0 8.5 8.0 9.0; 8.2; 8.5', '7.8', '8.4', '8.2'],
  ['CN', '7.6 5.8 7.8; 9.8; 7.6', '8.2 4.5 9.6; 7.9; 8.5', '8.0', '8.0', '8.0'],
  ['TIN', '9.0 8.0; 8.5; 9.0', '10 9.0; 9.5; 9.0', '8.7', '9.3', '9.1'],
];
const column = (index: 3 | 4 | 5) => Object.fromEntries(a1.map((row) => [row[0], row[index]]));
const passed = { regular: ['Đ', 'Đ'], mid: 'Đ', final: 'Đ' };
const fullYear: WorkedCase = {
  id: 'A1',
  rule: 'tt22',
  input: {
    kind: 'full_year',
    absences: 4,
    conduct: { hk1: 'K', hk2: 'T' },
    subjects: {
      ...Object.fromEntries(a1.map(([code, first, second]) => [code, { type: 'score', hk1: marks(first), hk2: marks(second) }])),
      GDTC: { type: 'comment', hk1: { regular: ['Đ', 'CĐ'], mid: 'Đ', final: 'Đ' }, hk2: passed },
      ...Object.fromEntries(comments.slice(1).map((code) => [code, { type: 'comment', hk1: passed, hk2: { result: 'Đ' } }])),
    },
  },
  expected: {
    hk1: { averages: column(3), comment: comment('GDTC'), base: 'Đ', level: 'Đ', adjustedBy: null },
    hk2: { averages: column(4), comment: comment(), base: 'T', level: 'T', adjustedBy: null },
    year: { base: 'T', learning: 'T', adjustedBy: null, conduct: 'T', title: 'GIOI', decision: 'PROMOTED', reassessable: [], averages: column(5) },
  },
};

const attributes = Object.fromEntries(['YEU_NUOC', 'NHAN_AI', 'CHAM_CHI', 'TRUNG_THUC', 'TRACH_NHIEM', 'TU_CHU_TU_HOC', 'GIAO_TIEP_HOP_TAC', 'GIAI_QUYET_VAN_DE'].map((code) => [code, 'T']));
const untested = Object.fromEntries(['DAO_DUC', 'GDTC', 'NGHE_THUAT', 'HDTN'].map((code) => [code, { level: 'T', test: null }]));
const tests = (values: Readonly<Record<string, number>>, changes: Readonly<Record<string, unknown>> = {}) => ({ ...untested, ...Object.fromEntries(Object.entries(values).map(([code, test]) => [code, { level: 'T', test }])), ...changes });
const primary = (id: string, grade: number, subjects: unknown, more: Readonly<Record<string, unknown>>, expected: unknown): WorkedCase => ({ id, rule: 'tt27', input: { kind: 'year', grade, subjects, attributes, ...more }, expected });
const five = { TIENG_VIET: 9, TOAN: 10, NGOAI_NGU_1: 9, LICH_SU_DIA_LI: 10, KHOA_HOC: 9, TIN_HOC_CONG_NGHE: 9 };
const nominated = { classNomination: true, outstandingOrProgress: true };

export const workedCases: readonly WorkedCase[] = [
  semester('tie 4.95', '5.9 6.3 4.1; 4.6; 4.7', '5.0'),
  semester('tie 6.45', '8.2 4.5 9.6; 7.9; 4.5', '6.5'),
  semester('tie 7.95', '7.6 5.8 7.8; 9.8; 7.6', '8.0'),
  semester('tie 8.95', '9.2 7.7 7.6; 8.7; 9.9', '9.0'),
  fullYear,
  year('A2 excellent', '9.0 9.4 9.1 9.6 8.7 9.2 9.0 8.9', {}, promoted('T', { title: 'XUAT_SAC' })),
  year('A2 good', '9.0 9.4 9.1 9.6 8.7 8.9 9.0 8.9', {}, promoted('T', { title: 'GIOI' })),
  year('A2 conduct', '9.0 9.4 9.1 9.6 8.7 9.2 9.0 8.9', { conduct: ['T', 'K'] }, promoted('T', { conduct: 'K' })),
  year('A3 six', '8.0 8.5 7.9 9.0 8.1 8.0 8.4 6.5', {}, promoted('T', { title: 'GIOI' })),
  year('A3 five', '8.0 8.5 7.9 9.0 8.1 7.9 8.4 6.5', {}, promoted('K')),
  year('A3 floor', '8.0 8.5 7.9 9.0 8.1 8.0 8.4 6.4', {}, promoted('K')),
  year('A4 5.0', '8.3 5.0 8.0 9.1 8.5 8.2 8.8 7.0', {}, promoted('K')),
  year('A4 4.9', '8.3 4.9 8.0 9.1 8.5 8.2 8.8 7.0', {}, promoted('K', { base: 'Đ', adjustedBy: 'TOAN' })),
  year('A4 3.5', '8.3 3.5 8.0 9.1 8.5 8.2 8.8 7.0', {}, promoted('K', { base: 'Đ', adjustedBy: 'TOAN' })),
  year('A4 3.4', '8.3 3.4 8.0 9.1 8.5 8.2 8.8 7.0', {}, promoted('Đ', { base: 'CĐ', adjustedBy: 'TOAN' })),
  year('A5 4.9', '6.6 4.9 6.5 7.0 6.8 7.2 6.9 5.5', {}, promoted('Đ')),
  year('A5 3.4', '6.6 3.4 6.5 7.0 6.8 7.2 6.9 5.5', {}, promoted('Đ', { base: 'CĐ', adjustedBy: 'TOAN' })),
  year('A5 four others', '6.6 3.4 6.4 7.0 6.4 7.2 6.9 5.5', {}, waits('TOAN')),
  level('A5 ambiguous', '6.6 3.4 6.5 7.0 6.4 7.2 6.9 5.5', { base: 'CĐ', level: 'CĐ', adjustedBy: null, ambiguous: true }),
  year('A6 one comment', '8.3 8.1 8.0 9.1 8.5 8.2 7.8 7.0', { failed: ['GDTC'] }, promoted('K', { base: 'Đ', adjustedBy: 'GDTC' })),
  year('A6 drop one', '6.6 6.7 6.5 7.0 6.8 7.2 6.9 5.5', { failed: ['GDTC'] }, promoted('Đ')),
  year('A6 two comments', '8.3 8.1 8.0 9.1 8.5 8.2 7.8 7.0', { failed: ['GDTC', 'GDDP'], reassess: { GDTC: 'Đ' } }, { ...waits('GDDP', 'GDTC'), afterSummer: { learning: 'K', conduct: 'T', decision: 'PROMOTED' } }),
  year('A7 open', '4.8 3.3 4.4 6.0 5.5 5.0 5.2 5.9', { conduct: ['K', 'Đ'], absences: 20 }, { ...waits('NN1', 'TOAN', 'VAN'), conduct: 'Đ' }),
  year('A7 two', '4.8 3.3 4.4 6.0 5.5 5.0 5.2 5.9', { conduct: ['K', 'Đ'], absences: 20, reassess: { TOAN: '3.5', VAN: '5.0' } }, { afterSummer: { learning: 'Đ', conduct: 'Đ', decision: 'PROMOTED' } }),
  year('A7 one', '4.8 3.3 4.4 6.0 5.5 5.0 5.2 5.9', { conduct: ['K', 'Đ'], absences: 20, reassess: { TOAN: '3.5' } }, { afterSummer: { learning: 'CĐ', conduct: 'Đ', decision: 'RETAINED' } }),
  year('A7 both failed', '4.8 3.3 4.4 6.0 5.5 5.0 5.2 5.9', { conduct: ['K', 'CĐ'] }, { conduct: 'CĐ', decision: 'SUMMER_CONDUCT_THEN_REASSESS' }),
  year('A7 summer', '5.2 5.0 5.1 6.0 5.5 5.0 5.2 5.9', { conduct: ['T', 'CĐ'], summerConduct: 'Đ' }, { learning: 'Đ', decision: 'SUMMER_CONDUCT', afterSummer: { learning: 'Đ', conduct: 'Đ', decision: 'PROMOTED' } }),
  year('A8 45', '6.6 6.7 6.5 7.0 6.8 7.2 6.9 5.5', { conduct: ['K', 'T'], absences: 45 }, promoted('K')),
  year('A8 46', '6.6 6.7 6.5 7.0 6.8 7.2 6.9 5.5', { conduct: ['K', 'T'], absences: 46 }, promoted('K', { decision: 'RETAINED' })),
  level('A9', '6.5 6.8 M 7.0 6.6 6.9 7.1 5.0', { base: 'K', level: 'K', adjustedBy: null }),
  level('A9b Đ', '5.0 5.0 5.0 5.0 5.0 5.0 3.5 3.5', { base: 'Đ', level: 'Đ', adjustedBy: null }),
  level('A9b CĐ', '5.0 5.0 5.0 5.0 5.0 4.9 3.5 3.5', { base: 'CĐ', level: 'CĐ', adjustedBy: null }),
  { id: 'A10 NN1', rule: 'tt22', input: { kind: 'subject_year', hk1: '6.4', hk2: marks('6.5 7.0 6.0 7.0; 6.0; 6.8') }, expected: { hk1: '6.4', hk2: '6.5', avg: '6.5' } },
  { id: 'A10 Sử', rule: 'tt22', input: { kind: 'subject_year', hk1: '8.2', hk2: marks('8.0 9.0 8.5; 8.0; 8.4') }, expected: { hk1: '8.2', hk2: '8.3', avg: '8.3' } },
  { id: 'A10 CN', rule: 'tt22', input: { kind: 'subject_year', hk1: '7.0', hk2: marks('7.5 8.0 8.0; 7.0; 7.7') }, expected: { hk1: '7.0', hk2: '7.6', avg: '7.4' } },
  level('A10 HK I', '7.4 8.6 6.4 8.2 9.0 7.9 8.0 8.8 7.0', { level: 'K' }),
  level('A10 HK II', '7.5 8.5 6.5 8.3 8.7 8.2 8.0 8.9 7.6', { level: 'T' }),
  level('A10 year', '7.5 8.5 6.5 8.3 8.8 8.1 8.0 8.9 7.4', { level: 'T' }),
  primary('B1', 5, tests(five), {}, { outcome: 'HTXS', award: 'HOC_SINH_XUAT_SAC', decision: 'COMPLETED_PRIMARY' }),
  primary('B2', 5, tests({ ...five, TOAN: 8 }), {}, { outcome: 'HTT', award: null, decision: 'COMPLETED_PRIMARY' }),
  primary('B2 nominated', 5, tests({ ...five, TOAN: 8 }), nominated, { outcome: 'HTT', award: 'HOC_SINH_TIEU_BIEU', decision: 'COMPLETED_PRIMARY' }),
  primary('B3', 1, tests({ TIENG_VIET: 9, TOAN: 9 }, { TOAN: { level: 'H', test: 9 } }), {}, { outcome: 'HT', award: null, decision: 'COMPLETED_CLASS' }),
  primary('B4', 3, tests({ TIENG_VIET: 9, TOAN: 10, NGOAI_NGU_1: 9, TIN_HOC_CONG_NGHE: 6 }), {}, { outcome: 'HT', award: null, decision: 'COMPLETED_CLASS' }),
  primary('B5', 4, tests(five, { HDTN: { level: 'C', test: null } }), { supplementary: { subjects: { HDTN: { level: 'H' } } } }, { outcome: 'CHT', award: null, decision: 'NEEDS_SUPPORT', afterSupport: { outcome: 'HT', decision: 'COMPLETED_CLASS' } }),
];
