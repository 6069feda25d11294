import { expect, test } from 'vitest';
import { compareVietnameseNames, foldAccents } from './names.ts';

test('a class list is ordered by given name, Đ after D, and leaves names of every people as they are', () => {
  const names = ['Trần Văn Đạt', 'Nguyễn Thị Ánh', "H'Hen Niê", 'Lê Dũng', 'Nguyễn Văn An', 'Y Hương', 'Bùi Văn An', 'Phạm Duy'];
  expect([...names].sort(compareVietnameseNames)).toEqual(['Bùi Văn An', 'Nguyễn Văn An', 'Nguyễn Thị Ánh', 'Lê Dũng', 'Phạm Duy', 'Trần Văn Đạt', 'Y Hương', "H'Hen Niê"]);
  expect(foldAccents('Họ và tên ĐỆM'.normalize('NFD'))).toBe('ho va ten dem');
});
