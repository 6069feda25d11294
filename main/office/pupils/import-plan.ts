import type { ImportPreview, ImportRow, PupilData } from '#core/contract/pupils.ts';
import { gradeOf } from '#core/values/class-names.ts';
import { pupilId as pupilIdOf } from '#core/values/ids.ts';
import { personalIdDisagrees } from '#core/values/personal-ids.ts';
import type { StoredEnrollment } from '../ports/school-repositories.ts';
import { readImportCell, type ReadCell } from './import-cells.ts';
import type { DataRow, ImportField, ReadTables } from './import-columns.ts';
import { findPupil, indexPupils, personKey, type PupilIndex } from './import-match.ts';
import type { KnownPupils } from './known-pupils.ts';

/** One row to be written. `className` null: the pupil's class stays. `status` null: the status stays. */
export type PlannedRow = { readonly pupilId: string | null; readonly data: PupilData; readonly className: string | null; readonly status: StoredEnrollment['status'] | null };

export type ImportPlan = { readonly preview: Omit<ImportPreview, 'importId' | 'fileName'>; readonly rows: readonly PlannedRow[] };

const emptyData: PupilData = { ministryCode: '', personalId: '', registryNumber: '', fullName: '', birthDate: '', sex: 'male', ethnicity: '', nationality: '', birthPlace: '', homeTown: '', address: '', fatherName: '', motherName: '', guardianName: '' };
const foreigner = '55';
/** What a pupil that the school does not know yet cannot do without. */
const neededOfNew = ['fullName', 'birthDate', 'sex'] as const satisfies readonly ImportField[];

const wantedColumns: readonly ImportField[] = ['className', 'fullName', 'birthDate', 'sex', 'personalId', 'ministryCode', 'ethnicity'];

type Cells = Map<ImportField, ReadCell>;

/** Compares a list with what is stored, row by row. Pure: nothing is written. */
export function planImport(read: ReadTables, known: KnownPupils): ImportPlan {
  const index = indexPupils(known);
  const classNames = new Map(known.classes.map(({ name }) => [classKey(name), name]));
  const table = read.rows.map((row) => ({ row, cells: readCells(row, classNames, known.grades) }));
  markDuplicates(table.map(({ cells }) => cells));
  const taken = new Set<string>();
  const planned = table.map(({ row, cells }) => planRow(row, cells, known, index, taken));
  const rows = planned.map((each) => each.row);
  const written = planned.flatMap((each) => (each.planned === null ? [] : [each.planned]));
  const newClasses = new Set(written.flatMap(({ className }) => (className === null || classNames.has(classKey(className)) ? [] : [className])));
  const count = (state: ImportRow['state']) => rows.filter((row) => row.state === state).length;
  return {
    preview: {
      columns: read.columns,
      missingColumns: wantedColumns.filter((field) => !read.fields.has(field)),
      counts: { new: count('new'), changed: count('changed'), same: count('same'), wrong: count('wrong'), skippedLines: read.skippedLines },
      newClasses: [...newClasses].toSorted(),
      rows,
    },
    rows: written,
  };
}

/** `6a1` of a list is the school's `6A1`. */
function classKey(name: string): string {
  return name.toUpperCase().replace(/\s+/gu, '');
}

function readCells(row: DataRow, classNames: ReadonlyMap<string, string>, grades: readonly number[]): Cells {
  const cells: Cells = new Map([...row.cells].map(([field, cell]) => [field, readImportCell(field, cell)]));
  const className = cells.get('className');
  if (className?.severity !== 'none' || className.value === '') return cells;
  const known = classNames.get(classKey(className.value));
  const grade = gradeOf(className.value);
  // A class that is not there yet is made by the import: only in a grade that the school teaches.
  cells.set('className', known === undefined && (grade === null || !grades.includes(grade)) ? { ...className, problem: 'grade-not-taught', severity: 'error' } : { ...className, value: known ?? className.value });
  return cells;
}

function valueOf(cells: Cells, field: ImportField): string {
  const cell = cells.get(field);
  return cell === undefined || cell.severity === 'error' ? '' : cell.value;
}

function mark(cells: Cells, field: ImportField, problem: NonNullable<ReadCell['problem']>, severity: ReadCell['severity']): void {
  const cell = cells.get(field) ?? { value: '', problem: null, severity: 'none' };
  if (cell.severity !== 'error') cells.set(field, { ...cell, problem, severity });
}

