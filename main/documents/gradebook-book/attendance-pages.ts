import type { ContentSection, TableCell } from 'pdfmake/interfaces.js';
import type { AbsenceTotals, AttendanceMonth, ClassBook } from '#main/office/ports/books.ts';
import { landscape, section } from './paper.ts';
import { head, nameCell, sheetTables, spanned } from './sheet-table.ts';

const weekdays = ['CN', '2', '3', '4', '5', '6', '7'] as const;
const titleHeight = 22;
const most = { day: 15.2, total: 21 } as const;
const sunday = '#ececec';

/** One page per month (TT 22/2021 annex): days with their weekdays, then the month's sessions absent: all, with leave, without. */
export function attendancePages(book: ClassBook): readonly ContentSection[] {
  return book.attendance.flatMap((month) => monthPages(book, month));
}

function monthPages(book: ClassBook, month: AttendanceMonth): readonly ContentSection[] {
  const { words } = book.frame;
  const days = daysOf(month.year, month.month);
  const groups = [{ title: 'Tổng số buổi nghỉ', totals: month.totals }, ...month.sums];
  const nameWidth = 138;
  // With the sums of a semester beside the month's, the days move closer together.
  const day = Math.min(most.day, (landscape.width - 24 - nameWidth - groups.length * 3 * most.total) / 31);
  const widths = [24, null, ...days.map(() => day), ...groups.flatMap(() => [most.total, most.total, most.total])];
  const tall = (text: string): TableCell => head(text, { rowSpan: 2, margin: [0, 6, 0, 0] });
  const heading: TableCell[][] = [
    [tall('Số TT'), head('Ngày', { margin: [0, 0, 0, 0] }), ...days.map((each) => head(String(each), { fontSize: 7.5 })), ...groups.flatMap(({ title }) => [head(title, { colSpan: 3, fontSize: 7.5 }), ...spanned(2)])],
    ['', head(`Họ và tên ${words.learner} / Thứ`, { fontSize: 8 }), ...days.map((each) => head(weekdayOf(month.year, month.month, each), { fontSize: 6.5 })), ...groups.flatMap(() => ['TS', 'P', 'K'].map((text) => head(text, { fontSize: 7.5 })))],
  ];
  const rows = book.pupils.map((pupil, index): TableCell[] => [
    String(pupil.position),
    nameCell(pupil, 1.5),
    ...days.map((each): TableCell => (weekdayOf(month.year, month.month, each) === 'CN' ? { text: month.days?.[index]?.[each - 1] ?? '', fillColor: sunday } : (month.days?.[index]?.[each - 1] ?? ''))),
    ...groups.flatMap(({ totals }) => totalCells(totals?.[index])),
  ]);
  const tables = sheetTables({ width: landscape.width, widths, head: heading, headHeight: 32, rows, height: landscape.height - titleHeight - 12, foot: 0, sidePadding: 0.8, sizes: { wished: 9, smallest: 7.5 } });
  return tables.map((table) =>
    section(landscape, [
      {
        columns: [
          { width: 200, text: 'ĐIỂM DANH', bold: true, fontSize: 12 },
          { width: '*', text: `Tháng ${month.month} năm ${month.year}`, bold: true, fontSize: 13, alignment: 'center' },
          { width: 200, text: `Tổng số ${words.learner} của lớp ${book.className}: ${book.size}`, fontSize: 10, alignment: 'right', margin: [0, 2, 0, 0] },
        ],
        margin: [0, 0, 0, titleHeight - 16],
      },
      table,
      { text: 'TS: tổng số buổi nghỉ; P: nghỉ có phép; K: nghỉ không phép.', italics: true, fontSize: 8, margin: [0, 3, 0, 0] },
    ]),
  );
}

function totalCells(totals: AbsenceTotals | undefined): readonly TableCell[] {
  return [totals?.all ?? '', totals?.excused ?? '', totals?.unexcused ?? ''];
}

function daysOf(year: number, month: number): readonly number[] {
  return Array.from({ length: new Date(Date.UTC(year, month, 0)).getUTCDate() }, (_, index) => index + 1);
}

function weekdayOf(year: number, month: number, day: number): string {
  return weekdays[new Date(Date.UTC(year, month - 1, day)).getUTCDay()] ?? '';
}
