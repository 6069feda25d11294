import type { Cell, Worksheet } from '@cj-tech-master/excelts';
import { OfficeError } from '#core/contract/errors.ts';
import type { SheetCell, SheetTable, SpreadsheetReader } from '#main/office/ports/documents.ts';
import { emptyCell, readCell, type WorkbookLook } from './sheet-cell.ts';
import { guardWorkbook, spreadsheetLimits } from './workbook-guard.ts';

type Row = SheetTable['rows'][number];

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
        await workbook.xlsx.load(bytes);
      } catch (error) {
        throw new OfficeError('file.unreadable', { reason: 'workbook' }, { cause: error });
      }
      const look = { shift1904: dates1904 && workbook.properties.date1904 !== true, defaultFont };
      let left: number = spreadsheetLimits.cells;
      return workbook.worksheets.map((sheet) => {
        const table = readSheet(sheet, look);
        left -= table.rows.reduce((cells, row) => cells + row.cells.length, 0);
        if (left < 0) throw new OfficeError('import.too-large', { cells: spreadsheetLimits.cells - left, limit: spreadsheetLimits.cells });
        return table;
      });
    },
  };
}

function readSheet(sheet: Worksheet, look: WorkbookLook): SheetTable {
  const read: { readonly number: number; readonly cells: Map<number, { readonly cell: SheetCell; readonly repeated: boolean }> }[] = [];
  let width = 0;
  sheet.eachRow((row, number) => {
    const cells: (typeof read)[number]['cells'] = new Map();
    row.eachCell((cell, column) => {
      const value = readCell(cell, look);
      if (value.kind === 'empty') return;
      const repeated = isRepetition(cell);
      cells.set(column, { cell: value, repeated });
      if (!repeated) width = Math.max(width, column);
    });
    if (cells.size > 0) read.push({ number, cells });
  });
  if (width > spreadsheetLimits.columns) throw new OfficeError('import.too-large', { columns: width, limit: spreadsheetLimits.columns });
  return { name: sheet.name.normalize('NFC'), rows: read.map(({ number, cells }): Row => ({ number, cells: rowCells(cells, width) })) };
}

/** Cells of a merged area but its first. A title merged over a whole row must not make the table 16 384 columns wide. */
function isRepetition(cell: Cell): boolean {
  return cell.isMerged && cell.master.address !== cell.address;
}

function rowCells(cells: ReadonlyMap<number, { readonly cell: SheetCell }>, width: number): readonly SheetCell[] {
  const last = Math.min(Math.max(...cells.keys()), width);
  return Array.from({ length: last }, (_, index) => cells.get(index + 1)?.cell ?? emptyCell);
}
