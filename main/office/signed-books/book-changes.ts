import type { SemesterOnPaper } from '#core/records/gradebook-data.ts';
import type { ChangedField } from '../signing/signable-source.ts';
import type { BookInFull, PupilInBook } from './book-reading.ts';

/** New in every version of a book, and nobody's concern. */
const always: ReadonlySet<string> = new Set(['MA_TRA_CUU_UUID', 'NGAY_CHOT_SO']);

/** `subject`: the pupil; null: the book. */
type Value = Omit<ChangedField, 'before' | 'after'> & { readonly text: string };

/**
 * What a book says otherwise than the version that somebody signed last: of the book by tags, of pupils by names like `semester1.final`, in the order of the
 * later one; what is no more there comes last. Values as they stand in the document.
 */
export function bookChanges(before: BookInFull, after: BookInFull): readonly ChangedField[] {
  const moved = movedPupils(before, after);
  const [old, now] = [valuesOf(before, moved), valuesOf(after, moved)];
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((key): readonly ChangedField[] => {
    const [was, is] = [old.get(key), now.get(key)];
    const about = is ?? was;
    if (about === undefined || was?.text === is?.text) return [];
    return [{ field: about.field, subject: about.subject, before: was?.text ?? null, after: is?.text ?? null }];
  });
}

function valuesOf({ general, pupils }: BookInFull, moved: ReadonlySet<string>): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>();
  const add = (field: string, text: string, key = '', subject: string | null = null) => {
    if (text !== '') values.set(`${key} ${field}`, { field, subject, text });
  };
  for (const [tag, text] of general) if (!always.has(tag)) add(tag, text);
  for (const [key, pupil] of byKey(pupils)) {
    const own = (field: string, text: string) => add(field, text, key, pupil.fullName);
    if (moved.has(key)) own('STT', String(pupil.position));
    own('HO_VA_TEN', pupil.fullName);
    own('MA_HOC_SINH', pupil.ministryCode);
    own('NGAY_SINH', pupil.birthDate);
    for (const semester of ['semester1', 'semester2'] as const) for (const [name, text] of marksOf(pupil[semester])) own(`${semester}.${name}`, text);
    own('year', pupil.year);
    own('reassessed', pupil.reassessed);
  }
  return values;
}

function marksOf({ regular, topic, midterm, final, result, comment }: SemesterOnPaper): readonly (readonly [name: string, text: string])[] {
  return [...regular.map((mark, index) => [`regular${index + 1}`, mark] as const), ['topic', topic], ['midterm', midterm], ['final', final], ['result', result], ['comment', comment]];
}

/** A book names no ID numbers: the pupil's code tells who is who, else name and birthday; of two with the same, their order. */
function byKey(pupils: readonly PupilInBook[]): ReadonlyMap<string, PupilInBook> {
  const keyed = new Map<string, PupilInBook>();
  for (const pupil of pupils) {
    const own = pupil.ministryCode === '' ? `${pupil.fullName} ${pupil.birthDate}` : pupil.ministryCode;
    let key = own;
    for (let number = 2; keyed.has(key); number += 1) key = `${own} ${number}`;
    keyed.set(key, pupil);
  }
  return keyed;
}

/** Who stands at another place among those whom both versions have. Somebody who came or left moves the numbers below, and that is told by their own lines. */
function movedPupils(before: BookInFull, after: BookInFull): ReadonlySet<string> {
  const [old, now] = [byKey(before.pupils), byKey(after.pupils)];
  const then = [...old.keys()].filter((key) => now.has(key));
  const stays = [...now.keys()].filter((key) => old.has(key));
  return new Set(then.filter((key, index) => stays[index] !== key));
}
