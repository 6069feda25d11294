import { useEffect } from 'react';
import { call } from '../../state/office.ts';

/** So long the office may keep one question (seconds). */
const patience = 20;
/** After an error (a locked screen, an office that is gone) it is asked again so much later (milliseconds). */
const rest = 10_000;

/** While the screen waits for a token: `moved` is called whenever one was plugged in or pulled out. Nothing is watched once the screen is left. */
export function useTokenWatch(waiting: boolean, moved: () => void): void {
  useEffect(() => {
    if (!waiting) return undefined;
    const life = { over: false };
    async function attend(): Promise<void> {
      while (!life.over) {
        const answer = await call('signing.awaitTokens', { seconds: patience }).catch(() => null);
        if (life.over) return;
        if (answer === null) await new Promise((done) => setTimeout(done, rest));
        else if (answer.moved) moved();
      }
    }
    void attend();
    return () => {
      life.over = true;
      // Nobody is left to be told of a failure; the office lets go by itself soon after.
      call('signing.awaitTokens', { seconds: 0 }).catch(() => undefined);
    };
  }, [waiting, moved]);
}
