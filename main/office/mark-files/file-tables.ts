import { modernText } from '#core/values/old-fonts.ts';
import type { SheetCell, SheetTable } from '../ports/documents.ts';
import { levelHeading, personHeading, primaryHeading, semestersIn, type PersonHeading } from './headings.ts';

type Row = SheetTable['rows'][number];

/** One column of a table: the texts that stand over it, from the top down. `index` from 0. */
export type FileColumn = { readonly index: number; readonly texts: readonly string[]; readonly person: PersonHeading | null };

/** A list of pupils in a workbook, as it stands there. A sheet may have several, one below or beside the other. */
export type FileTable = {
  /** The sheet's name, and the first line of the heading as Excel counts. */
  readonly sheet: string;
  readonly headingRow: number;
  /** Texts above the table: its title. */
  readonly titles: readonly string[];
  /** Cell A1 of the sheet, where the program's own sheets say whose they are. */
  readonly corner: string;
  readonly columns: readonly FileColumn[];
  readonly rows: readonly Row[];
};

/** Lines above a heading that are taken for its title. */
const titleLines = 12;

/** Finds the lists of pupils of a workbook. `sameTable`: whether what stands above a repeated heading leaves it the same list (a new page) or begins another one. */
export function findTables(sheets: readonly SheetTable[], sameTable: (titles: readonly string[], next: readonly string[]) => boolean): readonly FileTable[] {
  return sheets.flatMap((sheet) => tablesOf(sheet, sameTable));
}

function tablesOf({ name, rows }: SheetTable, sameTable: (titles: readonly string[], next: readonly string[]) => boolean): readonly FileTable[] {
  const corner = rows[0]?.number === 1 ? (rows[0].cells[0]?.text ?? '') : '';
  const tables: { readonly head: Head; readonly headingRow: number; readonly titles: readonly string[]; readonly rows: Row[] }[] = [];
  let titles: string[] = [];
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at];
    const head = headAt(rows, at);
    const current = tables.at(-1);
    if (row === undefined) continue;
    if (head !== null) {
      const repeated = current !== undefined && repeats(head.columns, current.head.columns) && sameTable(current.titles, titles);
      if (!repeated) tables.push({ head, headingRow: row.number, titles: [...titles.slice(-titleLines), ...textsOf(rows.slice(at, at + head.groupLines))], rows: [] });
      at += head.lines - 1;
      titles = [];
    } else if (current !== undefined && isLine(row, current.head.columns)) {
      current.rows.push(row);
      titles = [];
    } else titles.push(...textsOf([row]));
  }
  return tables.flatMap(({ head, headingRow, titles: above, rows: lines }) =>
    sideBySide(head.columns).map((columns, _, all): FileTable => ({ sheet: name, headingRow, corner, columns, rows: lines, titles: all.length === 1 ? above : ownTitles(above, rows, headingRow, columns) })),
  );
}

/** `groupLines`: how many of the lines stand above the one that names the pupils; they may hold a title, too. */
type Head = { readonly lines: number; readonly groupLines: number; readonly columns: readonly FileColumn[] };

/** A heading that begins at a row: the line that names the pupils, up to two lines with groups above it, and up to two with parts below it. */
function headAt(rows: readonly Row[], at: number): Head | null {
  const line = (offset: number) => {
    const row = rows[at + offset];
    return row !== undefined && row.number === (rows[at]?.number ?? 0) + offset ? row : null;
  };
  const naming = [0, 1, 2].find((offset) => line(offset) !== null && namesPupils(line(offset)));
  if (naming === undefined || (naming > 0 && !isGroupLine(line(0), line(naming)))) return null;
  const below = [1, 2].findIndex((offset) => !isPartLine(line(naming + offset), line(naming)));
  const lines = naming + 1 + (below < 0 ? 2 : below);
  const stack = Array.from({ length: lines }, (_, offset) => line(offset)).filter((row) => row !== null);
  const width = Math.max(...stack.map(({ cells }) => cells.length));
  const named = firstNamed(line(naming));
  const columns = Array.from({ length: width }, (_, index): FileColumn => {
    const texts = stackedTexts(stack, index, named);
    return { index, texts, person: personHeading(texts) };
  });
  return columns.some(isMarkColumn) ? { lines, groupLines: naming, columns } : null;
}

export function isMarkColumn({ texts, person }: FileColumn): boolean {
  return person === null && (levelHeading(texts) !== null || primaryHeading(texts, null) !== null);
}

function namesPupils(row: Row | null): boolean {
  return row !== null && firstNamed(row) >= 0;
}

function firstNamed(row: Row | null): number {
  return row?.cells.findIndex((cell) => ['fullName', 'familyName'].includes(personHeading([textOf(cell)]) ?? '')) ?? -1;
}

/** `HỌC KÌ I` over the columns of marks: it stands right of the names only. */
function isGroupLine(row: Row | null, naming: Row | null): boolean {
  const named = firstNamed(naming);
  const cells = row?.cells ?? [];
  return cells.some((cell, index) => index > named && textOf(cell) !== '') && cells.every((cell, index) => index > named || textOf(cell) === '' || personHeading([textOf(cell)]) !== null);
}

