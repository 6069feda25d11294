import { decisionText } from '#core/records/secondary-format.ts';
import type { RecordData, SubjectValue } from '#core/records/record-data.ts';
import { formatTenths, type Level } from '#core/values/marks.ts';
import type { PrintableRecord } from '#main/office/ports/documents.ts';

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
  const [year = '', month = '', day = ''] = date.split('-');
  return `${day}/${month}/${year}`;
}

/** The day of a moment in Viet Nam, as decrees write it (NĐ 30/2020): zeros before single days and before months 1 and 2. `ngày 05 tháng 6 năm 2026`. */
export function longDay(moment: string): string {
  const [year = '', month = '', day = ''] = inVietnam(moment).slice(0, 10).split('-');
  return `ngày ${day} tháng ${Number(month) > 2 ? String(Number(month)) : month} năm ${year}`;
}

/** A moment in Vietnamese time: `10:15 ngày 05/06/2026`. */
export function momentWords(moment: string): string {
  const local = inVietnam(moment);
  return `${local.slice(11, 16)} ngày ${dayWords(local.slice(0, 10))}`;
}

/** Viet Nam knows one offset, +07:00, and no summer time. */
function inVietnam(moment: string): string {
  return new Date(Date.parse(moment) + 7 * 3_600_000).toISOString();
}

/** Tenths of a unit: `152,3 cm`. */
export function measureWords(tenths: number, unit: string): string {
  return `${Math.trunc(tenths / 10)},${tenths % 10} ${unit}`;
}

/** The year's outcome, word for word as the signed file says it. */
export function outcomeWords(data: RecordData): string {
  return decisionText(data);
}

export const titleWords = { XUAT_SAC: 'Học sinh Xuất sắc', GIOI: 'Học sinh Giỏi' } as const;

/** What the paper is, without claiming more than the stored signatures establish: an issued record bears those of the principal and the school. `use`: a PDF that is to be signed says where its own signatures can be checked. */
export function standingWords({ signatures, training }: PrintableRecord, use: 'paper' | 'to-sign'): string {
  if (training) return 'Bản in luyện tập, không có giá trị.';
  if (use === 'to-sign') return 'Bản PDF ký số của học bạ số. Kiểm tra chữ ký số trên chính tệp này hoặc trên tệp XML.';
  const signed = new Set(signatures.map(({ role }) => role));
  if (signed.has('principal') && signed.has('school')) return 'In từ học bạ số đã ký. Kiểm tra chữ ký số trên tệp XML của học bạ.';
  return signed.size === 0 ? 'Bản in chưa có chữ ký số.' : 'Bản in chưa đủ chữ ký số.';
}
