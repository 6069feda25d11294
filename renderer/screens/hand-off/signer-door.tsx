import { useState } from 'react';
import type { OpenedPackage } from '#core/contract/hand-off.ts';
import { handOffTexts } from '#core/text/hand-off.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { Page } from '../../components/page.tsx';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { HandOffLog } from './hand-off-log.tsx';
import { OpenPackage } from './open-package.tsx';
import { PackageSummary } from './package-summary.tsx';
import { RecordReading } from './record-reading.tsx';
import { RecordsToSign } from './records-to-sign.tsx';
import { SignPackage } from './sign-package.tsx';
import { WriteReturn } from './write-return.tsx';
import '../../styles/signing.css';
import '../../styles/check.css';
import '../../styles/hand-off.css';

/** Where somebody without the school's data, and without login, reads and signs what came on a stick. */
export function SignerDoor() {
  const texts = useTexts(handOffTexts);
  const opened = useQuery('handOff.opened', {}, ['signing']);
  const close = useCommand('handOff.close');
  const current = opened.value?.package ?? null;
  return (
    <Page
      title={texts.doorTitle}
      subtitle={texts.doorSubtitle}
      actions={
        current === null ? undefined : (
          <button type="button" className="button" disabled={close.busy || current.running !== null} onClick={() => void close.run({}).then(opened.reload)}>
            {texts.closePackage}
          </button>
        )
      }
    >
      <div className="stack stack--wide">
        <ErrorText error={close.error ?? opened.error} />
        {opened.value !== null && current === null && <OpenPackage onOpened={opened.reload} />}
        {current !== null && <Opened key={current.id} opened={current} />}
        {current === null && <HandOffLog />}
      </div>
    </Page>
  );
}

function Opened({ opened }: { readonly opened: OpenedPackage }) {
  const [reading, setReading] = useState<string | null>(null);
  const at = opened.records.findIndex(({ uuid }) => uuid === reading);
  const record = opened.records[at];
  if (record !== undefined) return <RecordReading key={record.uuid} record={record} next={opened.records[at + 1]?.uuid ?? null} onRead={setReading} />;
  return (
    <>
      <PackageSummary opened={opened} />
      <RecordsToSign opened={opened} onRead={setReading} />
      <SignPackage opened={opened} />
      {opened.records.some(({ signed }) => signed) && opened.running === null && <WriteReturn signatures={opened.records.filter(({ signed }) => signed).length} />}
    </>
  );
}
