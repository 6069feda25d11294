import { useEffect, useMemo, useRef } from 'react';
import type { CellVerdict, Edited, GradebookSheet } from '#core/contract/gradebook.ts';
import type { MarkColumn } from '#core/contract/shared.ts';
import type { EnrollmentId } from '#core/values/ids.ts';
import type { BatchAnswer, GridBatch, PlacedText, RefusedCell } from '../../grid/grid-batch.ts';
import { askChangeReason } from '../../state/change-reason.ts';
import { call } from '../../state/office.ts';
import type { QueryState } from '../../state/use-query.ts';

/** Blocks of a gradebook sheet: written, undone and redone by the office, the touched rows shown at once. */
export function useGradebookBatch(sheet: GradebookSheet, query: Pick<QueryState<GradebookSheet>, 'replace'>, sheetKey: string): GridBatch {
  const { classId, subjectId, semester } = sheet;
  const latest = useRef({ ...query, sheet });
  useEffect(() => {
    latest.current = { ...query, sheet };
  });
  return useMemo(() => {
    const place = { classId, subjectId, semester };
    const show = (answer: Edited): BatchAnswer => {
      const touched = new Map(answer.rows.map((row) => [row.enrollmentId, row]));
      latest.current.replace((now) => {
        if (now.classId !== classId || now.subjectId !== subjectId || now.semester !== semester) return now;
        return { ...now, rows: now.rows.map((row) => touched.get(row.enrollmentId) ?? row) };
      });
      return { changed: answer.step?.cells ?? 0, refused: answer.refused.map(refusedCell) };
    };
    return {
      async check(cells) {
        const answer = await call('gradebook.checkMarks', { ...place, changes: changesOf(cells) });
        return answer.cells.filter(({ verdict }) => verdict === 'refused').map(refusedCell);
      },
      async apply(cells, kind) {
        const changes = changesOf(cells);
        // Asked once for the whole block, before anything is written.
        const asking = changes.filter((change) => reasonNeeded(latest.current.sheet, change)).length;
        const reason = asking === 0 ? undefined : await askChangeReason(sheetKey, '', asking);
        return show(await call('gradebook.setMarks', { ...place, changes, kind, reason }));
      },
      async undo() {
        const answer = await call('gradebook.undo', place);
        return answer.step === null ? null : show(answer);
      },
      async redo() {
        const answer = await call('gradebook.redo', place);
        return answer.step === null ? null : show(answer);
      },
    };
  }, [classId, subjectId, semester, sheetKey]);
}

/** Whether the cell was locked once and holds something (see the sheet's reasonNeeded). */
function reasonNeeded(sheet: GradebookSheet, { enrollmentId, column }: { readonly enrollmentId: EnrollmentId; readonly column: MarkColumn }): boolean {
  const cell = sheet.rows.find((row) => row.enrollmentId === enrollmentId)?.cells[column];
  return sheet.reasonNeeded.includes(column) && cell !== undefined && cell.state !== 'empty';
}

function changesOf(cells: readonly PlacedText[]) {
  return cells.map(({ place, text }) => ({ enrollmentId: place.row as EnrollmentId, column: place.column as MarkColumn, text }));
}

function refusedCell({ enrollmentId, column, after, error }: CellVerdict): RefusedCell {
  return { place: { row: enrollmentId, column }, text: after, error };
}
