import { useEffect, useState } from 'react';
import type { SessionState } from '#core/contract/session.ts';
import { commonTexts } from '#core/text/common.ts';
import { shellTexts } from '#core/text/shell.ts';
import { Icon } from '../components/icons.tsx';
import { LanguageSwitch } from '../components/language-switch.tsx';
import { useNavigation } from '../state/navigation.ts';
import { useCommand } from '../state/use-command.ts';
import { useTexts } from '../state/use-texts.ts';
import { ChangePassword } from './change-password.tsx';
import { PastBand, YearChoice } from './year-choice.tsx';

/** Which school and year this is, who sits here, and the way back or out. */
export function Head({ school, user, locked }: { readonly school: NonNullable<SessionState['school']>; readonly user: NonNullable<SessionState['user']>; readonly locked: boolean }) {
  const texts = useTexts(shellTexts);
  const common = useTexts(commonTexts);
  const mayGoBack = useNavigation(({ back }) => back.length > 0);
  const goBack = useNavigation((store) => store.goBack);
  const lock = useCommand('session.lock');
  const signOut = useCommand('session.signOut');
  const [changing, setChanging] = useState(false);

  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (event.key !== 'ArrowLeft' || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || locked) return;
      // In a browser the same keys would leave the program.
      event.preventDefault();
      goBack();
    }
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [goBack, locked]);

  return (
    <header className="top">
      {school.training && <p className="band">{texts.trainingBand}</p>}
      <PastBand school={school} />
      <div className="head">
        <div className="head__school">
          <button type="button" className="button button--quiet" disabled={!mayGoBack} title={texts.backKeys} onClick={goBack}>
            <Icon name="left" size={16} />
            {common.back}
          </button>
          <strong>{school.name}</strong>
          <YearChoice school={school} />
        </div>
        <div className="row">
          <p className="head__user">
            {user.displayName}
            <span className="soft small">{user.roles.map((role) => common.roles[role]).join(', ')}</span>
          </p>
          <LanguageSwitch />
          {/* The training accounts share one password that the sign-in screen tells: it stays what it is. */}
          {!school.training && (
            <button type="button" className="button button--quiet" onClick={() => setChanging(true)}>
              {texts.changePassword}
            </button>
          )}
          <button type="button" className="button button--quiet" disabled={lock.busy} onClick={() => void lock.run({})}>
            {texts.lock}
          </button>
          <button type="button" className="button button--quiet" disabled={signOut.busy} onClick={() => void signOut.run({})}>
            {texts.signOut}
          </button>
        </div>
      </div>
      {changing && <ChangePassword onDone={() => setChanging(false)} />}
    </header>
  );
}
