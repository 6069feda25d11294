import type { ImportPreview } from '#core/contract/pupils.ts';
import type { PupilField } from '#core/contract/shared.ts';
import { foldAccents } from '#core/text/names.ts';
import { gradeOf } from '#core/values/class-names.ts';
import type { SheetCell, SheetTable } from '../ports/documents.ts';

export type ImportField = PupilField | 'className' | 'status';

/**
 * Headings by their letters alone: without tones, blanks, line breaks and what stands in brackets. Where several columns fit a field, the one of the
 * earlier line is used (`Tên lớp` before `Mã lớp`).
 */
const headings: readonly (readonly [ImportField, RegExp])[] = [
  ['ministryCode', /^ma(dinhdanh)?(hocsinh|hs)(bogd.*|bo|cuabo|moet|csdl.*)?$/u],
  ['ministryCode', /^madinhdanh(cua)?bo(gd.*)?$/u],
  ['personalId', /^(so|ma)?(dinhdanhcanhan|ddcn|cccd|cancuoc(congdan)?|cmnd)+(hocsinh|hs|cuahocsinh)?$/u],
  ['personalId', /^(so|ma)?dinhdanh(hocsinh|hs)?$/u],
  ['registryNumber', /^(so)?(so)?dangbo(pcgd)?$/u],
  ['fatherName', /^(ho(va)?ten|ten)(cha|bo|bocha|chabo)$/u],
  ['motherName', /^(ho(va)?ten|ten)me$/u],
  ['guardianName', /^(ho(va)?ten|ten)(nguoi)?(giamho|dodau)$/u],
  ['fullName', /^ho(va)?ten(hs|hocsinh)?$|^tenhocsinh$|^hovatenkhaisinh$/u],
  ['birthDate', /^ngay(thang)?(nam)?sinh(hocsinh|hs)?(dd.*|ngaythangnam)?$/u],
  ['sex', /^(gioitinh|phai|namnu|gioi)$/u],
  ['ethnicity', /^(dantoc|tendantoc|thanhphandantoc)$/u],
  ['ethnicity', /^madantoc$/u],
  ['nationality', /^quoctich$/u],
  ['birthPlace', /^noisinh$/u],
  ['homeTown', /^(quequan|nguyenquan)$/u],
  ['address', /^(cho|noi)o(hiennay|hientai)?$|^diachi(hiennay|hientai|noio|choohiennay)$/u],
  ['address', /^diachi(lienhe|giadinh|nharieng)?$/u],
  ['address', /^(diachi|noi)?(hokhau)?thuongtru$/u],
  ['className', /^(lop|tenlop|lophoc)$/u],
  ['className', /^malop(hoc)?$/u],
  ['status', /^trangthai(hocsinh|hs)?$|^tinhtrang(hocsinh)?$/u],
];

/** Read with their tones: without them `bố` and `bộ` are the same. */
const ofParents = /(^|\s)(cha|bố|mẹ|giám hộ|phụ huynh)(\s|$)/u;
const parentFields: ReadonlySet<ImportField> = new Set(['fatherName', 'motherName', 'guardianName']);

export type HeaderColumn = { readonly index: number; readonly header: string; readonly field: ImportField | null };

/** Columns of a heading row, or of two that stand one above the other; null where the row is none: a name and one more thing that tells pupils apart are needed. */
export function readHeader(upper: readonly SheetCell[], lower: readonly SheetCell[] | null): readonly HeaderColumn[] | null {
  const length = Math.max(upper.length, lower?.length ?? 0);
  const read = Array.from({ length }, (_, index) => {
    const texts = [...new Set([upper[index]?.text ?? '', lower?.[index]?.text ?? ''].map((text) => text.replace(/\s+/gu, ' ').trim()))].filter((text) => text !== '');
    return { index, header: texts.join(' – '), rank: rankOf(texts) };
  });
  const best = new Map<ImportField, { readonly index: number; readonly rank: number }>();
  for (const { index, rank } of read) {
    const field = headings[rank]?.[0];
    // Of two that say the same the first is used; the other is shown as not used.
    if (field !== undefined && rank < (best.get(field)?.rank ?? headings.length)) best.set(field, { index, rank });
  }
  const columns = read.map(({ index, header, rank }): HeaderColumn => {
    const field = headings[rank]?.[0] ?? null;
    return { index, header, field: field !== null && best.get(field)?.index === index ? field : null };
  });
  return best.has('fullName') && (best.has('birthDate') || best.has('personalId') || best.has('ministryCode')) ? columns : null;
}

/** Line of `headings`, or -1. `Cha` above `Họ tên` is read as `Họ tên Cha`; else the lower text counts before the upper. */
function rankOf(texts: readonly string[]): number {
  const readings = [texts.toReversed().join(' '), ...texts.toReversed()];
  const aboutParents = ofParents.test(texts.join(' ').toLowerCase());
  for (const reading of readings) {
    const plain = foldAccents(reading.replace(/\([^)]*\)/gu, ' ')).replace(/[^a-z0-9]+/gu, '');
    const rank = headings.findIndex(([field, pattern]) => pattern.test(plain) && (!aboutParents || parentFields.has(field)));
    if (rank >= 0) return rank;
  }
  return -1;
}

