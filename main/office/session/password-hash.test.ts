import { expect, test } from 'vitest';
import { checkPassword, hashPassword } from './password-hash.ts';

test('only the password itself opens its hash, and no two hashes are alike', async () => {
  const [first, second] = [await hashPassword('Hoa phượng đỏ 2026'), await hashPassword('Hoa phượng đỏ 2026')];
  expect(first).not.toBe(second);
  expect(await Promise.all(['Hoa phượng đỏ 2026', 'hoa phượng đỏ 2026', ''].map((password) => checkPassword(password, first)))).toEqual([true, false, false]);
  expect(await checkPassword('x', 'not a hash')).toBe(false);
});
