import { formatTenths } from '#core/values/marks.ts';
import { field, list, optional, teacherSlot, trainingMark, usualSlots, type GroupNode, type RecordFormat } from './record-format.ts';
import type { RecordData, SubjectValue } from './record-data.ts';

type Subject = RecordData['subjects'][number];
type School = RecordData['history'][number];

/** Decimals with a dot (CV 2088 annex 1); Đ, CĐ and M as they are. */
function valueText(value: SubjectValue): string {
  return typeof value === 'number' ? formatTenths(value, '.') : value;
}

/** 1523 tenths of a centimetre is `152.3`; nobody has half a tenth. */
function measureText(tenthsOfUnit: number): string {
  return `${Math.trunc(tenthsOfUnit / 10)}.${tenthsOfUnit % 10}`;
}

const awards = { XUAT_SAC: 'Học sinh Xuất sắc', GIOI: 'Học sinh Giỏi' } as const;

/**
 * General information: the fields of the ministry's v1.0 (CV 2088/BGDĐT-GDTH annex 1), which QĐ 1789 annex IV takes over for secondary schools.
 * TEN_QUAN_HUYEN is required there, but districts were abolished on 1 July 2025: the specification's "-" stands for "there is none".
 */
const general: GroupNode<RecordData> = {
  tag: 'THONG_TIN_CHUNG',
  id: null,
  children: [
    field('PHIEN_BAN', 10, () => '1.0'),
    field('THONG_TU', 50, ({ circular }) => circular),
    field('MA_TRA_CUU_UUID', 36, ({ uuid }) => uuid),
    field('TEN_NAM_HOC', 9, ({ schoolYear }) => schoolYear),
    field('MA_SO_GIAO_DUC', 2, ({ school }) => school.departmentCode),
    field('TEN_SO_GD', 150, ({ school }) => school.departmentName),
    field('MA_TRUONG', 20, ({ school }) => school.code),
    field('TEN_TRUONG', 150, ({ school }) => school.name),
    field('TEN_QUAN_HUYEN', 100, () => '-'),
    field('TEN_XA_PHUONG', 100, ({ school }) => school.communeName),
    field('TEN_TINH_THANH_PHO', 100, ({ school }) => school.provinceName),
    field('MA_CAP_HOC', 2, ({ school }) => school.levelCode),
    field('SO_SO_DANG_BO', 30, ({ pupil }) => pupil.registryNumber),
    field('HO_VA_TEN', 100, ({ pupil }) => pupil.fullName),
    field('SO_CCCD', 12, ({ pupil }) => pupil.personalId),
    field('MA_HOC_SINH', 20, ({ pupil }) => pupil.ministryCode),
    field('GIOI_TINH', 3, ({ pupil }) => (pupil.sex === 'female' ? 'Nữ' : 'Nam')),
    field('NGAY_SINH', 10, ({ pupil }) => pupil.birthDate),
    field('CAN_NANG', 6, ({ measures }) => measureText(measures.weight)),
    field('CHIEU_CAO', 6, ({ measures }) => measureText(measures.height)),
    field('TONG_SO_BUOI_NGHI_CO_PHEP', 3, ({ absences }) => String(absences.excused)),
    // Spelled so in the specification.
    field('THONG_SO_BUOI_NGHI_KHONG_PHEP', 3, ({ absences }) => String(absences.unexcused)),
    field('NOI_SINH', 200, ({ pupil }) => pupil.birthPlace),
    field('QUE_QUAN', 200, ({ pupil }) => pupil.homeTown),
    field('CHO_O_HIEN_NAY', 300, ({ pupil }) => pupil.address),
    field('DAN_TOC', 50, ({ pupil }) => pupil.ethnicity),
    field('QUOC_TICH', 50, ({ pupil }) => pupil.nationality),
    optional('HO_VA_TEN_CHA', 100, ({ pupil }) => pupil.fatherName),
    // Required in v1.0, yet not every child has a mother to name: then the guardian stands.
    optional('HO_VA_TEN_ME', 100, ({ pupil }) => pupil.motherName),
    optional('HO_VA_TEN_NGUOI_GIAM_HO', 100, ({ pupil }) => pupil.guardianName),
    field('TEN_GIAM_HIEU_KY_HOC_BA', 100, ({ issue }) => issue.principalName),
    field('SO_CCCD_GIAM_HIEU_KY_HOC_BA', 12, ({ issue }) => issue.principalPersonalId),
    field('DIA_DANH_PHAT_HANH_HOC_BA', 100, ({ issue }) => issue.place),
    field('NGAY_TAO_HOC_BA', 40, ({ createdAt }) => createdAt),
    // The day the school means to issue it, frozen with the data; when it was signed is said by the signatures.
    field('NGAY_KY_PHAT_HANH_HOC_BA', 40, ({ createdAt }) => createdAt),
    field('CHUC_VU_GIAM_HIEU_KY_HOC_BA', 60, ({ issue }) => issue.principalTitle),
    field('TEN_GIAO_VIEN_CHU_NHIEM', 100, ({ homeroomTeacher }) => homeroomTeacher.name),
    field('SO_CCCD_GIAO_VIEN_CHU_NHIEM', 12, ({ homeroomTeacher }) => homeroomTeacher.personalId),
    field('MA_KHOI', 2, ({ grade }) => String(grade).padStart(2, '0')),
    field('TEN_LOP', 10, ({ className }) => className),
    field('NAM_HOC', 4, ({ schoolYear }) => schoolYear.slice(0, 4)),
    trainingMark(),
  ],
};

