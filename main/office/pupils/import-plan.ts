import { createHash } from 'node:crypto';
import type { ImportPreview, ImportRow, PupilData } from '#core/contract/pupils.ts';
import { pupilId as pupilIdOf } from '#core/values/ids.ts';
import type { Repositories } from '../ports/database.ts';
import type { StoredClass, StoredEnrollment, StoredPupil } from '../ports/school-repositories.ts';
import { personalIdDisagrees, readImportCell, type ReadCell } from './import-cells.ts';
import type { DataRow, ImportField, ReadTables } from './import-columns.ts';

/** What the office knows when a list is compared with it. */
export type KnownPupils = { readonly pupils: readonly StoredPupil[]; readonly enrollments: ReadonlyMap<string, StoredEnrollment>; readonly classes: readonly StoredClass[] };

export async function knownPupils(repositories: Repositories): Promise<KnownPupils> {
  const enrolled = await repositories.pupils.ofClass(null);
  return {
    pupils: await repositories.pupils.all(),
    enrollments: new Map(enrolled.map(({ pupil, enrollment }) => [pupil.id, enrollment])),
    classes: await repositories.school.classes(),
  };
}

/** Changes with everything a comparison rests on; hexadecimal. */
export function knownDigest(known: KnownPupils): string {
  return createHash('sha256').update(JSON.stringify([known.pupils, [...known.enrollments.values()], known.classes]), 'utf8').digest('hex');
}

/** One row to be written. `className` null: the pupil's class stays. */
export type PlannedRow = { readonly pupilId: string | null; readonly data: PupilData; readonly className: string | null; readonly status: StoredEnrollment['status'] | null };

export type ImportPlan = { readonly preview: Omit<ImportPreview, 'importId' | 'fileName'>; readonly rows: readonly PlannedRow[] };

const emptyData: PupilData = { ministryCode: '', personalId: '', registryNumber: '', fullName: '', birthDate: '', sex: 'male', ethnicity: '', nationality: 'Việt Nam', birthPlace: '', homeTown: '', address: '', fatherName: '', motherName: '', guardianName: '' };

const wantedColumns: readonly ImportField[] = ['className', 'fullName', 'birthDate', 'sex', 'personalId', 'ministryCode', 'ethnicity'];

/** Compares a list with what is stored, row by row. Pure: nothing is written. */
export function planImport(read: ReadTables, known: KnownPupils): ImportPlan {
  const seen = new Map<string, number>();
  const rows: ImportRow[] = [];
  const planned: PlannedRow[] = [];
  const newClasses = new Set<string>();
  for (const row of read.rows) {
    const result = planRow(row, known, seen, read.fields);
    rows.push(result.row);
    if (result.planned === null) continue;
    planned.push(result.planned);
    const { className } = result.planned;
    if (className !== null && !known.classes.some(({ name }) => name === className)) newClasses.add(className);
  }
  const count = (state: ImportRow['state']) => rows.filter((row) => row.state === state).length;
  return {
    preview: {
      columns: read.columns,
      missingColumns: wantedColumns.filter((field) => !read.fields.has(field)),
      counts: { new: count('new'), changed: count('changed'), same: count('same'), wrong: count('wrong'), skippedLines: read.skippedLines },
      newClasses: [...newClasses].toSorted(),
      rows,
    },
    rows: planned,
  };
}

