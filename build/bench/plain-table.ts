import { columnCount, markAt, pupilName, rowCount } from './bench-data.ts';

/** The least there can be: one HTML table written as text, fixed column widths, and one input that is moved over the active cell. No framework. */
export function mountPlainTable(host: HTMLElement): void {
  const cells = (row: number) => Array.from({ length: columnCount }, (_, column) => `<td>${markAt(row, column)}</td>`).join('');
  const head = Array.from({ length: columnCount }, (_, column) => `<th>${column + 1}</th>`).join('');
  const rows = Array.from({ length: rowCount }, (_, row) => `<tr><td>${row + 1}</td><th>${pupilName(row)}</th>${cells(row)}</tr>`).join('');
  host.innerHTML = `<div class="bench-frame"><table class="bench-table bench-table--fixed"><thead><tr><th>STT</th><th>Họ và tên</th>${head}</tr></thead><tbody>${rows}</tbody></table><input class="bench-floating"></div>`;
  const table = host.querySelector('table');
  const input = host.querySelector('input');
  if (table === null || input === null) return;
  let at = { row: 0, column: 0 };
  const cell = () => table.rows[at.row + 1]?.cells[at.column + 2];
  const place = () => {
    const under = cell();
    if (under === undefined) return;
    Object.assign(input.style, { left: `${under.offsetLeft}px`, top: `${under.offsetTop}px`, width: `${under.offsetWidth}px`, height: `${under.offsetHeight}px` });
    input.value = under.textContent;
    input.select();
  };
  input.addEventListener('focus', place);
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    const under = cell();
    if (under !== undefined) under.textContent = input.value;
    at = { row: Math.min(at.row + 1, rowCount - 1), column: at.column };
    place();
  });
}
