import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { commonTexts, formatMoment } from '#core/text/common.ts';
import { gridTexts } from '#core/text/gradebook.ts';
import { useErrorText } from '../components/error-text.tsx';
import { useNavigation } from '../state/navigation.ts';
import { useLanguage } from '../state/session-store.ts';
import { useTexts } from '../state/use-texts.ts';
import { retryFailed, saveQueue } from './save-queue.ts';

/** Whether everything typed is with the office, and if not, which cells and why, each with the way to it. */
export function SaveStatus() {
  const texts = useTexts(gridTexts);
  const common = useTexts(commonTexts);
  const language = useLanguage();
  const errorWords = useErrorText();
  const { entries, savedAt, lastFailed } = useStore(saveQueue);
  const failed = [...entries.values()].filter((cell) => cell.state === 'failed');
  const busy = useLasting(entries.size > failed.length);
  const told = lastFailed === null ? undefined : entries.get(lastFailed);
  const toldWords = told === undefined ? null : errorWords(told.error);

  return (
    <div className="save-status">
      <output className="save-status__line" data-state={busy ? 'busy' : failed.length > 0 ? 'failed' : 'saved'}>
        {busy ? common.saving : failed.length > 0 ? texts.unsaved(failed.length) : savedAt === null ? texts.neverSaved : texts.savedAt(formatMoment(savedAt, language).slice(0, 5))}
      </output>
      <span role="alert" className="visually-hidden">
        {told !== undefined && toldWords !== null && texts.cellNotSaved(told.label, `${toldWords.what} ${toldWords.todo}`)}
      </span>
      {failed.length > 0 && (
        <details className="save-status__failed">
          <summary>{common.open}</summary>
          <div className="save-status__box">
            <ul>
              {failed.map((cell) => {
                const words = errorWords(cell.error);
                return (
                  <li key={cell.key}>
                    <span>
                      <strong>{cell.label}</strong> “{cell.text.slice(0, 40)}”: {words.what} {words.todo}
                    </span>
                    <button
                      type="button"
                      className="text-button"
                      onClick={(event) => {
                        event.currentTarget.closest('details')?.removeAttribute('open');
                        useNavigation.getState().go(cell.place);
                      }}
                    >
                      {texts.goToCell}
                    </button>
                  </li>
                );
              })}
            </ul>
            <button type="button" className="button" onClick={() => retryFailed()}>
              {texts.saveAgain}
            </button>
          </div>
        </details>
      )}
    </div>
  );
}

/** True once `now` has been true for 400 ms: a quick save shows no "saving". */
function useLasting(now: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!now) return undefined;
    const timer = setTimeout(() => setLate(true), 400);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [now]);
  return now && late;
}
