import type { CellChange } from '#core/contract/gradebook.ts';
import type { ImportPart } from '#core/contract/mark-files.ts';
import { OfficeError } from '#core/contract/errors.ts';
import type { Semester } from '#core/contract/shared.ts';
import { classId as classIdOf, subjectId as subjectIdOf } from '#core/values/ids.ts';
import type { CallContext } from '../call-context.ts';
import { openSheet, type SheetPlace } from '../gradebook/edit-cells.ts';
import type { Repositories } from '../ports/database.ts';
import type { SheetTable } from '../ports/documents.ts';
import { rulesOf } from '../results/class-data.ts';
import { aboutTable, sameAbout, type KnownClass, type KnownSchool, type TableAbout } from './about-table.ts';
import { blocksOf } from './file-blocks.ts';
import { letterOf, linesOf } from './file-lines.ts';
import { findTables, type FileTable } from './file-tables.ts';
import { planPart } from './plan-part.ts';
import { spaced } from './headings.ts';

/** A part of a file with what would be written. */
export type PlannedPart = { readonly part: ImportPart; readonly place: SheetPlace | null; readonly changes: readonly CellChange[] };

/** What a user asked: the file's tables, the sheet on the screen, and the gradebooks chosen for parts. */
export type ImportQuestion = { readonly tables: readonly SheetTable[]; readonly open: SheetPlace; readonly choices: readonly (SheetPlace & { readonly key: string })[] };

type Class = KnownClass & { readonly kind: 'levels' | 'primary' };
type School = Omit<KnownSchool, 'classes'> & { readonly classes: readonly Class[] };

/** Reads a workbook against the gradebooks it is about; nothing is written. Errors: import.no-marks. */
export async function planImport(repositories: Repositories, question: ImportQuestion, user: CallContext['user'], now: string): Promise<readonly PlannedPart[]> {
  const school = await knownSchool(repositories);
  const tables = findTables(question.tables, sameAbout(school)).filter(({ rows }) => rows.length > 0);
  if (tables.length === 0) throw new OfficeError('import.no-marks');
  const parts: PlannedPart[] = [];
  for (const [index, table] of tables.entries()) {
    for (const { target, block, ...rest } of targetsOf(table, String(index), school, question, tables.length === 1)) {
      const empty: ImportPart = { ...rest, sheet: table.sheet, row: table.headingRow, target: target === null ? null : named(target, school), here: target?.classId === question.open.classId && target.semester === question.open.semester, columns: columnsOf(table, block), counts: { pupils: 0, change: 0, same: 0, refused: 0 }, cells: [], strangers: [], missing: [], converted: { count: 0, samples: [] }, needsReason: false };
      parts.push(rest.problem !== null || target === null ? { part: empty, place: target, changes: [] } : await fill(repositories, { part: empty, place: target, changes: [] }, target, table, block, user, now));
    }
  }
  return parts;
}

async function fill(repositories: Repositories, planned: PlannedPart, place: SheetPlace, table: FileTable, block: Target['block'], user: CallContext['user'], now: string): Promise<PlannedPart> {
  try {
    const sheet = await openSheet(repositories, place, user, now);
    const { changes, ...found } = planPart(sheet, linesOf(table, block));
    const part = { ...planned.part, ...found };
    return { part: found.counts.pupils === 0 ? { ...part, problem: asData(new OfficeError('import.no-pupils', { className: sheet.data.group.name })) } : part, place, changes };
  } catch (error) {
    if (!(error instanceof OfficeError)) throw error;
    return { ...planned, part: { ...planned.part, problem: asData(error) } };
  }
}

type Target = Pick<ImportPart, 'key' | 'by' | 'problem'> & { readonly target: SheetPlace | null; readonly block: ReturnType<typeof blocksOf>['blocks'][number]['columns'] };

