import type { CellText } from '#core/contract/cell-steps.ts';
import type { Stranger } from '#core/contract/mark-files.ts';
import type { RegisterColumn, RegisterSheet, RegisterVerdict } from '#core/contract/registers.ts';
import { OfficeError } from '#core/contract/errors.ts';
import { enrollmentId as enrollmentIdOf } from '#core/values/ids.ts';
import { readFileCell } from '../mark-files/file-cells.ts';
import { conversionsOf, dayOf, type FileLine } from '../mark-files/file-lines.ts';
import { textOf } from '../mark-files/file-tables.ts';
import { personHeading, spaced } from '../mark-files/headings.ts';
import { matchLine } from '../mark-files/match-line.ts';
import { strangerWhy } from '../mark-files/plan-part.ts';
import { parseRegisterIdentity, type RegisterFileIdentity } from '../mark-files/sheet-identity.ts';
import type { SheetTable } from '../ports/documents.ts';
import { registerHeading } from './register-to-fill.ts';

type Row = SheetTable['rows'][number];

/** What a filled-in register says: cells as if they were typed, and those that say nothing that could be entered. */
export type RegisterFile = { readonly changes: readonly CellText<string>[]; readonly refused: readonly RegisterVerdict[]; readonly strangers: readonly Stranger[]; readonly converted: FileLine['converted'] };

/** The first sheet that is a register the program wrote, and whose it is. Errors: import.no-register. */
export function findRegister(tables: readonly SheetTable[]): { readonly table: SheetTable; readonly identity: RegisterFileIdentity } {
  for (const table of tables) {
    const corner = table.rows[0]?.number === 1 ? (table.rows[0].cells[0]?.text ?? '') : '';
    const identity = parseRegisterIdentity(corner);
    if (identity !== null) return { table, identity };
  }
  throw new OfficeError('import.no-register');
}

/** Reads the lines of a register's own sheet. Errors: import.no-register where its headings are gone. */
export function readRegisterFile({ rows }: SheetTable, sheet: RegisterSheet): RegisterFile {
  const head = rows.find(({ cells }) => cells.some((cell) => personHeading([textOf(cell)]) === 'fullName'));
  if (head === undefined) throw new OfficeError('import.no-register');
  const entered = new Map(sheet.columns.filter(({ kind }) => kind !== 'computed').map((column) => [spaced(registerHeading(column)), column]));
  const columns = head.cells.flatMap((cell, index) => {
    const column = entered.get(spaced(textOf(cell)));
    return column === undefined ? [] : [{ index, column }];
  });
  if (columns.length === 0) throw new OfficeError('import.no-register');
  const people = sheet.rows.map(({ enrollmentId, fullName, birthDate }) => ({ id: enrollmentId, fullName, birthDate, codes: [] }));
  const studying = new Set<string>(sheet.rows.filter(({ status }) => status === 'studying').map(({ enrollmentId }) => enrollmentId));
  const read = rows.filter(({ number }) => number > head.number).map((row) => ({ row, line: lineOf(row, head) })).filter(({ line }) => line.name !== '').map((each) => ({ ...each, match: matchLine(people, each.line), cells: columns.flatMap(({ index, column }) => cellOf(each.row, index, column)) }));
  const lines = new Map<string, number[]>();
  for (const { row, match, cells } of read) if (match.kind === 'one' && cells.length > 0) lines.set(match.id, [...(lines.get(match.id) ?? []), row.number]);
  const changes: CellText<string>[] = [];
  const refused: RegisterVerdict[] = [];
  const strangers: Stranger[] = [];
  for (const { row, line, match, cells } of read) {
    const why = strangerWhy(match, (id) => studying.has(id));
    if (why !== null || match.kind !== 'one') {
      if (cells.length > 0) strangers.push({ name: line.name, row: row.number, why: why ?? 'unknown' });
      continue;
    }
    const enrollmentId = enrollmentIdOf.parse(match.id);
    const [first, second] = lines.get(match.id) ?? [];
    const twice = first === undefined || second === undefined ? null : new OfficeError('import.pupil-twice', { first, second });
    for (const { column, text, refusal: own } of cells) {
      const refusal = twice ?? own;
      if (refusal === null) changes.push({ enrollmentId, column, text });
      else refused.push({ enrollmentId, column, before: sheet.rows.find((each) => each.enrollmentId === enrollmentId)?.cells[column]?.text ?? '', after: text, verdict: 'refused', error: { code: refusal.code, params: { ...refusal.params } } });
    }
  }
  return { changes, refused, strangers, converted: read.flatMap(({ row }) => columns.flatMap(({ index }) => conversionsOf(row.cells[index]))) };
}

function lineOf({ cells }: Row, head: Row): { readonly id: string; readonly code: string; readonly name: string; readonly birthDate: string } {
  const at = (person: ReturnType<typeof personHeading>) => cells[head.cells.findIndex((cell) => personHeading([textOf(cell)]) === person)];
  return { id: textOf(at('id')), code: '', name: textOf(at('fullName')), birthDate: dayOf(at('birthDate')) };
}

function cellOf({ cells }: Row, index: number, { column, kind }: RegisterColumn): readonly { readonly column: string; readonly text: string; readonly refusal: OfficeError | null }[] {
  const cell = cells[index];
  const read = cell === undefined ? null : readFileCell(cell, kind === 'text' ? 'comment' : 'midterm', 'primary');
  return read === null ? [] : [{ column, ...read }];
}
