import type { GradebookSheet } from '#core/contract/gradebook.ts';
import { gridTexts } from '#core/text/gradebook.ts';
import { errorText } from '#core/text/errors.ts';
import { useState } from 'react';
import type { PasteQuestion } from '../../grid/grid-batch.ts';
import { notify } from '../../state/notices.ts';
import { bridge, call, CallError, chooseFile } from '../../state/office.ts';
import { useLanguage } from '../../state/session-store.ts';
import { useTexts } from '../../state/use-texts.ts';

/** The sheet out to Excel, and a workbook in: looked at first, then written as one step that can be undone. */
export function MarkFileButtons({ sheet, onRead }: { readonly sheet: Pick<GradebookSheet, 'classId' | 'subjectId' | 'semester' | 'mayEdit'>; readonly onRead: (question: PasteQuestion) => void }) {
  const texts = useTexts(gridTexts);
  const language = useLanguage();
  const [busy, setBusy] = useState(false);
  const { classId, subjectId, semester } = sheet;

  async function run(work: () => Promise<void>) {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      const words = errorText(language, error.data);
      notify('bad', `${words.what} ${words.why} ${words.todo}`);
    } finally {
      setBusy(false);
    }
  }

  const save = (only: typeof subjectId | null) =>
    run(async () => {
      const { file, name } = await call('gradebook.workbook', { classId, subjectId: only, semester });
      if (await bridge().saveFile(file, name)) notify('good', texts.savedAs(name));
    });

  const read = () =>
    run(async () => {
      const chosen = await chooseFile(['xlsx', 'xls']);
      if (chosen === null) return;
      const { cells, unmatched, converted } = await call('gradebook.readWorkbook', { classId, subjectId, semester, file: chosen.file });
      const notes = [...(unmatched.length === 0 ? [] : [texts.importUnmatched(unmatched.join(', '))]), ...(converted === null ? [] : [texts.importConverted(converted.before, converted.after)])];
      const changing = cells.filter(({ verdict }) => verdict !== 'same');
      if (changing.length === 0 && notes.length === 0) {
        notify('info', texts.importNothing);
        return;
      }
      const placed = changing.map(({ enrollmentId, column, after, error }) => ({ place: { row: enrollmentId, column }, text: after, error }));
      onRead({ kind: 'import', notes, cells: placed.map(({ place, text }) => ({ place, text })), refused: placed.filter((_, index) => changing[index]?.verdict === 'refused'), skipped: 0 });
    });

  return (
    <>
      <button type="button" className="button button--small" disabled={busy} onClick={() => void save(subjectId)}>
        {texts.toExcel}
      </button>
      <button type="button" className="button button--small" disabled={busy} onClick={() => void save(null)}>
        {texts.classToExcel}
      </button>
      {sheet.mayEdit && (
        <button type="button" className="button button--small" disabled={busy} onClick={() => void read()}>
          {texts.fromExcel}
        </button>
      )}
    </>
  );
}
