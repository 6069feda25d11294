import type { CellChange } from '#core/contract/gradebook.ts';
import type { MarkColumn } from '#core/contract/shared.ts';
import { OfficeError } from '#core/contract/errors.ts';
import { parseDay } from '#core/text/common.ts';
import { foldAccents } from '#core/text/names.ts';
import { fromOldEncoding, oldEncodingOf } from '#core/text/old-fonts.ts';
import { enrollmentId as enrollmentIdOf } from '#core/values/ids.ts';
import type { SheetCell, SheetTable } from '../ports/documents.ts';
import type { PupilYear } from '../results/class-data.ts';
import type { SheetSubject } from './gradebook-sheet.ts';
import { regularColumns } from '../results/subject-year.ts';

/** What a teacher's own workbook says about one sheet. `unmatched`: names of the file that are no pupil of the class; `converted`: one text from an old font, for people to judge. */
export type MarkFile = { readonly changes: readonly CellChange[]; readonly unmatched: readonly string[]; readonly converted: { readonly before: string; readonly after: string } | null };

type Field = MarkColumn | 'id' | 'ministryCode' | 'fullName' | 'birthDate';

/** Heading of the hidden column that our own workbooks carry. */
export const idHeading = 'Mã nội bộ (không sửa)';

/** Headings without tones, blanks and signs. A regular column without a number is the next one. */
const headings: readonly (readonly [RegExp, Field | 'regular'])[] = [
  [/^manoibo/u, 'id'],
  [/^ma(hocsinh|hs|hocvien|hv|dinhdanh)/u, 'ministryCode'],
  [/^ho(va)?(ten)?ten(hocsinh|hs|hocvien|hv)?$|^ten(hocsinh|hocvien)$|^hoten/u, 'fullName'],
  [/^ngay(thang)?(nam)?sinh/u, 'birthDate'],
  [/^(ddg|diem|dg)?(danhgia)?(tx|thuongxuyen)\d?$/u, 'regular'],
  [/^(ddg|diem|dg)?(danhgia|kiemtra)?(gk|giuak[iy]|giuahock[iy])$/u, 'midterm'],
  [/^(ddg|diem|dg)?(danhgia|kiemtra)?(ck|cuoik[iy]|cuoihock[iy])$/u, 'final'],
  [/^nhanxet/u, 'comment'],
];

/** Reads the table of the subject, or the only one with a heading we know. Errors: import.no-header. */
export function readMarkFile(tables: readonly SheetTable[], subject: Pick<SheetSubject, 'name' | 'shortName'>, pupils: readonly PupilYear[]): MarkFile {
  const named = tables.filter(({ name }) => [subject.name, subject.shortName].some((word) => folded(word) === folded(name)));
  for (const table of [...named, ...tables]) {
    const head = headOf(table);
    if (head !== null) return readRows(table, head, pupils);
  }
  throw new OfficeError('import.no-header');
}

type Head = { readonly row: number; readonly fields: ReadonlyMap<number, Field> };

function headOf({ rows }: SheetTable): Head | null {
  for (const [index, row] of rows.slice(0, 40).entries()) {
    for (const depth of [2, 1]) {
      const lines = rows.slice(index, index + depth).map(({ cells }) => cells);
      const fields = fieldsOf(lines);
      const found = new Set(fields.values());
      const hasMarks = [...found].some((field) => field === 'midterm' || field === 'final' || field === 'comment' || field.startsWith('regular'));
      if (found.has('fullName') && hasMarks && row !== undefined) return { row: index + depth - 1, fields };
    }
  }
  return null;
}

