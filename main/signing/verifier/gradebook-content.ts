import type { XmlElement } from 'libxml2-wasm';
import { gradebookMisfit } from './gradebook-form.ts';
import { child, isMarkedTraining, textIn, type NamedPerson, type RecordContent } from './record-content.ts';
import { childrenOf, readXml } from './xml-reader.ts';

/** Reads the canonical bytes of a gradebook's data node, and whether they have its form; null where they are no XML of ours. Its only region is the whole, so its teacher is found under `data`. */
export function readGradebookContent(canonicalData: Uint8Array): RecordContent | null {
  const content = readXml(canonicalData, ({ root }): RecordContent => {
    const general = child(root, 'THONG_TIN_CHUNG');
    const text = (tag: string) => textIn(general, tag);
    const person = (name: string, id: string): NamedPerson => ({ name: text(name), personalId: text(id) });
    return {
      summary: null,
      misfit: gradebookMisfit(root),
      schoolName: text('TEN_TRUONG'),
      gradebook: {
        uuid: text('MA_TRA_CUU_UUID'),
        schoolName: text('TEN_TRUONG'),
        className: text('TEN_LOP'),
        subjectName: text('TEN_MON_HOC'),
        schoolYear: text('TEN_NAM_HOC'),
        teacherName: text('TEN_GVBM'),
        pupils: pupilsIn(child(root, 'DANH_SACH_HOC_SINH')),
      },
      training: isMarkedTraining(general),
      principal: person('TEN_GIAM_HIEU_KY', 'SO_CCCD_GIAM_HIEU_KY'),
      homeroomTeacher: person('TEN_GIAO_VIEN_CHU_NHIEM', 'SO_CCCD_GIAO_VIEN_CHU_NHIEM'),
      subjectTeachers: new Map([['data', person('TEN_GVBM', 'SO_CCCD_GVBM')]]),
    };
  });
  return typeof content === 'string' ? null : content;
}

function pupilsIn(part: XmlElement | null): number {
  return part === null ? 0 : childrenOf(part).elements.filter(({ name }) => name === 'HOC_SINH').length;
}
