import { useEffect, useId, useRef } from 'react';
import type { BookPupil } from '#core/contract/signed-books.ts';
import { commonTexts, formatMoment } from '#core/text/common.ts';
import { signedBooksTexts } from '#core/text/signed-books.ts';
import type { SignedBookId } from '#core/values/ids.ts';
import { QueryView } from '../../components/loading.tsx';
import { ScrollFrame } from '../../components/scroll-frame.tsx';
import { useLanguage } from '../../state/session-store.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';

type SemesterName = 'semester1' | 'semester2';
const semesters: readonly SemesterName[] = ['semester1', 'semester2'];

/** A frozen book in full, for whoever is about to sign it. */
export function BookReading({ bookId, onClose }: { readonly bookId: SignedBookId; readonly onClose: () => void }) {
  const common = useTexts(commonTexts);
  const texts = useTexts(signedBooksTexts);
  const language = useLanguage();
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const book = useQuery('signedBooks.read', { bookId });
  useEffect(() => {
    // A modal dialog keeps the focus inside and gives it back when it closes.
    if (dialog.current?.open === false) dialog.current.showModal();
  }, []);
  return (
    <dialog ref={dialog} className="dialog book-reading" aria-labelledby={titleId} onClose={onClose}>
      <QueryView query={book}>
        {(value) => (
          <div className="stack book-reading__body">
            <div>
              <h2 id={titleId}>{texts.readingTitle(value.subjectName, value.className)}</h2>
              <p className="soft small">{texts.readingAbout(value.version, formatMoment(value.createdAt, language), value.teacherName)}</p>
            </div>
            <BookTables pupils={value.pupils} />
          </div>
        )}
      </QueryView>
      <div className="row row--end">
        <button type="button" className="button" onClick={() => dialog.current?.close()}>
          {common.close}
        </button>
      </div>
    </dialog>
  );
}

/** All that a book says of its pupils: their marks, then the comments. */
export function BookTables({ pupils }: { readonly pupils: readonly BookPupil[] }) {
  const texts = useTexts(signedBooksTexts);
  return (
    <>
      <ScrollFrame label={texts.readingTable} className="table-frame book-reading__frame">
        <Marks pupils={pupils} />
        <Comments pupils={pupils} />
      </ScrollFrame>
      <p className="soft small">{texts.legend}</p>
    </>
  );
}

function Marks({ pupils }: { readonly pupils: readonly BookPupil[] }) {
  const texts = useTexts(signedBooksTexts);
  const language = useLanguage();
  const regular = (semester: SemesterName) => Math.max(1, ...pupils.map((pupil) => pupil[semester].regular.length));
  const topic = (semester: SemesterName) => pupils.some((pupil) => pupil[semester].topic !== '');
  const again = pupils.some(({ reassessed }) => reassessed !== '');
  // Frozen with the specification's dot, read with the language's mark.
  const mark = (text: string) => (language === 'vi' ? text.replace('.', ',') : text);
  return (
    <table className="table book-reading__marks">
      <thead>
        <tr>
          <th scope="col" rowSpan={2}>
            {texts.position}
          </th>
          <th scope="col" rowSpan={2}>
            {texts.fullName}
          </th>
          {semesters.map((semester) => (
            <th key={semester} scope="colgroup" data-align="center" colSpan={regular(semester) + (topic(semester) ? 4 : 3)}>
              {texts[semester]}
            </th>
          ))}
          <th scope="col" rowSpan={2} data-align="center">
            {texts.year}
          </th>
          {again && (
            <th scope="col" rowSpan={2} data-align="center">
              {texts.reassessed}
            </th>
          )}
        </tr>
        <tr>
          {semesters.flatMap((semester) => [
            <th key={`${semester} regular`} scope="col" data-align="center" colSpan={regular(semester)}>
              {texts.regular}
            </th>,
            ...[...(topic(semester) ? (['topic'] as const) : []), 'midterm' as const, 'final' as const, 'average' as const].map((name) => (
              <th key={`${semester} ${name}`} scope="col" data-align="center">
                {texts[name]}
              </th>
            )),
          ])}
        </tr>
      </thead>
      <tbody>
        {pupils.map((pupil) => (
          <tr key={pupil.position}>
            <td data-align="end">{pupil.position}</td>
            <th scope="row">{pupil.fullName}</th>
            {semesters.flatMap((semester) => {
              const { regular: given, topic: topicMark, midterm, final, result } = pupil[semester];
              const cells = [...Array.from({ length: regular(semester) }, (_, index) => given[index] ?? ''), ...(topic(semester) ? [topicMark] : []), midterm, final];
              return [
                ...cells.map((text, index) => (
                  <td key={`${semester} ${index}`} data-align="center">
                    {mark(text)}
                  </td>
                )),
                <td key={`${semester} result`} data-align="center" className="book-reading__result">
                  {mark(result)}
                </td>,
              ];
            })}
            <td data-align="center" className="book-reading__result">
              {mark(pupil.year)}
            </td>
            {again && <td data-align="center">{mark(pupil.reassessed)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Comments({ pupils }: { readonly pupils: readonly BookPupil[] }) {
  const texts = useTexts(signedBooksTexts);
  const said = (pupil: BookPupil) => semesters.some((semester) => pupil[semester].comment !== '');
  if (!pupils.some(said)) return null;
  return (
    <table className="table">
      <caption>{texts.comments}</caption>
      <thead>
        <tr>
          <th scope="col">{texts.position}</th>
          <th scope="col">{texts.fullName}</th>
          {semesters.map((semester) => (
            <th key={semester} scope="col">
              {texts[semester]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {pupils.filter(said).map((pupil) => (
          <tr key={pupil.position}>
            <td data-align="end">{pupil.position}</td>
            <th scope="row">{pupil.fullName}</th>
            {semesters.map((semester) => (
              <td key={semester} className="book-reading__comment">
                {pupil[semester].comment}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
