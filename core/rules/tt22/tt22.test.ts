import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tenths, type Level, type PassLevel, type Tenths } from '#core/values/marks.ts';
import { roundHalfUp } from '../rounding.ts';
import table from '../../../resources/rules/tt22-2021.json' with { type: 'json' };
import { levelRules } from '../rule-tables.ts';
import { conductYear as conductYearUnder } from './conduct-year.ts';
import { learningLevel as learningLevelUnder, type SubjectOutcome } from './learning-level.ts';
import { commentSemester, requiredRegularMarks as requiredUnder, semesterAverage as semesterUnder, yearAverage as yearUnder } from './subject-results.ts';
import { yearOutcome as outcomeUnder, type YearInput } from './year-outcome.ts';

const rules = levelRules.parse(table);
const conductYear = (first: Level | null, second: Level | null) => conductYearUnder(first, second, rules);
const learningLevel = (subjects: readonly SubjectOutcome[]) => learningLevelUnder(subjects, rules);
const requiredRegularMarks = (periods: number, kind: 'scored' | 'comment') => requiredUnder(periods, kind, rules);
const semesterAverage = (marks: Parameters<typeof semesterUnder>[0], required: number) => semesterUnder(marks, required, rules);
const yearAverage = (first: Tenths | null, second: Tenths | null) => yearUnder(first, second, rules);
const yearOutcome = (input: YearInput<string>) => outcomeUnder(input, rules);

const scoredIds = ['Văn', 'Toán', 'NN1', 'GDCD', 'LS&ĐL', 'KHTN', 'CN', 'Tin'] as const;
const commentIds = ['GDTC', 'NT', 'GDĐP', 'HĐTN'] as const;

/** `8.0 7.5 M`: the compact rows of the reference, all comment subjects Đ but those named. */
function outcomes(row: string, failed: readonly string[] = []): SubjectOutcome[] {
  const scored = row.split(' ').map((text, index): SubjectOutcome => ({ id: scoredIds[index] ?? `subject ${index}`, kind: 'scored', value: text === 'M' ? 'M' : mark(text) }));
  return [...scored, ...commentIds.map((id): SubjectOutcome => ({ id, kind: 'comment', value: failed.includes(id) ? 'CĐ' : 'Đ' }))];
}

function mark(text: string): Tenths {
  return tenths(Math.round(Number(text) * 10));
}

function average(text: string): Tenths | null {
  const [regular = '', midterm = '', final = ''] = text.split(';');
  const marks = regular.trim().split(' ').map(mark);
  return semesterAverage({ regular: marks, midterm: mark(midterm), final: mark(final) }, marks.length);
}

function year(row: string, change: { failed?: readonly string[]; conduct?: Level; absences?: number; reassessed?: readonly (readonly [string, Tenths | PassLevel])[]; summerConduct?: Level } = {}) {
  const outcome = yearOutcome({ subjects: outcomes(row, change.failed), conduct: change.conduct ?? 'T', absences: change.absences ?? 0, reassessed: new Map(change.reassessed ?? []), summerConduct: change.summerConduct ?? null });
  return { level: outcome.learning?.level, adjustedBy: outcome.learning?.adjustedBy, title: outcome.title, decision: outcome.decision, final: outcome.finalDecision, reassessable: outcome.reassessable };
}

const promoted = { adjustedBy: null, decision: 'PROMOTED', final: 'PROMOTED', reassessable: [] };

