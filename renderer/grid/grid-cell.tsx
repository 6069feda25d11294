import { memo, useLayoutEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useErrorText } from '../components/error-text.tsx';
import { isEditing } from './field-state.ts';
import type { GridCell, GridColumn } from './grid-types.ts';
import { saveQueue } from './save-queue.ts';

type CellProps = {
  readonly cell: GridCell;
  readonly column: GridColumn;
  /** `row:column`, both counted from 0 without the headers. */
  readonly at: string;
  readonly columnNumber: number;
  readonly describes: string;
};

/** A cell to read: computed, or not this user's to change. It takes the focus so that its text can be read and copied. */
export const ReadCell = memo(function ReadCell({ cell, column, at, columnNumber }: CellProps) {
  return (
    <td
      className="grid__cell"
      data-cell={at}
      data-width={column.width}
      data-shade={column.shade}
      data-align={column.align}
      data-tone={cell.tone}
      data-changed={cell.changed}
      data-result={column.editor === 'none' || undefined}
      aria-colindex={columnNumber}
      aria-readonly="true"
      title={cell.note}
      tabIndex={-1}
    >
      <span className="grid__text">{cell.text}</span>
    </td>
  );
});

/**
 * A cell to type in. It always holds a real text field, which keeps what is being typed by itself: a key draws nothing anew, and
 * Vietnamese typing programs and input methods find a plain field.
 */
export const EntryCell = memo(function EntryCell({ cell, column, at, columnNumber, describes, storeKey, lateColumn }: CellProps & { readonly storeKey: string; readonly lateColumn: boolean }) {
  const entry = useStore(saveQueue, (queue) => queue.entries.get(storeKey));
  const failedLast = useStore(saveQueue, (queue) => queue.lastFailed === storeKey);
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const errorWords = useErrorText();
  const shown = entry?.text ?? cell.text;

  useLayoutEffect(() => {
    const element = field.current;
    if (element === null || isEditing(element) || element.value === shown) return;
    element.value = shown;
    if (element === document.activeElement) element.select();
  }, [shown]);

  const failed = entry?.state === 'failed';
  const words = failed ? errorWords(entry.error) : null;
  const reasonId = `${describes.replace(' ', '-')}-reason`;
  const Field = column.editor === 'long' ? 'textarea' : 'input';
  return (
    <td
      className="grid__cell"
      data-width={column.width}
      data-shade={column.shade}
      data-align={column.align}
      data-tone={entry === undefined ? cell.tone : undefined}
      data-changed={cell.changed}
      data-save={entry?.state}
      data-told={failedLast}
      aria-colindex={columnNumber}
      title={failed ? undefined : cell.note}
    >
      <Field
        ref={field}
        className={column.editor === 'long' ? 'grid__field grid__field--long' : 'grid__field'}
        data-cell={at}
        defaultValue={shown}
        tabIndex={-1}
        aria-labelledby={describes}
        aria-invalid={failed || undefined}
        aria-describedby={failed ? reasonId : undefined}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        {...(column.editor === 'long' ? { rows: 1 } : { size: 1 })}
      />
      {words !== null && (
        <span className="grid__reason" id={reasonId} data-side={lateColumn ? 'start' : 'end'}>
          <strong>{words.what}</strong> {words.why} {words.todo}
        </span>
      )}
    </td>
  );
});
