import type { QualityPaper, QualityWorkbookWriter } from '#main/office/ports/quality.ts';

const headings = [
  ['Quy tắc', 34],
  ['Lớp', 8],
  ['Họ và tên', 28],
  ['Cần xem lại', 70],
  ['Mức', 12],
  ['Ghi chú', 50],
] as const;

const firstRow = 4;

/** The report as one list, ready to be filtered and sorted. */
export function createQualityWorkbookWriter(): QualityWorkbookWriter {
  return {
    async write(paper: QualityPaper) {
      // Loaded when needed: it is the largest library of the office.
      const { Workbook } = await import('@cj-tech-master/excelts');
      const workbook = new Workbook();
      workbook.creator = 'Học Bạ';
      const page = workbook.addWorksheet('Kiểm tra dữ liệu');
      page.getCell(1, 1).value = `${paper.schoolName} – Năm học ${paper.schoolYear} – ${paper.scope}${paper.training ? ' (LUYỆN TẬP)' : ''}`;
      page.getCell(1, 1).font = { name: 'Times New Roman', size: 14, bold: true };
      page.getCell(2, 1).value = paper.summary.join(' ');
      headings.forEach(([heading, width], index) => {
        const cell = page.getCell(firstRow - 1, index + 1);
        cell.value = heading;
        cell.font = { name: 'Times New Roman', size: 11, bold: true };
        cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFDCE6F1' } };
        page.getColumn(index + 1).width = width;
      });
      const rows = paper.groups.flatMap(({ title, lines }) => lines.map(({ className, name, text, state, note }) => [title, className, name, text, state, note]));
      rows.forEach((cells, row) =>
        cells.forEach((text, index) => {
          const cell = page.getCell(firstRow + row, index + 1);
          cell.value = text === '' ? null : text;
          // What begins like a formula stays text when it is edited, too.
          if (/^[=+\-@\t\r]/u.test(text)) cell.numFmt = '@';
          cell.font = { name: 'Times New Roman', size: 11 };
          cell.alignment = { vertical: 'top', wrapText: index === 3 || index === 5 };
        }),
      );
      page.views = [{ state: 'frozen', ySplit: firstRow - 1, topLeftCell: `A${firstRow}`, activeCell: `A${firstRow}` }];
      page.autoFilter = { from: { row: firstRow - 1, col: 1 }, to: { row: firstRow - 1 + rows.length, col: headings.length } };
      return new Uint8Array(await workbook.xlsx.writeBuffer());
    },
  };
}
