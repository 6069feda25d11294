import type { ContentSection, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { BookFrame, ClassBook } from '#main/office/ports/books.ts';
import { attendancePages } from './attendance-pages.ts';
import { bookTitle, coverPage } from './cover-page.ts';
import { headRemarksPage } from './head-remarks-page.ts';
import { innerCoverPage } from './inner-cover-page.ts';
import { instructionsPage } from './instructions-page.ts';
import { footerLine, trainingHeader } from './paper.ts';
import { partTitlePage } from './part-title-page.ts';
import { profilePages } from './profile-pages.ts';
import { subjectPages } from './subject-pages.ts';
import { summaryPages } from './summary-pages.ts';
import { yearPages } from './year-pages.ts';

/** The class's gradebook of a year, in the order of the form (TT 22/2021 annex): one document, numbered through. */
export function classBookDocument(book: ClassBook): TDocumentDefinitions {
  const { frame, className, classTeacher } = book;
  const content: readonly ContentSection[] = [
    coverPage({ frame, kind: '(THEO LỚP HỌC)', lines: [['Lớp', className], [frame.words.classTeacher, classTeacher]] }, 'outer'),
    instructionsPage(frame, 'class'),
    innerCoverPage(book),
    ...profilePages(book),
    ...attendancePages(book),
    ...book.semesters.flatMap(({ semester, sheets, summary }) => [
      partTitlePage(book, semester),
      ...sheets.flatMap((sheet) => subjectPages(frame, sheet, 'class')),
      ...summaryPages(frame, summary, { title: `TỔNG HỢP KẾT QUẢ HỌC KÌ ${semester === 1 ? 'I' : 'II'}`, withLevels: true, classTeacher }),
    ]),
    ...summaryPages(frame, book.year.summary, { title: 'TỔNG HỢP KẾT QUẢ CÁC MÔN HỌC CẢ NĂM HỌC', withLevels: false, classTeacher }),
    ...yearPages(book),
    headRemarksPage(book),
  ];
  return bookDocument(frame, content, `Sổ theo dõi và đánh giá ${frame.words.learner} – Lớp ${className}`, `${bookTitle(frame)} – Lớp ${className}`);
}

/** What all books have in common. `what`: at the foot of every page. */
export function bookDocument(frame: BookFrame, content: readonly ContentSection[], what: string, title: string): TDocumentDefinitions {
  return {
    info: { title, creator: 'Học Bạ', creationDate: new Date(frame.printedAt) },
    pageSize: 'A4',
    language: 'vi',
    defaultStyle: { font: 'Tinos', fontSize: 11 },
    content: [...content],
    footer: (page, pages) => footerLine(frame, what, page, pages),
    ...(frame.training ? { header: trainingHeader(), watermark: { text: 'LUYỆN TẬP', font: 'Tinos', bold: true, color: '#b3261e', opacity: 0.08, fontSize: 92 } } : {}),
  };
}
