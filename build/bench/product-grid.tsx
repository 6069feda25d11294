import { useState } from 'react';
import type { GridColumn, GridRow } from '../../renderer/grid/grid-types.ts';
import { Grid } from '../../renderer/grid/grid.tsx';
import { columnCount, markAt, pupilName, rowCount } from './bench-data.ts';

const columns: readonly GridColumn[] = Array.from({ length: columnCount }, (_, column) => ({
  key: `c${column}`,
  header: String(column + 1),
  title: `Điểm ${column + 1}`,
  width: 'mark',
  align: 'end',
  editor: 'line',
  canonical: (text) => text,
}));

/** The product's own grid, with its queue and its redrawn rows; the office is a promise that takes every mark. */
export function ProductGrid() {
  const [rows, setRows] = useState<readonly GridRow[]>(() =>
    Array.from({ length: rowCount }, (_, row) => ({
      id: `p${row}`,
      position: row + 1,
      name: pupilName(row),
      detail: '01/02/2013',
      cells: Object.fromEntries(columns.map(({ key }, column) => [key, { text: markAt(row, column) }])),
    })),
  );
  return (
    <div className="bench-page">
      <Grid
        label="Bảng đo"
        sheet="bench"
        rows={rows}
        columns={columns}
        save={({ row, column }, text) => {
          setRows((now) => now.map((each) => (each.id === row ? { ...each, cells: { ...each.cells, [column]: { text } } } : each)));
          return Promise.resolve({ savedAt: '2025-10-01T10:15:00.000+07:00' });
        }}
        placeOf={() => ({ screen: 'home' })}
      />
    </div>
  );
}
