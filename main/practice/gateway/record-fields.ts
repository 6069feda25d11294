/** Titles of fields as the ministry's table writes them (CV 2088 annex 1.1), for the answers. */
const titles: Readonly<Record<string, string>> = {
  MA_TRA_CUU_UUID: 'Mã số tra cứu học bạ',
  TEN_NAM_HOC: 'Tên năm học',
  MA_TRUONG: 'Mã trường',
  TEN_TRUONG: 'Tên trường',
  HO_VA_TEN: 'Họ và tên',
  SO_CCCD: 'Số CCCD',
  MA_HOC_SINH: 'Mã học sinh',
  GIOI_TINH: 'Giới tính',
  NGAY_SINH: 'Ngày sinh',
  NOI_SINH: 'Nơi sinh',
  QUE_QUAN: 'Quê quán',
  CHO_O_HIEN_NAY: 'Chỗ ở hiện nay',
  DAN_TOC: 'Dân tộc',
  QUOC_TICH: 'Quốc tịch',
  HO_VA_TEN_CHA: 'Họ và tên cha',
  HO_VA_TEN_ME: 'Họ và tên mẹ',
  HO_VA_TEN_NGUOI_GIAM_HO: 'Họ và tên người giám hộ',
  CAN_NANG: 'Cân nặng',
  CHIEU_CAO: 'Chiều cao',
  TONG_SO_BUOI_NGHI_CO_PHEP: 'Tổng số buổi nghỉ có phép',
  THONG_SO_BUOI_NGHI_KHONG_PHEP: 'Tổng số buổi nghỉ không phép',
  SO_SO_DANG_BO: 'Số sổ đăng bộ',
  TEN_LOP: 'Tên lớp',
  NAM_HOC: 'Năm học',
  NHAN_XET_GVCN: 'Nhận xét giáo viên chủ nhiệm',
  KET_QUA_XEP_LOAI: 'Kết quả xếp loại',
  DUOC_LEN_LOP: 'Được lên lớp',
  GVCN: 'Chữ ký số của giáo viên chủ nhiệm',
  CBQL: 'Chữ ký số của cán bộ quản lý',
  KY_PHAT_HANH: 'Ký số phát hành của cơ sở giáo dục',
  HOC_BA: 'Học bạ',
};

/** `Số CCCD (SO_CCCD)`: words for the person, the tag for the program. */
export function fieldTitle(tag: string): string {
  const title = titles[tag];
  return title === undefined ? tag : `${title} (${tag})`;
}

/**
 * Texts of a record's general part by tag, as far as they can be found: also a record that is refused for its structure is named in the answer.
 */
export function readFields(document: Uint8Array): (tag: string) => string {
  const text = Buffer.from(document).toString('utf8');
  const start = text.indexOf('<THONG_TIN_CHUNG>');
  const end = text.indexOf('</THONG_TIN_CHUNG>', start);
  const general = start < 0 || end < 0 ? '' : text.slice(start + '<THONG_TIN_CHUNG>'.length, end);
  const found = new Map<string, string>();
  for (const [, tag = '', content = ''] of general.matchAll(/<([A-Z_]+)>([^<]*)<\/\1>/gu)) {
    if (!found.has(tag)) found.set(tag, decode(content).normalize('NFC').trim());
  }
  return (tag) => found.get(tag) ?? '';
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decode(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|\w+);/giu, (whole, name: string) => {
    if (!name.startsWith('#')) return entities[name] ?? whole;
    const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
