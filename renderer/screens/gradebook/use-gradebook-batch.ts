import { useEffect, useMemo, useRef } from 'react';
import type { CellVerdict, Edited, GradebookSheet } from '#core/contract/gradebook.ts';
import type { MarkColumn } from '#core/contract/shared.ts';
import type { EnrollmentId } from '#core/values/ids.ts';
import type { BatchAnswer, GridBatch, PlacedText, RefusedCell } from '../../grid/grid-batch.ts';
import { call } from '../../state/office.ts';
import type { QueryState } from '../../state/use-query.ts';

/** Blocks of a gradebook sheet: written, undone and redone by the office, the touched rows shown at once. */
export function useGradebookBatch({ classId, subjectId, semester }: GradebookSheet, query: Pick<QueryState<GradebookSheet>, 'replace'>): GridBatch {
  const latest = useRef(query);
  useEffect(() => {
    latest.current = query;
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
      apply: async (cells, kind) => show(await call('gradebook.setMarks', { ...place, changes: changesOf(cells), kind })),
      async undo() {
        const answer = await call('gradebook.undo', place);
        return answer.step === null ? null : show(answer);
      },
      async redo() {
        const answer = await call('gradebook.redo', place);
        return answer.step === null ? null : show(answer);
      },
    };
  }, [classId, subjectId, semester]);
}

function changesOf(cells: readonly PlacedText[]) {
  return cells.map(({ place, text }) => ({ enrollmentId: place.row as EnrollmentId, column: place.column as MarkColumn, text }));
}

function refusedCell({ enrollmentId, column, after, error }: CellVerdict): RefusedCell {
  return { place: { row: enrollmentId, column }, text: after, error };
}
