import { memo } from 'react';
import type { GridLayout } from './grid-geometry.ts';
import type { GridColumn } from './grid-types.ts';

/** Two header rows where columns are grouped, else one. */
export function headRowCount(columns: readonly GridColumn[]): number {
  return columns.some((column) => column.group !== undefined) ? 2 : 1;
}

/** The widths of all columns. */
export const GridColumns = memo(function GridColumns({ layout, columns }: { readonly layout: GridLayout; readonly columns: readonly GridColumn[] }) {
  return (
    <colgroup>
      <col style={{ inlineSize: layout.number }} />
      <col style={{ inlineSize: layout.name }} />
      {columns.map(({ key }, index) => (
        <col key={key} style={{ inlineSize: layout.widths[index] }} />
      ))}
    </colgroup>
  );
});

export const GridHead = memo(function GridHead({ columns, numberLabel, nameLabel, idBase }: {
  readonly columns: readonly GridColumn[];
  readonly numberLabel: string;
  readonly nameLabel: string;
  readonly idBase: string;
}) {
  const rows = headRowCount(columns);
  return (
    <thead className="grid__head">
      <tr aria-rowindex={1}>
        <th scope="col" rowSpan={rows} className="grid__number" aria-colindex={1}>
          {numberLabel}
        </th>
        <th scope="col" rowSpan={rows} className="grid__name" aria-colindex={2}>
          {nameLabel}
        </th>
        {columns.map((column, index) => {
          if (column.group === undefined) return <ColumnHead key={column.key} column={column} index={index} rows={rows} idBase={idBase} />;
          if (columns[index - 1]?.group === column.group) return null;
          const span = columns.slice(index).findIndex((other) => other.group !== column.group);
          return (
            <th key={column.key} scope="colgroup" className="grid__group" colSpan={span < 0 ? columns.length - index : span} aria-colindex={index + 3}>
              {column.group}
            </th>
          );
        })}
      </tr>
      {rows === 2 && (
        <tr aria-rowindex={2}>
          {columns.map((column, index) => (column.group === undefined ? null : <ColumnHead key={column.key} column={column} index={index} rows={1} idBase={idBase} />))}
        </tr>
      )}
    </thead>
  );
});

function ColumnHead({ column, index, rows, idBase }: { readonly column: GridColumn; readonly index: number; readonly rows: number; readonly idBase: string }) {
  return (
    <th
      scope="col"
      rowSpan={rows}
      id={`${idBase}c${column.key}`}
      className={`grid__column grid__column--${column.width}`}
      data-column={index}
      data-shade={column.shade}
      aria-colindex={index + 3}
      aria-label={column.title}
      title={column.title}
    >
      {column.header}
    </th>
  );
}
