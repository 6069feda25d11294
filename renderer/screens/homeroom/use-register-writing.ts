import { useEffect, useMemo, useRef } from 'react';
import type { RegisterEdited, RegisterSheet, RegisterVerdict } from '#core/contract/registers.ts';
import type { EnrollmentId } from '#core/values/ids.ts';
import type { BatchAnswer, GridBatch, PlacedText, RefusedCell } from '../../grid/grid-batch.ts';
import type { CellPlace } from '../../grid/grid-types.ts';
import { askChangeReason, withChangeReason } from '../../state/change-reason.ts';
import { call, CallError } from '../../state/office.ts';
import type { QueryState } from '../../state/use-query.ts';

/** How a register is written: cell by cell as it is typed, and in blocks that the office does, undoes and does again. */
export type RegisterWriting = {
  /** `label`: the cell in words, where its reason has to be asked for. */
  readonly save: (cell: CellPlace, text: string, label: string) => Promise<{ readonly savedAt: string }>;
  readonly batch: GridBatch;
  /** Shows what a command of the office answered. */
  readonly show: (answer: RegisterEdited) => BatchAnswer;
};

export function useRegisterWriting(sheet: RegisterSheet, query: Pick<QueryState<RegisterSheet>, 'replace'>, sheetKey: string): RegisterWriting {
  const { classId, register, period } = sheet;
  const latest = useRef({ ...query, sheet });
  useEffect(() => {
    latest.current = { ...query, sheet };
  });
  return useMemo(() => {
    const place = { classId, register, period };
    const show = (answer: RegisterEdited): BatchAnswer => {
      const touched = new Map(answer.rows.map((row) => [row.enrollmentId, row]));
      latest.current.replace((now) => {
        if (now.classId !== classId || now.register !== register || now.period !== period || touched.size === 0) return now;
        return { ...now, rows: now.rows.map((row) => touched.get(row.enrollmentId) ?? row), totals: answer.totals };
      });
      return { changed: answer.step?.cells ?? 0, refused: answer.refused.map(refusedCell) };
    };
    const setOne = async (cell: CellPlace, text: string, reason: string | undefined) => {
      const answer = await call('registers.set', { ...place, changes: changesOf([{ place: cell, text }]), kind: 'edit', reason });
      const error = answer.refused[0]?.error ?? null;
      // A typed cell that is refused is an error of that cell, told where it stands.
      if (error !== null) throw new CallError({ ...error, correlationId: 'page' });
      show(answer);
      return answer;
    };
    return {
      show,
      save: (cell, text, label) => withChangeReason(sheetKey, label, (reason) => setOne(cell, text, reason)),
      batch: {
        async check(cells) {
          const answer = await call('registers.check', { ...place, changes: changesOf(cells) });
          return answer.cells.filter(({ verdict }) => verdict === 'refused').map(refusedCell);
        },
        async apply(cells, kind) {
          // Asked once for the whole block, before anything is written.
          const asking = cells.filter((cell) => reasonNeeded(latest.current.sheet, cell)).length;
          const reason = asking === 0 ? undefined : await askChangeReason(sheetKey, '', asking);
          return show(await call('registers.set', { ...place, changes: changesOf(cells), kind, reason }));
        },
        async undo() {
          const answer = await call('registers.undo', place);
          return answer.step === null ? null : show(answer);
        },
        async redo() {
          const answer = await call('registers.redo', place);
          return answer.step === null ? null : show(answer);
        },
      },
    };
  }, [classId, register, period, sheetKey]);
}

/** Whether the cell was locked once and holds something (see the sheet's reasonNeeded). */
function reasonNeeded(sheet: RegisterSheet, { place }: PlacedText): boolean {
  const text = sheet.rows.find((row) => row.enrollmentId === place.row)?.cells[place.column]?.text ?? '';
  return text !== '' && sheet.reasonNeeded.includes(place.column);
}

function changesOf(cells: readonly PlacedText[]) {
  return cells.map(({ place, text }) => ({ enrollmentId: place.row as EnrollmentId, column: place.column, text }));
}

function refusedCell({ enrollmentId, column, after, error }: RegisterVerdict): RefusedCell {
  return { place: { row: enrollmentId, column }, text: after, error };
}
