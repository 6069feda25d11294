import { useEffect, useState } from 'react';
import type { Job } from '#core/contract/jobs.ts';
import { shellTexts } from '#core/text/shell.ts';
import { JobBar } from '../components/job-progress.tsx';
import { bridge, call } from '../state/office.ts';
import { useTexts } from '../state/use-texts.ts';

/** Work in the background, wherever the user is. Ended work disappears; its screen tells how it ended. */
export function JobTray() {
  const texts = useTexts(shellTexts);
  const [jobs, setJobs] = useState<readonly Job[]>([]);
  useEffect(() => {
    const stop = bridge().listen((event) => {
      if (event.name !== 'job.progressed') return;
      const { job } = event.payload;
      setJobs((old) => [...old.filter(({ id }) => id !== job.id), ...(job.state === 'running' ? [job] : [])]);
    });
    call('jobs.list', {}).then(
      (answer) => setJobs(answer.jobs.filter(({ state }) => state === 'running')),
      () => undefined,
    );
    return stop;
  }, []);
  if (jobs.length === 0) return null;
  return (
    <section className="tray" aria-label={texts.jobs}>
      {jobs.map((job) => (
        <JobBar key={job.id} job={job} />
      ))}
    </section>
  );
}
