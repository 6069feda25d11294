import type { RecordData, SubjectValue } from '#core/records/record-data.ts';
import { formatTenths } from '#core/values/marks.ts';
import type { SignedBefore, VersionSource } from '../ports/record-repository.ts';
import type { ChangedField, DocumentChange } from './signable-source.ts';

/** What each version says that the version this role signed last did not say; a record that the role never signed is new, and its fields are all to be read. */
export function recordChanges(versions: readonly VersionSource[], before: readonly SignedBefore[]): readonly DocumentChange[] {
  const past = new Map(before.map((entry) => [entry.versionId, entry]));
  return versions.map(({ id, source }) => {
    const last = past.get(id);
    if (last === undefined) return { itemId: id, kind: 'new', signedBefore: null, fields: [] };
    return { itemId: id, kind: 'reissued', signedBefore: last.signedAt, fields: changedFields(JSON.parse(last.source) as RecordData, JSON.parse(source) as RecordData) };
  });
}

/** Field by field, as a reader of the record sees it; what only the program needs (UUID, moment of creation) is left out. */
export function changedFields(before: RecordData, after: RecordData): readonly ChangedField[] {
  const [old, now] = [printed(before), printed(after)];
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((key) => {
    const [was, is] = [old.get(key) ?? null, now.get(key) ?? null];
    if (was?.value === is?.value) return [];
    const { field = '', subject = null } = is ?? was ?? {};
    return [{ field, subject, before: was?.value ?? null, after: is?.value ?? null }];
  });
}

type PrintedField = { readonly field: string; readonly subject: string | null; readonly value: string };

const decisions = { PROMOTED: 'Được lên lớp', RETAINED: 'Ở lại lớp' } as const;
const titles = { XUAT_SAC: 'Học sinh Xuất sắc', GIOI: 'Học sinh Giỏi' } as const;

function printed(data: RecordData): ReadonlyMap<string, PrintedField> {
  const fields = new Map<string, PrintedField>();
  const add = (field: string, value: string, subject: { readonly code: string; readonly name: string } | null = null) => {
    if (value !== '') fields.set(`${subject?.code ?? ''} ${field}`, { field, subject: subject?.name ?? null, value });
  };
  for (const [name, value] of Object.entries(data.pupil)) add(`pupil.${name}`, name === 'sex' ? (value === 'female' ? 'Nữ' : 'Nam') : value);
  add('className', data.className);
  add('height', tenthsOfUnit(data.measures.height));
  add('weight', tenthsOfUnit(data.measures.weight));
  add('excused', String(data.absences.excused));
  add('unexcused', String(data.absences.unexcused));
  for (const subject of data.subjects) {
    for (const period of ['semester1', 'semester2', 'year'] as const) add(`subject.${period}`, valueText(subject[period]), subject);
    if (subject.reassessed !== null) add('subject.reassessed', valueText(subject.reassessed), subject);
    add('subject.comment', subject.comment, subject);
    add('subject.teacher', subject.teacher.name, subject);
  }
  for (const area of ['learning', 'conduct'] as const) for (const period of ['semester1', 'semester2', 'year'] as const) add(`${area}.${period}`, data[area][period]);
  if (data.afterSummer !== null) {
    add('afterSummer.learning', data.afterSummer.learning);
    add('afterSummer.conduct', data.afterSummer.conduct);
  }
  add('decision', decisions[data.decision]);
  add('title', data.title === null ? '' : titles[data.title]);
  add('commendation', data.commendation);
  add('homeroomComment', data.homeroomComment);
  add('homeroomTeacher', data.homeroomTeacher.name);
  add('school', data.school.name);
  add('principal', `${data.issue.principalTitle} ${data.issue.principalName}`);
  add('issuePlace', data.issue.place);
  add('history', data.history.map(({ schoolYear, className, schoolName }) => `${schoolYear} ${className} ${schoolName}`).join('; '));
  return fields;
}

function valueText(value: SubjectValue): string {
  return typeof value === 'number' ? formatTenths(value, ',') : value;
}

function tenthsOfUnit(tenths: number): string {
  return `${Math.trunc(tenths / 10)},${tenths % 10}`;
}