function fieldsOf(lines: readonly (readonly SheetCell[])[]): ReadonlyMap<number, Field> {
  const fields = new Map<number, Field>();
  const taken = new Set<Field>();
  let regular = 0;
  const width = Math.max(...lines.map((cells) => cells.length));
  for (let column = 0; column < width; column += 1) {
    const texts = [...new Set(lines.map((cells) => textOf(cells[column])))].filter((text) => text !== '');
    const key = folded(texts.join(''));
    const kind = headings.find(([pattern]) => pattern.test(key))?.[1];
    if (kind === undefined) continue;
    if (kind === 'regular') regular = Number(/\d$/u.exec(key)?.[0] ?? regular + 1);
    const field = kind === 'regular' ? regularColumns[regular - 1] : kind;
    if (field === undefined || taken.has(field)) continue;
    taken.add(field);
    fields.set(column, field);
  }
  return fields;
}

function readRows({ rows }: SheetTable, head: Head, pupils: readonly PupilYear[]): MarkFile {
  const changes: CellChange[] = [];
  const unmatched: string[] = [];
  let converted: MarkFile['converted'] = null;
  for (const { cells } of rows.slice(head.row + 1)) {
    const value = (wanted: Field) => textOf(cells[[...head.fields].find(([, field]) => field === wanted)?.[0] ?? -1]);
    const name = value('fullName');
    if (name === '') continue;
    const pupil = match(pupils, { id: value('id'), code: value('ministryCode'), name, birthDate: value('birthDate') });
    if (pupil === null) {
      // Below the list come signatures and sums: only what looks like a line of the list is told.
      if ([...head.fields].some(([column, field]) => isMark(field) && textOf(cells[column]) !== '')) unmatched.push(name);
      continue;
    }
    for (const [column, field] of head.fields) {
      if (!isMark(field)) continue;
      const text = textOf(cells[column]);
      const raw = cells[column]?.text ?? '';
      if (text !== raw.trim() && oldEncodingOf(cells[column]?.fontName ?? null) !== null) converted ??= { before: raw, after: text };
      // An empty cell of the file says nothing: it must not erase a mark.
      if (text !== '') changes.push({ enrollmentId: enrollmentIdOf.parse(pupil.enrollment.id), column: field, text: text.slice(0, 4000) });
    }
  }
  return { changes, unmatched, converted };
}

function isMark(field: Field): field is MarkColumn {
  return field !== 'id' && field !== 'ministryCode' && field !== 'fullName' && field !== 'birthDate';
}

/** By our own id, else the ministry's code, else name and birth date, else the name where only one pupil has it. */
function match(pupils: readonly PupilYear[], { id, code, name, birthDate }: { readonly id: string; readonly code: string; readonly name: string; readonly birthDate: string }): PupilYear | null {
  const one = (found: readonly PupilYear[]) => (found.length === 1 ? (found[0] ?? null) : null);
  const byId = id === '' ? null : one(pupils.filter(({ enrollment }) => enrollment.id === id));
  if (byId !== null) return byId;
  const byCode = code === '' ? null : one(pupils.filter(({ pupil }) => pupil.data.ministryCode === code));
  if (byCode !== null) return byCode;
  const sameName = pupils.filter(({ pupil }) => pupil.data.fullName.normalize('NFC').toLowerCase() === name.toLowerCase());
  const day = /^\d{4}-\d{2}-\d{2}$/u.test(birthDate) ? birthDate : parseDay(birthDate);
  const dated = day === null ? [] : sameName.filter(({ pupil }) => pupil.data.birthDate === day);
  return one(dated) ?? (day === null || dated.length > 0 ? one(sameName) : null);
}

function textOf(cell: SheetCell | undefined): string {
  if (cell === undefined || cell.kind === 'empty' || cell.kind === 'error') return '';
  const encoding = cell.kind === 'text' ? oldEncodingOf(cell.fontName) : null;
  return (encoding === null ? cell.text : fromOldEncoding(cell.text, encoding)).replace(/\p{Cf}/gu, '').replace(/[^\S\n]+/gu, ' ').trim();
}

function folded(text: string): string {
  return foldAccents(text).replace(/\(.*?\)/gu, '').replace(/[^a-z0-9]/gu, '');
}
