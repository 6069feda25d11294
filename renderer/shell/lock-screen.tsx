import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { SessionState } from '#core/contract/session.ts';
import { shellTexts } from '#core/text/shell.ts';
import { ErrorText } from '../components/error-text.tsx';
import { PasswordField } from '../components/field.tsx';
import { useCommand } from '../state/use-command.ts';
import { useQuery } from '../state/use-query.ts';
import { useTexts } from '../state/use-texts.ts';
import { useTitle } from '../state/use-title.ts';

/**
 * Covers the program until its user is back. The screen underneath stays as it was, down to the field that had the focus. It is a modal dialog itself: a
 * question that was open on the screen would else keep the keyboard.
 */
export function LockScreen({ state }: { readonly state: SessionState }) {
  const texts = useTexts(shellTexts);
  const training = state.school?.training === true;
  const accounts = useQuery('session.accounts', training ? {} : null);
  const unlock = useCommand('session.unlock');
  const signOut = useCommand('session.signOut');
  const [password, setPassword] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const before = useRef<Element | null>(null);
  const dialog = useRef<HTMLDialogElement>(null);
  useTitle(texts.locked);
  useLayoutEffect(() => {
    before.current = document.activeElement;
    dialog.current?.showModal();
    field.current?.focus();
  }, []);
  // After the screen underneath is visible again: what is hidden cannot take the focus.
  useEffect(
    () => () => {
      if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus();
    },
    [],
  );
  const practicePassword = accounts.value?.practicePassword ?? null;
  return (
    // Nothing but the password closes it.
    <dialog ref={dialog} className="lock-screen" aria-label={texts.locked} onCancel={(event) => event.preventDefault()} onClose={() => dialog.current?.showModal()}>
      {training && (
        <header>
          <p className="band">{texts.trainingBand}</p>
        </header>
      )}
      <main className="door-page">
        <form
          className="door-card stack"
          onSubmit={(event) => {
            event.preventDefault();
            void unlock.run({ password }).then(() => setPassword(''));
          }}
        >
          <h1>{texts.locked}</h1>
          <p>{texts.lockedText(state.user?.displayName ?? '')}</p>
          <PasswordField inputRef={field} label={texts.password} value={password} onChange={setPassword} hint={practicePassword === null ? undefined : texts.practicePassword(practicePassword)} />
          <ErrorText error={unlock.error ?? signOut.error} />
          <div className="row row--between">
            <button type="button" className="button" disabled={signOut.busy} onClick={() => void signOut.run({})}>
              {texts.otherUser}
            </button>
            <button type="submit" className="button button--primary" disabled={unlock.busy}>
              {texts.unlock}
            </button>
          </div>
        </form>
      </main>
    </dialog>
  );
}
