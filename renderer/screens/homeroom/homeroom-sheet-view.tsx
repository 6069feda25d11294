import { useEffect, useMemo, useRef } from 'react';
import type { MethodOutput } from '#core/contract/index.ts';
import type { HomeroomField } from '#core/contract/shared.ts';
import { homeroomTexts } from '#core/text/homeroom.ts';
import type { EnrollmentId } from '#core/values/ids.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Message } from '../../components/message.tsx';
import type { CellPlace } from '../../grid/grid-types.ts';
import { Grid, type GridHandle } from '../../grid/grid.tsx';
import { useStableColumns, useStableRows } from '../../grid/use-stable-sheet.ts';
import { useNavigation, type Place } from '../../state/navigation.ts';
import { call } from '../../state/office.ts';
import { useLanguage, useSession } from '../../state/session-store.ts';
import type { QueryState } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { homeroomColumns, homeroomGridRow } from './homeroom-rows.ts';

type HomeroomSheet = MethodOutput<'homeroom.sheet'>;

/** One class's sheet. Give it a `key` of its class. */
export function HomeroomSheetView({ sheet, query, place, visit }: {
  readonly sheet: HomeroomSheet;
  readonly query: Pick<QueryState<HomeroomSheet>, 'replace'>;
  readonly place: Extract<Place, { screen: 'homeroom' }>;
  readonly visit: number;
}) {
  const texts = useTexts(homeroomTexts);
  const language = useLanguage();
  const roles = useSession((session) => session.state?.user?.roles);
  const grid = useRef<GridHandle>(null);
  const visited = useRef(-1);
  const { classId } = sheet;
  const here = place.classId === classId;
  const columns = useStableColumns(homeroomColumns(sheet.rows, language));
  const rows = useStableRows(useMemo(() => sheet.rows.map((row) => homeroomGridRow(row, sheet.mayEdit, language)), [sheet, language]));

  useEffect(() => {
    if (!here || visited.current === visit) return;
    visited.current = visit;
    if (place.enrollmentId !== null || place.field !== null) grid.current?.focus({ row: place.enrollmentId, column: place.field });
  }, [here, place, visit]);

  async function save(cell: CellPlace, text: string) {
    const answer = await call('homeroom.setField', { classId, enrollmentId: cell.row as EnrollmentId, field: cell.column as HomeroomField, text });
    query.replace((now) => (now.classId === classId ? { ...now, rows: now.rows.map((row) => (row.enrollmentId === answer.row.enrollmentId ? answer.row : row)) } : now));
    return answer;
  }

  if (sheet.rows.length === 0) {
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
  const teacher = sheet.homeroomTeacherName;
  const isTeacher = roles?.includes('homeroomTeacher') === true || roles?.includes('subjectTeacher') === true;
  return (
    <>
      <p className="sheet-head">
        <strong>{texts.subtitle(sheet.className)}</strong>
        <span>{teacher === null ? texts.noTeacher : texts.teacher(teacher)}</span>
      </p>
      {!sheet.mayEdit && (
        <Message tone="info" title={texts.readOnly}>
          <p>{isTeacher && teacher !== null ? texts.readOnlyWhy.teacher(teacher) : roles?.includes('principal') === true ? texts.readOnlyWhy.principal : texts.readOnlyWhy.other}</p>
        </Message>
      )}
      <div className="sheet-area">
        <Grid
          ref={grid}
          label={texts.gridLabel(sheet.className)}
          sheet={`homeroom ${classId}`}
          rows={rows}
          columns={columns}
          save={save}
          legend={sheet.mayEdit && <span>{texts.legend}</span>}
          placeOf={(cell) => ({ screen: 'homeroom', classId, enrollmentId: cell.row as EnrollmentId, field: cell.column as HomeroomField })}
        />
      </div>
    </>
  );
}
