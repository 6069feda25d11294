import type { Worksheet } from '@cj-tech-master/excelts';
import type { MarkWorkbookColumn, MarkWorkbookEntry, MarkWorkbookSheet, MarkWorkbookWriter } from '#main/office/ports/documents.ts';

const fontName = 'Times New Roman';
const line = { style: 'thin', color: { argb: 'FF9A9A9A' } } as const;
const border = { top: line, left: line, bottom: line, right: line };
const shade = (argb: string) => ({ type: 'pattern', pattern: 'solid', fgColor: { argb } }) as const;
/** `STT`, after the hidden ids. */
const numberColumn = 1;
/** Headings, and cells that are not to be filled in. */
const [headingShade, closedShade] = [shade('FFDCE6F1'), shade('FFE4E4E4')];

/** Sheets to fill in: ids out of sight, names that stay in view, only the cells to be entered unlocked, and rules for what they take. */
export function createMarkWorkbookWriter(): MarkWorkbookWriter {
  return {
    async write(sheets) {
      // Loaded when needed: it is the largest library of the office.
      const { Workbook } = await import('@cj-tech-master/excelts');
      const workbook = new Workbook();
      workbook.creator = 'Học Bạ';
      const taken = new Set<string>();
      for (const sheet of sheets) await addSheet(workbook.addWorksheet(sheetName(sheet.name, taken)), sheet);
      return new Uint8Array(await workbook.xlsx.writeBuffer());
    },
  };
}

async function addSheet(page: Worksheet, { identity, title, instructions, columns, firstEntry, rows }: MarkWorkbookSheet): Promise<void> {
  const headingRow = instructions.length + 2;
  page.views = [{ state: 'frozen', xSplit: firstEntry, ySplit: headingRow, topLeftCell: `${letterOf(firstEntry)}${headingRow + 1}`, activeCell: `${letterOf(firstEntry)}${headingRow + 1}` }];
  page.getCell(1, 1).value = identity;
  [title, ...instructions].forEach((text, index) => {
    const cell = page.getCell(index + 1, 2);
    cell.value = text;
    cell.font = { name: fontName, size: index === 0 ? 14 : 11, bold: index === 0, italic: index > 0 };
  });
  columns.forEach(({ heading, width }, index) => {
    const cell = page.getCell(headingRow, index + 1);
    cell.value = heading;
    cell.font = { name: fontName, size: 11, bold: true };
    cell.alignment = { horizontal: 'center', vertical: 'middle', wrapText: true };
    cell.fill = headingShade;
    cell.border = border;
    page.getColumn(index + 1).width = width;
  });
  page.getColumn(1).hidden = true;
  setHeight(page, headingRow, columns.map(({ heading, width }) => linesOf(heading, width * 0.85)));
  rows.forEach((cells, row) =>
    cells.forEach(({ text, open }, index) => {
      const cell = page.getCell(headingRow + 1 + row, index + 1);
      const column = columns[index];
      const entry = column?.entry ?? null;
      const number = entry?.kind === 'number' && /^\d{1,3}(,\d)?$/u.test(text) ? Number(text.replace(',', '.')) : null;
      // Everything else is text, also what begins like a formula; such text is kept text when it is edited, too.
      cell.value = number ?? (text === '' ? null : text);
      if (entry?.kind === 'number') cell.numFmt = entry.whole ? '0' : '0.0';
      else if (/^[=+\-@\t\r]/u.test(text)) cell.numFmt = '@';
      cell.font = { name: fontName, size: 12 };
      cell.alignment = { vertical: 'middle', wrapText: entry?.kind === 'text', horizontal: (entry === null && index !== numberColumn) || entry?.kind === 'text' ? 'left' : 'center' };
      cell.border = border;
      if (open) cell.protection = { locked: false };
      else if (entry !== null) cell.fill = closedShade;
    }),
  );
  rows.forEach((cells, row) => setHeight(page, headingRow + 1 + row, cells.map(({ text }, index) => (columns[index]?.entry?.kind === 'text' ? linesOf(text, columns[index].width) : 1))));
  columns.forEach((column, index) => addRule(page, column, letterOf(index), headingRow + 1, headingRow + rows.length));
  Object.assign(page.pageSetup, { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0, printTitlesRow: `${headingRow}:${headingRow}`, margins: { left: 0.4, right: 0.4, top: 0.5, bottom: 0.6, header: 0.3, footer: 0.3 } });
  page.headerFooter.oddFooter = '&L&A&RTrang &P / &N';
  await page.protect('', { selectLockedCells: true, selectUnlockedCells: true, formatColumns: true, formatRows: true });
}

