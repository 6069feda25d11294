import { expect, test } from 'vitest';
import { checkAddedRules } from './added-rule-check.ts';
import { addedRules, rulesInYear, type AddedRule } from './added-rules.ts';
import type { Person } from './quality-data.ts';

const person: Person = { ministryCode: '2500000001', personalId: '', registryNumber: '12', fullName: 'Hà Thị Hoa', birthDate: '2014-03-04', sex: 'female', ethnicity: '06', nationality: 'Việt Nam', birthPlace: '', homeTown: 'Phú Thọ', address: '', fatherName: '', motherName: '', guardianName: '' };

function rule(changes: Partial<AddedRule>): AddedRule {
  return { id: 'P01', severity: 'error', field: 'registryNumber', where: null, check: { kind: 'pattern', pattern: '\\d+/\\d{4}' }, message: { vi: 'số sổ đăng bộ phải có năm', en: 'registry number needs its year' }, source: 'CV 12/SGDĐT', ...changes };
}

test('a rule looks at one field, at those it concerns, and leaves empty fields to the rule that requires them', () => {
  const codes = (...rules: readonly AddedRule[]) => checkAddedRules(person, rules).map(({ code, field, params }) => [code, field, params['rule']]);
  expect(codes(rule({}), rule({ id: 'P02', severity: 'warning', field: 'birthPlace', check: { kind: 'required' } }), rule({ id: 'P03', field: 'homeTown', check: { kind: 'one-of', values: ['Phú Thọ'] } }), rule({ id: 'P04', field: 'fullName', check: { kind: 'longest', characters: 5 } }))).toEqual([
    ['P00.error', 'registryNumber', 'P01'],
    ['P00.warning', 'birthPlace', 'P02'],
    ['P00.error', 'fullName', 'P04'],
  ]);
  expect(codes(rule({ field: 'address' }), rule({ where: { field: 'ethnicity', oneOf: ['01'] } }), rule({ check: { kind: 'pattern', pattern: '\\d+' } }))).toEqual([]);
});

test('a file holds for its school years; patterns that are none, or could take for ever, are refused', () => {
  const file = { format: 'hocba-rules/1' as const, issuer: 'Sở', name: 'Quy tắc', version: '1', from: '2025-2026', until: '2026-2027', rules: [rule({})] };
  expect(['2024-2025', '2025-2026', '2026-2027', '2027-2028'].map((year) => rulesInYear([file], year).length)).toEqual([0, 1, 1, 0]);
  expect(['\\d+/\\d{4}', '(', '(a+)+b', '(x*){9}'].map((pattern) => addedRules.safeParse({ ...file, rules: [rule({ check: { kind: 'pattern', pattern } })] }).success)).toEqual([true, false, false, false]);
});
