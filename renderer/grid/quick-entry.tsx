import { useEffect, useId, useRef, useState } from 'react';
import { errorText } from '#core/text/errors.ts';
import { gridTexts } from '#core/text/gradebook.ts';
import { useLanguage } from '../state/session-store.ts';
import { useTexts } from '../state/use-texts.ts';
import { changeCells, shownText, typedText, type GridSource } from './grid-edits.ts';
import { canonicalText } from './grid-choices.ts';
import { isEditable } from './grid-types.ts';

/**
 * One column, one pupil at a time, with the numeric keypad: type, Enter, next. Every mark goes to the same queue as typed cells; what surely cannot be
 * entered is refused on the spot and stays in the field.
 */
export function QuickEntry({ source, startColumn, onClose }: { readonly source: GridSource; readonly startColumn: string | null; readonly onClose: (last: { readonly row: string; readonly column: string } | null) => void }) {
  const texts = useTexts(gridTexts);
  const language = useLanguage();
  const titleId = useId();
  const columnId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const columns = source.columns.filter((column) => (column.editor === 'line' || column.editor === 'choice') && source.rows.some((row) => isEditable(row, column)));
  const [columnKey, setColumnKey] = useState(startColumn);
  const column = columns.find(({ key }) => key === columnKey) ?? columns[0];
  const rows = column === undefined ? [] : source.rows.filter((row) => isEditable(row, column));
  const [at, setAt] = useState(() => Math.max(0, column === undefined ? 0 : rows.findIndex((row) => shownText(source, row, column) === '')));
  const [refusal, setRefusal] = useState<string | null>(null);
  const row = rows[Math.min(at, rows.length - 1)];

  useEffect(() => {
    dialog.current?.showModal();
    field.current?.focus();
  }, []);

  if (column === undefined || row === undefined) return null;
  const now = shownText(source, row, column);
  const done = rows.filter((one) => shownText(source, one, column) !== '').length;

  function go(to: number): void {
    setRefusal(null);
    if (field.current !== null) field.current.value = '';
    setAt(Math.max(0, Math.min(rows.length - 1, to)));
    field.current?.focus();
  }

  async function explain(text: string): Promise<void> {
    if (row === undefined || column === undefined) return;
    const [refused] = (await source.batch?.check([{ place: { row: row.id, column: column.key }, text }])) ?? [];
    const words = refused?.error == null ? null : errorText(language, refused.error);
    setRefusal(words === null ? texts.quickRefused : `${words.what} ${words.todo}`);
    field.current?.select();
  }

  function enter(back: boolean): void {
    if (row === undefined || column === undefined) return;
    const typed = (field.current?.value ?? '').trim();
    if (typed !== '') {
      if ((column.canonical !== undefined || column.choices !== undefined) && canonicalText(column, typed) === null) {
        void explain(typed);
        return;
      }
      changeCells(source, [{ row, column, text: typedText(column, typed) }]);
    }
    go(back ? at - 1 : at + 1);
  }

  const close = () => onClose({ row: row.id, column: column.key });
  return (
    <dialog
      ref={dialog}
      className="dialog quick-entry"
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <div className="stack">
        <div className="row quick-entry__head">
          <h2 id={titleId}>{texts.quick}</h2>
          <label htmlFor={columnId} className="visually-hidden">
            {texts.quickColumn}
          </label>
          <select
            id={columnId}
            className="input input--auto"
            value={column.key}
            onChange={(event) => {
              setColumnKey(event.target.value);
              go(0);
            }}
          >
            {columns.map(({ key, title }) => (
              <option key={key} value={key}>
                {title}
              </option>
            ))}
          </select>
        </div>
        <p className="quick-entry__place">{texts.quickPlace(at + 1, rows.length, done)}</p>
        <label className="quick-entry__pupil">
          <span className="quick-entry__name" aria-live="polite">
            {row.name}
          </span>
          <input
            ref={field}
            className="quick-entry__field"
            inputMode="decimal"
            autoComplete="off"
            aria-invalid={refusal !== null || undefined}
            defaultValue=""
            onKeyDown={(event) => {
              if (event.nativeEvent.isComposing) return;
              if (event.key === 'Enter') {
                event.preventDefault();
                enter(event.shiftKey);
              } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
                event.preventDefault();
                enter(event.key === 'ArrowUp');
              }
            }}
          />
        </label>
        <p className="quick-entry__now">{refusal === null ? (now === '' ? texts.quickEmpty : texts.quickNow(now)) : <strong role="alert">{refusal}</strong>}</p>
        <p className="soft small">{texts.quickKeys}</p>
        <div className="row row--end">
          <button type="button" className="button" onClick={close}>
            {texts.quickClose}
          </button>
        </div>
      </div>
    </dialog>
  );
}