/** A line below that belongs to the heading: words or small numbers, and no name under `Họ và tên`. */
function isPartLine(row: Row | null, naming: Row | null): boolean {
  if (row === null || namesPupilsAnew(row, naming)) return false;
  const named = firstNamed(naming);
  const under = row.cells[named];
  const sameCell = under?.merged !== undefined && under.merged === naming?.cells[named]?.merged;
  if (!sameCell && under !== undefined && textOf(under) !== '') return false;
  const filled = row.cells.filter((cell) => textOf(cell) !== '');
  const words = filled.every((cell) => cell.kind === 'text' ? textOf(cell).length < 60 : cell.kind === 'number' && cell.number !== null && Number.isInteger(cell.number) && cell.number <= 10);
  return filled.length > 0 && words && row.cells.some((cell, index) => index > named && cell.merged === undefined && textOf(cell) !== '');
}

function namesPupilsAnew(row: Row, naming: Row | null): boolean {
  const named = firstNamed(row);
  return named >= 0 && (row.cells[named]?.merged === undefined || row.cells[named].merged !== naming?.cells[firstNamed(naming)]?.merged);
}

/** The different texts over one column. A group's name that was not merged over its columns counts for the empty cells right of it. */
function stackedTexts(stack: readonly Row[], index: number, named: number): readonly string[] {
  const texts = stack.map(({ cells }, depth) => {
    const own = textOf(cells[index]);
    if (own !== '' || index <= named) return own;
    const isPart = stack.slice(depth + 1).some((row) => textOf(row.cells[index]) !== '');
    const left = isPart ? cells.slice(named + 1, index).findLast((cell) => textOf(cell) !== '') : undefined;
    return left === undefined || left.merged !== undefined ? '' : textOf(left);
  });
  return texts.filter((text, depth) => text !== '' && text !== texts[depth - 1]);
}

/** Whether a heading repeats another one: it says nothing else of any column, and has all its columns of marks. */
function repeats(next: readonly FileColumn[], first: readonly FileColumn[]): boolean {
  const meaning = (column: FileColumn | undefined) => (column === undefined ? null : (column.person ?? meaningOfMarks(column.texts)));
  return next.every((column) => meaning(column) === null || meaning(column) === meaning(first[column.index])) && first.every((column) => !isMarkColumn(column) || meaning(column) === meaning(next[column.index]));
}

/** Without the numbers of regular marks: a second page often leaves them out. */
function meaningOfMarks(texts: readonly string[]): string | null {
  const level = levelHeading(texts);
  const primary = primaryHeading(texts, null);
  return level === null && primary === null ? null : JSON.stringify([level?.column, level?.semester, primary === 'moment-unknown' ? primary : primary?.column]);
}

/** A line of the list: something stands under the names that is no merged title. */
function isLine({ cells }: Row, columns: readonly FileColumn[]): boolean {
  const names = columns.filter(({ person }) => person === 'fullName' || person === 'familyName' || person === 'givenName').map(({ index }) => index);
  return names.some((index) => {
    const cell = cells[index];
    if (cell === undefined || cell.kind !== 'text' || textOf(cell) === '') return false;
    return cell.merged === undefined || !columns.some((column) => column.index !== index && !names.includes(column.index) && column.texts.length > 0 && cells[column.index]?.merged === cell.merged);
  });
}

/** Lists beside each other: each begins with the numbers and codes that stand left of its names. */
function sideBySide(columns: readonly FileColumn[]): readonly (readonly FileColumn[])[] {
  const begins = columns.flatMap(({ index, person }) => (startsNames(columns, index) && person !== null ? [beginOf(columns, index)] : []));
  return begins.map((begin, position) => columns.slice(position === 0 ? 0 : begin, begins[position + 1] ?? columns.length));
}

/** The first of the columns of a name: `Họ và tên` is often merged over two, or stands as `Họ đệm` and `Tên`. */
function startsNames(columns: readonly FileColumn[], index: number): boolean {
  const person = columns[index]?.person;
  if (person !== 'fullName' && person !== 'familyName') return false;
  const before = columns[index - 1];
  return before?.person !== 'familyName' && !(before?.person === 'fullName' && person === 'fullName');
}

function beginOf(columns: readonly FileColumn[], index: number): number {
  let begin = index;
  while (begin > 0 && ['id', 'number', 'code', 'className'].includes(columns[begin - 1]?.person ?? '')) begin -= 1;
  return begin;
}

/** What stands above one of several lists side by side: where the titles name both semesters, only those over its own columns say which is this one's. */
function ownTitles(above: readonly string[], rows: readonly Row[], headingRow: number, columns: readonly FileColumn[]): readonly string[] {
  if (new Set(above.flatMap(semestersIn)).size < 2) return above;
  const own = rows.filter(({ number }) => number < headingRow && number >= headingRow - titleLines).flatMap(({ cells }) => columns.map(({ index }) => textOf(cells[index])));
  return [...new Set([...above.filter((text) => semestersIn(text).length === 0), ...own])].filter((text) => text !== '');
}

function textsOf(rows: readonly Row[]): readonly string[] {
  return [...new Set(rows.flatMap(({ cells }) => cells.map(textOf)))].filter((text) => text !== '');
}

/** A cell's text in Unicode, in one line, without marks that have no width. */
export function textOf(cell: SheetCell | undefined): string {
  if (cell === undefined || cell.kind === 'empty' || cell.kind === 'error') return '';
  return (cell.kind === 'text' ? modernText(cell).text : cell.text).replace(/\p{Cf}/gu, '').replace(/\s+/gu, ' ').trim();
}
