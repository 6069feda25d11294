import { useState } from 'react';
import type { RecordRow } from '#core/contract/records.ts';
import { recordsTexts } from '#core/text/records.ts';
import type { ClassId, JobId } from '#core/values/ids.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { JobProgress } from '../../components/job-progress.tsx';
import { Message } from '../../components/message.tsx';
import { useNavigation } from '../../state/navigation.ts';
import { useCommand } from '../../state/use-command.ts';
import { useTexts } from '../../state/use-texts.ts';

/** Makes the records that are not there yet, or anew where the data changed; asks first when signatures would have to be given again. */
export function CreateRecords({ classId, className, records, complete, mayCreate }: {
  readonly classId: ClassId;
  readonly className: string;
  readonly records: readonly RecordRow[];
  readonly complete: boolean;
  readonly mayCreate: boolean;
}) {
  const texts = useTexts(recordsTexts);
  const create = useCommand('records.create');
  const [jobId, setJobId] = useState<JobId | null>(null);
  const [ended, setEnded] = useState<'done' | 'not-done' | null>(null);
  const [asking, setAsking] = useState(false);
  const without = records.filter(({ status }) => status === 'none').length;
  const outdated = records.filter((row) => row.outdated);
  const signedOutdated = outdated.filter(({ signatures }) => signatures.length > 0).length;
  const running = jobId !== null && ended === null;

  async function start() {
    setAsking(false);
    const started = await create.run({ classId });
    if (started === null) return;
    setEnded(null);
    setJobId(started.jobId);
  }

  return (
    <section className="stack" aria-label={texts.createTitle}>
      {outdated.length > 0 && (
        <Message tone="warning" title={texts.outdatedTitle(outdated.length)}>
          <p>{texts.outdatedText}</p>
        </Message>
      )}
      {complete && !running && without > 0 && (
        <p>
          {texts.complete} {texts.createCount(without)}
        </p>
      )}
      {complete && !running && without === 0 && outdated.length === 0 && ended !== 'done' && <p className="soft">{texts.noneToCreate}</p>}
      {complete && !mayCreate && without + outdated.length > 0 && <p className="soft">{texts.mayNotCreate}</p>}
      {complete && mayCreate && !running && without + outdated.length > 0 && (
        <div>
          <button type="button" className="button button--primary" disabled={create.busy} onClick={() => (signedOutdated > 0 ? setAsking(true) : void start())}>
            {without === 0 ? texts.recreate(outdated.length) : texts.create(className)}
          </button>
        </div>
      )}
      <ErrorText error={create.error} />
      {jobId !== null && ended !== 'done' && <JobProgress key={jobId} jobId={jobId} title={texts.creating(className)} onEnded={(job) => setEnded(job.state === 'done' ? 'done' : 'not-done')} />}
      {ended === 'done' && (
        <Message
          tone="good"
          title={texts.created}
          announce="later"
          actions={
            <button type="button" className="button button--primary" onClick={() => useNavigation.getState().go({ screen: 'signing', classId })}>
              {texts.toSigning}
            </button>
          }
        />
      )}
      <ConfirmDialog
        open={asking}
        title={texts.recreateConfirmTitle(outdated.length)}
        confirmLabel={texts.recreate(outdated.length)}
        onConfirm={() => void start()}
        onCancel={() => setAsking(false)}
      >
        <p>{texts.recreateConfirm(signedOutdated)}</p>
      </ConfirmDialog>
    </section>
  );
}
