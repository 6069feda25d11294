import { useEffect, useLayoutEffect, useRef } from 'react';
import type { EventPayload } from '#core/contract/events.ts';
import { bridge } from '../state/office.ts';
import { saveQueue } from './save-queue.ts';

type Feature = EventPayload<'data.changed'>['features'][number];

/**
 * Asks for a sheet again when somebody changed it, but not after every cell this window saves: it waits until nothing was changed for
 * a moment and nothing is on its way.
 */
export function useCalmReload(features: readonly Feature[], query: { reload(): void }): void {
  const latest = useRef(query);
  useLayoutEffect(() => {
    latest.current = query;
  });
  const watched = features.join();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const plan = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if ([...saveQueue.getState().entries.values()].some((cell) => cell.state !== 'failed')) plan();
        else latest.current.reload();
      }, 500);
    };
    const stop = bridge().listen((event) => {
      if (event.name === 'data.changed' && event.payload.features.some((feature) => watched.split(',').includes(feature))) plan();
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [watched]);
}
