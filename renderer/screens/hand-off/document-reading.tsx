import { useEffect, useState } from 'react';
import type { OpenedDocument } from '#core/contract/hand-off.ts';
import type { BookPupil } from '#core/contract/signed-books.ts';
import type { MethodOutput } from '#core/contract/index.ts';
import { formatDay } from '#core/text/common.ts';
import { handOffTexts } from '#core/text/hand-off.ts';
import { recordTagTexts } from '#core/text/record-tags.ts';
import { signedBooksTexts } from '#core/text/signed-books.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { Loading } from '../../components/loading.tsx';
import { Message } from '../../components/message.tsx';
import { call, callError, type CallError } from '../../state/office.ts';
import { useTexts } from '../../state/use-texts.ts';
import { BookTables } from '../signing/book-reading.tsx';

type Line = MethodOutput<'handOff.read'>['lines'][number];

/** One document in full: first what is not as it was, then everything that would be signed, in its order. */
export function DocumentReading({ document, next, onRead }: { readonly document: OpenedDocument; readonly next: string | null; readonly onRead: (uuid: string | null) => void }) {
  const texts = useTexts(handOffTexts);
  const words = useTagWords();
  const [error, setError] = useState<CallError | null>(null);
  const [reading, setReading] = useState<MethodOutput<'handOff.read'> | null>(null);
  const { uuid, label, group, record, changes } = document;
  useEffect(() => {
    let gone = false;
    call('handOff.read', { uuid }).then(
      (answer) => !gone && setReading(answer),
      (failure: unknown) => !gone && setError(callError(failure)),
    );
    return () => {
      gone = true;
    };
  }, [uuid]);
  const buttons = (
    <div className="row">
      <button type="button" className="button" onClick={() => onRead(null)}>
        {texts.back}
      </button>
      {next !== null && (
        <button type="button" className="button button--primary" onClick={() => onRead(next)}>
          {texts.next}
        </button>
      )}
    </div>
  );
  return (
    <article className="sheet stack">
      <div className="row row--between">
        <h2>
          {label}, {record === null ? group : formatDay(record.birthDate)}
        </h2>
        {buttons}
      </div>
      <ErrorText error={error} />
      {changes !== null && (
        <Message tone={changes.length === 0 ? 'good' : 'warning'} title={changes.length === 0 ? texts.noChanges : texts.changesTitle} announce="later">
          {changes.length > 0 && (
            <ul className="counts">
              {changes.map(({ field, subject, before, after }, index) => (
                <li key={index}>
                  <strong>{subject === null ? words(field) : `${subject}, ${words(field)}`}:</strong> {texts.changedFrom(before, after)}
                </li>
              ))}
            </ul>
          )}
        </Message>
      )}
      {reading === null && error === null && <Loading />}
      {reading !== null && reading.book === null && <Lines lines={reading.lines} />}
      {reading !== null && reading.book !== null && <Book lines={reading.lines} pupils={reading.book} />}
      {buttons}
    </article>
  );
}

/** A gradebook: what it says of itself, the marks in a table, and folded away every line of it as it is signed. */
function Book({ lines, pupils }: { readonly lines: readonly Line[]; readonly pupils: readonly BookPupil[] }) {
  const texts = useTexts(handOffTexts);
  const words = useTagWords();
  const general = lines.slice(
    lines.findIndex(({ tag }) => tag === 'THONG_TIN_CHUNG') + 1,
    lines.findIndex(({ tag }) => tag === 'DANH_SACH_HOC_SINH'),
  );
  return (
    <>
      <dl className="facts">
        {general.map(({ tag, text }) => (
          <div key={tag} className="fact">
            <dt>{words(tag)}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <BookTables pupils={pupils} />
      <details className="every-record">
        <summary>{texts.everyLine}</summary>
        <Lines lines={lines} />
      </details>
    </>
  );
}

function Lines({ lines }: { readonly lines: readonly Line[] }) {
  const texts = useTexts(handOffTexts);
  const words = useTagWords();
  return (
    <section className="stack stack--tight" aria-label={texts.whole}>
      <h3>{texts.whole}</h3>
      <dl className="reading">
        {lines.map(({ depth, tag, text }, index) =>
          // The outermost element is the document itself.
          depth === 0 ? null : text === null ? (
            <div key={index} className="reading__group" data-depth={Math.min(depth, 4)}>
              <dt>{words(tag)}</dt>
            </div>
          ) : (
            <div key={index} className="reading__line" data-depth={Math.min(depth, 4)}>
              <dt>{words(tag)}</dt>
              <dd>{text}</dd>
            </div>
          ),
        )}
      </dl>
    </section>
  );
}

function useTagWords(): (tag: string) => string {
  const words: Readonly<Record<string, string>> = useTexts(recordTagTexts);
  const inBook: Readonly<Record<string, string>> = useTexts(signedBooksTexts).fields;
  return (tag) => words[tag] ?? inBook[tag] ?? tag;
}
