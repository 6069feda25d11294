import { useEffect, useId, useRef, useState } from 'react';
import type { Job } from '#core/contract/jobs.ts';
import { commonTexts } from '#core/text/common.ts';
import { call } from '../state/office.ts';
import { useJob } from '../state/use-job.ts';
import { useTexts } from '../state/use-texts.ts';
import { ErrorText } from './error-text.tsx';
import { StatusBadge, type BadgeTone } from './status-badge.tsx';

export { useJob } from '../state/use-job.ts';

const tones = { running: 'info', done: 'good', failed: 'bad', cancelled: 'neutral' } satisfies Record<Job['state'], BadgeTone>;

/** How far a job is: bar, what is being done now, and a way to stop it. `onEnded` is called once, with the job as it ended. */
export function JobProgress({ jobId, onEnded, title }: { readonly jobId: string; readonly onEnded?: (job: Job) => void; readonly title?: string }) {
  const job = useJob(jobId);
  const told = useRef<string | null>(null);
  useEffect(() => {
    if (job === null || job.state === 'running' || told.current === job.id) return;
    told.current = job.id;
    onEnded?.(job);
  }, [job, onEnded]);
  return <JobBar job={job} {...(title === undefined ? {} : { title })} />;
}

/** The bar alone, for a job that is already known. */
export function JobBar({ job, title }: { readonly job: Job | null; readonly title?: string }) {
  const texts = useTexts(commonTexts);
  const [stopping, setStopping] = useState(false);
  const labelId = useId();
  const running = job === null || job.state === 'running';

  function stop() {
    if (job === null) return;
    setStopping(true);
    call('jobs.cancel', { jobId: job.id }).catch(() => setStopping(false));
  }

  return (
    <div className="progress">
      <div className="progress__head">
        <strong id={labelId}>{title ?? (job === null ? texts.loading : texts.jobKind[job.kind])}</strong>
        {job !== null && (running ? <span className="number">{job.total > 0 ? texts.jobProgress(job.done, job.total) : ''}</span> : <StatusBadge tone={tones[job.state]}>{texts.jobState[job.state]}</StatusBadge>)}
      </div>
      {running && <progress className="progress__bar" aria-labelledby={labelId} max={Math.max(job?.total ?? 1, 1)} value={job?.done ?? 0} />}
      {running && <p className="progress__label">{job?.label}</p>}
      {job?.error != null && job.state === 'failed' && <ErrorText error={job.error} />}
      {job !== null && running && job.mayCancel && (
        <div>
          <button type="button" className="button button--small" disabled={stopping} onClick={stop}>
            {stopping ? texts.cancelling : texts.cancelJob}
          </button>
        </div>
      )}
    </div>
  );
}
