import type { SigningChange } from '#core/contract/hand-off.ts';
import type { RecordReading } from '../ports/verifier.ts';

/** New in every version of a record, and nobody's concern. */
const always: ReadonlySet<string> = new Set(['MA_TRA_CUU_UUID', 'NGAY_TAO_HOC_BA', 'NGAY_KY_PHAT_HANH_HOC_BA']);

/**
 * What a record says otherwise than an earlier version of it, in the order of the record; both read from their own bytes. `field` is the tag; `subject` the
 * subject's name, or the earlier year it is about, or ''. What was added has an empty `before`, what was taken out an empty `after`.
 */
export function readingChanges(before: RecordReading, after: RecordReading): readonly SigningChange[] {
  const [old, now] = [valuesOf(before), valuesOf(after)];
  const keys = [...new Set([...now.keys(), ...old.keys()])];
  return keys.flatMap((key): readonly SigningChange[] => {
    const [was, is] = [old.get(key), now.get(key)];
    const about = is ?? was;
    if (about === undefined || always.has(about.field) || was?.text === is?.text) return [];
    return [{ field: about.field, subject: about.subject, before: was?.text ?? '', after: is?.text ?? '' }];
  });
}

type Value = { readonly field: string; readonly subject: string; readonly text: string };

/** Texts by their place: the tags above, and which of several groups of one kind (a subject by its Id, a year by its name). */
function valuesOf({ lines }: RecordReading): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>();
  const path: string[] = [];
  let subject = '';
  let group = '';
  for (const [index, { depth, tag, id, text }] of lines.entries()) {
    path.length = depth;
    if (tag === 'DIEM_TONG_KET' || tag === 'NAM_HOC_DA_QUA') {
      const naming = lines.slice(index + 1, index + 4).find((line) => line.tag === 'TEN_MON_HOC' || line.tag === 'TEN_NAM_HOC');
      subject = naming?.text ?? '';
      group = id ?? subject;
    } else if (text === null && !path.some((step) => step.startsWith('DIEM_TONG_KET') || step.startsWith('NAM_HOC_DA_QUA'))) {
      subject = '';
      group = '';
    }
    path[depth] = text === null ? `${tag}#${group}` : tag;
    if (text !== null) values.set(path.join('/'), { field: tag, subject, text });
  }
  return values;
}