/** One number on lines of different pupils: nobody can know whose it is, so all of them are refused. The same pupil twice: the first line counts. */
function markDuplicates(table: readonly Cells[]): void {
  for (const field of ['personalId', 'ministryCode'] as const) {
    const lines = new Map<string, Cells[]>();
    for (const cells of table) {
      const value = valueOf(cells, field);
      if (value !== '') lines.set(value, [...(lines.get(value) ?? []), cells]);
    }
    for (const same of lines.values()) {
      const people = new Set(same.map((cells) => personKey(valueOf(cells, 'fullName'), valueOf(cells, 'birthDate'))));
      for (const cells of people.size > 1 ? same : same.slice(1)) mark(cells, field, 'duplicate-in-file', 'error');
    }
  }
}

/** `taken`: pupils that a line above was found to be, and new ones without any number. */
function planRow(row: DataRow, cells: Cells, known: KnownPupils, index: PupilIndex, taken: Set<string>): { readonly row: ImportRow; readonly planned: PlannedRow | null } {
  const value = (field: ImportField) => valueOf(cells, field);
  const match = findPupil(index, value);
  if (match.kind === 'several') mark(cells, 'fullName', 'matches-several', 'error');
  if (match.kind === 'other') mark(cells, match.field, 'personal-id-of-another-pupil', 'error');
  if (match.kind === 'namesake') mark(cells, 'fullName', 'looks-like-another-pupil', 'warning');
  const stored = match.kind === 'one' ? match.pupil : null;
  const enrollment = stored === null ? null : (known.enrollments.get(stored.id) ?? null);
  if (stored === null) for (const field of neededOfNew) if ((cells.get(field)?.value ?? '') === '') mark(cells, field, 'empty', 'error');
  if (enrollment === null && value('className') === '') mark(cells, 'className', 'unknown-class', 'error');

  const data = merged(stored?.data ?? null, value);
  // A zero that was put back is a guess; one that its holder contradicts is a wrong guess.
  if (value('personalId') !== '' && personalIdDisagrees(data.personalId, stored === null ? value('sex') : data.sex, data.birthDate)) {
    mark(cells, 'personalId', 'personal-id-disagrees', cells.get('personalId')?.problem === 'leading-zero-restored' ? 'error' : 'warning');
  }
  const own = stored?.id ?? (value('personalId') + value('ministryCode') === '' ? `${personKey(data.fullName, data.birthDate)} ${value('className')}` : null);
  if (own !== null && taken.has(own)) mark(cells, 'fullName', 'duplicate-in-file', 'error');
  const isWrong = [...cells.values()].some(({ severity }) => severity === 'error');
  if (own !== null && !isWrong) taken.add(own);

  const className = value('className') === '' ? null : value('className');
  const status = value('status') === '' ? null : value('status') === 'left-school' ? 'left-school' : 'studying';
  const storedClass = stored === null ? null : index.classOf(stored);
  const differs = JSON.stringify(stored?.data) !== JSON.stringify(data) || (className !== null && className !== storedClass) || (status !== null && status !== enrollment?.status);
  const state = isWrong ? 'wrong' : enrollment === null ? 'new' : differs ? 'changed' : 'same';
  const before = (field: ImportField) => (field === 'className' ? storedClass : field === 'status' ? (enrollment?.status ?? null) : (stored?.data[field] ?? null));
  return {
    row: {
      sheet: row.sheet,
      rowNumber: row.rowNumber,
      state,
      pupilId: stored === null ? null : pupilIdOf.parse(stored.id),
      cells: [...cells].map(([field, cell]) => ({ field, text: row.cells.get(field)?.text ?? '', value: cell.value, before: before(field), problem: cell.problem, severity: cell.severity })),
    },
    planned: state === 'new' || state === 'changed' ? { pupilId: stored?.id ?? null, data, className, status } : null,
  };
}

/** What the list says over what is stored; where it says nothing, what is stored stays. */
function merged(stored: PupilData | null, value: (field: ImportField) => string): PupilData {
  const data = { ...(stored ?? { ...emptyData, nationality: value('ethnicity') === foreigner ? '' : 'Việt Nam' }) };
  for (const field of Object.keys(emptyData) as (keyof PupilData)[]) {
    const read = value(field);
    if (read === '') continue;
    if (field === 'sex') data.sex = read === 'female' ? 'female' : 'male';
    else data[field] = read;
  }
  return data;
}
