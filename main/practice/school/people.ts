import type { PupilData } from '#core/contract/pupils.ts';
import type { Sex } from '#core/contract/shared.ts';
import { familyOf, kinhName, type PracticeName } from './names.ts';
import type { Random } from './random.ts';

/**
 * A number in the shape of the personal identification number (NĐ 70/2024 Art. 7): three digits of the province, one for sex and century, two of the year
 * of birth, six random ones. The province code 999 belongs to nobody, so that no number of the training school is a real person's.
 */
export function practicePersonalId(sex: Sex, birthYear: number, serial: number): string {
  const century = Math.floor(birthYear / 100) - 19;
  const digit = century * 2 + (sex === 'female' ? 1 : 0);
  return `999${digit}${String(birthYear % 100).padStart(2, '0')}${String(serial).padStart(6, '0')}`;
}

const hamlets = ['thôn 1', 'thôn 3', 'thôn Đoài', 'xóm Trại', 'tổ 5', 'tổ 12', 'buôn Ky', 'bản Nà Phường'] as const;
/** Provinces with communes of theirs, as they are since July 2025. */
const places = [
  { name: 'tỉnh Đắk Lắk', communes: ['xã Dray Bhăng', 'xã Vụ Bổn', 'xã Ea Păl', 'xã Xuân Cảnh', 'phường Sông Cầu', 'phường Tân Lập'] },
  { name: 'tỉnh Thanh Hóa', communes: ['xã Thọ Xuân', 'xã Thọ Ngọc', 'xã Nông Cống', 'xã Lĩnh Toại', 'phường Quang Trung', 'phường Đông Tiến'] },
  { name: 'tỉnh Phú Thọ', communes: ['xã Hợp Kim', 'xã Yên Thủy', 'xã Vân Bán', 'xã Bình Xuyên', 'phường Hòa Bình', 'phường Vĩnh Yên'] },
  { name: 'tỉnh Lào Cai', communes: ['xã Lục Yên', 'xã Khánh Hòa', 'xã Lương Thịnh', 'xã Cốc San', 'phường Yên Bái', 'phường Cầu Thia'] },
  { name: 'tỉnh Gia Lai', communes: ['xã Ia Krái', 'xã An Toàn', 'xã Ia Khươl', 'xã Ia Lâu', 'phường Thống Nhất', 'phường Bồng Sơn'] },
  { name: 'tỉnh Ninh Bình', communes: ['xã Phú Sơn', 'xã Hải Hưng', 'xã Hải Xuân', 'xã Trần Thương', 'phường Lê Hồ', 'phường Hồng Quang'] },
] as const;

/** One pupil of the training school, all fields of the record's first page filled. `age`: in the year the school year begins. */
export function practicePupil(random: Random, name: PracticeName, input: { readonly schoolYearStart: number; readonly age: number; readonly serial: number }): PupilData {
  const year = input.schoolYearStart - input.age;
  const month = random.whole(1, 12);
  const day = random.whole(1, 28);
  const commune = random.whole(0, 5);
  const province = random.pick(places);
  const home = `${province.communes[commune] ?? province.communes[0]}, ${province.name}`;
  const majority = name.ethnicity === '01';
  const father = majority ? kinhName(random, 'male', familyOf(name.fullName)) : kinhName(random, 'male');
  return {
    ministryCode: `LT${String(2_400_000_000 + input.serial)}`,
    personalId: practicePersonalId(name.sex, year, input.serial),
    registryNumber: `${String(input.serial).padStart(4, '0')}/${input.schoolYearStart}`,
    fullName: name.fullName.normalize('NFC'),
    birthDate: `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`,
    sex: name.sex,
    ethnicity: name.ethnicity,
    nationality: 'Việt Nam',
    birthPlace: home,
    homeTown: home,
    address: `${random.pick(hamlets)}, ${home}`,
    fatherName: father,
    motherName: kinhName(random, 'female'),
    guardianName: '',
  };
}
