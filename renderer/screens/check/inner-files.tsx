import { useState } from 'react';
import type { FileReport } from '#core/contract/verification.ts';
import { bundleTexts } from '#core/text/bundle.ts';
import { useTexts } from '../../state/use-texts.ts';
import { FileReportView } from './file-report-view.tsx';
import { VerdictBanner } from './verdict-banner.tsx';

/** So many files at once: the bundle of a school has thousands. */
const page = 100;

/** Files of a bundle, those first that are not sound. What is established about one is put on the page only when it is opened. */
export function InnerFiles({ files }: { readonly files: readonly FileReport[] }) {
  const texts = useTexts(bundleTexts);
  const [shown, setShown] = useState(page);
  const sound = (file: FileReport) => file.verdict === 'valid' || file.verdict === 'practice';
  const ordered = [...files.filter((file) => !sound(file)), ...files.filter(sound)];
  const left = ordered.length - shown;
  return (
    <>
      {ordered.slice(0, shown).map((file) => (
        <InnerFile key={file.name} file={file} />
      ))}
      {left > 0 && (
        <div>
          <button type="button" className="button" onClick={() => setShown((count) => count + page)}>
            {texts.more(Math.min(left, page), left)}
          </button>
        </div>
      )}
    </>
  );
}

function InnerFile({ file }: { readonly file: FileReport }) {
  const [opened, setOpened] = useState(false);
  return (
    <details className="inner" onToggle={({ currentTarget }) => setOpened((before) => before || currentTarget.open)}>
      <summary>
        <VerdictBanner verdict={file.verdict} name={file.name} small />
      </summary>
      {opened && <FileReportView report={file} />}
    </details>
  );
}
