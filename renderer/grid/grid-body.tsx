import { memo, useLayoutEffect } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { rowHeight, windowOf, type GridLayout } from './grid-geometry.ts';
import type { GridParts } from './grid-parts.ts';
import { GridRowView } from './grid-row.tsx';
import type { GridColumn, GridRow } from './grid-types.ts';

/** The rows of a grid; of a large sheet those that are seen. `onDrawn`: what stands over the rows must follow. */
export const GridBody = memo(function GridBody({ parts, rows, columns, layout, sheet, headRows, idBase, onDrawn }: {
  readonly parts: GridParts;
  readonly rows: readonly GridRow[];
  readonly columns: readonly GridColumn[];
  readonly layout: GridLayout;
  readonly sheet: string;
  readonly headRows: number;
  readonly idBase: string;
  readonly onDrawn: () => void;
}) {
  const { firstRow, endRow, firstColumn, endColumn } = useStore(
    parts.view,
    useShallow((view) => windowOf(layout, rows.length, view)),
  );
  useLayoutEffect(onDrawn);
  return (
    <tbody>
      {firstRow > 0 && <Gap rows={firstRow} columns={columns.length} />}
      {rows.slice(firstRow, endRow).map((row, offset) => (
        <GridRowView key={row.id} row={row} index={firstRow + offset} columns={columns} first={firstColumn} end={endColumn} sheet={sheet} headRows={headRows} idBase={idBase} />
      ))}
      {endRow < rows.length && <Gap rows={rows.length - endRow} columns={columns.length} />}
    </tbody>
  );
});

/** The room of rows that are not drawn. */
function Gap({ rows, columns }: { readonly rows: number; readonly columns: number }) {
  return (
    <tr aria-hidden="true" className="grid__gap-row" style={{ blockSize: rows * rowHeight }}>
      <td colSpan={columns + 2}>{null}</td>
    </tr>
  );
}
