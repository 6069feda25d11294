import { useState } from 'react';
import type { ImportedCell, ImportPart } from '#core/contract/mark-files.ts';
import { errorText } from '#core/text/errors.ts';
import { locksTexts } from '#core/text/locks.ts';
import { markFileTexts } from '#core/text/mark-files.ts';
import { ConvertedTexts } from '../../components/converted-texts.tsx';
import { Message } from '../../components/message.tsx';
import { useLanguage } from '../../state/session-store.ts';
import { useTexts } from '../../state/use-texts.ts';

/** A class at once is enough to look at; more come on demand. */
const rowsAtOnce = 60;
const namesAtOnce = 10;

/** What one table of a file would do to its gradebook: cell by cell, with the reason at every one that is refused. */
export function MarkImportPart({ part }: { readonly part: ImportPart }) {
  const texts = useTexts(markFileTexts);
  const language = useLanguage();
  const problem = part.problem === null ? null : errorText(language, part.problem);
  return (
    <div className="stack stack--tight">
      {problem !== null && (
        <Message tone="warning" title={problem.what}>
          {problem.why !== '' && <p>{problem.why}</p>}
          <p>{problem.todo}</p>
        </Message>
      )}
      {problem === null && part.target !== null && <p>{texts.summary(part.counts.pupils, part.counts.change, part.counts.same, part.counts.refused)}</p>}
      <ConvertedTexts count={part.converted.count} samples={part.converted.samples} />
      {part.cells.length > 0 ? <CellTable part={part} /> : problem === null && part.target !== null && <p className="soft">{texts.noCells}</p>}
      {part.strangers.length > 0 && (
        <section className="stack stack--tight">
          <h4>{texts.strangers}</h4>
          <ul className="mark-import__list">
            {part.strangers.map(({ name, row, why }) => (
              <li key={row}>
                <strong>{texts.strangerLine(name, row)}</strong>: {texts.strangerWhy[why]}.
              </li>
            ))}
          </ul>
        </section>
      )}
      {part.missing.length > 0 && part.counts.pupils > 0 && <p className="soft">{texts.missing(part.missing.length, [...part.missing.slice(0, namesAtOnce), ...(part.missing.length > namesAtOnce ? ['…'] : [])].join(', '))}</p>}
      {part.columns.length > 0 && <UsedColumns part={part} />}
    </div>
  );
}

function CellTable({ part }: { readonly part: ImportPart }) {
  const texts = useTexts(markFileTexts);
  const names = useTexts(locksTexts).columns;
  const [most, setMost] = useState(rowsAtOnce);
  const columns = (Object.keys(names) as readonly ImportedCell['column'][]).filter((column) => part.cells.some((cell) => cell.column === column));
  const pupils = [...new Set(part.cells.map(({ enrollmentId }) => enrollmentId))];
  const rows = pupils.map((enrollmentId) => [enrollmentId, part.cells.filter((cell) => cell.enrollmentId === enrollmentId)] as const);
  return (
    <>
      <div className="table-frame">
        <table className="table mark-import__table">
          <thead>
            <tr>
              <th scope="col">{texts.pupil}</th>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {names[column]}
                </th>
              ))}
              {part.counts.refused > 0 && <th scope="col">{texts.why}</th>}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, most).map(([enrollmentId, cells]) => (
              <tr key={enrollmentId}>
                <th scope="row">{cells[0]?.fullName}</th>
                {columns.map((column) => (
                  <ShownCell key={column} cell={cells.find((cell) => cell.column === column)} />
                ))}
                {part.counts.refused > 0 && (
                  <td>
                    {cells.map((cell) => (
                      <Refusal key={cell.column} cell={cell} />
                    ))}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > most && (
        <div>
          <button type="button" className="button" onClick={() => setMost((old) => old + rowsAtOnce * 2)}>
            {texts.moreRows(rows.length - most)}
          </button>
        </div>
      )}
    </>
  );
}

function ShownCell({ cell }: { readonly cell: ImportedCell | undefined }) {
  const texts = useTexts(markFileTexts);
  if (cell === undefined) return <td>{''}</td>;
  const isRefused = cell.verdict === 'refused';
  return (
    <td className={isRefused ? 'mark-import__refused' : undefined} title={texts.inCell(cell.address)}>
      {isRefused && <span aria-hidden="true">✕ </span>}
      <span className="mark-import__after">{cell.after}</span>
      {isRefused && <span className="visually-hidden"> ({texts.refused})</span>}
      {cell.before !== '' && <span className="mark-import__before">{texts.was(cell.before)}</span>}
    </td>
  );
}

function Refusal({ cell }: { readonly cell: ImportedCell }) {
  const texts = useTexts(markFileTexts);
  const language = useLanguage();
  if (cell.verdict !== 'refused') return null;
  const words = cell.error === null ? null : errorText(language, cell.error);
  return (
    <p className="small">
      <strong>{texts.inCell(cell.address)}</strong>: {words === null ? texts.refused : [words.what, words.why, words.todo].filter((text) => text !== '').join(' ')}
    </p>
  );
}

function UsedColumns({ part: { columns } }: { readonly part: ImportPart }) {
  const texts = useTexts(markFileTexts);
  const names = useTexts(locksTexts).columns;
  return (
    <details className="columns-found">
      <summary>{texts.usedColumns}</summary>
      <ul className="mark-import__list">
        {columns.map(({ letter, header, column }) => (
          <li key={letter}>
            {letter}: {header} → {column === null ? <span className="soft">{texts.notUsed}</span> : <strong>{column === 'name' || column === 'code' || column === 'birthDate' ? texts.personColumns[column] : names[column]}</strong>}
          </li>
        ))}
      </ul>
    </details>
  );
}