describe('worked cases of the reference, part A', () => {
  test('A1: averages of a full year, with ties', () => {
    const rows = [
      ['8.0 7.5 8.5 8.0; 7.5; 7.8', '8.5 8.0 8.0 9.0; 8.0; 8.3', 78, 83, 81],
      ['9.0 8.5 10 9.0; 8.8; 9.3', '9.5 9.0 10 9.0; 9.0; 9.5', 91, 93, 92],
      ['8.0 9.0 8.5 8.0; 8.2; 8.6', '8.5 9.0 8.0 9.5; 8.8; 9.0', 84, 88, 87],
      ['9.0 10; 9.0; 9.5', '9.0 9.0; 9.5; 10', 94, 96, 95],
      ['7.0 8.0 7.5 6.5; 7.0; 7.3', '7.5 8.0 7.0 8.5; 7.3; 7.6', 72, 76, 75],
      ['8.0 7.0 8.5 7.5; 7.6; 7.9', '8.0 8.5 8.0 9.0; 8.2; 8.5', 78, 84, 82],
      ['7.6 5.8 7.8; 9.8; 7.6', '8.2 4.5 9.6; 7.9; 8.5', 80, 80, 80],
      ['9.0 8.0; 8.5; 9.0', '10 9.0; 9.5; 9.0', 87, 93, 91],
    ] as const;
    expect(rows.map(([first, second]) => [average(first), average(second), yearAverage(average(first), average(second))])).toEqual(rows.map(([, , ...expected]) => expected));
    const semester = (index: 2 | 3 | 4, failed: readonly string[]) => learningLevel(outcomes(rows.map((row) => (row[index] / 10).toFixed(1)).join(' '), failed));
    expect([semester(2, ['GDTC']), semester(3, []), semester(4, [])]).toEqual([
      { base: 'Đ', level: 'Đ', adjustedBy: null, ambiguous: false },
      { base: 'T', level: 'T', adjustedBy: null, ambiguous: false },
      { base: 'T', level: 'T', adjustedBy: null, ambiguous: false },
    ]);
    expect(commentSemester({ regular: ['Đ', 'CĐ'], midterm: 'Đ', final: 'Đ' }, 2)).toBe('CĐ');
    expect(year('8.1 9.2 8.7 9.5 7.5 8.2 8.0 9.1', { absences: 4, conduct: conductYear('K', 'T') ?? 'CĐ' })).toEqual({ ...promoted, level: 'T', title: 'GIOI' });
  });

  test('A2, A3: titles and the count of six', () => {
    expect(year('9.0 9.4 9.1 9.6 8.7 9.2 9.0 8.9')).toEqual({ ...promoted, level: 'T', title: 'XUAT_SAC' });
    expect(year('9.0 9.4 9.1 9.6 8.7 8.9 9.0 8.9')).toEqual({ ...promoted, level: 'T', title: 'GIOI' });
    expect(year('9.0 9.4 9.1 9.6 8.7 9.2 9.0 8.9', { conduct: 'K' })).toEqual({ ...promoted, level: 'T', title: null });
    expect(year('8.0 8.5 7.9 9.0 8.1 8.0 8.4 6.5')).toEqual({ ...promoted, level: 'T', title: 'GIOI' });
    expect(year('8.0 8.5 7.9 9.0 8.1 7.9 8.4 6.5')).toEqual({ ...promoted, level: 'K', title: null });
    expect(year('8.0 8.5 7.9 9.0 8.1 8.0 8.4 6.4')).toEqual({ ...promoted, level: 'K', title: null });
  });

  test('A4, A5: one low subject (Art. 9.3)', () => {
    const best = (toan: string) => year(`8.3 ${toan} 8.0 9.1 8.5 8.2 8.8 7.0`);
    expect([best('5.0'), best('4.9'), best('3.5'), best('3.4')]).toEqual([
      { ...promoted, level: 'K', title: null },
      { ...promoted, level: 'K', title: null, adjustedBy: 'Toán' },
      { ...promoted, level: 'K', title: null, adjustedBy: 'Toán' },
      { ...promoted, level: 'Đ', title: null, adjustedBy: 'Toán' },
    ]);
    expect(year('6.6 4.9 6.5 7.0 6.8 7.2 6.9 5.5')).toEqual({ ...promoted, level: 'Đ', title: null });
    expect(year('6.6 3.4 6.5 7.0 6.8 7.2 6.9 5.5')).toEqual({ ...promoted, level: 'Đ', title: null, adjustedBy: 'Toán' });
    const waits = { level: 'CĐ', title: null, adjustedBy: null, decision: 'REASSESS', final: 'REASSESS', reassessable: ['Toán'] };
    expect(year('6.6 3.4 6.4 7.0 6.4 7.2 6.9 5.5')).toEqual(waits);
    expect(learningLevel(outcomes('6.6 3.4 6.5 7.0 6.4 7.2 6.9 5.5'))).toEqual({ base: 'CĐ', level: 'CĐ', adjustedBy: null, ambiguous: true });
    expect(learningLevelUnder(outcomes('6.6 3.4 6.5 7.0 6.4 7.2 6.9 5.5'), { ...rules, policies: { ...rules.policies, adjustmentCounterfactual: 'replace' } })?.level).toBe('Đ');
  });

  test('A6: comment subjects not passed', () => {
    const marks = '8.3 8.1 8.0 9.1 8.5 8.2 7.8 7.0';
    expect(year(marks, { failed: ['GDTC'] })).toEqual({ ...promoted, level: 'K', title: null, adjustedBy: 'GDTC' });
    expect(year('6.6 6.7 6.5 7.0 6.8 7.2 6.9 5.5', { failed: ['GDTC'] })).toEqual({ ...promoted, level: 'Đ', title: null });
    const two = { level: 'CĐ', title: null, adjustedBy: null, decision: 'REASSESS', reassessable: ['GDTC', 'GDĐP'] };
    expect(year(marks, { failed: ['GDTC', 'GDĐP'] })).toEqual({ ...two, final: 'REASSESS' });
    const after = yearOutcome({ subjects: outcomes(marks, ['GDTC', 'GDĐP']), conduct: 'T', absences: 0, reassessed: new Map([['GDTC', 'Đ' as const]]), summerConduct: null });
    expect(after.afterSummer).toEqual({ learning: 'K', conduct: 'T', decision: 'PROMOTED' });
  });

  test('A7: re-assessment and summer conduct', () => {
    const marks = '4.8 3.3 4.4 6.0 5.5 5.0 5.2 5.9';
    const conduct = conductYear('K', 'Đ') ?? 'CĐ';
    const open = { level: 'CĐ', title: null, adjustedBy: null, decision: 'REASSESS', reassessable: ['Văn', 'Toán', 'NN1'] };
    const of = (reassessed: readonly (readonly [string, Tenths])[]) => year(marks, { conduct, absences: 20, reassessed });
    expect(of([])).toEqual({ ...open, final: 'REASSESS' });
    expect(of([['Toán', mark('3.5')], ['Văn', mark('5.0')]])).toEqual({ ...open, final: 'PROMOTED' });
    expect(of([['Toán', mark('3.5')]])).toEqual({ ...open, final: 'RETAINED' });
    expect(year(marks, { conduct: 'CĐ' })).toEqual({ ...open, decision: 'SUMMER_CONDUCT_THEN_REASSESS', final: 'SUMMER_CONDUCT_THEN_REASSESS' });
    expect(year(marks, { conduct: 'CĐ', summerConduct: 'Đ' })).toMatchObject({ final: 'REASSESS' });
    const summer = { level: 'Đ', title: null, adjustedBy: null, decision: 'SUMMER_CONDUCT', reassessable: [] };
    expect(year('5.2 5.0 5.1 6.0 5.5 5.0 5.2 5.9', { conduct: 'CĐ' })).toEqual({ ...summer, final: 'SUMMER_CONDUCT' });
    expect(year('5.2 5.0 5.1 6.0 5.5 5.0 5.2 5.9', { conduct: 'CĐ', summerConduct: 'Đ' })).toEqual({ ...summer, final: 'PROMOTED' });
    expect(year('5.2 5.0 5.1 6.0 5.5 5.0 5.2 5.9', { conduct: 'CĐ', summerConduct: 'CĐ' })).toEqual({ ...summer, final: 'RETAINED' });
  });

  test('A8, A9, A9b: absences, an exempt subject, the edge of Đạt', () => {
    const marks = '6.6 6.7 6.5 7.0 6.8 7.2 6.9 5.5';
    expect(year(marks, { absences: 45 })).toEqual({ ...promoted, level: 'K', title: null });
    expect(year(marks, { absences: 46 })).toEqual({ ...promoted, level: 'K', title: null, decision: 'RETAINED', final: 'RETAINED' });
    expect(learningLevel(outcomes('6.5 6.8 M 7.0 6.6 6.9 7.1 5.0'))?.level).toBe('K');
    expect(learningLevel(outcomes('5.0 5.0 5.0 5.0 5.0 5.0 3.5 3.5'))?.level).toBe('Đ');
    expect(learningLevel(outcomes('5.0 5.0 5.0 5.0 5.0 4.9 3.5 3.5'))?.level).toBe('CĐ');
  });

  test('A10: first semester from another school, thresholds inclusive', () => {
    const rows = [
      ['8.0 7.0 8.5 7.5; 7.0; 7.5', 74, 75, 75],
      ['9.0 8.0 9.0 8.5; 8.0; 8.8', 86, 85, 85],
      ['6.5 7.0 6.0 7.0; 6.0; 6.8', 64, 65, 65],
      ['8.0 9.0 8.5; 8.0; 8.4', 82, 83, 83],
      ['9.0 9.0; 8.0; 9.0', 90, 87, 88],
      ['8.0 8.0 9.0; 7.5; 8.5', 79, 82, 81],
      ['8.0 8.5 7.5; 8.0; 8.0', 80, 80, 80],
      ['9.0 9.0 9.0; 8.5; 9.0', 88, 89, 89],
      ['7.5 8.0 8.0; 7.0; 7.7', 70, 76, 74],
    ] as const;
    expect(rows.map(([marks, first]) => [first, average(marks), yearAverage(tenths(first), average(marks))])).toEqual(rows.map(([, ...expected]) => expected));
    const level = (index: 1 | 2 | 3) => learningLevel(outcomes(rows.map((row) => (row[index] / 10).toFixed(1)).join(' ')))?.level;
    expect([level(1), level(2), level(3)]).toEqual(['K', 'T', 'T']);
  });
});

