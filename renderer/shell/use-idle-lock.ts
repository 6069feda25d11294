import { useEffect } from 'react';
import { call } from '../state/office.ts';

/** Asks the office to lock after `minutes` without a key, a click or a wheel. The office locks by itself too, should the page fail to. */
export function useIdleLock(minutes: number | null): void {
  useEffect(() => {
    if (minutes === null) return undefined;
    let last = Date.now();
    const touched = () => (last = Date.now());
    const kinds = ['keydown', 'pointerdown', 'wheel'] as const;
    for (const kind of kinds) window.addEventListener(kind, touched, { capture: true, passive: true });
    const timer = setInterval(() => {
      if (Date.now() - last >= minutes * 60_000) call('session.lock', {}).catch(() => undefined);
    }, 5000);
    return () => {
      clearInterval(timer);
      for (const kind of kinds) window.removeEventListener(kind, touched, { capture: true });
    };
  }, [minutes]);
}
