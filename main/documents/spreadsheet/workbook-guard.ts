import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { OfficeError } from '#core/contract/errors.ts';
import { checkIsZip } from './file-kind.ts';

/**
 * Sizes in bytes. A school of 5 000 pupils with 60 columns is below 5 MB packed, 40 MB unpacked and 300 000 cells. `cells`: also empty
 * ones with a style; reading that many takes about 650 MB. `elements`: tags of all sheets. `ratio`: how much larger a part may get than it is packed;
 * sheets of one repeated line reach about 60.
 */
export const spreadsheetLimits = { file: 20_000_000, unpacked: 60_000_000, entries: 2_000, sheets: 100, elements: 2_000_000, mergedCells: 500_000, columns: 1_000, cells: 400_000, ratio: 200, smallPart: 1_000_000 } as const;

/**
 * What must be known of a workbook before it is read: dates count from 1 January 1904 (old Macintosh files), and the font of cells without a
 * style of their own (in old Vietnamese files mostly `.VnTime`), which the library does not tell.
 */
export type GuardedWorkbook = { readonly dates1904: boolean; readonly defaultFont: string | null };

/**
 * Looks at a file of unknown origin before a library takes it into memory: what it is, and how large it really gets. Workbooks inside the workbook are
 * never opened. Errors: import.too-large {megabytes, cells, sheets}, import.suspicious, file.unreadable, those of `checkIsZip`, and for zips that are no .xlsx
 * import.open-document, import.binary-workbook, import.not-xlsx.
 */
export async function guardWorkbook(bytes: Uint8Array): Promise<GuardedWorkbook> {
  if (bytes.byteLength > spreadsheetLimits.file) throw tooLarge();
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  checkIsZip(file);
  try {
    return await lookInside(await fromBufferPromise(file, { lazyEntries: true }));
  } catch (error) {
    throw error instanceof OfficeError ? error : new OfficeError('file.unreadable', { reason: 'zip' }, { cause: error });
  }
}

async function lookInside(zip: ZipFile): Promise<GuardedWorkbook> {
  if (zip.entryCount > spreadsheetLimits.entries) throw tooLarge();
  const names = new Set<string>();
  const left = { bytes: spreadsheetLimits.unpacked as number, elements: spreadsheetLimits.elements as number, cells: spreadsheetLimits.cells as number, sheets: spreadsheetLimits.sheets as number, merged: spreadsheetLimits.mergedCells as number };
  let workbook: string | null = null;
  let defaultFont: string | null = null;
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileName.toLowerCase();
    if (name.endsWith('/')) continue;
    // Two parts of one name: what is looked at here and what is read later could differ.
    if (names.has(name)) throw new OfficeError('import.suspicious', { part: entry.fileName });
    names.add(name);
    left.bytes -= entry.uncompressedSize;
    if (entry.uncompressedSize > spreadsheetLimits.smallPart && entry.uncompressedSize > entry.compressedSize * spreadsheetLimits.ratio) throw new OfficeError('import.suspicious', { part: entry.fileName });
    if (left.bytes < 0) throw tooLarge();
    if (name === 'mimetype') throw new OfficeError('import.open-document');
    if (name === 'xl/workbook.bin') throw new OfficeError('import.binary-workbook');
    if (!/\.(xml|rels|vml)$/u.test(name)) continue;
    const content = await contentOf(zip, entry);
    checkMarkup(content, entry.fileName);
    if (name === 'xl/workbook.xml') workbook = content.toString('utf8');
    if (name === 'xl/styles.xml') defaultFont = firstFont(content.toString('utf8'));
    if (!name.startsWith('xl/worksheets/') && name !== 'xl/sharedstrings.xml') continue;
    left.elements -= elementsIn(content, left.elements);
    left.cells -= occurrences(content, '<c ') + occurrences(content, '<c>');
    if (left.elements < 0 || left.cells < 0) throw tooLarge();
    if (!/^xl\/worksheets\/[^/]+\.xml$/u.test(name)) continue;
    left.sheets -= 1;
    if (left.sheets < 0) throw tooLarge();
    left.merged -= mergedCells(content, left.merged);
    if (left.merged < 0) throw new OfficeError('import.suspicious', { part: entry.fileName });
  }
  if (workbook === null) throw new OfficeError('import.not-xlsx');
  return { dates1904: /<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*["'](?:1|true)["']/u.test(workbook), defaultFont };
}

export function tooLarge(): OfficeError {
  return new OfficeError('import.too-large', { megabytes: spreadsheetLimits.file / 1_000_000, cells: spreadsheetLimits.cells, sheets: spreadsheetLimits.sheets });
}

/** Office programs write neither a document type nor entities: both are ways to let a small text grow. */
function checkMarkup(content: Buffer, part: string): void {
  if (content.includes('<!DOCTYPE') || content.includes('<!ENTITY')) throw new OfficeError('import.suspicious', { part });
}

/** Cells without a style have style 0, and that has font 0. */
function firstFont(styles: string): string | null {
  const [, first = ''] = /<(?:\w+:)?font>([\s\S]*?)<\/(?:\w+:)?font>/u.exec(styles) ?? [];
  return /<(?:\w+:)?name\s+val\s*=\s*["']([^"']+)["']/u.exec(first)?.[1] ?? null;
}

/** yauzl counts the real bytes against the directory's claim and refuses more. */
async function contentOf(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

const [less, slash] = ['<'.charCodeAt(0), '/'.charCodeAt(0)];

/** Opening tags, counted until there are too many. */
function elementsIn(content: Buffer, most: number): number {
  let count = 0;
  for (let at = content.indexOf(less); at >= 0 && count <= most; at = content.indexOf(less, at + 1)) if (content[at + 1] !== slash) count += 1;
  return count;
}

function occurrences(content: Buffer, text: string): number {
  let count = 0;
  for (let at = content.indexOf(text); at >= 0; at = content.indexOf(text, at + 1)) count += 1;
  return count;
}

/** The library makes every cell of a merged area: a few characters can ask for all cells that there are. An area that is not written as office programs write it counts as too many. */
function mergedCells(sheet: Buffer, most: number): number {
  let cells = 0;
  for (let at = sheet.indexOf('mergeCell'); at >= 0 && cells <= most; at = sheet.indexOf('mergeCell', at + 1)) {
    const tag = sheet.subarray(at, at + 200).toString('latin1');
    // `mergeCells` around them, and closing tags.
    if (/^mergeCell(s\b|>)/u.test(tag)) continue;
    const [, left, top, right = left, bottom = top] = /^mergeCell\s[^>]*?\bref\s*=\s*["']\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?["']/u.exec(tag) ?? [];
    if (left === undefined || right === undefined) return Number.POSITIVE_INFINITY;
    cells += (Math.abs(columnNumber(right) - columnNumber(left)) + 1) * (Math.abs(Number(bottom) - Number(top)) + 1);
  }
  return cells;
}

function columnNumber(letters: string): number {
  return Array.from(letters).reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0);
}
