import type { Content, ContentText, CustomTableLayout, TableCell } from 'pdfmake/interfaces.js';
import type { BookCell, BookPupil } from '#main/office/ports/books.ts';
import { cellPadding, red, rule } from './paper.ts';
import { linesOf, widthOf } from './text-width.ts';

/** A table over the whole width. `widths`: outer widths in points, null for the one column that takes what is left. */
export type SheetTable = {
  readonly width: number;
  readonly widths: readonly (number | null)[];
  readonly head: readonly (readonly TableCell[])[];
  readonly rows: readonly (readonly TableCell[])[];
  /** Height of the head, in points. */
  readonly headHeight: number;
  /** Height left for the table on a page, in points. */
  readonly height: number;
  /** What stands under the table on its last page takes so much of it. */
  readonly foot: number;
  /** Blank left and right of each text where it is not the usual one. */
  readonly sidePadding?: number;
  /** Blank above and below each text, in points: at least, where a pen has to find room, and at most, where there is room. */
  readonly padding?: { readonly least: number; readonly most: number };
  /** Type sizes: the wished one and the smallest still to be read. */
  readonly sizes: { readonly wished: number; readonly smallest: number };
  /** Lines of each row at a type size where they are not this table's own: two facing tables keep their rows at one height. */
  readonly linesAt?: (size: number) => readonly number[];
};

/** Tinos: ascender, descender and gap together. */
const lineHeight = 1.15;
const usualPadding = { least: 0.6, most: 5 } as const;

/**
 * One table for each page: as many pages as the rows need, filled alike. Type gets smaller before a second page is begun, rows get higher where there is room.
 * A row is never split; where a text turns out longer than foreseen, pdfmake breaks between rows and repeats the head.
 */
export function sheetTables(table: SheetTable): readonly Content[] {
  const widths = innerWidths(table);
  const room = table.height - table.headHeight;
  const { least } = table.padding ?? usualPadding;
  const linesAt = table.linesAt ?? ((size: number) => rowLines(table.rows, widths, size));
  for (let size = table.sizes.wished; size >= table.sizes.smallest; size -= 0.5) {
    const lines = linesAt(size);
    if (heightOf(lines, size, least) <= room - table.foot) return [tableOf(table, widths, [0, lines.length], lines, size)];
  }
  const blocksAt = (size: number) => blocks(linesAt(size).map((count) => heightOf([count], size, least)), room, table.foot);
  // As few pages as the smallest type allows, and on them the largest type that still fits.
  const fewest = blocksAt(table.sizes.smallest).length;
  let size = table.sizes.wished;
  while (size > table.sizes.smallest && blocksAt(size).length > fewest) size -= 0.5;
  return blocksAt(size).map((block) => tableOf(table, widths, block, linesAt(size), size));
}

type Block = readonly [from: number, to: number];

/** First and last row of each page; rows as evenly spread as the foot of the last page allows. */
function blocks(heights: readonly number[], room: number, foot: number): readonly Block[] {
  const all = heights.reduce((sum, height) => sum + height, foot);
  for (let pages = Math.ceil(all / room); pages <= heights.length; pages += 1) {
    const found = spread(heights, Math.min(room, all / pages + Math.max(0, ...heights)));
    const last = found.at(-1) ?? [0, 0];
    if (heights.slice(...last).reduce((sum, height) => sum + height, foot) <= room || last[1] - last[0] <= 1) return found;
  }
  return withRoomForFoot(spread(heights, room), heights, room - foot);
}

/** Beside a row as high as a page no share is small enough: what the foot leaves no room for stays on a page before the last one. */
function withRoomForFoot(found: readonly Block[], heights: readonly number[], room: number): readonly Block[] {
  const [from, to] = found.at(-1) ?? [0, 0];
  let begin = to - 1;
  let used = heights[begin] ?? 0;
  while (begin > from && used + (heights[begin - 1] ?? 0) <= room) {
    begin -= 1;
    used += heights[begin] ?? 0;
  }
  return begin <= from ? found : [...found.slice(0, -1), [from, begin], [begin, to]];
}

function spread(heights: readonly number[], share: number): readonly Block[] {
  const found: Block[] = [];
  let from = 0;
  let used = 0;
  for (const [index, height] of heights.entries()) {
    if (used > 0 && used + height > share) {
      found.push([from, index]);
      from = index;
      used = 0;
    }
    used += height;
  }
  return [...found, [from, heights.length]];
}

function heightOf(lines: readonly number[], size: number, padding: number): number {
  return lines.reduce((sum, count) => sum + count * size * lineHeight + 2 * padding + rule, 0);
}

