import { useEffect, useId, useRef } from 'react';
import { errorText } from '#core/text/errors.ts';
import { gridTexts } from '#core/text/gradebook.ts';
import { markFileTexts } from '#core/text/mark-files.ts';
import { ConvertedTexts } from '../components/converted-texts.tsx';
import { useLanguage } from '../state/session-store.ts';
import { useTexts } from '../state/use-texts.ts';
import type { PasteQuestion, RefusedCell } from './grid-batch.ts';
import { cellOf, type CellPlace, type GridColumn, type GridRow } from './grid-types.ts';
import '../styles/paste-preview.css';

/** Texts from old fonts that are shown for people to judge. */
const samplesAtOnce = 6;

/** A pasted block as it would stand, with what cannot be entered marked and explained; nothing is written before the user agrees. */
export function PastePreview({ question, rows, columns, onPaste, onCancel }: {
  readonly question: PasteQuestion;
  readonly rows: readonly GridRow[];
  readonly columns: readonly GridColumn[];
  readonly onPaste: () => void;
  readonly onCancel: () => void;
}) {
  const texts = useTexts(gridTexts);
  const files = useTexts(markFileTexts);
  const isFile = question.kind === 'import';
  const language = useLanguage();
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);

  /** Closing gives the focus back to the sheet. */
  const close = (then: () => void) => {
    dialog.current?.close();
    then();
  };
  const refused = new Map(question.refused.map((cell) => [`${cell.place.row} ${cell.place.column}`, cell]));
  const texted = new Map(question.cells.map((cell) => [`${cell.place.row} ${cell.place.column}`, cell.text]));
  const shownColumns = columns.filter(({ key }) => question.cells.some(({ place }) => place.column === key));
  const shownRows = rows.filter(({ id }) => question.cells.some(({ place }) => place.row === id));
  const good = question.cells.length - question.refused.length;
  const replaced = question.cells.filter(({ place, text }) => !refused.has(`${place.row} ${place.column}`) && !['', text].includes(textAt(rows, columns, place))).length;
  const reasonOf = ({ error, hindrance }: RefusedCell) => {
    const words = error === null ? null : errorText(language, error);
    return words !== null ? `${words.what} ${words.todo}` : hindrance === undefined ? texts.previewRefused : texts.previewHindrance[hindrance];
  };

  return (
    <dialog
      ref={dialog}
      className="dialog dialog--wide"
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        close(onCancel);
      }}
    >
      <div className="stack">
        <h2 id={titleId}>{isFile ? files.blockTitle(question.cells.length) : texts.previewTitle(question.cells.length)}</h2>
        <p>
          {texts.previewText(good, question.refused.length, question.skipped)} {replaced > 0 && texts.previewReplaces(replaced)}
        </p>
        {question.notes.map((note) => (
          <p key={note}>{note}</p>
        ))}
        <ConvertedTexts count={question.converted.length} samples={question.converted.slice(0, samplesAtOnce)} />
        <div className="table-frame">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{texts.previewPupil}</th>
                {shownColumns.map((column) => (
                  <th key={column.key} scope="col">
                    {column.title}
                  </th>
                ))}
                <th scope="col">{texts.previewReason}</th>
              </tr>
            </thead>
            <tbody>
              {shownRows.map((row) => {
                const bad = shownColumns.flatMap(({ key }) => refused.get(`${row.id} ${key}`) ?? []);
                return (
                  <tr key={row.id} data-refused={bad.length > 0 || undefined}>
                    <th scope="row" className="paste-preview__pupil">
                      {row.name}
                    </th>
                    {shownColumns.map((column) => {
                      const key = `${row.id} ${column.key}`;
                      return <PastedCell key={column.key} before={cellOf(row, column).text} after={texted.get(key) ?? null} refused={refused.has(key)} />;
                    })}
                    <td>
                      {[...new Set(bad.map(reasonOf))].map((reason) => (
                        <p key={reason} className="small">
                          {reason}
                        </p>
                      ))}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
        <div className="row row--end">
          <button type="button" className="button" onClick={() => close(onCancel)}>
            {isFile ? files.blockCancel : texts.previewCancel}
          </button>
          {good > 0 && (
            <button type="button" className="button button--primary" onClick={() => close(onPaste)}>
              {isFile ? files.blockApply(good, question.refused.length) : texts.previewPaste(good, question.refused.length)}
            </button>
          )}
        </div>
      </div>
    </dialog>
  );
}

/** `after` null: the block says nothing about this cell. */
function PastedCell({ before, after, refused }: { readonly before: string; readonly after: string | null; readonly refused: boolean }) {
  const texts = useTexts(gridTexts);
  if (after === null) return <td className="soft">{before}</td>;
  if (refused) {
    return (
      <td className="paste-preview__refused">
        <span aria-hidden="true">✕ </span>
        {after}
        <span className="visually-hidden"> ({texts.previewRefused})</span>
      </td>
    );
  }
  return (
    <td className="paste-preview__good">
      {before !== '' && before !== after && (
        <>
          <del>{before}</del>{' '}
        </>
      )}
      {after}
    </td>
  );
}

function textAt(rows: readonly GridRow[], columns: readonly GridColumn[], place: CellPlace): string {
  const row = rows.find(({ id }) => id === place.row);
  const column = columns.find(({ key }) => key === place.column);
  return row === undefined || column === undefined ? '' : cellOf(row, column).text;
}
