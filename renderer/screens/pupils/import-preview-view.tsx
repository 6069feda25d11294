import { useState } from 'react';
import type { ImportPreview, ImportRow } from '#core/contract/pupils.ts';
import { formatDay } from '#core/text/common.ts';
import { pupilsTexts } from '#core/text/pupils.ts';
import { ethnicityName } from '#core/values/ethnicities.ts';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { Message } from '../../components/message.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useTexts } from '../../state/use-texts.ts';

type Cell = ImportRow['cells'][number];

const tones = { new: 'good', changed: 'info', same: 'neutral', wrong: 'bad' } as const;
const states = ['wrong', 'changed', 'new', 'same'] as const;

/** What an import would do, row by row, with the reason at every cell that is refused or mended. */
export function ImportPreviewView({ preview, busy, onApply }: { readonly preview: ImportPreview; readonly busy: boolean; readonly onApply: () => void }) {
  const texts = useTexts(pupilsTexts);
  const { counts } = preview;
  const [state, setState] = useState<ImportRow['state'] | null>(counts.wrong > 0 ? 'wrong' : null);
  const rows = state === null ? preview.rows : preview.rows.filter((row) => row.state === state);
  const text = (row: ImportRow, field: Cell['field']) => row.cells.find((cell) => cell.field === field);
  const fieldName = (field: string) => (field === 'className' ? texts.className : field === 'status' ? texts.enrollment : (texts.fields[field as keyof typeof texts.fields] ?? field));
  const columns: readonly Column<ImportRow>[] = [
    { key: 'row', header: texts.rowNumber, render: ({ rowNumber, sheet }) => <span title={sheet}>{rowNumber}</span>, align: 'end' },
    { key: 'state', header: texts.state, render: (row) => <StatusBadge tone={tones[row.state]}>{texts.states[row.state]}</StatusBadge> },
    { key: 'class', header: texts.className, render: (row) => shown(text(row, 'className')) },
    { key: 'name', header: texts.fields.fullName, render: (row) => shown(text(row, 'fullName')), rowHeader: true },
    { key: 'birth', header: texts.fields.birthDate, render: (row) => shown(text(row, 'birthDate')) },
    { key: 'id', header: texts.fields.personalId, render: (row) => shown(text(row, 'personalId')) },
    { key: 'details', header: texts.details, render: (row) => <Details row={row} fieldName={fieldName} /> },
  ];
  const count = counts.new + counts.changed;
  return (
    <div className="stack">
      <Message tone={counts.wrong > 0 ? 'warning' : 'info'} title={`${preview.fileName}: ${texts.counts(counts.new, counts.changed, counts.same, counts.wrong)}`} announce="later">
        {counts.skippedLines > 0 && <p>{texts.skipped(counts.skippedLines)}</p>}
        {preview.newClasses.length > 0 && <p>{texts.newClasses(preview.newClasses.join(', '))}</p>}
        {preview.missingColumns.length > 0 && <p>{texts.missingColumns(preview.missingColumns.map(fieldName).join(', '))}</p>}
        {counts.wrong > 0 && <p>{texts.wrongStay}</p>}
      </Message>
      <div className="row row--between">
        <fieldset className="segments">
          <legend className="visually-hidden">{texts.filter}</legend>
          {states
            .filter((each) => counts[each] > 0)
            .map((each) => (
              <label key={each} className="segments__one">
                <input type="radio" name="import-state" checked={state === each} onChange={() => setState(each)} />
                <span>
                  {texts.states[each]} ({counts[each]})
                </span>
              </label>
            ))}
        </fieldset>
        <button type="button" className="button button--primary" disabled={busy || count === 0} onClick={onApply}>
          {count === 0 ? texts.nothing : texts.apply(count)}
        </button>
      </div>
      <DataTable caption={texts.importTitle} captionHidden columns={columns} rows={rows} rowKey={({ sheet, rowNumber }) => `${sheet} ${rowNumber}`} />
      <details>
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

function shown(cell: Cell | undefined): string {
  if (cell === undefined) return '';
  return cell.field === 'birthDate' ? formatDay(cell.value) : cell.value === '' ? cell.text : cell.value;
}

function Details({ row, fieldName }: { readonly row: ImportRow; readonly fieldName: (field: string) => string }) {
  const texts = useTexts(pupilsTexts);
  const words = (cell: Cell, value: string) => (cell.field === 'birthDate' ? formatDay(value) : cell.field === 'sex' ? (value === 'female' ? texts.female : texts.male) : cell.field === 'ethnicity' ? (ethnicityName(value) ?? value) : value);
  const problems = row.cells.filter(({ problem }) => problem !== null);
  const changes = row.state === 'changed' ? row.cells.filter((cell) => cell.before !== null && cell.value !== '' && cell.before !== cell.value && cell.severity !== 'error') : [];
  return (
    <ul className="remarks">
      {problems.map((cell) => (
        <li key={cell.field} data-severity={cell.severity}>
          {fieldName(cell.field)}
          {cell.text === '' ? '' : ` “${cell.text}”`}: {cell.problem === null ? '' : texts.problems[cell.problem]}
        </li>
      ))}
      {changes.map((cell) => (
        <li key={`change ${cell.field}`}>{texts.wasIs(fieldName(cell.field), words(cell, cell.before ?? ''), words(cell, cell.value))}</li>
      ))}
    </ul>
  );
}
