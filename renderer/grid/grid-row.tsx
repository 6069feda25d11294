import { memo } from 'react';
import { EntryCell, ReadCell } from './grid-cell.tsx';
import { cellOf, isEditable, type GridColumn, type GridRow } from './grid-types.ts';
import { cellKey } from './save-queue.ts';

/** One pupil. Drawn again only when the row itself changed. */
export const GridRowView = memo(function GridRowView({ row, index, columns, sheet, headRows, idBase }: {
  readonly row: GridRow;
  readonly index: number;
  readonly columns: readonly GridColumn[];
  readonly sheet: string;
  readonly headRows: number;
  readonly idBase: string;
}) {
  const nameId = `${idBase}r${row.id}`;
  return (
    <tr className="grid__row" aria-rowindex={index + headRows + 1} data-inactive={row.inactive !== undefined || undefined}>
      <td className="grid__number" aria-colindex={1}>
        {row.position}
      </td>
      <th scope="row" className="grid__name" id={nameId} aria-colindex={2} title={row.inactive === undefined ? `${row.name}, ${row.detail}` : `${row.name}, ${row.detail}, ${row.inactive}`}>
        {row.name}
        {row.inactive !== undefined && <span className="grid__inactive"> ({row.inactive})</span>}
      </th>
      {columns.map((column, columnIndex) => {
        const shared = { cell: cellOf(row, column), column, at: `${index}:${columnIndex}`, columnNumber: columnIndex + 3, describes: `${nameId} ${idBase}c${column.key}` };
        if (!isEditable(row, column)) return <ReadCell key={column.key} {...shared} />;
        return <EntryCell key={column.key} {...shared} storeKey={cellKey(sheet, row.id, column.key)} lateColumn={columnIndex > columns.length / 2} />;
      })}
    </tr>
  );
});
