import { expect, test } from 'vitest';
import { nameMatches } from './vietnamese-search.ts';

test('names are found without accents, by any of their words', () => {
  const found = (name: string, typed: string) => nameMatches(name, typed);
  expect([found('Nguyễn Thị Đào', 'dao'), found('Nguyễn Thị Đào', 'NGUYEN d'), found('Nguyễn Thị Đào', 'đào thị'), found('Hoà', 'hòa'), found("Rơ Châm H'Nhung", "h'nh"), found('Nguyễn Thị Đào', 'ao'), found('Trần An', '')]).toEqual([true, true, true, true, true, false, true]);
});
