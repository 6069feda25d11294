import { expect, test } from 'vitest';
import { errorCodes } from '#core/contract/errors.ts';
import { errorText } from './errors.ts';

test('an error says what happened, why and what to do, with its params filled in', () => {
  expect(errorText('vi', { code: 'signing.wrong-person', params: { holder: 'Trần Văn An', expected: 'Lê Thị Hoa' } })).toEqual({
    what: 'Chứng thư không phải của người cần ký.',
    why: 'Chứng thư của Trần Văn An, người cần ký là Lê Thị Hoa.',
    todo: 'Cắm đúng token, hoặc sửa tên trong Thiết lập trường.',
  });
  expect(errorText('vi', { code: 'trust.list-older', params: { thisUpdate: '2026-11-25T18:05:00.000Z' } }).why).toBe('Danh sách trong tệp ra ngày 26/11/2026 01:05.');
  const bare = errorCodes.flatMap((code) => (['vi', 'en'] as const).filter((language) => Object.values(errorText(language, { code, params: {} })).filter((text) => text !== '').length < 2).map((language) => `${code} ${language}`));
  expect(bare).toEqual([]);
  expect(errorCodes.map((code) => JSON.stringify(errorText('vi', { code, params: {} }))).filter((text) => text !== text.normalize('NFC'))).toEqual([]);
});