function planRow(row: DataRow, known: KnownPupils, seen: Map<string, number>, fields: ReadonlySet<ImportField>): { readonly row: ImportRow; readonly planned: PlannedRow | null } {
  const cells = new Map([...row.cells].map(([field, cell]) => [field, readImportCell(field, cell)]));
  const value = (field: ImportField) => (cells.get(field)?.severity === 'error' ? '' : (cells.get(field)?.value ?? ''));
  const mark = (field: ImportField, problem: ReadCell['problem'], severity: ReadCell['severity']) => {
    const cell = cells.get(field);
    if (cell !== undefined && cell.severity !== 'error') cells.set(field, { ...cell, problem, severity });
  };
  if (personalIdDisagrees(value('personalId'), value('sex'), value('birthDate'))) mark('personalId', 'personal-id-disagrees', 'warning');
  for (const field of ['personalId', 'ministryCode'] as const) {
    const key = `${field} ${value(field)}`;
    if (value(field) === '') continue;
    if (seen.has(key)) mark(field, 'duplicate-in-file', 'error');
    else seen.set(key, row.rowNumber);
  }
  const match = findPupil(known, value);
  if (match === 'several') mark('fullName', 'matches-several', 'error');
  if (match === 'other') mark('personalId', 'personal-id-of-another-pupil', 'error');
  const stored = typeof match === 'object' ? match : null;
  const enrollment = stored === null ? null : (known.enrollments.get(stored.id) ?? null);
  const className = value('className');
  if (className === '' && enrollment === null && !fields.has('className')) cells.set('className', { value: '', problem: 'unknown-class', severity: 'error' });
  else if (className === '' && enrollment === null) mark('className', 'unknown-class', 'error');

  const before = stored?.data ?? null;
  const merged = { ...(before ?? emptyData) };
  for (const field of Object.keys(emptyData) as (keyof PupilData)[]) {
    const read = value(field);
    if (read === '') continue;
    if (field === 'sex') merged.sex = read === 'female' ? 'female' : 'male';
    else merged[field] = read;
  }
  const storedClass = known.classes.find(({ id }) => id === enrollment?.classId)?.name ?? null;
  const isWrong = [...cells.values()].some(({ severity }) => severity === 'error');
  const status = cells.has('status') ? (value('status') === 'left-school' ? 'left-school' : 'studying') : null;
  const differs = before === null || JSON.stringify(before) !== JSON.stringify(merged) || (className !== '' && className !== storedClass) || (status !== null && enrollment !== null && enrollment.status !== 'moved-class' && status !== enrollment.status);
  const state = isWrong ? 'wrong' : stored === null || enrollment === null ? 'new' : differs ? 'changed' : 'same';
  return {
    row: {
      sheet: row.sheet,
      rowNumber: row.rowNumber,
      state,
      pupilId: stored === null ? null : pupilIdOf.parse(stored.id),
      cells: [...cells].map(([field, cell]) => ({ field, text: row.cells.get(field)?.text ?? '', value: cell.value, before: beforeOf(field, before, storedClass, enrollment), problem: cell.problem, severity: cell.severity })),
    },
    planned: state === 'new' || state === 'changed' ? { pupilId: stored?.id ?? null, data: merged, className: className === '' ? null : className, status } : null,
  };
}

function beforeOf(field: ImportField, data: PupilData | null, className: string | null, enrollment: StoredEnrollment | null): string | null {
  if (field === 'className') return className;
  if (field === 'status') return enrollment?.status ?? null;
  return data === null ? null : data[field];
}

/** By personal number, else by the ministry's code, else by name and day of birth. `other`: the number belongs to somebody with another name and birthday. */
function findPupil(known: KnownPupils, value: (field: ImportField) => string): StoredPupil | 'several' | 'other' | null {
  const [personalId, ministryCode, fullName, birthDate] = [value('personalId'), value('ministryCode'), value('fullName'), value('birthDate')];
  const samePerson = ({ data }: StoredPupil) => data.fullName === fullName || data.birthDate === birthDate;
  const byNumber = personalId === '' ? undefined : known.pupils.find(({ data }) => data.personalId === personalId);
  if (byNumber !== undefined) return fullName === '' || samePerson(byNumber) ? byNumber : 'other';
  const byCode = ministryCode === '' ? undefined : known.pupils.find(({ data }) => data.ministryCode === ministryCode);
  if (byCode !== undefined) return fullName === '' || samePerson(byCode) ? byCode : 'other';
  // Two pupils of one name and birthday with different numbers are two pupils.
  const alike = known.pupils.filter(({ data }) => data.fullName === fullName && data.birthDate === birthDate && (personalId === '' || data.personalId === '') && (ministryCode === '' || data.ministryCode === '' || data.ministryCode === ministryCode));
  return alike.length > 1 ? 'several' : (alike[0] ?? null);
}
