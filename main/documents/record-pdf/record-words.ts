import type { RecordData, SubjectValue } from '#core/records/record-data.ts';
import { formatTenths, type Level } from '#core/values/marks.ts';

/** Levels in the words of TT 22/2021 Art. 8 and 9. */
export const levelWords: Readonly<Record<Level, string>> = { T: 'Tốt', K: 'Khá', Đ: 'Đạt', CĐ: 'Chưa đạt' };

/** A subject's result on paper: decimal comma; Đ, CĐ; `Miễn` for an exempt subject. */
export function valueWords(value: SubjectValue | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return formatTenths(value, ',');
  return value === 'M' ? 'Miễn' : value;
}

/** `2012-09-05` as `05/09/2012`. */
export function dayWords(date: string): string {
  const [year = '', month = '', day = ''] = date.slice(0, 10).split('-');
  return `${day}/${month}/${year}`;
}

/** `ngày 05 tháng 6 năm 2026`. */
export function longDay(date: string): string {
  const [year = '', month = '', day = ''] = date.slice(0, 10).split('-');
  return `ngày ${day} tháng ${Number(month) > 2 ? String(Number(month)) : month} năm ${year}`;
}

/** A moment with its time of day as it was claimed, in the offset it was written with: `10:15 ngày 05/06/2026`. */
export function momentWords(moment: string): string {
  return `${moment.slice(11, 16)} ngày ${dayWords(moment)}`;
}

export function measureWords(tenths: number, unit: string): string {
  return `${Math.trunc(tenths / 10)},${tenths % 10} ${unit}`;
}

/** The year's outcome as the form asks for it (TT 22/2021 Art. 12; annex). */
export function outcomeWords({ decision, grade }: RecordData): string {
  if (grade === 9) return decision === 'PROMOTED' ? 'Hoàn thành chương trình trung học cơ sở' : 'Chưa hoàn thành chương trình trung học cơ sở';
  return decision === 'PROMOTED' ? `Được lên lớp ${grade + 1}` : `Không được lên lớp (học lại lớp ${grade})`;
}

export const titleWords = { XUAT_SAC: 'Học sinh Xuất sắc', GIOI: 'Học sinh Giỏi' } as const;
