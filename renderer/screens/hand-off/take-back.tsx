import { useState } from 'react';
import { handOffTexts } from '#core/text/hand-off.ts';
import type { JobId, PackageId } from '#core/values/ids.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { JobProgress } from '../../components/job-progress.tsx';
import { Message } from '../../components/message.tsx';
import { chooseFile } from '../../state/office.ts';
import { useAct } from '../../state/use-act.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { call } from '../../state/office.ts';
import { PackageItems } from './package-items.tsx';

/** Takes a file of signatures from the stick. */
export function TakeBack() {
  const texts = useTexts(handOffTexts);
  const act = useAct();
  const [taking, setTaking] = useState<{ readonly jobId: JobId; readonly packageId: PackageId; readonly ended: boolean } | null>(null);

  async function take() {
    const answer = await act.run(async () => {
      const chosen = await chooseFile(['hocba-trinh-ky']);
      return chosen === null ? null : call('handOff.takeBack', { file: chosen.file });
    });
    if (answer !== null) setTaking({ ...answer, ended: false });
  }

  return (
    <section className="sheet stack" aria-labelledby="take-back">
      <h2 id="take-back">{texts.takeTitle}</h2>
      <p className="soft">{texts.takeText}</p>
      <div>
        <button type="button" className="button button--primary" disabled={act.busy || (taking !== null && !taking.ended)} onClick={() => void take()}>
          {texts.take}
        </button>
      </div>
      <ErrorText error={act.error} />
      {taking !== null && !taking.ended && <JobProgress key={taking.jobId} jobId={taking.jobId} onEnded={() => setTaking({ ...taking, ended: true })} />}
      {taking?.ended === true && <Taken packageId={taking.packageId} />}
    </section>
  );
}

function Taken({ packageId }: { readonly packageId: PackageId }) {
  const texts = useTexts(handOffTexts);
  const items = useQuery('handOff.items', { packageId }, ['signing']);
  if (items.value === null) return null;
  const count = (state: 'taken' | 'refused') => items.value?.items.filter((item) => item.state === state).length ?? 0;
  const refused = items.value.items.filter(({ state }) => state === 'refused');
  return (
    <>
      <Message tone={refused.length === 0 ? 'good' : 'warning'} title={refused.length === 0 ? texts.takenAll(count('taken')) : texts.takenSome(count('taken'), refused.length)} announce="later" />
      {refused.length > 0 && <PackageItems caption={texts.takeTitle} items={refused} />}
    </>
  );
}
