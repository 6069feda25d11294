import type { GradebookSheet } from '#core/contract/gradebook.ts';
import { markFileTexts } from '#core/text/mark-files.ts';
import { useState } from 'react';
import { ErrorText } from '../../components/error-text.tsx';
import { call } from '../../state/office.ts';
import { useOfficeFile } from '../../state/use-office-file.ts';
import { useTexts } from '../../state/use-texts.ts';
import { MarkImportDialog } from './mark-import-dialog.tsx';

/** The sheet, or all sheets of the class, out to Excel; a workbook in. */
export function MarkFileButtons({ sheet }: { readonly sheet: Pick<GradebookSheet, 'classId' | 'className' | 'subjectId' | 'semester' | 'mayEdit'> }) {
  const texts = useTexts(markFileTexts);
  const files = useOfficeFile();
  const [importing, setImporting] = useState(false);
  const { classId, subjectId, semester } = sheet;

  const save = (only: typeof subjectId | null) => files.save(() => call('markFiles.write', { classId, subjectId: only, semester }), texts.savedAs);

  return (
    <>
      <button type="button" className="button button--small" disabled={files.busy} onClick={() => void save(subjectId)}>
        {texts.toExcel}
      </button>
      <button type="button" className="button button--small" disabled={files.busy} onClick={() => void save(null)}>
        {texts.classToExcel}
      </button>
      {sheet.mayEdit && (
        <button type="button" className="button button--small" onClick={() => setImporting(true)}>
          {texts.fromExcel}
        </button>
      )}
      <ErrorText error={files.error} />
      {importing && <MarkImportDialog sheet={sheet} onClose={() => setImporting(false)} />}
    </>
  );
}
