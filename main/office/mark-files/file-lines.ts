import type { MarkColumn } from '#core/contract/shared.ts';
import { parseDay } from '#core/text/common.ts';
import { modernText } from '#core/values/old-fonts.ts';
import type { SheetCell } from '../ports/documents.ts';
import { textOf, type FileColumn, type FileTable } from './file-tables.ts';

export type FileCell = { readonly column: MarkColumn; readonly cell: SheetCell; /** As Excel names it: `E7`. */ readonly address: string };

/** One line of a list. `birthDate`: `YYYY-MM-DD`, or empty. */
export type FileLine = {
  readonly row: number;
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly birthDate: string;
  readonly className: string;
  readonly cells: readonly FileCell[];
  /** A text from an old font, before and after. */
  readonly converted: readonly { readonly before: string; readonly after: string }[];
};

/** With their tones: `Tống` is a family name, `Tổng` is a sum. */
const sums = /^(tổng|cộng|trung bình|tb|đtb|tỉ lệ|tỷ lệ|số (hs|học sinh|lượng|bài)|sĩ số|người (lập|nhập)|giáo viên|gv|gvbm|gvcn|hiệu trưởng|phó hiệu trưởng|tổ trưởng|duyệt|kí tên|ký tên|ghi chú|điểm (cao|thấp)|xếp loại)(?![\p{L}\p{M}])|^(giỏi|khá|đạt|chưa đạt|yếu|kém)$/u;

/** Below a list stand sums and signatures: such a line is not missed when it fits no pupil. */
export function looksLikeSum(name: string): boolean {
  return sums.test(name.toLowerCase());
}

/** The lines of a table with the cells of one block. */
export function linesOf({ columns, rows }: Pick<FileTable, 'columns' | 'rows'>, block: ReadonlyMap<number, MarkColumn>): readonly FileLine[] {
  const nameColumns = namesIn(columns);
  const indexOf = (person: FileColumn['person']) => columns.find((column) => column.person === person)?.index ?? -1;
  const [id, code, birthDate, className] = [indexOf('id'), indexOf('code'), indexOf('birthDate'), indexOf('className')];
  return rows.flatMap(({ number, cells }): readonly FileLine[] => {
    const parts = nameColumns.map((index) => cells[index]).filter((cell) => cell !== undefined);
    // A name that is merged over its columns stands in each of them.
    const own = parts.filter((cell, index) => cell.kind === 'text' && (cell.merged === undefined || cell.merged !== parts[index - 1]?.merged));
    const name = own.map(textOf).filter((text) => text !== '').join(' ');
    const marks = [...block].flatMap(([index, column]) => (cells[index] === undefined || (cells[index].kind === 'empty' && cells[index].oddity === undefined) ? [] : [{ column, cell: cells[index], address: `${letterOf(index)}${number}` }]));
    if (name === '') return [];
    return [{ row: number, id: textOf(cells[id]), code: textOf(cells[code]), name, birthDate: dayOf(cells[birthDate]), className: textOf(cells[className]), cells: marks, converted: [...own, ...marks.map(({ cell }) => cell)].flatMap(conversionsOf) }];
  });
}

/** `Họ đệm` and `Tên`, `Họ và tên` merged over two columns, or with a column without a heading right of it. */
function namesIn(columns: readonly FileColumn[]): readonly number[] {
  const named = columns.filter(({ person }) => person === 'fullName' || person === 'familyName' || person === 'givenName').map(({ index }) => index);
  const next = columns.find(({ index }) => index === (named.at(-1) ?? -2) + 1);
  return next !== undefined && next.texts.length === 0 && named.length === 1 ? [...named, next.index] : named;
}

/** A text from an old font, before and after; none for others. */
export function conversionsOf(cell: SheetCell | undefined): readonly { readonly before: string; readonly after: string }[] {
  const { text, converted } = cell?.kind === 'text' ? modernText(cell) : { text: '', converted: false };
  return cell !== undefined && converted ? [{ before: cell.text, after: text }] : [];
}

const dayMilliseconds = 86_400_000;

/** A day of birth as `YYYY-MM-DD`, however the cell holds it; empty where it holds none. */
export function dayOf(cell: SheetCell | undefined): string {
  const text = textOf(cell);
  if (cell?.kind === 'date') return text;
  // A date whose cell lost its format is the number of days since 30 December 1899.
  if (cell?.kind === 'number' && /^\d{5}$/u.test(text)) return new Date(Date.UTC(1899, 11, 30) + Number(text) * dayMilliseconds).toISOString().slice(0, 10);
  return parseDay(text) ?? '';
}

export function letterOf(index: number): string {
  return index < 26 ? String.fromCharCode(65 + index) : letterOf(Math.floor(index / 26) - 1) + letterOf(index % 26);
}
