import { useCallback, useEffect, useState } from 'react';
import { create } from 'zustand';
import type { JobId } from '#core/values/ids.ts';
import { bridge, call, CallError } from '../../state/office.ts';

/** The last check that was finished stays to be looked at while the next is under way, also after a visit to the field that was mended. */
const useLastCheck = create<{ readonly doneJob: JobId | null }>(() => ({ doneJob: null }));

type Check = { readonly state: 'running' | 'done' | 'stopped'; readonly jobId: JobId | null; /** Something was entered since it was begun. */ readonly changed: boolean; readonly error: CallError | null };

/** Checks the whole school when its list is opened; one check at a time. */
export function useSchoolCheck() {
  const doneJob = useLastCheck((store) => store.doneJob);
  const [check, setCheck] = useState<Check>({ state: 'running', jobId: null, changed: false, error: null });
  const change = useCallback((next: Partial<Check>) => setCheck((old) => ({ ...old, ...next })), []);
  const begin = useCallback(
    () =>
      call('quality.checkSchool', {}).then(
        ({ jobId }) => change({ jobId }),
        (failure: unknown) => change({ state: 'stopped', error: failure instanceof CallError ? failure : null }),
      ),
    [change],
  );
  const start = useCallback(() => {
    change({ state: 'running', changed: false, error: null });
    void begin();
  }, [begin, change]);
  useEffect(() => void begin(), [begin]);
  useEffect(
    () =>
      bridge().listen((event) => {
        if (event.name === 'data.changed' && event.payload.features.some((feature) => feature === 'pupils' || feature === 'gradebook' || feature === 'homeroom' || feature === 'school')) change({ changed: true });
      }),
    [change],
  );
  const ended = useCallback(
    (job: { readonly id: JobId; readonly state: string }) => {
      if (job.state === 'done') useLastCheck.setState({ doneJob: job.id });
      change({ state: job.state === 'done' ? 'done' : 'stopped' });
    },
    [change],
  );
  return { ...check, doneJob, start, ended };
}
