import type { XmlElement } from 'libxml2-wasm';
import { childrenOf, plainText } from './xml-reader.ts';

/** `least` and `most`: how many of them stand here, one after the other. */
type Rule = { readonly name: string; readonly least: number; readonly most: number } & ({ readonly text: RegExp } | { readonly parts: readonly Rule[] });

const line = (longest: number) => new RegExp(`^(?!\\s)(?:[^\\n]{1,${longest}})(?<!\\s)$`, 'u');
const mark = /^(?:\d\.\d|10\.0|Đ|CĐ|P|V)$/u;
const result = /^(?:\d\.\d|10\.0|Đ|CĐ|M)$/u;
const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/u;

const one = (name: string, text: RegExp): Rule => ({ name, least: 1, most: 1, text });
const perhaps = (name: string, text: RegExp): Rule => ({ name, least: 0, most: 1, text });
const group = (name: string, parts: readonly Rule[], [least, most]: readonly [number, number] = [1, 1]): Rule => ({ name, least, most, parts });

const general: readonly Rule[] = [
  one('PHIEN_BAN', /^1\.0$/u),
  one('THONG_TU', line(50)),
  one('MA_TRA_CUU_UUID', /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u),
  one('TEN_NAM_HOC', /^\d{4}-\d{4}$/u),
  one('MA_SO_GIAO_DUC', line(2)),
  one('TEN_SO_GD', line(150)),
  one('MA_TRUONG', line(20)),
  one('TEN_TRUONG', line(150)),
  one('TEN_XA_PHUONG', line(100)),
  one('TEN_TINH_THANH_PHO', line(100)),
  one('MA_KHOI', /^(?:0[6-9]|1[0-2])$/u),
  one('TEN_LOP', line(10)),
  one('MA_MON_HOC', line(20)),
  one('TEN_MON_HOC', line(60)),
  one('HINH_THUC_DANH_GIA', /^(?:DIEM_SO|NHAN_XET)$/u),
  one('NGAY_CHOT_SO', moment),
  one('TEN_GVBM', line(100)),
  one('SO_CCCD_GVBM', /^\d{12}$/u),
  one('TEN_GIAO_VIEN_CHU_NHIEM', line(100)),
  one('SO_CCCD_GIAO_VIEN_CHU_NHIEM', /^\d{12}$/u),
  one('TEN_GIAM_HIEU_KY', line(100)),
  one('SO_CCCD_GIAM_HIEU_KY', /^\d{12}$/u),
  one('CHUC_VU_GIAM_HIEU_KY', line(60)),
  perhaps('LUYEN_TAP', line(50)),
];

const semester: readonly Rule[] = [
  group('DANH_GIA_THUONG_XUYEN', [one('KET_QUA', mark)], [0, 6]),
  perhaps('CHUYEN_DE', mark),
  perhaps('DANH_GIA_GIUA_KY', mark),
  perhaps('DANH_GIA_CUOI_KY', mark),
  perhaps('KET_QUA_HOC_KY', result),
  perhaps('NHAN_XET', /^[^]{1,2000}$/u),
];

const pupil: readonly Rule[] = [
  one('STT', /^[1-9]\d{0,2}$/u),
  one('HO_VA_TEN', line(100)),
  perhaps('MA_HOC_SINH', line(20)),
  perhaps('NGAY_SINH', /^\d{4}-\d{2}-\d{2}$/u),
  group('HOC_KY_1', semester),
  group('HOC_KY_2', semester),
  one('KET_QUA_CA_NAM', result),
  perhaps('KET_QUA_DANH_GIA_LAI', result),
];

const data: readonly Rule[] = [group('THONG_TIN_CHUNG', general), group('DANH_SACH_HOC_SINH', [group('HOC_SINH', pupil, [1, 200])])];

/** The first element of a gradebook's data that is not as gradebook-v1 has it, by its name; null: all are. What is shown of a book is read only where its form leaves no choice. */
export function gradebookMisfit(root: XmlElement): string | null {
  return misfitIn(root, data);
}

function misfitIn(parent: XmlElement, rules: readonly Rule[]): string | null {
  const { elements, texts, foreign } = childrenOf(parent);
  if (foreign || texts.length > 0) return parent.name;
  let at = 0;
  for (const rule of rules) {
    let count = 0;
    for (let element = elements[at]; element !== undefined && element.name === rule.name && count < rule.most; element = elements[at]) {
      const misfit = misfitOf(element, rule);
      if (misfit !== null) return misfit;
      at += 1;
      count += 1;
    }
    if (count < rule.least) return rule.name;
  }
  return elements[at]?.name ?? null;
}

function misfitOf(element: XmlElement, rule: Rule): string | null {
  if (element.namespaceUri !== '' || element.attrs.length > 0) return element.name;
  if ('parts' in rule) return misfitIn(element, rule.parts);
  const text = plainText(element);
  return text !== null && rule.text.test(text) ? null : element.name;
}
