import { useEffect, useState } from 'react';
import type { Job } from '#core/contract/jobs.ts';
import { bridge, call } from './office.ts';

/** Follows one job of the office; null while nothing is known of it. `jobId` null: follow nothing. */
export function useJob(jobId: string | null): Job | null {
  const [job, setJob] = useState<Job | null>(null);
  useEffect(() => {
    if (jobId === null) return undefined;
    let gone = false;
    let heard = false;
    const stop = bridge().listen((event) => {
      if (event.name !== 'job.progressed' || event.payload.job.id !== jobId) return;
      heard = true;
      setJob(event.payload.job);
    });
    // The job may have moved, or ended, before this page began to listen.
    call('jobs.list', {}).then(
      ({ jobs }) => {
        const found = jobs.find((one) => one.id === jobId);
        if (!gone && !heard && found) setJob(found);
      },
      () => undefined,
    );
    return () => {
      gone = true;
      stop();
    };
  }, [jobId]);
  return job !== null && job.id === jobId ? job : null;
}
