import { useState } from 'react';
import type { ImportPreview, ImportRow } from '#core/contract/pupils.ts';
import { pupilsTexts } from '#core/text/pupils.ts';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { Message } from '../../components/message.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useTexts } from '../../state/use-texts.ts';
import { RowRemarks, ShownCell, useFieldName } from './import-cell-view.tsx';

const tones = { new: 'good', changed: 'info', same: 'neutral', wrong: 'bad' } as const;
const states = ['wrong', 'changed', 'new', 'same'] as const;
type Filter = ImportRow['state'] | 'remarks' | 'all';

/** A whole school at once would be slow on an old PC. */
const rowsAtOnce = 150;

const shownFields = ['className', 'fullName', 'birthDate', 'sex', 'ethnicity', 'personalId'] as const satisfies readonly ImportRow['cells'][number]['field'][];

/** What an import would do, row by row, with the reason at every cell that is refused or mended. */
export function ImportPreviewView({ preview, busy, onApply }: { readonly preview: ImportPreview; readonly busy: boolean; readonly onApply: () => void }) {
  const texts = useTexts(pupilsTexts);
  const fieldName = useFieldName();
  const { counts } = preview;
  const [filter, setFilter] = useState<Filter>(counts.wrong > 0 ? 'wrong' : 'all');
  const [most, setMost] = useState(rowsAtOnce);
  const remarked = preview.rows.filter(({ cells }) => cells.some(({ problem }) => problem !== null));
  const rows = filter === 'all' ? preview.rows : filter === 'remarks' ? remarked : preview.rows.filter((row) => row.state === filter);
  const choices: readonly (readonly [Filter, string, number])[] = [['all', texts.allRows, preview.rows.length], ...states.map((state) => [state, texts.states[state], counts[state]] as const), ['remarks', texts.withRemarks, remarked.length]];
  const manySheets = new Set(preview.rows.map(({ sheet }) => sheet)).size > 1;
  const columns: readonly Column<ImportRow>[] = [
    { key: 'row', header: texts.rowNumber, render: ({ rowNumber, sheet }) => (manySheets ? `${sheet}: ${rowNumber}` : rowNumber), align: 'end' },
    { key: 'state', header: texts.state, render: (row) => <StatusBadge tone={tones[row.state]}>{texts.states[row.state]}</StatusBadge> },
    ...shownFields
      .filter((field) => preview.rows.some(({ cells }) => cells.some((cell) => cell.field === field)))
      .map((field): Column<ImportRow> => ({ key: field, header: fieldName(field), rowHeader: field === 'fullName', render: (row) => <ShownCell cell={row.cells.find((cell) => cell.field === field)} /> })),
    { key: 'details', header: texts.details, render: (row) => <RowRemarks row={row} /> },
  ];
  const count = counts.new + counts.changed;
  return (
    <div className="stack import-preview">
      <Message tone={counts.wrong > 0 ? 'warning' : 'info'} title={`${preview.fileName}: ${texts.counts(counts.new, counts.changed, counts.same, counts.wrong)}`} announce="later">
        {preview.newClasses.length > 0 && <p>{texts.newClasses(preview.newClasses.join(', '))}</p>}
        {preview.missingColumns.length > 0 && <p>{texts.missingColumns(preview.missingColumns.map(fieldName).join(', '))}</p>}
        {counts.skippedLines > 0 && <p>{texts.skipped(counts.skippedLines)}</p>}
        {counts.wrong > 0 && <p>{texts.wrongStay}</p>}
        <p>{texts.emptyKeeps}</p>
      </Message>
      <div className="row row--between">
        <fieldset className="segments">
          <legend className="visually-hidden">{texts.filter}</legend>
          {choices
            .filter(([, , rowsOfChoice]) => rowsOfChoice > 0)
            .map(([choice, label, rowsOfChoice]) => (
              <label key={choice} className="segments__one">
                <input
                  type="radio"
                  name="import-state"
                  checked={filter === choice}
                  onChange={() => {
                    setFilter(choice);
                    setMost(rowsAtOnce);
                  }}
                />
                <span>
                  {label} ({rowsOfChoice})
                </span>
              </label>
            ))}
        </fieldset>
        <button type="button" className="button button--primary button--large" disabled={busy || count === 0} onClick={onApply}>
          {busy ? texts.applying : count === 0 ? texts.nothing : texts.apply(count)}
        </button>
      </div>
      <DataTable caption={texts.importTitle} captionHidden columns={columns} rows={rows.slice(0, most)} rowKey={({ sheet, rowNumber }) => `${sheet} ${rowNumber}`} />
      {rows.length > most && (
        <div>
          <button type="button" className="button" onClick={() => setMost((old) => old + rowsAtOnce * 2)}>
            {texts.moreRows(rows.length - most)}
          </button>
        </div>
      )}
      <details className="columns-found">
        <summary>{texts.columns}</summary>
        <ul className="columns">
          {preview.columns.map((column) => (
            <li key={`${column.sheet} ${column.letter}`}>
              {column.letter}: {column.header} → {column.field === null ? <span className="soft">{texts.notUsed}</span> : <strong>{fieldName(column.field)}</strong>}
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}
