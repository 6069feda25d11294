import type { ReactNode } from 'react';
import { shownText, type GridSource } from './grid-edits.ts';
import type { GridColumn, GridRow } from './grid-types.ts';
import { cellKey, saveQueue } from './save-queue.ts';

/** How many pupils are shown before and after the one that is entered. */
const around = 2;

/** The pupil being entered (`children`) among neighbours: a teacher sees at once when the marks have slipped by one. */
export function QuickList({ rows, at, column, source, children }: { readonly rows: readonly GridRow[]; readonly at: number; readonly column: GridColumn; readonly source: GridSource; readonly children: ReactNode }) {
  const near = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => {
      const row = rows[from + index];
      return row === undefined ? <div key={`none ${from + index}`} className="quick-list__row" /> : <Neighbour key={row.id} row={row} column={column} source={source} />;
    });
  return (
    <div className="quick-list">
      <div aria-hidden="true">{near(at - around, at)}</div>
      {children}
      <div aria-hidden="true">{near(at + 1, at + 1 + around)}</div>
    </div>
  );
}

function Neighbour({ row, column, source }: { readonly row: GridRow; readonly column: GridColumn; readonly source: GridSource }) {
  const text = shownText(source, row, column);
  const failed = saveQueue.getState().entries.get(cellKey(source.sheet, row.id, column.key))?.state === 'failed';
  return (
    <div className="quick-list__row">
      <span>{row.name}</span>
      <span data-failed={failed || undefined}>{failed ? `✕ ${text}` : text === '' ? '–' : text}</span>
    </div>
  );
}
