import type { ContentSection } from 'pdfmake/interfaces.js';
import type { ClassBook } from '#main/office/ports/books.ts';
import { coverPage } from './cover-page.ts';
import { head } from './sheet-table.ts';
import { layoutOf } from './sheet-table.ts';

/** The inner cover: class, size, homeroom teacher, and who teaches what, with room for each teacher's signature. */
export function innerCoverPage({ frame, className, size, girls, classTeacher, teachers }: ClassBook): ContentSection {
  // Room for about twelve lines of usual height; an upper secondary class has more subjects.
  const padding = Math.max(1, Math.min(4.5, (330 / Math.max(teachers.length, 1) - 12.5) / 2));
  return coverPage(
    {
      frame,
      kind: '(THEO LỚP HỌC)',
      lines: [
        ['Lớp', className],
        ['Sĩ số', `${size} (nữ: ${girls})`],
        [frame.words.classTeacher, classTeacher],
      ],
      below: {
        table: {
          headerRows: 1,
          widths: [22, 170, '*', 86],
          body: [[head('STT'), head('Môn học, hoạt động giáo dục'), head('Giáo viên môn học'), head('Chữ kí')], ...teachers.map(({ subject, teacher }, index) => [String(index + 1), { text: subject, alignment: 'left' as const }, { text: teacher, alignment: 'left' as const }, ''])],
        },
        layout: layoutOf(1, padding),
        fontSize: 11,
        alignment: 'center',
        margin: [24, 20, 24, 0],
      },
    },
    'inner',
  );
}
