import { useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { commonTexts } from '#core/text/common.ts';
import { useTexts } from '../state/use-texts.ts';
import { Icon } from './icons.tsx';

export type Column<Row> = {
  readonly key: string;
  readonly header: string;
  readonly render: (row: Row) => ReactNode;
  readonly align?: 'start' | 'center' | 'end';
  /** The cell that names the row (th scope="row"); with `onOpen` it holds the button. */
  readonly rowHeader?: boolean;
  /** Makes the column sortable; texts sort in Vietnamese order. */
  readonly sortValue?: (row: Row) => string | number;
};

const vietnamese = new Intl.Collator('vi', { numeric: true });

/**
 * A dense table with a caption and a header that stays in view. With `onOpen` a row can be opened by mouse, Enter or Space; the
 * arrow keys, Home and End walk through the rows and Tab leaves them in one step.
 */
export function DataTable<Row>({ caption, captionHidden = false, columns, rows, rowKey, onOpen, openLabel, selectedKey, fill = false }: {
  readonly caption: string;
  readonly captionHidden?: boolean;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly onOpen?: (row: Row) => void;
  /** What the row's button says to a screen reader, where the cell's own words are not enough. */
  readonly openLabel?: (row: Row) => string;
  readonly selectedKey?: string | null;
  readonly fill?: boolean;
}) {
  const texts = useTexts(commonTexts);
  const [sort, setSort] = useState<{ readonly key: string; readonly down: boolean } | null>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const body = useRef<HTMLTableSectionElement>(null);

  const sorted = useMemo(() => {
    const value = columns.find((column) => column.key === sort?.key)?.sortValue;
    if (sort === null || value === undefined) return rows;
    return [...rows].sort((a, b) => compare(value(a), value(b)) * (sort.down ? -1 : 1));
  }, [rows, columns, sort]);

  const keys = sorted.map(rowKey);
  const entry = [current, selectedKey].find((key) => key != null && keys.includes(key)) ?? keys[0];

  function walk(event: KeyboardEvent<HTMLButtonElement>) {
    const buttons = [...(body.current?.querySelectorAll<HTMLButtonElement>('button.table__open') ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    if (at < 0) return;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1, PageDown: Math.min(at + 10, buttons.length - 1), PageUp: Math.max(at - 10, 0) }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    buttons[to]?.focus();
  }

  return (
    // The frame scrolls, so the keyboard must be able to reach it where no row can take the focus.
    // oxlint's rule does not know scrollable regions: https://www.w3.org/WAI/ARIA/apg/ names them.
    <section className={fill ? 'table-frame table-frame--fill' : 'table-frame'} aria-label={caption} {...(onOpen === undefined ? { tabIndex: 0 } : {})}>
      <table className="table">
        <caption className={captionHidden ? 'visually-hidden' : undefined}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" data-align={column.align} aria-sort={sort?.key === column.key ? (sort.down ? 'descending' : 'ascending') : undefined}>
                {column.sortValue === undefined ? (
                  column.header === '' ? (
                    <span className="visually-hidden">{texts.actions}</span>
                  ) : (
                    column.header
                  )
                ) : (
                  <button
                    type="button"
                    className="table__sort"
                    data-active={sort?.key === column.key}
                    title={texts.sortBy(column.header)}
                    onClick={() => setSort(sort?.key !== column.key ? { key: column.key, down: false } : sort.down ? null : { key: column.key, down: true })}
                  >
                    {column.header}
                    <Icon name={sort?.key === column.key && sort.down ? 'down' : 'up'} size={14} />
                  </button>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {sorted.map((row) => {
            const key = rowKey(row);
            return (
              <tr key={key} data-selected={key === selectedKey} data-open={onOpen !== undefined} onClick={onOpen && (() => onOpen(row))}>
                {columns.map((column) => {
                  if (!column.rowHeader) {
                    return (
                      <td key={column.key} data-align={column.align}>
                        {column.render(row)}
                      </td>
                    );
                  }
                  return (
                    <th key={column.key} scope="row" data-align={column.align}>
                      {onOpen === undefined ? (
                        column.render(row)
                      ) : (
                        <button
                          type="button"
                          className="table__open"
                          tabIndex={key === entry ? 0 : -1}
                          aria-label={openLabel?.(row)}
                          aria-current={key === selectedKey ? 'true' : undefined}
                          onFocus={() => setCurrent(key)}
                          onKeyDown={walk}
                          onClick={(event) => {
                            event.stopPropagation();
                            onOpen(row);
                          }}
                        >
                          {column.render(row)}
                        </button>
                      )}
                    </th>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : vietnamese.compare(String(a), String(b));
}
