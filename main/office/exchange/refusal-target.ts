import type { HomeroomField, PupilField, Target } from '#core/contract/shared.ts';
import { classId as classIdOf, enrollmentId as enrollmentIdOf, pupilId as pupilIdOf } from '#core/values/ids.ts';
import { foldAccents } from '#core/text/names.ts';

/** Tags of the record's format and the field where each is entered. */
const pupilFields: Readonly<Record<string, PupilField>> = {
  SO_CCCD: 'personalId',
  MA_HOC_SINH: 'ministryCode',
  SO_SO_DANG_BO: 'registryNumber',
  HO_VA_TEN: 'fullName',
  NGAY_SINH: 'birthDate',
  GIOI_TINH: 'sex',
  DAN_TOC: 'ethnicity',
  QUOC_TICH: 'nationality',
  NOI_SINH: 'birthPlace',
  QUE_QUAN: 'homeTown',
  CHO_O_HIEN_NAY: 'address',
  HO_VA_TEN_CHA: 'fatherName',
  HO_VA_TEN_ME: 'motherName',
  HO_VA_TEN_NGUOI_GIAM_HO: 'guardianName',
};

const homeroomFields: Readonly<Record<string, HomeroomField>> = {
  CAN_NANG: 'weight',
  CHIEU_CAO: 'height',
  TONG_SO_BUOI_NGHI_CO_PHEP: 'excused2',
  THONG_SO_BUOI_NGHI_KHONG_PHEP: 'unexcused2',
  NHAN_XET_GVCN: 'comment',
  NOI_DUNG_KHEN_THUONG_DOT_XUAT: 'commendation',
};

const schoolTags: ReadonlySet<string> = new Set(['MA_TRUONG', 'TEN_TRUONG', 'MA_SO_GIAO_DUC', 'TEN_SO_GD', 'TEN_XA_PHUONG', 'TEN_TINH_THANH_PHO', 'TEN_GIAM_HIEU_KY_HOC_BA', 'SO_CCCD_GIAM_HIEU_KY_HOC_BA', 'DIA_DANH_PHAT_HANH_HOC_BA']);

/** Where a field that the gateway complains about is mended. Gateways name it by tag, with words and tag, or by words alone; what is not understood leads to the pupil. */
export function refusalTarget(fieldTitle: string, place: { readonly classId: string; readonly pupilId: string; readonly enrollmentId: string }): Target {
  const tag = tagIn(fieldTitle);
  const classId = classIdOf.parse(place.classId);
  if (tag !== null && schoolTags.has(tag)) return { screen: 'school', section: 'school' };
  if (tag === 'CBQL' || tag === 'GVCN' || tag === 'KY_PHAT_HANH') return { screen: 'signing', classId };
  if (tag === 'HOC_BA' || tag === 'MA_TRA_CUU_UUID') return { screen: 'records', classId };
  const homeroom = tag === null ? undefined : homeroomFields[tag];
  if (homeroom !== undefined) return { screen: 'homeroom', classId, enrollmentId: enrollmentIdOf.parse(place.enrollmentId), field: homeroom };
  return { screen: 'pupils', classId, pupilId: pupilIdOf.parse(place.pupilId), field: tag === null ? null : (pupilFields[tag] ?? null) };
}

/** `Số CCCD (SO_CCCD)`, `SO_CCCD`, `Họ và tên` all name a tag: the last two by their letters without tones. */
function tagIn(fieldTitle: string): string | null {
  const inBrackets = /\(([A-Z][A-Z0-9_]+)\)/u.exec(fieldTitle)?.[1];
  const plain = foldAccents(inBrackets ?? fieldTitle).toUpperCase().replace(/[^A-Z0-9]+/gu, '_').replace(/^_|_$/gu, '');
  return plain === '' ? null : plain;
}
