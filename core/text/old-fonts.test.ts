import { expect, test } from 'vitest';
import { fromOldEncoding, oldEncodingOf } from './old-fonts.ts';

test('fonts tell the encoding', () => {
  expect(['.VnTime', '.VnTimeH', '.vnarial narrow', 'VNI-Times', 'Times New Roman', 'VnTime', null].map(oldEncodingOf)).toEqual(['tcvn3', 'tcvn3-capitals', 'tcvn3', 'vni', null, null, null]);
});

test('names read as they were meant, every letter once', () => {
  expect([
    fromOldEncoding('NguyÔn V¨n Hïng', 'tcvn3'),
    fromOldEncoding('TrÇn ThÞ Thu H­¬ng', 'tcvn3'),
    fromOldEncoding('§Æng Quúnh Nh­', 'tcvn3'),
    fromOldEncoding('nguyÔn thÞ ®µo', 'tcvn3-capitals'),
    fromOldEncoding('Nguyeãn Vaên Huøng', 'vni'),
    fromOldEncoding('Traàn Thò Thu Höông', 'vni'),
    fromOldEncoding('ÑAËNG QUYØNH NHÖ', 'vni'),
    fromOldEncoding('Lyù Myõ Leä', 'vni'),
  ]).toEqual(['Nguyễn Văn Hùng', 'Trần Thị Thu Hương', 'Đặng Quỳnh Như', 'NGUYỄN THỊ ĐÀO', 'Nguyễn Văn Hùng', 'Trần Thị Thu Hương', 'ĐẶNG QUỲNH NHƯ', 'Lý Mỹ Lệ']);
  // Every small letter of the alphabet with a mark has a place in TCVN3.
  const marked = Array.from('àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ');
  const read = Array.from({ length: 256 - 160 }, (_, index) => fromOldEncoding(String.fromCodePoint(160 + index), 'tcvn3'));
  expect(marked.filter((letter) => !read.includes(letter))).toEqual([]);
  // Unicode typed into a cell with an old font is not old text.
  expect(fromOldEncoding('Nguyễn Thị Đào', 'tcvn3')).toBe('Nguyễn Thị Đào');
});
