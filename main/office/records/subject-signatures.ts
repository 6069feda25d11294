import { subjectRegion } from '#core/records/secondary-format.ts';
import { dataOf, type StoredRecord } from './stored-records.ts';

/** How many of a record's subjects their teachers have signed. */
export type SignedSubjects = { readonly signed: number; readonly of: number };

/** One subject of a class: in how many of the records that have it its teachers signed it. `teachers`: those whom the records name. */
export type SubjectSignatures = { readonly subject: string; readonly teachers: readonly string[]; readonly signed: number; readonly of: number };

/** Of one record. Pure. */
export function signedSubjects(record: StoredRecord): SignedSubjects {
  const signed = regionsOf(record);
  const { subjects } = dataOf(record);
  return { signed: subjects.filter(({ code }) => signed.has(subjectRegion(code))).length, of: subjects.length };
}

/** Of all records of a class, in the order in which the records have the subjects. Pure. */
export function subjectSignatures(records: readonly StoredRecord[]): readonly SubjectSignatures[] {
  const subjects = new Map<string, { readonly subject: string; readonly teachers: Set<string>; signed: number; of: number }>();
  for (const record of records) {
    const signed = regionsOf(record);
    for (const { code, name, teacher } of dataOf(record).subjects) {
      const entry = subjects.get(code) ?? { subject: name, teachers: new Set<string>(), signed: 0, of: 0 };
      entry.teachers.add(teacher.name);
      entry.of += 1;
      if (signed.has(subjectRegion(code))) entry.signed += 1;
      subjects.set(code, entry);
    }
  }
  return [...subjects.values()].map(({ teachers, ...entry }) => ({ ...entry, teachers: [...teachers] }));
}

function regionsOf({ signatures }: Pick<StoredRecord, 'signatures'>): ReadonlySet<string> {
  return new Set(signatures.filter(({ role }) => role === 'subjectTeacher').map(({ region }) => region));
}
