import { lazy, Suspense, useEffect, useState } from 'react';
import type { SessionState } from '#core/contract/session.ts';
import { doorsTexts } from '#core/text/doors.ts';
import { Loading } from './components/loading.tsx';
import { DoorsScreen } from './screens/doors/doors-screen.tsx';
import { SignInScreen } from './screens/sign-in/sign-in-screen.tsx';
import { LockScreen } from './shell/lock-screen.tsx';
import { Shell } from './shell/shell.tsx';
import { useIdleLock } from './shell/use-idle-lock.ts';
import { bridge, call } from './state/office.ts';
import { useSession } from './state/session-store.ts';
import { useTexts } from './state/use-texts.ts';
import './styles/app.css';

const CheckScreen = lazy(() => import('./screens/check/check-screen.tsx').then((screen) => ({ default: screen.CheckScreen })));

/** The whole page: which door, who sits here, and then the office. */
export function App() {
  const state = useSession((store) => store.state);
  useEffect(() => {
    const set = (next: SessionState) => useSession.getState().set(next);
    const ask = () => call('session.state', {}).then(set, () => undefined);
    void ask();
    return bridge().listen((event) => {
      if (event.name === 'session.changed') set(event.payload.state);
      // The training school may have been opened by another window, or by the program's own start.
      else if (event.name === 'job.progressed' && event.payload.job.kind === 'training-school' && event.payload.job.state !== 'running') void ask();
    });
  }, []);
  useEffect(() => {
    document.documentElement.lang = state?.language ?? 'vi';
  }, [state?.language]);
  useIdleLock(state?.user != null && !state.locked ? state.idleMinutes : null);

  if (state === null) return <Loading />;
  return <Inside state={state} />;
}

function Inside({ state }: { readonly state: SessionState }) {
  const texts = useTexts(doorsTexts);
  const [checking, setChecking] = useState(false);
  const { school, user } = state;
  if (school !== null && user !== null) {
    // The shell stays mounted under the lock: what was being typed is still there afterwards.
    return (
      <>
        <div className="office" hidden={state.locked}>
          <Shell state={{ ...state, school, user }} />
        </div>
        {state.locked && <LockScreen state={state} />}
      </>
    );
  }
  if (checking) {
    return (
      <main className="door-check">
        <button type="button" className="button" onClick={() => setChecking(false)}>
          {texts.backToDoors}
        </button>
        <Suspense fallback={<Loading />}>
          <CheckScreen />
        </Suspense>
      </main>
    );
  }
  if (school !== null) return <SignInScreen state={{ ...state, school }} />;
  return <DoorsScreen state={state} onCheck={() => setChecking(true)} />;
}
