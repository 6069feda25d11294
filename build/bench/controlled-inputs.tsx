import { useState } from 'react';
import { columnCount, markAt, pupilName, rowCount } from './bench-data.ts';

/** What one writes first in React: every cell an input whose value is state. */
export function ControlledInputs() {
  const [marks, setMarks] = useState(() => Array.from({ length: rowCount }, (_, row) => Array.from({ length: columnCount }, (_, column) => markAt(row, column))));
  return (
    <div className="bench-frame">
      <table className="bench-table">
        <thead>
          <tr>
            <th>STT</th>
            <th>Họ và tên</th>
            {marks[0]?.map((_, column) => (
              // The columns never change places.
              <th key={`column ${String(column)}`}>{column + 1}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {marks.map((line, row) => (
            <tr key={`row ${String(row)}`}>
              <td>{row + 1}</td>
              <th>{pupilName(row)}</th>
              {line.map((mark, column) => (
                <td key={`cell ${String(column)}`}>
                  <input
                    aria-label={`${pupilName(row)}, ${column + 1}`}
                    value={mark}
                    onFocus={(event) => event.target.select()}
                    onChange={({ target }) => setMarks((now) => now.map((each, index) => (index === row ? each.map((old, at) => (at === column ? target.value : old)) : each)))}
                    onKeyDown={(event) => {
                      if (event.key !== 'Enter' && event.key !== 'ArrowDown') return;
                      event.preventDefault();
                      event.currentTarget.closest('tr')?.nextElementSibling?.querySelectorAll('input')[column]?.focus();
                    }}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
