import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { GradebookSheet } from '#core/contract/gradebook.ts';
import type { MarkColumn } from '#core/contract/shared.ts';
import { gradebookTexts } from '#core/text/gradebook.ts';
import type { EnrollmentId } from '#core/values/ids.ts';
import { DerivationPanel } from '../../components/derivation.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Message } from '../../components/message.tsx';
import type { CellPlace } from '../../grid/grid-types.ts';
import { Grid, type GridHandle } from '../../grid/grid.tsx';
import { useStableColumns, useStableRows } from '../../grid/use-stable-sheet.ts';
import { LockNotice } from '../locks/lock-notice.tsx';
import { useNavigation, type Place } from '../../state/navigation.ts';
import { forgetKeptReason, withChangeReason } from '../../state/change-reason.ts';
import { call } from '../../state/office.ts';
import { useLanguage, useSession } from '../../state/session-store.ts';
import type { QueryState } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { CellHistory } from './cell-history.tsx';
import { gradebookColumns, gradebookRow } from './gradebook-rows.ts';
import { MarkFileButtons } from './mark-file-buttons.tsx';
import { useGradebookBatch } from './use-gradebook-batch.ts';

/** One sheet: its head, the grid, the legend and the history of a cell. Give it a `key` of its sheet. */
export function GradebookSheetView({ sheet, query, place, visit }: {
  readonly sheet: GradebookSheet;
  readonly query: Pick<QueryState<GradebookSheet>, 'replace'>;
  readonly place: Extract<Place, { screen: 'gradebook' }>;
  readonly visit: number;
}) {
  const texts = useTexts(gradebookTexts);
  const language = useLanguage();
  const grid = useRef<GridHandle>(null);
  const visited = useRef(-1);
  const [inspected, setInspected] = useState<CellPlace | null>(null);
  const { classId, subjectId, semester } = sheet;
  const sheetKey = `gradebook ${classId} ${subjectId} ${semester}`;
  useEffect(() => () => forgetKeptReason(sheetKey), [sheetKey]);
  const here = place.classId === classId && place.subjectId === subjectId && place.semester === semester;
  const columns = useStableColumns(gradebookColumns(sheet, language));
  const rows = useStableRows(useMemo(() => sheet.rows.map((row) => gradebookRow(sheet, row, language)), [sheet, language]));

  // A list elsewhere leads to one cell; a sheet chosen here leaves the focus with the chooser.
  useEffect(() => {
    if (!here || visited.current === visit) return;
    visited.current = visit;
    if (place.enrollmentId !== null || place.column !== null) grid.current?.focus({ row: place.enrollmentId, column: place.column });
  }, [here, place, visit]);

  const closeHistory = useCallback(() => {
    setInspected(null);
    if (inspected !== null) grid.current?.focus(inspected);
  }, [inspected]);

  async function save(cell: CellPlace, text: string) {
    const label = `${sheet.rows.find((row) => row.enrollmentId === cell.row)?.fullName ?? ''}, ${columns.find(({ key }) => key === cell.column)?.title ?? ''}`;
    const answer = await withChangeReason(sheetKey, label, (reason) => call('gradebook.setMark', { classId, subjectId, semester, enrollmentId: cell.row as EnrollmentId, column: cell.column as MarkColumn, text, reason }));
    query.replace((now) => {
      if (now.classId !== classId || now.subjectId !== subjectId || now.semester !== semester) return now;
      return { ...now, rows: now.rows.map((row) => (row.enrollmentId === answer.row.enrollmentId ? answer.row : row)) };
    });
    return answer;
  }

  const batch = useGradebookBatch(sheet, query, sheetKey);

  if (sheet.rows.length === 0) return <NoPupils />;
  const inspectedColumn = sheet.columns.find((column) => column === inspected?.column);
  const inspectedRow = sheet.rows.find((row) => row.enrollmentId === inspected?.row);
  const inspectedPeriod = inspected === null ? undefined : resultPeriods[inspected.column];
  const inspectedTitle = columns.find((column) => column.key === inspected?.column)?.title;
  return (
    <>
      <SheetHead sheet={sheet} />
      <LockNotice sheet={sheet} sheetKey={sheetKey} />
      <div className="sheet-area">
        <Grid
          ref={grid}
          label={texts.gridLabel(sheet.subjectName, sheet.className, semester)}
          sheet={sheetKey}
          rows={rows}
          columns={columns}
          save={save}
          batch={sheet.mayEdit ? batch : undefined}
          tools={<MarkFileButtons sheet={sheet} />}
          placeOf={(cell) => ({ screen: 'gradebook', classId, subjectId, semester, enrollmentId: cell.row as EnrollmentId, column: cell.column as MarkColumn })}
          legend={
            <>
              {sheet.mayEdit && <span>{{ scored: texts.legendScored, comment: texts.legendComment, primary: texts.legendPrimary }[sheet.kind]}</span>}
              <span className="legend__changed">{texts.legendChanged}</span>
              <button type="button" className="text-button" onClick={() => setInspected(grid.current?.active() ?? null)}>
                {texts.history}
              </button>
            </>
          }
          onInspect={(cell) => setInspected(sheet.columns.some((column) => column === cell.column) || cell.column in resultPeriods ? cell : null)}
        />
        {inspectedPeriod !== undefined && inspectedRow !== undefined && (
          <DerivationPanel
            key={`${inspectedRow.enrollmentId} ${inspected?.column ?? ''}`}
            classId={classId}
            enrollmentId={inspectedRow.enrollmentId}
            pupilName={inspectedRow.fullName}
            subjects={[{ id: subjectId, name: sheet.subjectName }]}
            about={{ kind: 'subject', subjectId, period: inspectedPeriod === 'own' ? semester : inspectedPeriod }}
            onClose={closeHistory}
          />
        )}
        {inspectedColumn !== undefined && inspectedRow !== undefined && (
          <CellHistory
            key={`${inspectedRow.enrollmentId} ${inspectedColumn}`}
            cell={`${inspectedRow.fullName}, ${inspectedTitle ?? ''}`}
            input={{ classId, subjectId, semester, enrollmentId: inspectedRow.enrollmentId, column: inspectedColumn }}
            onClose={closeHistory}
          />
        )}
      </div>
    </>
  );
}

