import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { PrimaryTables } from '#main/office/ports/books.ts';
import { createPrintThread } from '../printing/print-thread.ts';
import { createBookPrinter } from './book-printer.ts';

const tables: PrimaryTables = {
  frame: {
    schoolName: 'Trường Tiểu học Nậm Ỏn',
    communeName: 'xã Mường Ẳng',
    provinceName: 'tỉnh Điện Biên',
    levelTitle: 'CẤP TIỂU HỌC',
    circular: '27/2020/TT-BGDĐT',
    words: { learner: 'học sinh', head: 'Hiệu trưởng', classTeacher: 'Giáo viên chủ nhiệm', institution: 'nhà trường', charter: 'Điều lệ trường tiểu học' },
    schoolYear: '2025-2026',
    headName: 'Lò Thị Ẫm',
    headTitles: ['HIỆU TRƯỞNG'],
    training: false,
    printedAt: '2026-06-05T09:00:00+07:00',
  },
  className: '4A',
  classTeacher: 'Vàng Thị Mẩy',
  tables: [
    {
      moment: 'Cuối năm học',
      subjects: [{ name: 'Tiếng Việt & Toán <gộp>', hasTest: true }, { name: 'Đạo đức', hasTest: false }],
      attributes: [{ name: 'Yêu nước', group: 'quality' }, { name: 'Giải quyết vấn đề và sáng tạo', group: 'general' }, { name: 'Ngôn ngữ', group: 'specific' }],
      withYear: true,
      rows: [{ pupil: { position: 1, fullName: 'Giàng A Páo', gone: false, remark: '' }, birthDate: '05/09/2016', girl: false, subjects: [{ level: 'T', test: '10' }, { level: 'H', test: '' }], attributes: ['T', 'Đ', 'T'], outcome: 'HT', awarded: false, retained: false, notes: '' }],
      totals: 'Tổng số: 1.',
    },
  ],
};

test('the same table printed at the same moment gives the same bytes, whatever stands in its drawn headings', async () => {
  const thread = createPrintThread({ worker: null, resourcesFolder: fileURLToPath(new URL('../../../resources', import.meta.url)) });
  const printer = createBookPrinter(thread);
  const [first, again, later] = [await printer.printPrimary(tables), await printer.printPrimary(tables), await printer.printPrimary({ ...tables, frame: { ...tables.frame, printedAt: '2026-06-06T09:00:00+07:00' } })];
  await thread.close();
  expect(Buffer.from(again).equals(Buffer.from(first))).toBe(true);
  expect(Buffer.from(later).equals(Buffer.from(first))).toBe(false);
});
