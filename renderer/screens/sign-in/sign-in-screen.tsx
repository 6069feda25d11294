import { useState } from 'react';
import type { SessionState } from '#core/contract/session.ts';
import { commonTexts } from '#core/text/common.ts';
import { doorsTexts } from '#core/text/doors.ts';
import { shellTexts } from '#core/text/shell.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { PasswordField, TextField } from '../../components/field.tsx';
import { useNavigation } from '../../state/navigation.ts';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';

/** Who sits here. In the training school one click is enough; in a real one it never is. */
export function SignInScreen({ state }: { readonly state: SessionState & { readonly school: NonNullable<SessionState['school']> } }) {
  const texts = useTexts(doorsTexts);
  const shell = useTexts(shellTexts);
  const common = useTexts(commonTexts);
  const accounts = useQuery('session.accounts', {}, ['users']);
  const signIn = useCommand('session.signIn');
  const leave = useCommand('setup.closeSchool');
  const [userName, setUserName] = useState('');
  const [password, setPassword] = useState('');
  const practicePassword = accounts.value?.practicePassword ?? null;

  function enter(name: string, word: string) {
    // Whoever comes now starts at the beginning, not where somebody else was.
    useNavigation.setState({ place: { screen: 'home' }, back: [] });
    void signIn.run({ userName: name, password: word }).then(() => setPassword(''));
  }

  return (
    <>
      {state.school.training && (
        <header>
          <p className="band">{shell.trainingBand}</p>
        </header>
      )}
      <main className="door-page">
        <div className="door-card door-card--sign-in stack">
          <div>
            <p className="soft">{state.school.name}</p>
            <h1>{texts.signInTitle}</h1>
          </div>
          {state.school.training && practicePassword !== null ? (
            <>
              <p>{texts.signInTraining(practicePassword)}</p>
              <ul className="accounts" aria-label={texts.accounts}>
                {(accounts.value?.accounts ?? []).map((account) => (
                  <li key={account.userName}>
                    <button type="button" className="account" disabled={signIn.busy} onClick={() => enter(account.userName, practicePassword)}>
                      <strong>{account.displayName}</strong>
                      <span className="soft small">{account.roles.map((role) => common.roles[role]).join(', ')}</span>
                    </button>
                  </li>
                ))}
              </ul>
              <ErrorText error={signIn.error} />
            </>
          ) : (
            <form
              className="stack"
              onSubmit={(event) => {
                event.preventDefault();
                enter(userName, password);
              }}
            >
              <p>{texts.signInReal}</p>
              <TextField label={texts.userName} value={userName} onChange={setUserName} required autoComplete="username" />
              <PasswordField label={shell.password} value={password} onChange={setPassword} required />
              <ErrorText error={signIn.error} />
              <div>
                <button type="submit" className="button button--primary button--large" disabled={signIn.busy || userName === ''}>
                  {texts.signIn}
                </button>
              </div>
            </form>
          )}
          <div>
            <button type="button" className="text-button" onClick={() => void leave.run({})}>
              {shell.leaveSchool}
            </button>
          </div>
        </div>
      </main>
    </>
  );
}