/** The computed columns, and which result each shows. */
const resultPeriods: Readonly<Record<string, 'own' | 1 | 'year'>> = { result: 'own', firstResult: 1, year: 'year' };

/** Whose sheet it is, what it needs, and why it cannot be changed, where it cannot. */
function SheetHead({ sheet }: { readonly sheet: GradebookSheet }) {
  const texts = useTexts(gradebookTexts);
  const roles = useSession((session) => session.state?.user?.roles);
  const why = roles?.includes('subjectTeacher') === true || roles?.includes('homeroomTeacher') === true ? 'teacher' : roles?.includes('principal') === true ? 'principal' : 'other';
  return (
    <>
      <p className="sheet-head">
        <strong>{texts.subtitle(sheet.subjectName, sheet.className, sheet.semester)}</strong>
        <span>{sheet.teacherName === null ? texts.noTeacher : texts.teacher(sheet.teacherName)}</span>
        <span>{texts.periods(sheet.periodsPerYear)}</span>
        {sheet.kind !== 'primary' && <span>{sheet.kind === 'scored' ? texts.requiredRegular(sheet.requiredRegular) : texts.requiredRegularComment(sheet.requiredRegular)}</span>}
      </p>
      {!sheet.mayEdit && sheet.locked[0]?.why !== 'past-year' && (
        <Message tone="info" title={texts.readOnly}>
          <p>{why !== 'teacher' ? texts.readOnlyWhy[why] : sheet.teacherName === null ? texts.readOnlyWhy.unassigned : texts.readOnlyWhy.teacher(sheet.teacherName)}</p>
        </Message>
      )}
    </>
  );
}

function NoPupils() {
  const texts = useTexts(gradebookTexts);
  return (
    <EmptyState
      title={texts.noPupils}
      text={texts.noPupilsText}
      actions={
        <button type="button" className="button button--primary" onClick={() => useNavigation.getState().go({ screen: 'import' })}>
          {texts.toImport}
        </button>
      }
    />
  );
}
