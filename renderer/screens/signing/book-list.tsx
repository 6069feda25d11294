import { useState } from 'react';
import type { MethodOutput } from '#core/contract/index.ts';
import type { SignedBook } from '#core/contract/signed-books.ts';
import { formatDay } from '#core/text/common.ts';
import { signedBooksTexts } from '#core/text/signed-books.ts';
import { signingTexts } from '#core/text/signing.ts';
import type { ClassId, SignedBookId, SubjectId } from '#core/values/ids.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { Message } from '../../components/message.tsx';
import { StatusBadge, type BadgeTone } from '../../components/status-badge.tsx';
import { useNavigation } from '../../state/navigation.ts';
import { notify } from '../../state/notices.ts';
import { call } from '../../state/office.ts';
import { useCommand } from '../../state/use-command.ts';
import { useOfficeFile } from '../../state/use-office-file.ts';
import { useTexts } from '../../state/use-texts.ts';
import { BookReading } from './book-reading.tsx';

export type BooksOfClass = MethodOutput<'signedBooks.class'>;
type Shown = keyof (typeof signedBooksTexts)['vi']['states'];

const tones: Readonly<Record<Shown, BadgeTone>> = { 'not-locked': 'neutral', incomplete: 'warning', ready: 'info', frozen: 'info', signed: 'good' };

function shownState({ state, signatures }: SignedBook): Shown {
  return state === 'frozen' && signatures.some(({ role }) => role === 'school') ? 'signed' : state;
}

/** The gradebooks of a class: which are frozen, who signed them, and freezing those that are locked. */
export function BookList({ classId, list }: { readonly classId: ClassId; readonly list: BooksOfClass }) {
  const texts = useTexts(signedBooksTexts);
  const freeze = useCommand('signedBooks.freeze');
  const files = useOfficeFile();
  const [asking, setAsking] = useState<readonly SignedBook[]>([]);
  const [reading, setReading] = useState<SignedBookId | null>(null);
  const { books, homeroomSigns } = list;
  const open = books.filter(({ mayFreeze }) => mayFreeze);

  async function freezeNow(subjectIds: readonly SubjectId[]) {
    const answer = await freeze.run({ classId, subjectIds: [...subjectIds] });
    setAsking([]);
    if (answer !== null) notify('good', texts.frozen(answer.made));
  }

  /** Signatures that a new version does not take over are told of first. */
  function ask(wanted: readonly SignedBook[]) {
    if (wanted.some(({ signatures }) => signatures.length > 0)) setAsking(wanted);
    else void freezeNow(wanted.map(({ subjectId }) => subjectId));
  }

  const columns = useColumns({
    busy: freeze.busy || files.busy,
    onFreeze: (book) => ask([book]),
    onRead: setReading,
    onSave: (bookId) => void files.save(() => call('signedBooks.xml', { bookId }), texts.savedAs),
  });
  const signed = books.filter((book) => shownState(book) === 'signed').length;
  const withSignatures = asking.filter(({ signatures }) => signatures.length > 0).length;
  if (books.length === 0) return <EmptyState title={texts.noSubjects} text={texts.noSubjectsText} />;
  return (
    <div className="stack">
      <p className="soft">{texts.order(homeroomSigns)}</p>
      {books.every(({ state, bookId }) => state === 'not-locked' && bookId === null) && <NoneLocked />}
      <div className="row row--between">
        <strong>{texts.progress(books.filter(({ state }) => state === 'frozen').length, signed, books.length)}</strong>
        {open.length > 1 && (
          <button type="button" className="button button--primary" disabled={freeze.busy} onClick={() => ask(open)}>
            {texts.freezeAll(open.length)}
          </button>
        )}
      </div>
      {books.some(({ state }) => state === 'incomplete') && <p className="soft small">{texts.incompleteText}</p>}
      <ErrorText error={(asking.length === 0 ? freeze.error : null) ?? files.error} />
      <div className="book-list">
        <DataTable caption={texts.list} captionHidden columns={columns} rows={books} rowKey={({ subjectId }) => subjectId} />
      </div>
      <ConfirmDialog open={asking.length > 0} title={texts.freezeAgainTitle(withSignatures)} confirmLabel={texts.freezeAgain} busy={freeze.busy} error={freeze.error} onCancel={() => setAsking([])} onConfirm={() => void freezeNow(asking.map(({ subjectId }) => subjectId))}>
        <p>{texts.freezeAgainText(withSignatures)}</p>
      </ConfirmDialog>
      {reading !== null && <BookReading bookId={reading} onClose={() => setReading(null)} />}
    </div>
  );
}

function NoneLocked() {
  const texts = useTexts(signedBooksTexts);
  return (
    <Message
      tone="info"
      title={texts.noneLocked}
      actions={
        <button type="button" className="button" onClick={() => useNavigation.getState().go({ screen: 'locks' })}>
          {texts.toLocks}
        </button>
      }
    >
      <p>{texts.noneLockedText}</p>
    </Message>
  );
}

type Acts = { readonly busy: boolean; readonly onFreeze: (book: SignedBook) => void; readonly onRead: (bookId: SignedBookId) => void; readonly onSave: (bookId: SignedBookId) => void };

function useColumns({ busy, onFreeze, onRead, onSave }: Acts): readonly Column<SignedBook>[] {
  const texts = useTexts(signedBooksTexts);
  const signing = useTexts(signingTexts);
  return [
    { key: 'subject', header: texts.subject, render: ({ subjectName }) => subjectName, rowHeader: true },
    { key: 'teacher', header: texts.teacher, render: ({ teacherName }) => (teacherName === '' ? <span className="soft">{texts.nobody}</span> : teacherName) },
    {
      key: 'state',
      header: texts.state,
      render: (book) => (
        <span className="book-state">
          <span className="row row--close">
            {book.outdated && <StatusBadge tone="warning">{texts.outdated}</StatusBadge>}
            <StatusBadge tone={tones[shownState(book)]}>{texts.states[shownState(book)]}</StatusBadge>
          </span>
          {book.version !== null && book.createdAt !== null && <span className="soft small">{texts.version(book.version, formatDay(book.createdAt))}</span>}
        </span>
      ),
    },
    {
      key: 'signatures',
      header: texts.signatures,
      render: ({ bookId, signatures }) =>
        bookId !== null &&
        (signatures.length === 0 ? (
          <span className="soft small">{texts.unsigned}</span>
        ) : (
          <ul className="record-signatures">
            {signatures.map(({ role, signer, signedAt }) => (
              <li key={role}>{texts.signature(signing.roles[role], signer, formatDay(signedAt))}</li>
            ))}
          </ul>
        )),
    },
    {
      key: 'actions',
      header: texts.actions,
      render: (book) => {
        const { bookId, subjectName } = book;
        return (
          <span className="record-files">
            {book.mayFreeze && (
              <button type="button" className="button button--small" aria-label={texts.freezeOf(subjectName)} disabled={busy} onClick={() => onFreeze(book)}>
                {texts.freeze}
              </button>
            )}
            {bookId !== null && (
              <>
                <button type="button" className="text-button" aria-label={texts.readOf(subjectName)} disabled={busy} onClick={() => onRead(bookId)}>
                  {texts.read}
                </button>
                <button type="button" className="text-button" aria-label={texts.xmlOf(subjectName)} disabled={busy} onClick={() => onSave(bookId)}>
                  {texts.xml}
                </button>
              </>
            )}
          </span>
        );
      },
    },
  ];
}
