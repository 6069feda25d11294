import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { codeLookup, codeTablesOn } from '#core/quality/code-tables.ts';
import { ethnicities } from '#core/values/ethnicities.ts';
import { loadCodeTables } from './load-code-tables.ts';

const tables = loadCodeTables('resources');

test('the whole list of July 2025 is in: 34 provinces and 3 321 communes, each in one of them', () => {
  const { provinces, communes } = codeTablesOn(tables, '2025-09-01');
  // Lines `code,name,province` in the order of official/admin-units-2025-07.csv; the digest was taken from that file.
  const lines = [...provinces.map(({ code, name }) => `province,${code},${name},`), ...communes.map(({ code, name, province }) => `commune,${code},${name},${province ?? ''}`)];
  const known = new Set(provinces.map(({ code }) => code));
  expect({ provinces: provinces.length, communes: communes.length, strays: communes.filter(({ province }) => !known.has(province ?? '')), digest: createHash('sha256').update(`${lines.join('\n')}\n`, 'utf8').digest('hex') }).toEqual({ provinces: 34, communes: 3321, strays: [], digest: '2ba2c461aeca5e9c8282dd123a07db5d27c53b8e3c08834b10e64f172724c413' });
});

test('a table holds from its first day on: before July 2025 no commune is checked', () => {
  const before = codeTablesOn(tables, '2024-09-01');
  expect({ provinces: before.provinces.length, communes: before.communes.length, ethnicities: before.ethnicities.length, numbers: before['personal-id-provinces'].length }).toEqual({ provinces: 0, communes: 0, ethnicities: 55, numbers: 63 });
});

test('the peoples are those that the forms offer', () => {
  expect(codeTablesOn(tables, '2025-09-01').ethnicities).toEqual(ethnicities);
});

test('places are found however they are written, and tones tell them apart', () => {
  const codes = codeLookup(codeTablesOn(tables, '2025-09-01'));
  const phuTho = codes.province('Phú Thọ') ?? '';
  expect([codes.province('tỉnh Phú Thọ'), codes.province('TP. Hồ Chí Minh'), codes.province('Hòa Bình'), codes.nationality('viet nam'), codes.nationality('Mỹ'), codes.nationality('Việt Nma')]).toEqual(['25', '79', null, 'Việt Nam', 'Hoa Kỳ', null]);
  expect([codes.hasCommune(phuTho, 'phường Hoà Bình'), codes.hasCommune(phuTho, 'Hòa Bình'), codes.hasCommune(phuTho, 'xã Hỏa Bình'), codes.personalIdProvince('025'), codes.personalIdProvince('999')]).toEqual([true, true, false, true, false]);
});
