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
import { DocumentReading } from './document-reading.tsx';
import { DocumentsToSign } from './documents-to-sign.tsx';
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
  // A subject teacher of two subjects signs one record twice, and reads it once.
  const uuids = [...new Set(opened.documents.map(({ uuid }) => uuid))];
  const document = opened.documents.find(({ uuid }) => uuid === reading);
  if (document !== undefined) return <DocumentReading key={document.uuid} document={document} next={uuids[uuids.indexOf(document.uuid) + 1] ?? null} onRead={setReading} />;
  const signed = opened.documents.filter((each) => each.signed).length;
  return (
    <>
      <PackageSummary opened={opened} />
      <DocumentsToSign opened={opened} onRead={setReading} />
      <SignPackage opened={opened} />
      {signed > 0 && opened.running === null && <WriteReturn signatures={signed} />}
    </>
  );
}
