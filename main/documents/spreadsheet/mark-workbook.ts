import type { MarkWorkbookWriter } from '#main/office/ports/documents.ts';

/** Sheets to fill in: a hidden column of ids, names that stay in view, only the cells to be entered unlocked, and a warning where a mark looks wrong. */
export function createMarkWorkbookWriter(): MarkWorkbookWriter {
  return {
    async write(sheets) {
      // Loaded when needed: it is the largest library of the office.
      const { Workbook } = await import('@cj-tech-master/excelts');
      const workbook = new Workbook();
      for (const { name, title, headings, rows, firstEntry, scored } of sheets) {
        const sheet = workbook.addWorksheet(sheetName(name), { views: [{ state: 'frozen', xSplit: firstEntry, ySplit: 2 }] });
        sheet.getCell(1, 2).value = title;
        sheet.getCell(1, 2).font = { bold: true, size: 13, name: 'Times New Roman' };
        headings.forEach((heading, index) => {
          const cell = sheet.getCell(2, index + 1);
          cell.value = heading;
          cell.font = { bold: true, name: 'Times New Roman' };
          sheet.getColumn(index + 1).width = index === 2 ? 28 : heading === 'Nhận xét' ? 60 : 11;
        });
        rows.forEach((texts, row) => {
          texts.forEach((text, column) => {
            const cell = sheet.getCell(row + 3, column + 1);
            const number = column >= firstEntry && scored && /^\d{1,2}([.,]\d)?$/u.test(text) ? Number(text.replace(',', '.')) : null;
            // Everything else is text, also what begins like a formula.
            cell.value = number ?? (text === '' ? null : text);
            if (number !== null) cell.numFmt = '0.0';
            cell.font = { name: 'Times New Roman' };
            if (column < firstEntry) return;
            cell.protection = { locked: false };
            if (headings[column] === 'Nhận xét') return;
            cell.dataValidation = scored
              ? { type: 'decimal', operator: 'between', formulae: [0, 10], allowBlank: true, showErrorMessage: true, errorStyle: 'warning', errorTitle: 'Điểm', error: 'Điểm từ 0 đến 10; P: vắng có phép; V: vắng không đánh giá bù.' }
              : { type: 'list', formulae: ['"Đ,CĐ,P,V"'], allowBlank: true, showErrorMessage: true, errorStyle: 'warning', errorTitle: 'Kết quả', error: 'Đ: đạt; CĐ: chưa đạt.' };
          });
        });
        sheet.getColumn(1).hidden = true;
        await sheet.protect('', { selectLockedCells: true, selectUnlockedCells: true, formatColumns: true });
      }
      return new Uint8Array(await workbook.xlsx.writeBuffer());
    },
  };
}

/** Excel's sheet names: at most 31 characters, without these. */
function sheetName(name: string): string {
  return name.replace(/[\\/*?:[\]]/gu, ' ').slice(0, 31);
}
