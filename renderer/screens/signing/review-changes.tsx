import { useState } from 'react';
import type { SigningReading, SigningScope } from '#core/contract/signing.ts';
import { formatMoment } from '#core/text/common.ts';
import { recordTagTexts } from '#core/text/record-tags.ts';
import { signedBooksTexts } from '#core/text/signed-books.ts';
import { signingDocumentTexts } from '#core/text/signing-documents.ts';
import { signingTexts } from '#core/text/signing.ts';
import { signedBookId, type SignedBookId } from '#core/values/ids.ts';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { CheckField } from '../../components/field.tsx';
import { ScrollFrame } from '../../components/scroll-frame.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { call } from '../../state/office.ts';
import { useLanguage } from '../../state/session-store.ts';
import { useOfficeFile } from '../../state/use-office-file.ts';
import { useTexts } from '../../state/use-texts.ts';
import { BookReading } from './book-reading.tsx';
import type { Preflight } from './preflight-panel.tsx';

type Changes = Preflight['changes'];
type Item = Changes['items'][number];
type Kind = SigningReading['kind'];
type Listed = { readonly items: readonly Item[]; readonly scope: SigningScope['kind'] };

/** What is new or different since this role signed last, and how the signer wants to read it: all, a sample drawn by lot, or nothing, each confirmed in words. */
export function ReviewChanges({ changes, scope, onReading }: { readonly changes: Changes; readonly scope: SigningScope['kind']; /** Null: not confirmed yet. */ readonly onReading: (reading: SigningReading | null) => void }) {
  const texts = useTexts(signingTexts);
  const { review } = texts;
  const own = useTexts(signingDocumentTexts)[scope];
  const language = useLanguage();
  const [kind, setKind] = useState<Kind>('sample');
  const [confirmed, setConfirmed] = useState(false);
  const sample = new Set(changes.sample);
  // PDFs are never mixed with anything else.
  const printed = changes.items.filter((item) => item.kind === 'printed').length;
  const reissued = changes.items.filter((item) => item.kind === 'reissued');
  const shown = kind === 'all' ? changes.items : kind === 'sample' ? changes.items.filter(({ itemId }) => sample.has(itemId)) : [];

  function tell(next: Kind, yes: boolean) {
    setKind(next);
    setConfirmed(yes);
    onReading(!yes ? null : next === 'sample' ? { kind: 'sample', itemIds: shown.map(({ itemId }) => itemId) } : { kind: next });
  }

  return (
    <div className="stack">
      <p>{printed > 0 ? review.printed(printed) : own.summary(changes.items.length - reissued.length, reissued.length)}</p>
      <p className="soft small">
        {changes.last === null ? review.neverSigned : review.lastSigned(formatMoment(changes.last.at, language), changes.last.entriesSince)} {review.heads(changes.last?.auditHead.slice(0, 12) ?? '–', changes.auditHead.slice(0, 12))}
      </p>
      {reissued.length > 0 && <ReissuedList items={reissued} scope={scope} />}
      <p>
        <strong>{review.how}</strong>
      </p>
      <fieldset className="segments">
        <legend className="visually-hidden">{review.how}</legend>
        {(['all', 'sample', 'none'] as const).map((each) => (
          <label key={each} className="segments__one">
            <input type="radio" name="reading" checked={kind === each} onChange={() => tell(each, false)} />
            <span>{each === 'sample' ? own.sample(sample.size) : each === 'none' ? own.none : review.all}</span>
          </label>
        ))}
      </fieldset>
      {shown.length > 0 && <ToRead items={shown} scope={scope} />}
      <CheckField label={kind === 'all' ? own.confirmAll(changes.items.length) : kind === 'sample' ? own.confirmSample(shown.length) : own.confirmNone(changes.items.length)} checked={confirmed} onChange={(yes) => tell(kind, yes)} />
    </div>
  );
}

/** Documents that were signed before and say something else now, field by field. */
function ReissuedList({ items, scope }: Listed) {
  const { review } = useTexts(signingTexts);
  const own = useTexts(signingDocumentTexts)[scope];
  const nameOf = useFieldNames(scope);
  const language = useLanguage();
  // Marks stand in documents with the specification's dot.
  const valueOf = (text: string | null) => (text === null ? review.nothing : language === 'vi' && /^\d{1,3}\.\d$/u.test(text) ? text.replace('.', ',') : text);
  return (
    <details className="reissued" open={items.length <= 5}>
      <summary>{own.reissuedTitle(items.length)}</summary>
      <ScrollFrame label={own.reissuedTitle(items.length)} className="reissued__list">
        <ul>
        {items.map(({ itemId, label, group, fields }) => (
          <li key={itemId}>
            <strong>{label}</strong> ({group})
            {fields.length === 0 && <p className="soft small">{own.nothingElse}</p>}
            <ul>
              {fields.map(({ field, subject, before, after }) => (
                <li key={`${subject ?? ''} ${field}`}>
                  {subject === null ? '' : `${subject}, `}
                  {nameOf(field)}: <del>{valueOf(before)}</del> → <ins>{valueOf(after)}</ins>
                </li>
              ))}
            </ul>
          </li>
        ))}
        </ul>
      </ScrollFrame>
    </details>
  );
}

function ToRead({ items, scope }: Listed) {
  const { review } = useTexts(signingTexts);
  const own = useTexts(signingDocumentTexts)[scope];
  const { busy, error, showPdf } = useOfficeFile();
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [book, setBook] = useState<SignedBookId | null>(null);
  const columns: readonly Column<Item>[] = [
    { key: 'pupil', header: own.column, render: ({ label }) => label, rowHeader: true },
    { key: 'group', header: review.group, render: ({ group }) => group },
    { key: 'kind', header: review.state, render: ({ kind }) => <StatusBadge tone={kind === 'reissued' ? 'warning' : 'neutral'}>{kind === 'reissued' ? own.reissued : review.kinds[kind]}</StatusBadge> },
    {
      key: 'open',
      header: review.read,
      render: ({ itemId, recordId }) =>
        (recordId !== null || scope === 'gradebooks') && (
          <button
            type="button"
            className="button button--small"
            disabled={busy}
            onClick={() => {
              setOpened(new Set([...opened, itemId]));
              if (recordId !== null) void showPdf(() => call('records.pdf', { recordId }));
              else setBook(signedBookId.parse(itemId));
            }}
          >
            {opened.has(itemId) ? review.openAgain : review.open}
          </button>
        ),
    },
  ];
  return (
    <>
      <ErrorText error={error} />
      <div className="to-read">
        <DataTable caption={own.toRead} captionHidden columns={columns} rows={items} rowKey={({ itemId }) => itemId} />
      </div>
      {book !== null && <BookReading bookId={book} onClose={() => setBook(null)} />}
    </>
  );
}

/** What a changed field is called: by the tags of the document, and in a gradebook by the places of its marks. */
function useFieldNames(scope: SigningScope['kind']): (field: string) => string {
  const tags: Readonly<Record<string, string>> = useTexts(recordTagTexts);
  const inBook: Readonly<Record<string, string>> = useTexts(signedBooksTexts).fields;
  return (field) => (scope === 'gradebooks' ? inBook[field] : undefined) ?? tags[field] ?? field;
}
