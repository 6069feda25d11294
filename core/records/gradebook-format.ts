import type { GradebookData, SemesterOnPaper } from './gradebook-data.ts';
import { field, list, optional, teacherSlot, trainingMark, usualSlots, type DocumentFormat, type GroupNode } from './record-format.ts';

type Pupil = GradebookData['pupils'][number];

const general: GroupNode<GradebookData> = {
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
    field('TEN_XA_PHUONG', 100, ({ school }) => school.communeName),
    field('TEN_TINH_THANH_PHO', 100, ({ school }) => school.provinceName),
    field('MA_KHOI', 2, ({ grade }) => String(grade).padStart(2, '0')),
    field('TEN_LOP', 10, ({ className }) => className),
    field('MA_MON_HOC', 20, ({ subject }) => subject.code),
    field('TEN_MON_HOC', 60, ({ subject }) => subject.name),
    field('HINH_THUC_DANH_GIA', 10, ({ subject }) => (subject.kind === 'scored' ? 'DIEM_SO' : 'NHAN_XET')),
    field('NGAY_CHOT_SO', 40, ({ createdAt }) => createdAt),
    field('TEN_GVBM', 100, ({ teacher }) => teacher.name),
    field('SO_CCCD_GVBM', 12, ({ teacher }) => teacher.personalId),
    field('TEN_GIAO_VIEN_CHU_NHIEM', 100, ({ homeroomTeacher }) => homeroomTeacher.name),
    field('SO_CCCD_GIAO_VIEN_CHU_NHIEM', 12, ({ homeroomTeacher }) => homeroomTeacher.personalId),
    field('TEN_GIAM_HIEU_KY', 100, ({ head }) => head.name),
    field('SO_CCCD_GIAM_HIEU_KY', 12, ({ head }) => head.personalId),
    field('CHUC_VU_GIAM_HIEU_KY', 60, ({ head }) => head.title),
    trainingMark(),
  ],
};

function semester(tag: string): GroupNode<SemesterOnPaper> {
  return {
    tag,
    id: null,
    children: [
      list(
        ({ regular }) => regular.filter((mark) => mark !== ''),
        { tag: 'DANH_GIA_THUONG_XUYEN', id: null, children: [field('KET_QUA', 4, (mark: string) => mark)] },
      ),
      optional('CHUYEN_DE', 4, ({ topic }) => topic),
      optional('DANH_GIA_GIUA_KY', 4, ({ midterm }) => midterm),
      optional('DANH_GIA_CUOI_KY', 4, ({ final }) => final),
      optional('KET_QUA_HOC_KY', 4, ({ result }) => result),
      optional('NHAN_XET', 2000, ({ comment }) => comment),
    ],
  };
}

const pupil: GroupNode<Pupil> = {
  tag: 'HOC_SINH',
  id: null,
  children: [
    field('STT', 3, ({ position }) => String(position)),
    field('HO_VA_TEN', 100, ({ fullName }) => fullName),
    optional('MA_HOC_SINH', 20, ({ ministryCode }) => ministryCode),
    optional('NGAY_SINH', 10, ({ birthDate }) => birthDate),
    list(({ semester1 }) => [semester1], semester('HOC_KY_1')),
    list(({ semester2 }) => [semester2], semester('HOC_KY_2')),
    field('KET_QUA_CA_NAM', 4, ({ year }) => year),
    optional('KET_QUA_DANH_GIA_LAI', 4, ({ reassessed }) => reassessed),
  ],
};

/** The year's gradebook of one class in one subject, v1.0: the kind TONG_KET_CA_NAM of products in the field (domain.md 3.9), signed with the record's signatures, each over the whole. */
export const gradebookFormat: DocumentFormat<GradebookData> = {
  id: 'gradebook-v1',
  schema: 'so-theo-doi-1.0.xsd',
  root: 'SO_THEO_DOI',
  content: { tag: 'TONG_KET_CA_NAM', id: () => 'data', children: [general, { tag: 'DANH_SACH_HOC_SINH', id: null, children: [list(({ pupils }: GradebookData) => pupils, pupil)] }] },
  slots: usualSlots('PHAT_HANH_SO', 'data'),
  // Its only region is the whole.
  regionSlot: () => teacherSlot('data'),
};
