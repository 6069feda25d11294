import type { ContentSection } from 'pdfmake/interfaces.js';
import type { ClassBook } from '#main/office/ports/books.ts';
import { portrait, section } from './paper.ts';

/** The page before a semester's lists. */
export function partTitlePage({ frame, className, size }: ClassBook, semester: 1 | 2): ContentSection {
  return section(portrait, [
    { text: `PHẦN GHI KẾT QUẢ ĐÁNH GIÁ ${frame.words.learner.toLocaleUpperCase('vi')}`, bold: true, fontSize: 16, alignment: 'center', margin: [0, 250, 0, 18] },
    { text: `HỌC KÌ ${semester === 1 ? 'I' : 'II'}`, bold: true, fontSize: 34, alignment: 'center', margin: [0, 0, 0, 30] },
    { text: ['Lớp: ', { text: className, bold: true }, `     Sĩ số: `, { text: String(size), bold: true }], fontSize: 14, alignment: 'center', margin: [0, 0, 0, 6] },
    { text: `Năm học ${frame.schoolYear.replace('-', ' – ')}`, fontSize: 14, alignment: 'center' },
  ]);
}
