import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { SubjectBook } from '#main/office/ports/books.ts';
import { bookDocument } from './class-book-document.ts';
import { bookTitle, coverPage } from './cover-page.ts';
import { instructionsPage } from './instructions-page.ts';
import { subjectPages } from './subject-pages.ts';

/** A teacher's own gradebook of one subject (TT 22/2021 annex): cover, instructions, then a list per class and semester. */
export function subjectBookDocument(book: SubjectBook): TDocumentDefinitions {
  const { frame, teacher, subject, classNames } = book;
  const cover = coverPage({ frame, kind: '(CỦA GIÁO VIÊN)', lines: [['Họ và tên giáo viên', teacher], ['Môn học', subject], ['Lớp', classNames.join(', ')]] }, 'outer');
  const content = [cover, instructionsPage(frame, 'subject'), ...book.sheets.flatMap((sheet) => subjectPages(frame, sheet, 'subject'))];
  return bookDocument(frame, content, `Sổ theo dõi và đánh giá ${frame.words.learner} của giáo viên – ${teacher} – ${subject}`, `${bookTitle(frame)} – ${teacher}`);
}
