import type { ContentSection, TableCell } from 'pdfmake/interfaces.js';
import type { ClassBook } from '#main/office/ports/books.ts';
import { bookTitle } from './cover-page.ts';
import { portrait, section } from './paper.ts';
import { head, innerWidths, layoutOf } from './sheet-table.ts';

/** Months in the order of a school year. */
const months = [8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7] as const;

/** The head of the school looks through the book every month and says so here. */
export function headRemarksPage({ frame }: ClassBook): ContentSection {
  return section(portrait, [
    { text: `NHẬN XÉT CỦA ${frame.words.head.toLocaleUpperCase('vi')}\nVỀ VIỆC SỬ DỤNG ${bookTitle(frame)}`, bold: true, fontSize: 13, alignment: 'center', lineHeight: 1.2, margin: [0, 4, 0, 12] },
    {
      table: {
        headerRows: 1,
        widths: [...innerWidths({ width: portrait.width, widths: [52, null, 150] })],
        heights: (row: number) => (row === 0 ? 18 : 50),
        body: [[head('Tháng'), head('Nhận xét'), head('Kí tên, đóng dấu')], ...months.map((month): TableCell[] => [{ text: String(month), margin: [0, 17, 0, 0] }, '', ''])],
      },
      layout: layoutOf(1, 2),
      fontSize: 11,
      alignment: 'center',
    },
  ]);
}