function tableOf(table: SheetTable, widths: readonly number[], [from, to]: Block, allLines: readonly number[], size: number): Content {
  const { head, linesAt } = table;
  const [rows, lines] = [table.rows.slice(from, to), allLines.slice(from, to)];
  const room = table.height - table.headHeight - (to === table.rows.length ? table.foot : 0);
  const spare = (room - heightOf(lines, size, 0)) / (2 * Math.max(rows.length, 1));
  const { least, most } = table.padding ?? usualPadding;
  const padding = Math.max(least, Math.min(most, spare));
  return {
    table: {
      headerRows: head.length,
      dontBreakRows: true,
      widths: [...widths],
      ...(linesAt === undefined ? {} : { heights: (row: number) => (row < head.length ? 'auto' : (lines[row - head.length] ?? 1) * size * lineHeight) }),
      // pdfmake writes into the cells it lays out: each page gets its own head.
      body: [...structuredClone(head).map((row) => [...row]), ...rows.map((row, index) => ((lines[index] ?? 1) > 1 ? row.map(middle) : [...row]))],
    },
    layout: layoutOf(head.length, padding, table.sidePadding),
    fontSize: size,
    alignment: 'center',
  };
}

/** Thin lines everywhere; the head has its own padding. */
export function layoutOf(headRows: number, padding: number, sidePadding: number = cellPadding): CustomTableLayout {
  const vertical = (row: number) => (row < headRows ? 1.5 : padding);
  return { hLineWidth: () => rule, vLineWidth: () => rule, paddingLeft: () => sidePadding, paddingRight: () => sidePadding, paddingTop: vertical, paddingBottom: vertical };
}

function middle(cell: TableCell): TableCell {
  return typeof cell === 'string' ? { text: cell, verticalAlignment: 'middle' } : { ...(cell as ContentText), verticalAlignment: 'middle' };
}

/** Widths of the texts: without padding and lines. */
export function innerWidths({ width, widths, sidePadding = cellPadding }: Pick<SheetTable, 'width' | 'widths' | 'sidePadding'>): readonly number[] {
  const fixed = widths.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  const outer = widths.map((each) => each ?? width - fixed - rule);
  return outer.map((each) => each - 2 * sidePadding - rule);
}

/** How many lines each row takes. `widths`: of the texts, see innerWidths. */
export function rowLines(rows: readonly (readonly TableCell[])[], widths: readonly number[], size: number): readonly number[] {
  return rows.map((row) => linesOfRow(row, widths, size));
}

function linesOfRow(row: readonly TableCell[], widths: readonly number[], size: number): number {
  let most = 1;
  for (const [index, cell] of row.entries()) most = Math.max(most, linesOf(plainText(cell), sizeOf(cell) ?? size, widths[index] ?? 0));
  return most;
}

function sizeOf(cell: TableCell): number | null {
  return typeof cell === 'object' && 'fontSize' in cell && typeof cell.fontSize === 'number' ? cell.fontSize : null;
}

function plainText(cell: Content | TableCell): string {
  if (typeof cell === 'string') return cell;
  if (Array.isArray(cell)) return cell.map(plainText).join('');
  return typeof cell === 'object' && 'text' in cell ? plainText(cell.text as Content) : '';
}

/** A heading cell. */
export function head(text: string, span: { readonly rowSpan?: number; readonly colSpan?: number; readonly margin?: [number, number, number, number]; readonly fontSize?: number } = {}): TableCell {
  return { text, bold: true, fontSize: 8.5, ...span };
}

/** As many empty places as a spanned heading takes after its own. */
export function spanned(count: number): readonly TableCell[] {
  return Array.from({ length: count }, () => '');
}

/** A pupil's name; struck through in red where the pupil left the class. */
export function nameCell({ fullName, gone }: BookPupil, indent = 0): TableCell {
  return { text: gone ? [struck(fullName)] : fullName, alignment: 'left', margin: [indent, 0, 0, 0] };
}

/** Sizes of a corrected mark where its column is wide enough: the old one, and the new one raised beside it. */
const corrected = { old: 10, new: 8.5 } as const;
/** pdfmake prints raised text at 0.58 of the size it is given. */
const raised = 0.58;

/**
 * A mark as it stands on paper; a corrected one with what it was, struck through, and the new one at the upper right, by the same red pen. `width`: of the column.
 * A mark that was corrected more than once has the new one on a line of its own above the old ones.
 */
export function markCell(cell: BookCell, width: number, style: { readonly bold?: boolean } = {}): TableCell {
  if (typeof cell === 'string') return style.bold === true ? { text: cell, bold: true } : cell;
  const room = width - 2 * cellPadding - rule;
  const old = cell.struck.flatMap((text, index) => (index === 0 ? [struck(text)] : [' ', struck(text)]));
  const oldWidth = widthOf(cell.struck.join(' '), corrected.old);
  const fresh = { text: cell.text, bold: true, color: red };
  if (cell.struck.length > 1) return { text: [{ ...fresh, fontSize: corrected.new }, '\n', ...old], fontSize: corrected.old * Math.min(0.85, room / oldWidth), alignment: 'right', noWrap: true };
  const scale = Math.min(1, room / (oldWidth + widthOf(cell.text, corrected.new)));
  return { text: [...old, { ...fresh, sup: true, fontSize: (corrected.new * scale) / raised }], fontSize: corrected.old * scale, noWrap: true };
}

function struck(text: string): { readonly text: string; readonly decoration: 'lineThrough'; readonly decorationColor: string; readonly decorationThickness: number } {
  return { text, decoration: 'lineThrough', decorationColor: red, decorationThickness: 0.9 };
}
