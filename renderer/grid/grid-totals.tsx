import { memo } from 'react';
import type { GridColumn } from './grid-types.ts';

/** A sum under the columns. `note`: it in more words, for tooltips and screen readers. */
export type GridTotal = { readonly key: string; readonly label: string; readonly cells: Readonly<Record<string, { readonly text: string; readonly note: string }>> };

/** Under the sheet: the sums of its columns, always in sight. */
export const GridTotals = memo(function GridTotals({ totals, columns }: { readonly totals: readonly GridTotal[]; readonly columns: readonly GridColumn[] }) {
  return (
    <tfoot className="grid__foot grid__foot--totals">
      {totals.map(({ key, label, cells }) => (
        <tr key={key}>
          <th scope="row" colSpan={2} className="grid__name grid__foot-name">
            {label}
          </th>
          {columns.map((column) => {
            const cell = cells[column.key];
            return (
              <td key={column.key} title={cell?.note} aria-label={cell === undefined ? column.title : `${column.title}: ${cell.note}`}>
                {cell?.text ?? ''}
              </td>
            );
          })}
        </tr>
      ))}
    </tfoot>
  );
});
