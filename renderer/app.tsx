import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import type { SessionState } from '#core/contract/session.ts';
import { commonTexts } from '#core/text/common.ts';
import { doorsTexts } from '#core/text/doors.ts';
import { shellTexts } from '#core/text/shell.ts';
import { Loading } from './components/loading.tsx';
import { Message } from './components/message.tsx';
import { ScreenGuard } from './components/screen-guard.tsx';
import { DoorsScreen } from './screens/doors/doors-screen.tsx';
import { SignInScreen } from './screens/sign-in/sign-in-screen.tsx';
import { LockScreen } from './shell/lock-screen.tsx';
import { Shell } from './shell/shell.tsx';
import { useIdleLock } from './shell/use-idle-lock.ts';
import { bridge, call } from './state/office.ts';
import { useSession } from './state/session-store.ts';
import { useTexts } from './state/use-texts.ts';
import './styles/app.css';

const SignerDoor = lazy(() => import('./screens/hand-off/signer-door.tsx').then((screen) => ({ default: screen.SignerDoor })));
const CheckScreen = lazy(() => import('./screens/check/check-screen.tsx').then((screen) => ({ default: screen.CheckScreen })));

/** The whole page: which door, who sits here, and then the office. */
export function App() {
  const state = useSession((store) => store.state);
  const [unreachable, setUnreachable] = useState(false);
  const ask = useCallback(() => {
    call('session.state', {}).then(
      (next) => useSession.getState().set(next),
      () => setUnreachable(true),
    );
  }, []);
  useEffect(() => {
    ask();
    return bridge().listen((event) => {
      if (event.name === 'session.changed') useSession.getState().set(event.payload.state);
      // The school may have turned to its next year, or been renamed.
      else if (event.name === 'data.changed' && event.payload.features.includes('school')) ask();
      // The training school may have been opened by another window, or by the program's own start.
      else if (event.name === 'job.progressed' && event.payload.job.kind === 'training-school' && event.payload.job.state !== 'running') ask();
    });
  }, [ask]);
  useEffect(() => {
    document.documentElement.lang = state?.language ?? 'vi';
  }, [state?.language]);
  useIdleLock(state?.user != null && !state.locked ? state.idleMinutes : null);

  if (state === null) return unreachable ? <Unreachable onRetry={ask} /> : <Loading />;
  return (
    <ScreenGuard>
      <Inside state={state} />
    </ScreenGuard>
  );
}

/** The office never answered: without it there is nothing to show. */
function Unreachable({ onRetry }: { readonly onRetry: () => void }) {
  const texts = useTexts(shellTexts);
  const common = useTexts(commonTexts);
  return (
    <main className="door-page">
      <h1>{common.programName}</h1>
      <Message
        tone="bad"
        title={texts.notReached}
        announce="now"
        actions={
          <button type="button" className="button" onClick={onRetry}>
            {common.retry}
          </button>
        }
      >
        <p>{texts.lost}</p>
      </Message>
    </main>
  );
}

function Inside({ state }: { readonly state: SessionState }) {
  const texts = useTexts(doorsTexts);
  const shell = useTexts(shellTexts);
  const [door, setDoor] = useState<'check' | 'hand-off' | null>(null);
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
  if (door !== null) {
    return (
      <>
        {school?.training === true && (
          <header>
            <p className="band">{shell.trainingBand}</p>
          </header>
        )}
        <main className="door-check">
          <button type="button" className="button" onClick={() => setDoor(null)}>
            {texts.backToDoors}
          </button>
          <Suspense fallback={<Loading />}>
            {door === 'check' ? <CheckScreen /> : <SignerDoor />}
          </Suspense>
        </main>
      </>
    );
  }
  if (school !== null) return <SignInScreen state={{ ...state, school }} onCheck={() => setDoor('check')} onHandOff={() => setDoor('hand-off')} />;
  return <DoorsScreen state={state} onCheck={() => setDoor('check')} onHandOff={() => setDoor('hand-off')} />;
}
