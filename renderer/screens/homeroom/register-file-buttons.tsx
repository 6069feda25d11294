import type { RegisterSheet } from '#core/contract/registers.ts';
import { markFileTexts } from '#core/text/mark-files.ts';
import { ErrorText } from '../../components/error-text.tsx';
import type { PasteQuestion } from '../../grid/grid-batch.ts';
import { notify } from '../../state/notices.ts';
import { bridge, call, chooseFile } from '../../state/office.ts';
import { useAct } from '../../state/use-act.ts';
import { spreadsheetExtensions } from '../../state/use-choose-file.ts';
import { useTexts } from '../../state/use-texts.ts';

/** The register out to Excel, and what was filled in there: looked at first, then written as one step that can be undone. */
export function RegisterFileButtons({ sheet, onRead }: { readonly sheet: Pick<RegisterSheet, 'classId' | 'register' | 'period' | 'mayEdit'>; readonly onRead: (question: PasteQuestion) => void }) {
  const texts = useTexts(markFileTexts);
  const { busy, error, run } = useAct();
  const place = { classId: sheet.classId, register: sheet.register, period: sheet.period };

  async function save() {
    const { file, name } = await call('registerFiles.write', place);
    if (await bridge().saveFile(file, name)) notify('good', texts.savedAs(name));
  }

  async function read() {
    const chosen = await chooseFile(spreadsheetExtensions);
    if (chosen === null) return;
    const { cells, strangers, converted } = await call('registerFiles.preview', { ...place, file: chosen.file });
    const notes = strangers.map(({ name, row, why }) => `${texts.strangerLine(name, row)}: ${texts.strangerWhy[why]}.`);
    if (cells.length === 0 && notes.length === 0) {
      notify('info', texts.blockNothing);
      return;
    }
    const placed = cells.map(({ verdict, enrollmentId, column, after, error: why }) => ({ place: { row: enrollmentId, column }, text: after, error: why, isRefused: verdict === 'refused' }));
    onRead({ kind: 'import', notes, cells: placed.map(({ place: at, text }) => ({ place: at, text })), converted, refused: placed.filter(({ isRefused }) => isRefused), skipped: 0 });
  }

  return (
    <>
      <button type="button" className="button button--small" disabled={busy} onClick={() => void run(save)}>
        {texts.toExcel}
      </button>
      {sheet.mayEdit && (
        <button type="button" className="button button--small" disabled={busy} onClick={() => void run(read)}>
          {texts.fromExcel}
        </button>
      )}
      <ErrorText error={error} />
    </>
  );
}
