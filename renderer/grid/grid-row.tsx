import { memo } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { useErrorText } from '../components/error-text.tsx';
import { cellOf, isEditable, type GridCell, type GridColumn, type GridRow } from './grid-types.ts';
import { cellKey, saveQueue, type UnsavedCell } from './save-queue.ts';

/** One pupil, as far as its columns are seen. Drawn again only when the row itself, or what is not saved of it, changed. */
export const GridRowView = memo(function GridRowView({ row, index, columns, first, end, sheet, headRows, idBase }: {
  readonly row: GridRow;
  readonly index: number;
  readonly columns: readonly GridColumn[];
  /** Columns that are drawn; `end` is past the last. */
  readonly first: number;
  readonly end: number;
  readonly sheet: string;
  readonly headRows: number;
  readonly idBase: string;
}) {
  const prefix = cellKey(sheet, row.id, '');
  const unsaved = useStore(
    saveQueue,
    useShallow((queue): readonly UnsavedCell[] => (queue.entries.size === 0 ? noCells : [...queue.entries.values()].filter(({ key }) => key.startsWith(prefix)))),
  );
  const told = useStore(saveQueue, (queue) => (queue.lastFailed?.startsWith(prefix) === true ? queue.lastFailed : null));
  const nameId = `${idBase}r${row.id}`;
  return (
    <tr className={(index + 1) % 5 === 0 ? 'grid__row grid__row--fifth' : 'grid__row'} aria-rowindex={index + headRows + 1} data-row={index} data-inactive={row.inactive !== undefined || undefined}>
      <td className="grid__number" aria-colindex={1}>
        {row.position}
      </td>
      <th scope="row" className="grid__name" id={nameId} aria-colindex={2} title={row.inactive === undefined ? `${row.name}, ${row.detail}` : `${row.name}, ${row.detail}, ${row.inactive}`}>
        <span className={row.name.length > 25 || row.inactive !== undefined ? 'grid__person grid__person--long' : 'grid__person'}>
          {row.name}
          {row.inactive !== undefined && <span className="grid__inactive"> ({row.inactive})</span>}
        </span>
      </th>
      {first > 0 && <td className="grid__gap" aria-hidden="true" colSpan={first} />}
      {columns.slice(first, end).map((column, offset) => {
        const key = `${prefix}${column.key}`;
        return (
          <Cell
            key={column.key}
            row={row}
            column={column}
            at={`${index}:${first + offset}`}
            columnNumber={first + offset + 3}
            entry={unsaved.length === 0 ? undefined : unsaved.find((each) => each.key === key)}
            told={told === key}
            late={first + offset > columns.length / 2}
          />
        );
      })}
    </tr>
  );
});

const noCells: readonly UnsavedCell[] = [];

/** A cell is text; the grid's one field stands over the active one. */
function Cell({ row, column, at, columnNumber, entry, told, late }: {
  readonly row: GridRow;
  readonly column: GridColumn;
  /** `row:column`, both counted from 0 without the headers. */
  readonly at: string;
  readonly columnNumber: number;
  /** What was typed here and is not with the office. */
  readonly entry: UnsavedCell | undefined;
  /** It is the cell that failed last: its reason is shown. */
  readonly told: boolean;
  /** In the right half of the sheet: what is shown beside it opens to the left. */
  readonly late: boolean;
}) {
  const cell = cellOf(row, column);
  return (
    <td
      className={classOf(column)}
      data-cell={at}
      data-tone={entry === undefined ? cell.tone : undefined}
      data-changed={cell.changed === true || undefined}
      data-save={entry?.state}
      data-told={told || undefined}
      aria-colindex={columnNumber}
      aria-readonly={isEditable(row, column) ? undefined : true}
      title={entry?.state === 'failed' ? undefined : noteOf(cell)}
    >
      {entry?.text ?? cell.text}
      {entry?.state === 'failed' && <Reason entry={entry} late={late} />}
    </td>
  );
}

/** A long text that is cut off in its cell is read by resting the mouse on it. */
function noteOf(cell: GridCell): string | undefined {
  return cell.note ?? (cell.text.length > 30 ? cell.text : undefined);
}

function Reason({ entry, late }: { readonly entry: UnsavedCell; readonly late: boolean }) {
  const words = useErrorText()(entry.error);
  if (words === null) return null;
  return (
    <span className="grid__reason" data-side={late ? 'start' : 'end'}>
      <strong>{words.what}</strong> {words.why} {words.todo}
    </span>
  );
}

function classOf({ align, width, editor, shade }: GridColumn): string {
  return `grid__cell grid__cell--${align} grid__cell--${width}${editor === 'none' ? ' grid__cell--result' : ''}${shade === true ? ' grid__cell--shade' : ''}`;
}