/** The gradebooks that a table's blocks go to. The program's own sheets say it themselves; else words, the user's choice, and last the sheet that is open. */
function targetsOf(table: FileTable, key: string, school: School, { open, choices }: ImportQuestion, alone: boolean): readonly Target[] {
  const nowhere = (problem: OfficeError): readonly Target[] => [{ key, by: 'words', problem: asData(problem), target: null, block: new Map() }];
  let about: TableAbout;
  try {
    about = aboutTable(table, school, open.classId);
  } catch (error) {
    if (error instanceof OfficeError) return nowhere(error);
    throw error;
  }
  // What the program's own sheets say of themselves nobody chooses otherwise.
  const mayBeChosen = about.identity === null ? choices : [];
  const chosen = mayBeChosen.find((choice) => choice.key.startsWith(`${key}.`));
  const group = school.classes.find(({ id }) => id === (chosen?.classId ?? about.classId ?? open.classId));
  const { blocks, momentUnknown } = blocksOf(table.columns, group?.kind ?? 'levels', about.moment);
  if (group === undefined || blocks.length === 0) return nowhere(new OfficeError(momentUnknown ? 'import.moment-unknown' : 'import.no-marks'));
  // A sheet that carries a name of its own is not simply taken for the one that is open.
  const openSubject = alone || about.classId !== null || isPlainName(table.sheet) ? open.subjectId : null;
  return blocks.map((block, index): Target => {
    const own = `${key}.${index}`;
    const choice = mayBeChosen.find((each) => each.key === own);
    const subjectId = choice?.subjectId ?? about.subjectId ?? openSubject;
    const semester = about.identity?.semester ?? choice?.semester ?? block.semester ?? (block.several || about.semester === 'both' ? null : (about.semester ?? open.semester));
    const subject = group.subjects.find(({ id }) => id === subjectId);
    const problem = subjectId !== null && subject === undefined ? asData(new OfficeError('import.no-such-sheet', { text: `${table.sheet}, ${group.name}` })) : null;
    return { key: own, by: about.identity !== null ? 'own' : choice !== undefined ? 'choice' : about.subjectId !== null || about.classId !== null ? 'words' : 'open', problem, target: subject === undefined || semester === null ? null : placeOf(group.id, subject.id, semester), block: block.columns };
  });
}

/** `Sheet1`, `Trang tính 2`, `Bảng điểm`, `HK1`. */
function isPlainName(sheet: string): boolean {
  return /^((sheet|trang|trang tinh|bang diem|so diem|diem|hk|hoc k[iy]|k[iy])\s*(i{1,2}|\d*)\s*)+$/u.test(spaced(sheet));
}

function placeOf(classId: string, subjectId: string, semester: Semester): SheetPlace {
  return { classId: classIdOf.parse(classId), subjectId: subjectIdOf.parse(subjectId), semester };
}

function named(place: SheetPlace, { classes }: School): ImportPart['target'] {
  const group = classes.find(({ id }) => id === place.classId);
  return { ...place, className: group?.name ?? '', subjectName: group?.subjects.find(({ id }) => id === place.subjectId)?.name ?? '' };
}

const personColumns = { fullName: 'name', familyName: 'name', givenName: 'name', code: 'code', birthDate: 'birthDate' } as const;

function columnsOf({ columns }: FileTable, block: Target['block']): ImportPart['columns'] {
  return columns.filter(({ texts, person }) => texts.length > 0 && person !== 'id' && person !== 'number').map(({ index, texts, person }) => ({ letter: letterOf(index), header: texts.join(' – ').slice(0, 100), column: block.get(index) ?? (person === null || person === 'className' ? null : personColumns[person as keyof typeof personColumns]) }));
}

async function knownSchool({ school, rules }: Repositories): Promise<School> {
  const [own, year, subjects, classes] = [await school.school(), await school.currentYear(), await school.subjects(), await school.classes()];
  if (own === null) throw new OfficeError('setup.no-school');
  return {
    code: own.code,
    year: year.name,
    classes: classes.map(({ id, name, grade }) => ({ id, name, kind: rulesOf(rules, own, year, grade, {})?.kind === 'primary' ? 'primary' : 'levels', subjects: subjects.filter(({ periods }) => periods[String(grade)] !== undefined) })),
  };
}

function asData(error: OfficeError): NonNullable<ImportPart['problem']> {
  return { code: error.code, params: { ...error.params } };
}
