import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { MethodInput } from '#core/contract/index.ts';
import type { RegisterSheet } from '#core/contract/registers.ts';
import type { DerivationSubject } from '#core/contract/results.ts';
import { gradebookTexts } from '#core/text/gradebook.ts';
import { homeroomTexts } from '#core/text/homeroom.ts';
import { registersTexts } from '#core/text/registers.ts';
import type { EnrollmentId } from '#core/values/ids.ts';
import { DerivationPanel } from '../../components/derivation.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import type { CellPlace } from '../../grid/grid-types.ts';
import { Grid, type GridHandle } from '../../grid/grid.tsx';
import { useStableColumns, useStableRows } from '../../grid/use-stable-sheet.ts';
import { forgetKeptReason } from '../../state/change-reason.ts';
import { useNavigation, type Place } from '../../state/navigation.ts';
import { useLanguage } from '../../state/session-store.ts';
import { useQuery, type QueryState } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { HistoryPanel } from '../gradebook/cell-history.tsx';
import { periodWords } from './period-words.ts';
import { RegisterFileButtons } from './register-file-buttons.tsx';
import { RegisterHead } from './register-head.tsx';
import { absentTotal, registerColumns, registerGridRow } from './register-rows.ts';
import { TakeAbsences } from './take-absences.tsx';
import { useRegisterWriting } from './use-register-writing.ts';

/** One register of one class and period. Give it a `key` of its sheet. */
export function RegisterSheetView({ sheet, query, place, visit }: {
  readonly sheet: RegisterSheet;
  readonly query: Pick<QueryState<RegisterSheet>, 'replace'>;
  readonly place: Extract<Place, { screen: 'homeroom' }>;
  readonly visit: number;
}) {
  const texts = useTexts(registersTexts);
  const gradebook = useTexts(gradebookTexts);
  const language = useLanguage();
  const grid = useRef<GridHandle>(null);
  const visited = useRef(-1);
  const [inspected, setInspected] = useState<CellPlace | null>(null);
  const [sundays, setSundays] = useState(false);
  const { classId, register, period } = sheet;
  const sheetKey = `${register} ${classId} ${period}`;
  useEffect(() => () => forgetKeptReason(sheetKey), [sheetKey]);
  const columns = useStableColumns(registerColumns(sheet, sundays, language));
  const rows = useStableRows(useMemo(() => sheet.rows.map((row) => registerGridRow(sheet, row, columns, language)), [sheet, columns, language]));
  const totals = useMemo(() => (register === 'attendance' ? [absentTotal(sheet, language)] : undefined), [sheet, register, language]);
  const { save, batch, show } = useRegisterWriting(sheet, query, sheetKey);

  // A list elsewhere leads to one cell; a sheet chosen here leaves the focus with the chooser.
  const here = place.classId === classId && (place.register ?? 'homeroom') === register;
  useEffect(() => {
    if (!here || visited.current === visit) return;
    visited.current = visit;
    if (place.enrollmentId !== null || place.field !== null) grid.current?.focus({ row: place.enrollmentId, column: place.field });
  }, [here, place, visit]);

  const closeHistory = useCallback(() => {
    setInspected(null);
    if (inspected !== null) grid.current?.focus(inspected);
  }, [inspected]);

  if (sheet.rows.length === 0) return <NoPupils learner={sheet.words.learner} />;
  const titleOf = (key: string) => columns.find((column) => column.key === key)?.title ?? '';
  const nameOf = (id: string) => sheet.rows.find((row) => row.enrollmentId === id)?.fullName ?? '';
  // Primary classes have no conduct, and TT 27/2020 no limit of absences.
  const derivations = register === 'homeroom' && !sheet.registers.includes('attributes') ? derivedColumns : {};
  const derivation = inspected === null ? undefined : derivations[inspected.column];
  const entered = (key: string) => sheet.columns.some(({ column, kind }) => column === key && kind !== 'computed');
  return (
    <>
      <RegisterHead sheet={sheet} sheetKey={sheetKey} columns={columns} onGo={(cell) => grid.current?.focus(cell)} />
      <div className="sheet-area">
        <Grid
          ref={grid}
          label={texts.gridLabels[register](sheet.className, periodWords(period, language))}
          sheet={sheetKey}
          rows={rows}
          columns={columns}
          save={(cell, text) => save(cell, text, `${nameOf(cell.row)}, ${titleOf(cell.column)}`)}
          batch={sheet.mayEdit ? batch : undefined}
          totals={totals}
          tools={
            <>
              <RegisterFileButtons sheet={sheet} onRead={(question) => grid.current?.ask(question)} />
              {register === 'homeroom' && sheet.mayEdit && <TakeAbsences sheet={sheet} show={show} />}
              {register === 'attendance' && (
                <label className="check">
                  <input type="checkbox" checked={sundays} onChange={(event) => setSundays(event.target.checked)} /> {texts.sundays}
                </label>
              )}
            </>
          }
          placeOf={(cell) => ({ screen: 'homeroom', classId, register, period, enrollmentId: cell.row as EnrollmentId, field: cell.column })}
          legend={
            <>
              {sheet.mayEdit && <Legend sheet={sheet} />}
              <span className="legend__changed">{gradebook.legendChanged}</span>
              <button type="button" className="text-button" onClick={() => setInspected(grid.current?.active() ?? null)}>
                {gradebook.history}
              </button>
            </>
          }
          onInspect={(cell) => setInspected(entered(cell.column) || derivations[cell.column] !== undefined ? cell : null)}
        />
        {derivation !== undefined && inspected !== null && (
          <DerivationPanel key={`${inspected.row} ${inspected.column}`} classId={classId} enrollmentId={inspected.row as EnrollmentId} pupilName={nameOf(inspected.row)} subjects={[]} about={derivation} onClose={closeHistory} />
        )}
        {inspected !== null && entered(inspected.column) && (
          <RegisterHistory
            key={`${inspected.row} ${inspected.column}`}
            cell={`${nameOf(inspected.row)}, ${titleOf(inspected.column)}`}
            input={{ classId, register, period, enrollmentId: inspected.row as EnrollmentId, column: inspected.column }}
            onClose={closeHistory}
          />
        )}
      </div>
    </>
  );
}

/** Computed columns whose derivation is told, and what it is about: the sessions missed decide about promotion. */
const derivedColumns: Readonly<Record<string, DerivationSubject>> = { conductYear: { kind: 'conduct' }, absences: { kind: 'year' } };

function Legend({ sheet }: { readonly sheet: RegisterSheet }) {
  const texts = useTexts(registersTexts);
  const homeroom = useTexts(homeroomTexts);
  if (sheet.register === 'attendance') return <span>{texts.attendanceLegend}</span>;
  if (sheet.register === 'attributes') return <span>{texts.attributesLegend}</span>;
  return <span>{sheet.registers.includes('attributes') ? homeroom.legendPrimary : homeroom.legend}</span>;
}

function RegisterHistory({ cell, input, onClose }: { readonly cell: string; readonly input: MethodInput<'registers.history'>; readonly onClose: () => void }) {
  return <HistoryPanel cell={cell} query={useQuery('registers.history', input, ['homeroom'])} onClose={onClose} />;
}

function NoPupils({ learner }: { readonly learner: string }) {
  const texts = useTexts(homeroomTexts);
  return (
    <EmptyState
      title={texts.noPupils(learner)}
      text={texts.noPupilsText}
      actions={
        <button type="button" className="button button--primary" onClick={() => useNavigation.getState().go({ screen: 'import' })}>
          {texts.toImport}
        </button>
      }
    />
  );
}
