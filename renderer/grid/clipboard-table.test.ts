import { expect, test } from 'vitest';
import { parseClipboardTable } from './clipboard-table.ts';

test('reads what spreadsheets put on the clipboard', () => {
  const cases: Record<string, readonly (readonly string[])[]> = {
    '8,5': [['8,5']],
    '8\r\n7,5\r\n\r\n9\r\n': [['8'], ['7,5'], [''], ['9']],
    'Đ\tCĐ\n\tĐ\n': [
      ['Đ', 'CĐ'],
      ['', 'Đ'],
    ],
    '"hai\ndòng, ""trích"""\t7\r\n"chưa đóng\t8': [
      ['hai\ndòng, "trích"', '7'],
      ['"chưa đóng', '8'],
    ],
    'Đạt\u00a0': [['Đạt']],
    ['Đ\u0323a']: [['Đ\u0323a'.normalize('NFC')]],
  };
  for (const [text, rows] of Object.entries(cases)) expect(parseClipboardTable(text)).toEqual(rows);
});
