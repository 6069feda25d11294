import { useState } from 'react';
import type { SessionState } from '#core/contract/session.ts';
import { shellTexts } from '#core/text/shell.ts';
import { ErrorText } from '../components/error-text.tsx';
import { PasswordField } from '../components/field.tsx';
import { useCommand } from '../state/use-command.ts';
import { useTexts } from '../state/use-texts.ts';

/** Covers the program until its user is back. The screen underneath stays as it was. */
export function LockScreen({ state }: { readonly state: SessionState }) {
  const texts = useTexts(shellTexts);
  const unlock = useCommand('session.unlock');
  const signOut = useCommand('session.signOut');
  const [password, setPassword] = useState('');
  return (
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
        <PasswordField label={texts.password} value={password} onChange={setPassword} />
        <ErrorText error={unlock.error} />
        <div className="row row--between">
          <button type="button" className="button" onClick={() => void signOut.run({})}>
            {texts.otherUser}
          </button>
          <button type="submit" className="button button--primary" disabled={unlock.busy}>
            {texts.unlock}
          </button>
        </div>
      </form>
    </main>
  );
}
