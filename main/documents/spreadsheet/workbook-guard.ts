import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { OfficeError } from '#core/contract/errors.ts';

/** Sizes in bytes. A school of 2000 pupils with all columns is below 2 MB packed and 30 MB unpacked. */
export const spreadsheetLimits = { file: 20_000_000, unpacked: 120_000_000, entries: 2_000, mergedCells: 2_000_000, columns: 1_000, cells: 2_000_000 } as const;

const oleMagic = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
const zipMagic = Buffer.from([0x50, 0x4b, 0x03, 0x04]);

/**
 * What must be known of a workbook before it is read: dates count from 1 January 1904 (old Macintosh files), and the font of cells without a
 * style of their own (in old Vietnamese files mostly `.VnTime`), which the library does not tell.
 */
export type GuardedWorkbook = { readonly dates1904: boolean; readonly defaultFont: string | null };

/**
 * Looks at a file of unknown origin before a library takes it into memory: what it is, and how large it really gets. Errors: import.too-large,
 * import.old-xls, file.unreadable {reason: 'password'}, import.not-xlsx.
 */
export async function guardWorkbook(bytes: Uint8Array): Promise<GuardedWorkbook> {
  if (bytes.byteLength > spreadsheetLimits.file) throw new OfficeError('import.too-large', { bytes: bytes.byteLength, limit: spreadsheetLimits.file });
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.subarray(0, oleMagic.length).equals(oleMagic)) {
    // Excel wraps a workbook with a password in the old container.
    throw file.includes(Buffer.from('EncryptedPackage', 'utf16le')) ? new OfficeError('file.unreadable', { reason: 'password' }) : new OfficeError('import.old-xls');
  }
  if (!file.subarray(0, zipMagic.length).equals(zipMagic)) throw new OfficeError('import.not-xlsx');
  try {
    return await lookInside(await fromBufferPromise(file, { lazyEntries: true }));
  } catch (error) {
    throw error instanceof OfficeError ? error : new OfficeError('import.not-xlsx', {}, { cause: error });
  }
}

async function lookInside(zip: ZipFile): Promise<GuardedWorkbook> {
  if (zip.entryCount > spreadsheetLimits.entries) throw new OfficeError('import.too-large', { entries: zip.entryCount, limit: spreadsheetLimits.entries });
  let left = spreadsheetLimits.unpacked;
  let workbook: string | null = null;
  let defaultFont: string | null = null;
  for await (const entry of zip.eachEntry()) {
    if (entry.uncompressedSize > left) throw new OfficeError('import.too-large', { bytes: spreadsheetLimits.unpacked + entry.uncompressedSize - left, limit: spreadsheetLimits.unpacked });
    left -= entry.uncompressedSize;
    if (entry.fileName.endsWith('/')) continue;
    const content = await contentOf(zip, entry);
    if (entry.fileName === 'xl/workbook.xml') workbook = content.toString('utf8');
    if (entry.fileName === 'xl/styles.xml') defaultFont = firstFont(content.toString('utf8'));
    if (entry.fileName.startsWith('xl/worksheets/')) checkMerges(content);
  }
  if (workbook === null) throw new OfficeError('import.not-xlsx');
  return { dates1904: /<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*["'](?:1|true)["']/u.test(workbook), defaultFont };
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

/** The library makes every cell of a merged area: a few characters can ask for all cells that there are. */
function checkMerges(sheet: Buffer): void {
  let cells = 0;
  for (let at = sheet.indexOf('mergeCell '); at >= 0; at = sheet.indexOf('mergeCell ', at + 1)) {
    const [, left = '', top = '', right = '', bottom = ''] = /^mergeCell[^>]*?\bref\s*=\s*["']\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})["']/u.exec(sheet.subarray(at, at + 200).toString('latin1')) ?? [];
    if (left === '') continue;
    cells += (Math.abs(columnNumber(right) - columnNumber(left)) + 1) * (Math.abs(Number(bottom) - Number(top)) + 1);
    if (cells > spreadsheetLimits.mergedCells) throw new OfficeError('import.too-large', { cells, limit: spreadsheetLimits.mergedCells });
  }
}

function columnNumber(letters: string): number {
  return Array.from(letters).reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0);
}
