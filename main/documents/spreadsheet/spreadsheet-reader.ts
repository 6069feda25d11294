import type { Worksheet } from '@cj-tech-master/excelts';
import { OfficeError } from '#core/contract/errors.ts';
import type { SheetCell, SheetTable, SpreadsheetReader } from '#main/office/ports/documents.ts';
import { emptyCell, readCell, type WorkbookLook } from './sheet-cell.ts';
import { guardWorkbook, spreadsheetLimits, tooLarge } from './workbook-guard.ts';

type Row = SheetTable['rows'][number];

/** Parts of a sheet that say nothing about its cells; some of them the library unfolds to one object for each cell they are about. */
const ignored = ['dataValidations', 'conditionalFormatting', 'extLst', 'hyperlinks', 'drawing', 'legacyDrawing', 'picture', 'tableParts', 'ignoredErrors', 'autoFilter', 'rowBreaks', 'colBreaks', 'headerFooter', 'pageSetup', 'printOptions', 'pageMargins', 'sheetProtection', 'controls', 'oleObjects'];

/**
 * Reads .xlsx workbooks: every sheet, hidden ones too, rows with at least one value. `cells[0]` is column A. A merged area gives its value in
 * each of its cells, so that a header or a class name written once over many cells is found in all of them.
 */
export function createSpreadsheetReader(): SpreadsheetReader {
  return {
    async read(bytes) {
      const { dates1904, defaultFont } = await guardWorkbook(bytes);
      // Loaded when needed: it is the largest library of the office.
      const { Workbook } = await import('@cj-tech-master/excelts');
      const workbook = new Workbook();
      try {
        await workbook.xlsx.load(bytes, { ignoreNodes: ignored });
      } catch (error) {
        throw new OfficeError('file.unreadable', { reason: 'workbook' }, { cause: error });
      }
      const look = { shift1904: dates1904 && workbook.properties.date1904 !== true, defaultFont, computed: isComputed(workbook.worksheets) };
      let left: number = spreadsheetLimits.cells;
      return workbook.worksheets.map((sheet) => {
        const table = readSheet(sheet, look);
        left -= table.rows.reduce((cells, row) => cells + row.cells.length, 0);
        if (left < 0) throw tooLarge();
        return table;
      });
    },
  };
}

/** Programs compute all formulas or none: beside others with results, a formula without one has an empty text, which the library does not tell from nothing. */
function isComputed(sheets: readonly Worksheet[]): boolean {
  return sheets.some((sheet) => {
    let found = false;
    sheet.eachRow((row) => row.eachCell(({ formula, result }) => (found ||= formula !== undefined && result !== undefined && result !== null)));
    return found;
  });
}

function readSheet(sheet: Worksheet, look: WorkbookLook): SheetTable {
  const read: { readonly number: number; readonly cells: Map<number, SheetCell> }[] = [];
  let width = 0;
  sheet.eachRow((row, number) => {
    const cells: (typeof read)[number]['cells'] = new Map();
    row.eachCell((cell, column) => {
      const value = readCell(cell, look);
      if (value.kind === 'empty' && value.oddity === undefined) return;
      const first = cell.isMerged ? cell.master.address : undefined;
      cells.set(column, first === undefined ? value : { ...value, merged: first });
      // A title merged over a whole row must not make the table 16 384 columns wide.
      if (first === undefined || first === cell.address) width = Math.max(width, column);
    });
    if (cells.size > 0) read.push({ number, cells });
  });
  if (width > spreadsheetLimits.columns) throw tooLarge();
  return { name: sheet.name.normalize('NFC'), rows: read.map(({ number, cells }): Row => ({ number, cells: rowCells(cells, width) })) };
}

function rowCells(cells: ReadonlyMap<number, SheetCell>, width: number): readonly SheetCell[] {
  const last = Math.min(Math.max(...cells.keys()), width);
  return Array.from({ length: last }, (_, index) => cells.get(index + 1) ?? emptyCell);
}
