import { setImmediate as breathe } from 'node:timers/promises';
import type { RecordReading } from '../ports/verifier.ts';
import type { ChangedField, DocumentChange } from './signable-source.ts';

/** New in every version of a record, and nobody's concern. */
const always: ReadonlySet<string> = new Set(['MA_TRA_CUU_UUID', 'NGAY_TAO_HOC_BA', 'NGAY_KY_PHAT_HANH_HOC_BA']);

/** The frozen bytes of a document, those of the version that the role signed last, and when that was. */
export type SignedPair = { readonly data: Uint8Array; readonly before: Uint8Array; readonly signedAt: string };

/**
 * What became of each document since the role signed it. One that it never signed is new, and so is one whose earlier version this program cannot read: all of
 * it is to be read. `read`: reads a document of this kind; null where it cannot be shown whole. The office is let go between two documents.
 */
export async function documentChanges<Reading>(
  read: (document: Uint8Array) => Reading | null,
  compare: (before: Reading, after: Reading) => readonly ChangedField[],
  itemIds: readonly string[],
  signed: ReadonlyMap<string, SignedPair>,
): Promise<readonly DocumentChange[]> {
  const changes: DocumentChange[] = [];
  for (const itemId of itemIds) {
    const pair = signed.get(itemId);
    const [before, after] = pair === undefined ? [null, null] : [read(pair.before), read(pair.data)];
    if (pair === undefined || before === null || after === null) changes.push({ itemId, kind: 'new', signedBefore: null, fields: [] });
    else {
      changes.push({ itemId, kind: 'reissued', signedBefore: pair.signedAt, fields: compare(before, after) });
      await breathe();
    }
  }
  return changes;
}

/**
 * What a record says otherwise than the version that somebody signed last, in the order of the record; both read from their own bytes, at the school's PC
 * and at a signer's alike. `field` is the tag; `subject` the subject's name, or the earlier year it is about, or null.
 */
export function readingChanges(before: Pick<RecordReading, 'lines'>, after: Pick<RecordReading, 'lines'>): readonly ChangedField[] {
  const [old, now] = [valuesOf(before), valuesOf(after)];
  const keys = [...new Set([...now.keys(), ...old.keys()])];
  return keys.flatMap((key): readonly ChangedField[] => {
    const [was, is] = [old.get(key), now.get(key)];
    const about = is ?? was;
    if (about === undefined || always.has(about.field) || was?.text === is?.text) return [];
    return [{ field: about.field, subject: about.subject === '' ? null : about.subject, before: was?.text ?? null, after: is?.text ?? null }];
  });
}

type Value = { readonly field: string; readonly subject: string; readonly text: string };

/** Texts by their place: the tags above, and which of several groups of one kind (a subject by its Id, a year by its name). */
function valuesOf({ lines }: Pick<RecordReading, 'lines'>): ReadonlyMap<string, Value> {
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
    // A teacher's name says whose it is.
    const field = tag === 'HO_VA_TEN' && path[depth - 1]?.startsWith('GVBM#') === true ? 'GVBM' : tag;
    if (text !== null) values.set(path.join('/'), { field, subject, text });
  }
  return values;
}
