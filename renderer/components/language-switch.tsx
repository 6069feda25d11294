import { shellTexts } from '#core/text/shell.ts';
import { useLanguage } from '../state/session-store.ts';
import { useCommand } from '../state/use-command.ts';
import { useTexts } from '../state/use-texts.ts';

/** Goes to the other language; the word on it is in that language. */
export function LanguageSwitch() {
  const texts = useTexts(shellTexts);
  const other = useLanguage() === 'vi' ? 'en' : 'vi';
  const change = useCommand('session.setLanguage');
  return (
    <button type="button" className="button button--quiet" lang={other} title={texts.languageLabel} disabled={change.busy} onClick={() => void change.run({ language: other })}>
      {texts.language}
    </button>
  );
}