export type DataRow = { readonly sheet: string; readonly rowNumber: number; readonly cells: ReadonlyMap<ImportField, SheetCell> };

export type ReadTables = {
  readonly rows: readonly DataRow[];
  readonly columns: ImportPreview['columns'];
  /** Lines with text that are no pupils: titles, headings, totals, signatures. */
  readonly skippedLines: number;
  /** Fields that the file has a column (or, for the class, a title) for. */
  readonly fields: ReadonlySet<ImportField>;
};

type Row = SheetTable['rows'][number];

/** Pupils' rows of all sheets that have a heading, each under the heading last seen above it: a list printed class by class repeats it. */
export function readTables(tables: readonly SheetTable[]): ReadTables {
  const read = tables.map(readTable).filter((table) => table !== null);
  return {
    rows: read.flatMap(({ rows }) => rows),
    columns: read.flatMap(({ columns }) => columns),
    skippedLines: read.reduce((sum, { skippedLines }) => sum + skippedLines, 0),
    fields: new Set(read.flatMap(({ rows, columns }) => [...columns.flatMap(({ field }) => (field === null ? [] : [field])), ...rows.flatMap(({ cells }) => (cells.has('className') ? (['className'] as const) : []))])),
  };
}

type ReadTable = { readonly rows: readonly DataRow[]; readonly columns: readonly (ImportPreview['columns'][number] & { readonly field: ImportField | null })[]; readonly skippedLines: number };

function readTable({ name, rows: lines }: SheetTable): ReadTable | null {
  const rows: DataRow[] = [];
  let header: readonly HeaderColumn[] | null = null;
  let shown: readonly HeaderColumn[] | null = null;
  let titleClass = classInTitle(/^\d/u.test(name) ? `lớp ${name}` : name);
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at];
    if (line === undefined) continue;
    const found = headerAt(line, lines[at + 1]);
    if (found !== null) {
      header = found.columns;
      shown ??= header;
      at += found.lines - 1;
      continue;
    }
    const cells: ReadonlyMap<ImportField, SheetCell> = new Map(header?.flatMap(({ index, field }) => (field === null ? [] : [[field, line.cells[index] ?? emptyCell] as const])) ?? []);
    if (isPupil(cells)) rows.push({ sheet: name, rowNumber: line.number, cells: withClass(cells, titleClass) });
    else titleClass = line.cells.map(({ text }) => classInTitle(text)).find((found) => found !== null) ?? titleClass;
  }
  if (shown === null) return null;
  const columns = shown.filter(({ header }) => header !== '').map(({ index, header, field }) => ({ sheet: name, header, letter: letterOf(index), field }));
  return { rows, columns, skippedLines: lines.length - rows.length };
}

function headerAt(line: Row, next: Row | undefined): { readonly columns: readonly HeaderColumn[]; readonly lines: 1 | 2 } | null {
  const alone = readHeader(line.cells, null);
  if (alone === null) return null;
  const below = next?.number === line.number + 1 ? next.cells : null;
  const both = below === null ? null : readHeader(line.cells, below);
  const known = (columns: readonly HeaderColumn[]) => columns.filter(({ field }) => field !== null).length;
  // The second line of a heading has words only, and tells more about the columns; a pupil's has a number or a day.
  const words = below?.every(({ kind, text }) => kind === 'empty' || (kind === 'text' && !/\d/u.test(text))) === true;
  const second = below !== null && both !== null && (readHeader(below, null) !== null || (words && known(both) > known(alone)));
  return second ? { columns: both, lines: 2 } : { columns: alone, lines: 1 };
}

const emptyCell: SheetCell = { kind: 'empty', text: '', number: null, fontName: null };

/** `LỚP 6A`, `Danh sách học sinh lớp 6/1`: the class of the pupils below; null where a text names none. */
function classInTitle(text: string): string | null {
  const [, name = ''] = /(?:^|\s)lớp\s*:?\s*(\d{1,2}[\p{L}\d./_-]+)(?:[\s,;)]|$)/iu.exec(text) ?? [];
  return gradeOf(name) === null ? null : name;
}

function withClass(cells: ReadonlyMap<ImportField, SheetCell>, titleClass: string | null): ReadonlyMap<ImportField, SheetCell> {
  if (titleClass === null || (cells.get('className')?.text ?? '') !== '') return cells;
  return new Map([...cells, ['className', { kind: 'text', text: titleClass, number: null, fontName: null }]]);
}

/** A line of a pupil says at least two different things in the known columns; a merged title says one, many times. */
function isPupil(cells: ReadonlyMap<ImportField, SheetCell>): boolean {
  const textOf = (field: ImportField) => cells.get(field)?.text ?? '';
  const texts = new Set([...cells.values()].map(({ text }) => text).filter((text) => text !== ''));
  const tells = (['birthDate', 'personalId', 'ministryCode', 'sex'] as const).some((field) => textOf(field) !== '') || (textOf('fullName') !== '' && gradeOf(textOf('className')) !== null);
  return texts.size >= 2 && tells;
}

function letterOf(index: number): string {
  return index < 26 ? String.fromCharCode(65 + index) : letterOf(Math.floor(index / 26) - 1) + letterOf(index % 26);
}
