import { useEffect, useId, useRef } from 'react';
import { errorText } from '#core/text/errors.ts';
import { gridTexts } from '#core/text/gradebook.ts';
import { useLanguage } from '../state/session-store.ts';
import { useTexts } from '../state/use-texts.ts';
import type { PasteQuestion } from './grid-batch.ts';
import type { GridColumn, GridRow } from './grid-types.ts';

/** A pasted block as it would stand, with what cannot be entered marked and explained; nothing is written before the user agrees. */
export function PastePreview({ question, rows, columns, onPaste, onCancel }: {
  readonly question: PasteQuestion;
  readonly rows: readonly GridRow[];
  readonly columns: readonly GridColumn[];
  readonly onPaste: () => void;
  readonly onCancel: () => void;
}) {
  const texts = useTexts(gridTexts);
  const language = useLanguage();
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);

  const refused = new Map(question.refused.map((cell) => [`${cell.place.row} ${cell.place.column}`, cell]));
  const texted = new Map(question.cells.map((cell) => [`${cell.place.row} ${cell.place.column}`, cell.text]));
  const shownColumns = columns.filter(({ key }) => question.cells.some(({ place }) => place.column === key));
  const shownRows = rows.filter(({ id }) => question.cells.some(({ place }) => place.row === id));
  const good = question.cells.length - question.refused.length;

  return (
    <dialog
      ref={dialog}
      className="dialog dialog--wide"
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onCancel();
      }}
    >
      <div className="stack">
        <h2 id={titleId}>{texts.previewTitle(question.cells.length)}</h2>
        <p>{texts.previewText(good, question.refused.length, question.skipped)}</p>
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
                    <th scope="row">{row.name}</th>
                    {shownColumns.map((column) => {
                      const wrong = refused.has(`${row.id} ${column.key}`);
                      return (
                        <td key={column.key} className={wrong ? 'paste-preview__refused' : undefined}>
                          {wrong && <span aria-hidden="true">✕ </span>}
                          {texted.get(`${row.id} ${column.key}`) ?? ''}
                          {wrong && <span className="visually-hidden"> ({texts.previewRefused})</span>}
                        </td>
                      );
                    })}
                    <td>
                      {bad.map(({ place, error }) => {
                        const words = error === null ? null : errorText(language, error);
                        return (
                          <p key={place.column} className="small">
                            {words === null ? texts.previewRefused : `${words.what} ${words.todo}`}
                          </p>
                        );
                      })}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
        <div className="row row--end">
          <button type="button" className="button" onClick={onCancel}>
            {texts.previewCancel}
          </button>
          {good > 0 && (
            <button type="button" className="button button--primary" onClick={onPaste}>
              {texts.previewPaste(good, question.refused.length)}
            </button>
          )}
        </div>
      </div>
    </dialog>
  );
}
