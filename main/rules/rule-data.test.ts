import { expect, test } from 'vitest';
import { createRuleLibrary } from '#core/rules/rule-library.ts';
import { learningLevel } from '#core/rules/tt22/learning-level.ts';
import { tenths } from '#core/values/marks.ts';
import { curriculumOf, loadCurricula } from './load-curricula.ts';
import { loadRuleLibrary } from './load-rule-library.ts';

const library = loadRuleLibrary('resources');

test('each grade has its circular from the school year on in which it began; before, results are kept as they were written', () => {
  const chosen = (programme: 'general' | 'continuing', level: 'primary' | 'lower-secondary' | 'upper-secondary', grade: number, schoolYear: string) => library.choose({ programme, level, grade, schoolYear })?.id ?? null;
  expect([
    chosen('general', 'primary', 1, '2019-2020'),
    chosen('general', 'primary', 5, '2025-2026'),
    chosen('general', 'lower-secondary', 9, '2023-2024'),
    chosen('general', 'lower-secondary', 9, '2024-2025'),
    chosen('general', 'upper-secondary', 10, '2022-2023'),
    chosen('general', 'upper-secondary', 12, '2023-2024'),
    chosen('continuing', 'upper-secondary', 10, '2025-2026'),
  ]).toEqual([null, 'tt27', null, 'tt22', 'tt22', null, 'tt43']);
});

test('a new circular is a table: with other dates and thresholds it holds from its school year on, without a line of code', () => {
  const old = library.levels('tt22');
  const next = { ...old, id: 'tt99', circular: '99/2027/TT-BGDĐT', effectiveFrom: '2027-08-01', applies: old.applies.map((each) => ({ ...each, from: '2027-2028' })), need: 5 };
  const both = createRuleLibrary([...library.tables, next]);
  const level = (schoolYear: string) => {
    const rules = both.choose({ programme: 'general', level: 'lower-secondary', grade: 7, schoolYear });
    if (rules?.kind !== 'levels') throw new Error('no rules');
    return [rules.id, learningLevel([80, 80, 80, 80, 80, 70, 70, 70].map((value, index) => ({ id: `m${index}`, kind: 'scored' as const, value: tenths(value) })), rules)?.level];
  };
  expect([level('2026-2027'), level('2027-2028')]).toEqual([['tt22', 'K'], ['tt99', 'T']]);
});

test('curricula: levels together share their subjects, electives stand in their grades, a later curriculum holds from its school year', () => {
  const subjects = loadCurricula('resources')({ programme: 'general', levels: ['primary', 'lower-secondary', 'upper-secondary'], schoolYear: '2025-2026' });
  const mathematics = subjects.find(({ code }) => code === 'TOAN');
  const table = (from: string) => ({ source: '', from, programme: 'general' as const, level: 'primary' as const, subjects: [] });
  expect({
    mathematics: Object.values(mathematics?.periods ?? {}),
    electives: subjects.filter(({ electiveIn }) => electiveIn.includes(10)).map(({ code }) => code),
    continuing: loadCurricula('resources')({ programme: 'continuing', levels: ['upper-secondary'], schoolYear: '2025-2026' }).every(({ kind }) => kind === 'scored'),
    chosen: ['2019-2020', '2025-2026', '2030-2031'].map((year) => curriculumOf([table('2027-2028'), table('2020-2021')], 'general', 'primary', year)?.from),
    none: curriculumOf([table('2020-2021')], 'general', 'preschool', '2025-2026'),
  }).toEqual({
    mathematics: [105, 175, 175, 175, 175, 140, 140, 140, 140, 105, 105, 105],
    electives: ['DIA_LI', 'GDKT_PL', 'VAT_LI', 'HOA_HOC', 'SINH_HOC', 'CONG_NGHE', 'TIN_HOC', 'AM_NHAC', 'MI_THUAT'],
    continuing: true,
    chosen: ['2020-2021', '2020-2021', '2027-2028'],
    none: null,
  });
});
