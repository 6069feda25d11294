import { useEffect, useId, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { errorText } from '#core/text/errors.ts';
import { gridTexts } from '#core/text/gradebook.ts';
import { useErrorText } from '../components/error-text.tsx';
import { useLanguage } from '../state/session-store.ts';
import { useTexts } from '../state/use-texts.ts';
import { canonicalText, choiceByNumber } from './grid-choices.ts';
import { changeCells, shownText, typedText, type GridSource } from './grid-edits.ts';
import { isEditable, type CellPlace, type GridColumn } from './grid-types.ts';
import { QuickList } from './quick-list.tsx';
import { saveQueue } from './save-queue.ts';

/** Columns that can be entered with one line: marks and choices, not comments. */
export function quickColumns({ columns, rows }: Pick<GridSource, 'columns' | 'rows'>): readonly GridColumn[] {
  return columns.filter((column) => (column.editor === 'line' || column.editor === 'choice') && rows.some((row) => isEditable(row, column)));
}

/**
 * One column, one pupil at a time, with the numeric keypad: type, Enter, next. Every mark goes to the same queue as typed cells; what the office would not
 * take is refused on the spot and stays in the field. A choice is also meant by its number in the list.
 */
export function QuickEntry({ source, startColumn, onClose }: { readonly source: GridSource; readonly startColumn: string | null; readonly onClose: (last: CellPlace | null) => void }) {
  const texts = useTexts(gridTexts);
  const language = useLanguage();
  const wordsOf = useErrorText();
  const titleId = useId();
  const columnId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  // What is saved or refused meanwhile shows in the list.
  useStore(saveQueue, ({ entries }) => entries);
  const columns = quickColumns(source);
  const [columnKey, setColumnKey] = useState(startColumn);
  const column = columns.find(({ key }) => key === columnKey) ?? columns[0];
  const rows = column === undefined ? [] : source.rows.filter((row) => isEditable(row, column));
  const firstEmpty = (of: GridColumn) => Math.max(0, source.rows.filter((row) => isEditable(row, of)).findIndex((row) => shownText(source, row, of) === ''));
  const [at, setAt] = useState(() => (column === undefined ? 0 : firstEmpty(column)));
  const [refusal, setRefusal] = useState<string | null>(null);
  const row = rows[Math.min(at, rows.length - 1)];

  useEffect(() => {
    dialog.current?.showModal();
    field.current?.focus();
  }, []);

  if (column === undefined || row === undefined) return null;
  const now = shownText(source, row, column);
  const done = rows.filter((one) => shownText(source, one, column) !== '').length;
  const choices = column.choices ?? [];

  function go(to: number): void {
    setRefusal(null);
    if (field.current !== null) field.current.value = '';
    setAt(Math.max(0, Math.min(rows.length - 1, to)));
    field.current?.focus();
  }

  /** Why the office would not take a text; null: it would. */
  async function refusalOf(place: CellPlace, text: string): Promise<string | null> {
    if (source.batch === undefined) return texts.quickRefused;
    try {
      const [refused] = await source.batch.check([{ place, text }]);
      if (refused === undefined) return null;
      const words = refused.error === null ? null : errorText(language, refused.error);
      return words === null ? texts.quickRefused : `${words.what} ${words.todo}`;
    } catch (error) {
      return Object.values(wordsOf(error)).join(' ');
    }
  }

  async function enter(back: boolean): Promise<void> {
    if (row === undefined || column === undefined) return;
    const typed = (field.current?.value ?? '').trim();
    const meant = choiceByNumber(choices, typed)?.text ?? typed;
    if (meant !== '') {
      const onlyOfficeKnows = (column.canonical !== undefined || column.choices !== undefined) && canonicalText(column, meant) === null;
      const why = onlyOfficeKnows ? await refusalOf({ row: row.id, column: column.key }, meant) : null;
      if (why !== null) {
        setRefusal(why);
        field.current?.select();
        return;
      }
      changeCells(source, [{ row, column, text: typedText(column, meant) }]);
    }
    go(back ? at - 1 : at + 1);
  }

  const close = () => {
    // Closed first: while it is open nothing else takes the focus.
    dialog.current?.close();
    onClose({ row: row.id, column: column.key });
  };
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
              const chosen = columns.find(({ key }) => key === event.target.value);
              setColumnKey(event.target.value);
              go(chosen === undefined ? 0 : firstEmpty(chosen));
            }}
          >
            {columns.map(({ key, title }) => (
              <option key={key} value={key}>
                {title}
              </option>
            ))}
          </select>
        </div>
        <p className="quick-entry__place">
          {texts.quickPlace(at + 1, rows.length, done)} <progress className="quick-entry__progress" value={done} max={rows.length} aria-hidden="true" />
        </p>
        <QuickList rows={rows} at={at} column={column} source={source}>
          <label className="quick-entry__pupil">
            <span className="quick-entry__name" aria-live="polite">
              {row.name}
            </span>
            <input
              ref={field}
              className="quick-entry__field"
              inputMode={choices.length === 0 ? 'decimal' : 'text'}
              autoComplete="off"
              aria-invalid={refusal !== null || undefined}
              defaultValue=""
              onKeyDown={(event) => {
                // The keys of an input method belong to it.
                if (event.nativeEvent.isComposing || event.nativeEvent.keyCode === 229) return;
                if (event.key === 'Enter') {
                  event.preventDefault();
                  void enter(event.shiftKey);
                } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
                  event.preventDefault();
                  void enter(event.key === 'ArrowUp');
                }
              }}
            />
          </label>
        </QuickList>
        <p className="quick-entry__now">{refusal === null ? (now === '' ? texts.quickEmpty : texts.quickNow(now)) : <strong role="alert">{refusal}</strong>}</p>
        {choices.length > 0 && <p className="quick-entry__choices">{choices.map(({ text, title }, index) => texts.quickChoice(index + 1, text, title)).join(' · ')}</p>}
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
