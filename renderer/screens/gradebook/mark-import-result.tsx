import { errorText } from '#core/text/errors.ts';
import { locksTexts } from '#core/text/locks.ts';
import { markFileTexts } from '#core/text/mark-files.ts';
import { Message } from '../../components/message.tsx';
import { useLanguage } from '../../state/session-store.ts';
import { useTexts } from '../../state/use-texts.ts';
import type { MarkImport } from './use-mark-import.ts';

/** What was written, or taken back; what stayed as it was is told cell by cell. */
export function MarkImportResult({ flow }: { readonly flow: MarkImport }) {
  const texts = useTexts(markFileTexts);
  const language = useLanguage();
  const names = useTexts(locksTexts).columns;
  const sheets = flow.undone ?? flow.result?.sheets ?? [];
  const cells = sheets.reduce((sum, sheet) => sum + sheet.cells, 0);
  const refused = sheets.flatMap((sheet) => sheet.refused);
  const { result } = flow;
  return (
    <Message
      tone="good"
      title={flow.undone === null ? texts.applied(cells, sheets.length) : texts.undoDone(cells)}
      announce="later"
      actions={
        flow.undone === null &&
        result !== null && (
          <button type="button" className="button" disabled={flow.busy !== null} onClick={() => void flow.undo(result.importId)}>
            {flow.busy === 'undoing' ? texts.undoing : texts.undo}
          </button>
        )
      }
    >
      {sheets.length > 1 && (
        <ul className="mark-import__list">
          {sheets.map(({ target, cells: written }) => (
            <li key={`${target.classId} ${target.subjectId} ${target.semester}`}>{texts.appliedSheet(texts.partLabel(target.subjectName, target.className, target.semester), written)}</li>
          ))}
        </ul>
      )}
      {refused.length > 0 && <p>{flow.undone === null ? texts.appliedRefused(refused.length) : texts.undoKept(refused.length)}</p>}
      {flow.undone !== null && (
        <ul className="mark-import__list">
          {refused.slice(0, 20).map(({ enrollmentId, column, fullName, error }) => {
            const words = error === null ? null : errorText(language, error);
            return (
              <li key={`${enrollmentId} ${column}`}>
                {fullName}, {names[column]}: {words === null ? texts.refused : `${words.what} ${words.why}`}
              </li>
            );
          })}
        </ul>
      )}
    </Message>
  );
}
