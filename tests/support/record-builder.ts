import type { RecordData } from '#core/records/record-data.ts';
import { tenths, type PassLevel } from '#core/values/marks.ts';
import type { PrintedSignature } from '#main/office/ports/documents.ts';

type Subject = RecordData['subjects'][number];

function scored(code: string, name: string, marks: readonly [number, number, number], teacher: string, comment: string, shortName = name): Subject {
  const [semester1, semester2, year] = marks;
  return { code, name, shortName, kind: 'scored', semester1: tenths(semester1), semester2: tenths(semester2), year: tenths(year), reassessed: null, comment, teacher: { name: teacher, personalId: '014180001234' } };
}

function commented(code: string, name: string, level: PassLevel, teacher: string, comment: string, shortName = name): Subject {
  return { code, name, shortName, kind: 'comment', semester1: level, semester2: level, year: level, reassessed: null, comment, teacher: { name: teacher, personalId: '014185004321' } };
}

/** The twelve subjects of a seventh-grader who does well (TT 32/2018), comments as teachers write them. Marks in tenths: semester I, semester II, year. */
export const sampleSubjects: readonly Subject[] = [
  scored('NGU_VAN', 'Ngữ văn', [78, 84, 82], 'Quàng Thị Hằng', 'Cảm thụ văn học tốt, diễn đạt mạch lạc; cần đọc thêm sách.'),
  scored('TOAN', 'Toán', [85, 91, 89], 'Lò Văn Toán', 'Tư duy nhanh, trình bày bài chặt chẽ. Tiến bộ rõ ở phần hình học.'),
  scored('NGOAI_NGU_1', 'Ngoại ngữ 1', [72, 80, 77], 'Nguyễn Thị Ngọc Ánh', 'Vốn từ khá, nghe tốt; cần mạnh dạn hơn khi nói.', 'Tiếng Anh'),
  scored('GDCD', 'Giáo dục công dân', [90, 93, 92], 'Hà Thị Mười', 'Có ý thức trách nhiệm, biết giúp đỡ bạn.', 'GDCD'),
  scored('LICH_SU_DIA_LI', 'Lịch sử và Địa lí', [81, 86, 84], 'Trần Đình Khuê', 'Nắm chắc kiến thức, sử dụng bản đồ thành thạo.', 'LS và ĐL'),
  scored('KHTN', 'Khoa học tự nhiên', [80, 88, 85], 'Phạm Quỳnh Như', 'Thí nghiệm cẩn thận, biết giải thích hiện tượng.', 'KHTN'),
  scored('CONG_NGHE', 'Công nghệ', [86, 90, 89], 'Cầm Bá Thuỷ', 'Khéo tay, hoàn thành tốt sản phẩm.'),
  scored('TIN_HOC', 'Tin học', [100, 95, 97], 'Đỗ Xuân Trường', 'Sử dụng thành thạo bảng tính.'),
  commented('GDTC', 'Giáo dục thể chất', 'Đ', 'Vì Văn Mạnh', 'Thể lực tốt, tích cực tập luyện.', 'GDTC'),
  commented('NGHE_THUAT', 'Nghệ thuật', 'Đ', 'Lường Thị Xoan, Bùi Hữu Nghĩa', 'Hát đúng nhạc, có năng khiếu hội hoạ.'),
  commented('HDTN_HN', 'Hoạt động trải nghiệm, hướng nghiệp', 'Đ', 'Nguyễn Thị Hoa', 'Tự tin, hợp tác tốt trong nhóm.', 'HĐTN, HN'),
  commented('GDDP', 'Nội dung giáo dục của địa phương', 'Đ', 'Trần Đình Khuê', 'Hiểu biết về văn hoá, lễ hội quê hương.', 'GDĐP'),
];

/** A complete record of a seventh-grader at a school in the mountains; anything may be changed. */
export function buildRecordData(overrides: Partial<RecordData> = {}): RecordData {
  return {
    formatId: 'secondary-v1',
    circular: '22/2021/TT-BGDĐT',
    uuid: '7d1f4f2e-5f3c-4b58-9d8e-000000000001',
    schoolYear: '2025-2026',
    createdAt: '2026-05-29T08:30:00+07:00',
    training: false,
    school: {
      departmentCode: '14',
      departmentName: 'Sở Giáo dục và Đào tạo Sơn La',
      code: '1400012345',
      name: 'Trường THCS Nguyễn Du',
      communeName: 'xã Mường Ẳng',
      provinceName: 'tỉnh Sơn La',
      levelCode: '03',
    },
    issue: { principalName: 'Trần Văn Bình', principalPersonalId: '014070005678', principalTitle: 'Hiệu trưởng', place: 'Mường Ẳng' },
    homeroomTeacher: { name: 'Nguyễn Thị Hoa', personalId: '014180001234' },
    pupil: {
      fullName: 'Lò Thị Bích Ẫ',
      personalId: '014313000017',
      ministryCode: '1400567890',
      registryNumber: '17/2024',
      birthDate: '2013-03-04',
      sex: 'female',
      ethnicity: 'Thái',
      nationality: 'Việt Nam',
      birthPlace: 'Bệnh viện Đa khoa tỉnh Sơn La',
      homeTown: 'xã Mường Ẳng, tỉnh Sơn La',
      address: 'Bản Nậm Ỏn, xã Mường Ẳng, tỉnh Sơn La',
      fatherName: 'Lò Văn Nam',
      motherName: 'Quàng Thị Hà',
      guardianName: '',
    },
    measures: { height: 1523, weight: 412 },
    absences: { excused: 3, unexcused: 1 },
    grade: 7,
    className: '7A1',
    history: [
      { schoolYear: '2024-2025', className: '6A1', schoolName: 'Trường THCS Nguyễn Du', enteredOn: '2024-09-05' },
      { schoolYear: '2025-2026', className: '7A1', schoolName: 'Trường THCS Nguyễn Du', enteredOn: '2025-09-05' },
    ],
    subjects: sampleSubjects,
    learning: { semester1: 'K', semester2: 'T', year: 'T', adjustedBy: null },
    conduct: { semester1: 'T', semester2: 'T', year: 'T' },
    afterSummer: null,
    decision: 'PROMOTED',
    title: 'GIOI',
    commendation: 'Giải Ba hội thi “Em yêu lịch sử quê hương” cấp tỉnh',
    homeroomComment: 'Chăm ngoan, lễ phép, học đều các môn. Tích cực trong hoạt động của lớp, được bạn bè quý mến. Cần rèn thêm kĩ năng nói trước đám đông.',
    ...overrides,
  };
}

/** The three signatures of an issued record, as verified and stored. */
export const sampleSignatures: readonly PrintedSignature[] = [
  { role: 'homeroomTeacher', signer: 'Nguyễn Thị Hoa', signedAt: '2026-05-30T09:05:00+07:00', serial: '540101a3f2c4d5e6f708192a3b4c5d6e' },
  { role: 'principal', signer: 'Trần Văn Bình', signedAt: '2026-05-31T10:15:00+07:00', serial: '540101ffe0d1c2b3a495867768594a3b' },
  { role: 'school', signer: 'Trường THCS Nguyễn Du', signedAt: '2026-05-31T14:40:00+07:00', serial: '5401000102030405060708090a0b0c0d' },
];
