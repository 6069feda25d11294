import { createHash } from 'node:crypto';
import type { XmlElement } from 'libxml2-wasm';
import type { FileReport } from '#core/contract/verification.ts';
import { trainingMark } from './certificate.ts';
import { childrenOf, plainText, readXml } from './xml-reader.ts';

/** A person as the signed data names them. */
export type NamedPerson = { readonly name: string; readonly personalId: string };

/** What the signed data of a record says, read anew from the very bytes that were digested. */
export type RecordContent = {
  /** Null for a gradebook, which is about no single pupil. */
  readonly summary: FileReport['record'];
  readonly schoolName: string;
  /** The first element that is not as the format has it; null: all are as far as is looked at. */
  readonly misfit: string | null;
  readonly gradebook?: NonNullable<FileReport['gradebook']>;
  readonly training: boolean;
  readonly principal: NamedPerson;
  readonly homeroomTeacher: NamedPerson;
  /** Teachers by the Id of their subject's region. */
  readonly subjectTeachers: ReadonlyMap<string, NamedPerson>;
};

/** Reads the canonical bytes of the data node; null where they are not those of a record. */
export function readRecordContent(canonicalData: Uint8Array): RecordContent | null {
  const dataDigest = createHash('sha256').update(canonicalData).digest('hex');
  const content = readXml(canonicalData, ({ root }) => {
    const information = child(root, 'THONG_TIN_HOC_BA');
    const general = child(information, 'THONG_TIN_CHUNG');
    const total = child(information, 'TONG_KET');
    const text = (parent: XmlElement | null, ...names: readonly string[]) => names.map((name) => textIn(parent, name)).find((each) => each !== '') ?? '';
    return {
      summary: {
        uuid: text(general, 'MA_TRA_CUU_UUID'),
        pupilName: text(general, 'HO_VA_TEN'),
        birthDate: text(general, 'NGAY_SINH'),
        personalId: text(general, 'SO_CCCD'),
        schoolName: text(general, 'TEN_TRUONG'),
        className: text(general, 'TEN_LOP'),
        schoolYear: text(general, 'TEN_NAM_HOC', 'NAM_HOC'),
        learning: text(total, 'KET_QUA_HOC_TAP_CA_NAM', 'KET_QUA_HOC_TAP', 'KET_QUA_XEP_LOAI'),
        conduct: text(total, 'KET_QUA_REN_LUYEN_CA_NAM', 'KET_QUA_REN_LUYEN'),
        promoted: text(total, 'DUOC_LEN_LOP'),
        dataDigest,
      },
      schoolName: text(general, 'TEN_TRUONG'),
      misfit: null,
      training: isMarkedTraining(general),
      principal: { name: text(general, 'TEN_GIAM_HIEU_KY_HOC_BA'), personalId: text(general, 'SO_CCCD_GIAM_HIEU_KY_HOC_BA') },
      homeroomTeacher: { name: text(general, 'TEN_GIAO_VIEN_CHU_NHIEM'), personalId: text(general, 'SO_CCCD_GIAO_VIEN_CHU_NHIEM') },
      subjectTeachers: subjectTeachersIn(root),
    };
  });
  return typeof content === 'string' ? null : content;
}

/** The only child with this name; null where there is none, or more than one to choose from. */
export function child(parent: XmlElement | null, name: string): XmlElement | null {
  const found = parent === null ? [] : childrenOf(parent).elements.filter((each) => each.name === name && each.namespaceUri === '');
  return found.length === 1 ? (found[0] ?? null) : null;
}

export function textIn(parent: XmlElement | null, name: string): string {
  const element = child(parent, name);
  return element === null ? '' : (plainText(element) ?? '').normalize('NFC');
}

/** A training school marks its records in their general information: an element of its own, or the mark in a name of school, department or place. */
export function isMarkedTraining(general: XmlElement | null): boolean {
  if (general === null) return false;
  return childrenOf(general).elements.some((each) => each.name.includes('LUYEN_TAP') || (!each.name.startsWith('NHAN_XET') && each.content.normalize('NFC').includes(trainingMark)));
}

function subjectTeachersIn(root: XmlElement): ReadonlyMap<string, NamedPerson> {
  const teachers = new Map<string, NamedPerson>();
  for (const subject of root.find('.//DIEM_TONG_KET[@Id]')) {
    const element = subject as XmlElement;
    const teacher = child(element, 'GVBM');
    const name = ['HO_VA_TEN', 'TEN_GVBM', 'TEN_GIAO_VIEN', 'HO_TEN'].map((tag) => textIn(teacher, tag)).find((each) => each !== '') ?? '';
    teachers.set(element.attr('Id')?.value ?? '', { name, personalId: textIn(teacher, 'SO_CCCD') });
  }
  return teachers;
}
