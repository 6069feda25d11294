import { useState } from 'react';
import type { MethodOutput } from '#core/contract/index.ts';
import { roles as roleOrder } from '#core/contract/method.ts';
import type { SessionState } from '#core/contract/session.ts';
import { commonTexts } from '#core/text/common.ts';
import { doorsTexts } from '#core/text/doors.ts';
import { shellTexts } from '#core/text/shell.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { PasswordField, TextField } from '../../components/field.tsx';
import { LanguageSwitch } from '../../components/language-switch.tsx';
import { QueryView } from '../../components/loading.tsx';
import { useNavigation } from '../../state/navigation.ts';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { useTitle } from '../../state/use-title.ts';

/** Who sits here. In the training school one click is enough; in a real one it never is. */
export function SignInScreen({ state, onCheck, onHandOff }: { readonly state: SessionState & { readonly school: NonNullable<SessionState['school']> }; readonly onCheck: () => void; readonly onHandOff: () => void }) {
  const texts = useTexts(doorsTexts);
  const shell = useTexts(shellTexts);
  const common = useTexts(commonTexts);
  const accounts = useQuery('session.accounts', {}, ['users']);
  const signIn = useCommand('session.signIn');
  const leave = useCommand('setup.closeSchool');
  const [userName, setUserName] = useState('');
  const [password, setPassword] = useState('');
  useTitle(texts.signIn);

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
          {state.school.training ? (
            <QueryView query={accounts}>
              {({ accounts: list, practicePassword }) => (
                <>
                  <p>{texts.signInTraining(practicePassword ?? '')}</p>
                  <ul className="accounts" aria-label={texts.accounts}>
                    {[...list].sort(byRole).map((account) => (
                      <li key={account.userName}>
                        <button type="button" className="account" disabled={signIn.busy} onClick={() => enter(account.userName, practicePassword ?? '')}>
                          <strong>{account.displayName}</strong>
                          <span className="soft small">{account.roles.map((role) => common.roles[role]).join(', ')}</span>
                        </button>
                      </li>
                    ))}
                  </ul>
                  <ErrorText error={signIn.error} />
                </>
              )}
            </QueryView>
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
          <ErrorText error={leave.error} />
          <div className="row">
            <button type="button" className="text-button" disabled={leave.busy} onClick={() => void leave.run({})}>
              {shell.leaveSchool}
            </button>
            <button type="button" className="text-button" onClick={onCheck}>
              {texts.check}
            </button>
            <button type="button" className="text-button" onClick={onHandOff}>
              {texts.handOff}
            </button>
            <LanguageSwitch />
          </div>
        </div>
      </main>
    </>
  );
}

type Account = MethodOutput<'session.accounts'>['accounts'][number];

/** The clerk first: the training year begins there. Then as the record goes from hand to hand. */
function byRole(a: Account, b: Account): number {
  const place = ({ roles }: Account) => roleOrder.findLastIndex((role) => roles.includes(role));
  return place(a) - place(b) || a.displayName.localeCompare(b.displayName, 'vi', { numeric: true });
}
