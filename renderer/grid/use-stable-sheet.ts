import { useState } from 'react';
import { keepUnchanged, type GridColumn, type GridRow } from './grid-types.ts';

/** The rows, with those that say the same as last time being the same objects: the grid draws only the others anew. */
export function useStableRows(rows: readonly GridRow[]): readonly GridRow[] {
  const [kept, setKept] = useState(rows);
  const next = keepUnchanged(kept, rows);
  if (next !== kept) setKept(next);
  return next;
}

/** The columns, the same objects until one of them says something else. */
export function useStableColumns(columns: readonly GridColumn[]): readonly GridColumn[] {
  const key = JSON.stringify(columns);
  const [kept, setKept] = useState({ key, columns });
  if (kept.key === key) return kept.columns;
  setKept({ key, columns });
  return columns;
}
