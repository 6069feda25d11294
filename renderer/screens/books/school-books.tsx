import { useState } from 'react';
import { booksTexts } from '#core/text/books.ts';
import type { DestinationId, JobId } from '#core/values/ids.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { JobProgress } from '../../components/job-progress.tsx';
import { Message } from '../../components/message.tsx';
import { useCommand } from '../../state/use-command.ts';
import { useTexts } from '../../state/use-texts.ts';
import { DestinationChoice } from '../exchange/destination-choice.tsx';
import '../../styles/signing.css';

/** The books of all classes into a folder, with progress; what is finished stays when it is stopped. */
export function SchoolBooks({ count }: { readonly count: number }) {
  const texts = useTexts(booksTexts);
  const start = useCommand('books.school');
  const [destinationId, setDestinationId] = useState<DestinationId | null>(null);
  const [job, setJob] = useState<{ readonly id: JobId; readonly folder: string } | null>(null);
  const [ended, setEnded] = useState<'done' | 'cancelled' | 'failed' | null>(null);
  const running = job !== null && ended === null;

  async function print() {
    if (destinationId === null) return;
    const started = await start.run({ destinationId });
    if (started === null) return;
    setEnded(null);
    setJob({ id: started.jobId, folder: started.folder });
  }

  return (
    <section className="sheet stack" aria-labelledby="school-books">
      <h2 id="school-books">{texts.school}</h2>
      <p className="soft">{texts.schoolText(count)}</p>
      <DestinationChoice legend={texts.destination} value={destinationId} onChange={setDestinationId} />
      <div>
        <button type="button" className="button button--primary" disabled={destinationId === null || start.busy || running} onClick={() => void print()}>
          {texts.printAll(count)}
        </button>
      </div>
      <ErrorText error={start.error} />
      {job !== null && (
        <JobProgress
          key={job.id}
          jobId={job.id}
          title={texts.printing}
          onEnded={({ state }) => setEnded(state === 'running' ? null : state)}
        />
      )}
      {job !== null && (ended === 'done' || ended === 'cancelled') && <Message tone={ended === 'done' ? 'good' : 'info'} title={ended === 'done' ? texts.printed(job.folder) : texts.stopped(job.folder)} announce="later" />}
    </section>
  );
}
