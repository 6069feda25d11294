import type { Sex } from '#core/contract/shared.ts';
import type { Random } from './random.ts';

/** `ethnicity`: code of the ethnicity table (QĐ 121-TCTK/PPCĐ 1979): 01 Kinh. */
export type PracticeName = { readonly fullName: string; readonly sex: Sex; readonly ethnicity: string };

const families = ['Nguyễn', 'Nguyễn', 'Nguyễn', 'Nguyễn', 'Trần', 'Trần', 'Lê', 'Lê', 'Phạm', 'Phạm', 'Hoàng', 'Huỳnh', 'Phan', 'Vũ', 'Võ', 'Đặng', 'Bùi', 'Đỗ', 'Hồ', 'Ngô', 'Dương', 'Lý', 'Đinh', 'Mai', 'Trịnh', 'Tạ'];

const middles = {
  male: ['Văn', 'Đức', 'Minh', 'Quốc', 'Gia', 'Anh', 'Hữu', 'Thanh', 'Hoàng', 'Tuấn', 'Ngọc', 'Xuân', 'Nhật', 'Thành', 'Công', 'Bảo'],
  female: ['Thị', 'Thị', 'Ngọc', 'Thu', 'Thanh', 'Minh', 'Phương', 'Khánh', 'Bảo', 'Quỳnh', 'Kim', 'Hoàng', 'Như', 'Diệu', 'Thùy', 'Hồng'],
} as const;

const givens = {
  male: ['An', 'Bách', 'Bình', 'Cường', 'Dũng', 'Duy', 'Đạt', 'Đăng', 'Hải', 'Hiếu', 'Huy', 'Hùng', 'Khang', 'Khoa', 'Kiên', 'Lâm', 'Long', 'Nam', 'Nghĩa', 'Nhân', 'Phúc', 'Phong', 'Quân', 'Quý', 'Sơn', 'Tài', 'Thắng', 'Thịnh', 'Tiến', 'Toàn', 'Trí', 'Trung', 'Tùng', 'Việt', 'Vinh'],
  female: ['Anh', 'Ánh', 'Châu', 'Chi', 'Diễm', 'Dung', 'Giang', 'Hà', 'Hạnh', 'Hằng', 'Hiền', 'Hoa', 'Huệ', 'Hương', 'Lan', 'Linh', 'Loan', 'Ly', 'Mai', 'My', 'Nga', 'Ngân', 'Ngọc', 'Nhi', 'Nhung', 'Oanh', 'Phương', 'Quyên', 'Thảo', 'Thủy', 'Trang', 'Trâm', 'Tú', 'Uyên', 'Vy', 'Yến'],
} as const;

/** People whose names do not follow the Kinh pattern; programs that "correct" such names do harm. */
const minorityNames: readonly PracticeName[] = [
  { fullName: "H'Hen Niê", sex: 'female', ethnicity: '12' },
  { fullName: 'Y Moan Êban', sex: 'male', ethnicity: '12' },
  { fullName: "Rơ Châm H'Nhung", sex: 'female', ethnicity: '10' },
  { fullName: 'Rah Lan Thuyên', sex: 'male', ethnicity: '10' },
  { fullName: 'Y Hương', sex: 'female', ethnicity: '14' },
  { fullName: 'Giàng A Páo', sex: 'male', ethnicity: '08' },
  { fullName: 'Sùng Thị Mỷ', sex: 'female', ethnicity: '08' },
  { fullName: 'Lò Văn Khặm', sex: 'male', ethnicity: '03' },
  { fullName: 'Quàng Thị Ín', sex: 'female', ethnicity: '03' },
  { fullName: 'Vàng Thị Mẩy', sex: 'female', ethnicity: '09' },
  { fullName: 'Nông Văn Thuận', sex: 'male', ethnicity: '02' },
  { fullName: 'Thạch Sà Rây', sex: 'male', ethnicity: '05' },
];

/** Names of a class, each once; `minority`: how many of the names above stand among them, from `offset` on. */
export function practiceNames(random: Random, count: number, minority: { readonly offset: number; readonly count: number }): readonly PracticeName[] {
  const names = new Map<string, PracticeName>();
  for (const name of minorityNames.slice(minority.offset, minority.offset + minority.count)) names.set(name.fullName, name);
  while (names.size < count) {
    const sex: Sex = random.chance(0.5) ? 'male' : 'female';
    const fullName = kinhName(random, sex);
    names.set(fullName, { fullName, sex, ethnicity: '01' });
  }
  return [...names.values()];
}

/** A name of a grown-up or a child of the majority; now and then with a double middle name. */
export function kinhName(random: Random, sex: Sex, family = random.pick(families)): string {
  const middle = random.pick(middles[sex]);
  const second = random.chance(0.2) ? random.pick(middles[sex]) : null;
  const given = random.pick(givens[sex]);
  return [family, middle, ...(second === null || second === middle ? [] : [second]), given].join(' ');
}

/** The family name, which children of the majority share with their father. */
export function familyOf(fullName: string): string {
  return fullName.split(' ')[0] ?? fullName;
}
