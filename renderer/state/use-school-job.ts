import { useCallback, useEffect, useState } from 'react';
import type { JobId } from '#core/values/ids.ts';
import { bridge, call, CallError } from './office.ts';
import type { Feature } from './use-query.ts';

type Course = { readonly state: 'running' | 'done' | 'stopped'; readonly jobId: JobId | null; /** Something was entered since it was begun. */ readonly changed: boolean; readonly error: CallError | null };

/**
 * Work over the whole school that begins when its screen is opened and may be begun anew; one at a time. `features`: whose changes make what it found old.
 * `features` and `finished` must stay the same from one drawing to the next.
 */
export function useSchoolJob(method: 'results.computeSchool' | 'quality.checkSchool', features: readonly Feature[], finished: (job: JobId) => void) {
  const [course, setCourse] = useState<Course>({ state: 'running', jobId: null, changed: false, error: null });
  const change = useCallback((next: Partial<Course>) => setCourse((old) => ({ ...old, ...next })), []);
  const begin = useCallback(
    () =>
      call(method, {}).then(
        ({ jobId }) => change({ jobId }),
        (failure: unknown) => change({ state: 'stopped', error: failure instanceof CallError ? failure : null }),
      ),
    [method, change],
  );
  const start = useCallback(() => {
    change({ state: 'running', changed: false, error: null });
    void begin();
  }, [begin, change]);
  useEffect(() => void begin(), [begin]);
  useEffect(
    () =>
      bridge().listen((event) => {
        if (event.name === 'data.changed' && event.payload.features.some((feature) => features.includes(feature))) change({ changed: true });
      }),
    [features, change],
  );
  const ended = useCallback(
    (job: { readonly id: JobId; readonly state: string }) => {
      if (job.state === 'done') finished(job.id);
      change({ state: job.state === 'done' ? 'done' : 'stopped' });
    },
    [finished, change],
  );
  return { ...course, start, ended };
}
