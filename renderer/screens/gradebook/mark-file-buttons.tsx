import type { GradebookSheet } from '#core/contract/gradebook.ts';
import { errorText } from '#core/text/errors.ts';
import { markFileTexts } from '#core/text/mark-files.ts';
import { useState } from 'react';
import { notify } from '../../state/notices.ts';
import { bridge, call, CallError } from '../../state/office.ts';
import { useLanguage } from '../../state/session-store.ts';
import { useTexts } from '../../state/use-texts.ts';
import { MarkImportDialog } from './mark-import-dialog.tsx';

/** The sheet, or all sheets of the class, out to Excel; a workbook in. */
export function MarkFileButtons({ sheet }: { readonly sheet: Pick<GradebookSheet, 'classId' | 'className' | 'subjectId' | 'semester' | 'mayEdit'> }) {
  const texts = useTexts(markFileTexts);
  const language = useLanguage();
  const [busy, setBusy] = useState(false);
  const [importing, setImporting] = useState(false);
  const { classId, subjectId, semester } = sheet;

  async function save(only: typeof subjectId | null) {
    setBusy(true);
    try {
      const { file, name } = await call('markFiles.write', { classId, subjectId: only, semester });
      if (await bridge().saveFile(file, name)) notify('good', texts.savedAs(name));
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      const words = errorText(language, error.data);
      notify('bad', `${words.what} ${words.why} ${words.todo}`);
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      <button type="button" className="button button--small" disabled={busy} onClick={() => void save(subjectId)}>
        {texts.toExcel}
      </button>
      <button type="button" className="button button--small" disabled={busy} onClick={() => void save(null)}>
        {texts.classToExcel}
      </button>
      {sheet.mayEdit && (
        <button type="button" className="button button--small" onClick={() => setImporting(true)}>
          {texts.fromExcel}
        </button>
      )}
      {importing && <MarkImportDialog sheet={sheet} onClose={() => setImporting(false)} />}
    </>
  );
}