const history: GroupNode<School> = {
  tag: 'NAM_HOC_DA_QUA',
  id: null,
  children: [
    field('TEN_NAM_HOC', 9, ({ schoolYear }) => schoolYear),
    field('TEN_LOP', 10, ({ className }) => className),
    field('TEN_TRUONG', 150, ({ schoolName }) => schoolName),
    field('NGAY_TRANG_THAI_CHUYEN_DEN', 10, ({ enteredOn }) => enteredOn),
  ],
};

/** Id of a subject's region. */
export function subjectRegion(code: string): string {
  return `mon-${code}`;
}

/** One subject's results are a region of their own, so that the subject teacher's signature has something to reference (domain.md 3.9). */
const subject: GroupNode<Subject> = {
  tag: 'DIEM_TONG_KET',
  id: ({ code }) => subjectRegion(code),
  children: [
    field('MA_MON_HOC', 20, ({ code }) => code),
    field('TEN_MON_HOC', 60, ({ name }) => name),
    field('TEN_MON_HOC_VIET_TAT', 20, ({ shortName }) => shortName),
    field('HINH_THUC_DANH_GIA', 10, ({ kind }) => (kind === 'scored' ? 'DIEM_SO' : 'NHAN_XET')),
    field('KET_QUA_HOC_KY_1', 4, ({ semester1 }) => valueText(semester1)),
    field('KET_QUA_HOC_KY_2', 4, ({ semester2 }) => valueText(semester2)),
    field('MUC_DAT_DUOC', 4, ({ year }) => valueText(year)),
    optional('KET_QUA_DANH_GIA_LAI', 4, ({ reassessed }) => (reassessed === null ? null : valueText(reassessed))),
    field('NHAN_XET_MON_HOC', 2000, ({ comment }) => comment),
    {
      tag: 'GVBM',
      id: null,
      children: [field('HO_VA_TEN', 100, ({ teacher }) => teacher.name), field('SO_CCCD', 12, ({ teacher }) => teacher.personalId)],
    },
  ],
};

/** Year summary (QĐ 1789 annex IV; TT 22/2021 Art. 8, 9, 12 to 15). Levels: T, K, Đ, CĐ. */
const summary: GroupNode<RecordData> = {
  tag: 'TONG_KET',
  id: null,
  children: [
    field('KET_QUA_HOC_TAP_HOC_KY_1', 2, ({ learning }) => learning.semester1),
    field('KET_QUA_HOC_TAP_HOC_KY_2', 2, ({ learning }) => learning.semester2),
    field('KET_QUA_HOC_TAP_CA_NAM', 2, ({ learning }) => learning.year),
    optional('MON_HOC_DIEU_CHINH', 20, ({ learning }) => learning.adjustedBy),
    field('KET_QUA_REN_LUYEN_HOC_KY_1', 2, ({ conduct }) => conduct.semester1),
    field('KET_QUA_REN_LUYEN_HOC_KY_2', 2, ({ conduct }) => conduct.semester2),
    field('KET_QUA_REN_LUYEN_CA_NAM', 2, ({ conduct }) => conduct.year),
    optional('KET_QUA_HOC_TAP_SAU_HE', 2, ({ afterSummer }) => afterSummer?.learning ?? null),
    optional('KET_QUA_REN_LUYEN_SAU_HE', 2, ({ afterSummer }) => afterSummer?.conduct ?? null),
    field('DUOC_LEN_LOP', 1, ({ decision }) => (decision === 'PROMOTED' ? '1' : '0')),
    field('DA_HOAN_THANH_CHUONG_TRINH_LOP_HOC', 1, ({ decision }) => (decision === 'PROMOTED' ? '1' : '0')),
    field('NOI_DUNG_HOAN_THANH_CHUONG_TRINH', 150, (data) => decisionText(data)),
    optional('NOI_DUNG_KHEN_THUONG', 150, ({ title }) => (title === null ? null : awards[title])),
    optional('NOI_DUNG_KHEN_THUONG_DOT_XUAT', 500, ({ commendation }) => commendation),
    field('NHAN_XET_GVCN', 2000, ({ homeroomComment }) => homeroomComment),
    { tag: 'BANG_DIEM', id: null, children: [list(({ subjects }) => subjects, subject)] },
  ],
};

/** What the record says about promotion (TT 22/2021 Art. 12), in the words of the form. Grades 9 and 12: completion of the level's programme. */
export function decisionText({ decision, grade }: Pick<RecordData, 'decision' | 'grade'>): string {
  const level = grade === 9 ? 'trung học cơ sở' : grade === 12 ? 'trung học phổ thông' : null;
  if (level !== null) return decision === 'PROMOTED' ? `Hoàn thành chương trình ${level}` : `Chưa hoàn thành chương trình ${level}`;
  return decision === 'PROMOTED' ? `Được lên lớp ${grade + 1}` : `Không được lên lớp, học lại lớp ${grade}`;
}

/** The secondary record, v1.0: QĐ 1789 annexes III and IV in the ministry's writing, regions and slots as products in the field have them (domain.md 3.9). */
export const secondaryFormat: RecordFormat = {
  id: 'secondary-v1',
  schema: 'hoc-ba-trung-hoc-1.0.xsd',
  root: 'HOC_BA',
  content: {
    tag: 'DU_LIEU_HOC_BA',
    id: () => 'data',
    children: [
      {
        tag: 'THONG_TIN_HOC_BA',
        id: () => 'thongtinhocba',
        children: [general, { tag: 'QUA_TRINH_HOC_TAP', id: null, children: [list((data: RecordData) => data.history, history)] }, summary],
      },
    ],
  },
  slots: usualSlots('PHAT_HANH_HOC_BA', 'thongtinhocba'),
  regionSlot: teacherSlot,
};