test('nothing is computed from marks that are missing; only a periodic test missed for good counts 0', () => {
  const regular = [tenths(80), tenths(90)];
  expect([
    semesterAverage({ regular: [tenths(80), null], midterm: tenths(80), final: tenths(80) }, 2),
    semesterAverage({ regular: [...regular, 'EXCUSED'], midterm: tenths(80), final: tenths(80) }, 2),
    semesterAverage({ regular, midterm: 'EXCUSED', final: tenths(80) }, 2),
    semesterAverage({ regular, midterm: tenths(80), final: null }, 2),
    semesterAverage({ regular, midterm: 'ABSENT', final: tenths(80) }, 2),
    commentSemester({ regular: ['Đ', 'Đ'], midterm: null, final: 'Đ' }, 2),
    commentSemester({ regular: ['Đ', 'Đ'], midterm: 'ABSENT', final: 'Đ' }, 2),
    learningLevel([]),
    [35, 36, 70, 71].map((periods) => requiredRegularMarks(periods, 'scored')),
    requiredRegularMarks(105, 'comment'),
  ]).toEqual([null, null, null, null, 59, null, 'CĐ', null, [2, 3, 3, 4], 2]);
});

describe('properties', () => {
  const anyMark = fc.integer({ min: 0, max: 100 }).map(tenths);

  test('averages agree with exact fractions', () => {
    /** Written from the circular with big integers: the nearest tenth, the upper one for a tie. */
    const nearest = (numerator: bigint, denominator: bigint) => {
      const whole = numerator / denominator;
      return Number(2n * (numerator - whole * denominator) >= denominator ? whole + 1n : whole);
    };
    fc.assert(
      fc.property(fc.array(anyMark, { minLength: 2, maxLength: 6 }), anyMark, anyMark, anyMark, (regular, midterm, final, other) => {
        const weighted = [...regular.map((value) => [value, 1n] as const), [midterm, 2n] as const, [final, 3n] as const];
        const sum = weighted.reduce((total, [value, weight]) => total + BigInt(value) * weight, 0n);
        const weights = weighted.reduce((total, [, weight]) => total + weight, 0n);
        const semester = semesterAverage({ regular, midterm, final }, 2);
        expect(semester).toBe(nearest(sum, weights));
        expect(yearAverage(other, semester)).toBe(nearest(BigInt(other) + 2n * BigInt(semester ?? 0), 3n));
      }),
      { numRuns: 5000 },
    );
    fc.assert(fc.property(fc.nat(10_000), fc.integer({ min: 1, max: 60 }), (numerator, denominator) => roundHalfUp(numerator, denominator) === nearest(BigInt(numerator), BigInt(denominator))), { numRuns: 5000 });
  });

  test('levels agree with the table read row by row, and a better mark never lowers them', () => {
    const order: readonly Level[] = ['CĐ', 'Đ', 'K', 'T'];
    const pupil = fc.record({ scores: fc.array(fc.constantFrom(33, 34, 35, 49, 50, 64, 65, 79, 80, 90), { minLength: 7, maxLength: 9 }), fails: fc.constantFrom(0, 0, 0, 1, 2) });
    const made = (scores: readonly number[], fails: number): SubjectOutcome[] => [
      ...scores.map((value, index): SubjectOutcome => ({ id: `s${index}`, kind: 'scored', value: tenths(value) })),
      ...[0, 1, 2, 3].map((index): SubjectOutcome => ({ id: `c${index}`, kind: 'comment', value: index < fails ? 'CĐ' : 'Đ' })),
    ];
    const byRows = (scores: readonly number[], fails: number): Level => {
      const sorted = [...scores].sort((a, b) => b - a);
      const sixth = sorted[5] ?? 0;
      const lowest = sorted.at(-1) ?? 0;
      if (fails === 0 && lowest >= 65 && sixth >= 80) return 'T';
      if (fails === 0 && lowest >= 50 && sixth >= 65) return 'K';
      return fails <= 1 && lowest >= 35 && sixth >= 50 ? 'Đ' : 'CĐ';
    };
    fc.assert(
      fc.property(pupil, fc.nat(20), ({ scores, fails }, which) => {
        const result = learningLevel(made(scores, fails));
        expect(result?.base).toBe(byRows(scores, fails));
        const causes = [...scores.map((_, index) => byRows(scores.filter((__, other) => other !== index), fails)), ...(fails > 0 ? [byRows(scores, fails - 1)] : [])];
        const base = order.indexOf(byRows(scores, fails));
        const raised = causes.some((level) => order.indexOf(level) >= 2 && order.indexOf(level) - base >= 2);
        expect(result?.level).toBe(order[raised ? base + 1 : base]);
        const better = scores.map((score, index) => (index === which % scores.length ? Math.min(100, score + 15) : score));
        expect(order.indexOf(learningLevel(made(better, fails))?.base ?? 'CĐ')).toBeGreaterThanOrEqual(base);
      }),
      { numRuns: 10_000 },
    );
  });
});