/** Points. A height that the program may change again when somebody writes a longer text; some programs never find it by themselves. */
function setHeight(page: Worksheet, number: number, lines: readonly number[]): void {
  const row = page.getRow(number);
  row.height = Math.max(1, ...lines) * 15.75 + 3;
  row.customHeight = false;
}

/** Lines that a text takes when it is broken between words. */
function linesOf(text: string, width: number): number {
  return text.split('\n').reduce((lines, paragraph) => {
    let [own, used] = [1, 0];
    for (const word of paragraph.split(' ')) {
      if (used > 0 && used + 1 + word.length > width) [own, used] = [own + 1, word.length];
      else used += (used > 0 ? 1 : 0) + word.length;
    }
    return lines + own;
  }, 0);
}

/** One rule for a whole column: the program that shows the file asks again before it takes anything else. */
function addRule(page: Worksheet, { heading, entry }: MarkWorkbookColumn, letter: string, first: number, last: number): void {
  if (entry === null || last < first) return;
  const { rule, words } = ruleOf(entry, `${letter}${first}`);
  // The library's key for one rule over a range.
  page.dataValidations.add(`range:${letter}${first}:${letter}${last}`, { ...rule, allowBlank: true, showErrorMessage: true, errorStyle: 'stop', errorTitle: heading.slice(0, 32), error: words });
}

type Rule = { readonly type: 'list' | 'custom'; readonly formulae: string[] } | { readonly type: 'textLength'; readonly operator: 'lessThanOrEqual'; readonly formulae: number[] };

function ruleOf(entry: MarkWorkbookEntry, first: string): { readonly rule: Rule; readonly words: string } {
  if (entry.kind === 'choice') return { rule: { type: 'list', formulae: [`"${entry.choices.join(',')}"`] }, words: `Chỉ nhận: ${entry.choices.join(', ')}.` };
  if (entry.kind === 'text') return { rule: { type: 'textLength', operator: 'lessThanOrEqual', formulae: [entry.longest] }, words: `Tối đa ${entry.longest} kí tự.` };
  const step = entry.whole ? 1 : 10;
  const number = `AND(ISNUMBER(${first}),${first}>=0,${first}<=${entry.most},ABS(${first}*${step}-ROUND(${first}*${step},0))<0.000001)`;
  const example = entry.whole ? `Số nguyên từ 0 đến ${entry.most}.` : `Số từ 0 đến ${entry.most}, nhiều nhất một chữ số thập phân.`;
  return { rule: { type: 'custom', formulae: [`OR(${[number, ...entry.words.map((word) => `${first}="${word}"`)].join(',')})`] }, words: [example, ...(entry.words.length === 0 ? [] : [`Hoặc ${entry.words.join(', ')}.`])].join(' ') };
}

function letterOf(index: number): string {
  return index < 26 ? String.fromCharCode(65 + index) : letterOf(Math.floor(index / 26) - 1) + letterOf(index % 26);
}

/** Excel's sheet names: at most 31 characters, without these, and none twice. */
function sheetName(name: string, taken: Set<string>): string {
  const plain = name.replace(/[\\/*?:[\]]/gu, ' ').slice(0, 28);
  const free = taken.has(plain.toLowerCase()) ? `${plain} ${taken.size + 1}` : plain;
  taken.add(free.toLowerCase());
  return free;
}
