import { useState } from 'react';
import type { FileReport, Verdict } from '#core/contract/verification.ts';
import { bundleTexts } from '#core/text/bundle.ts';
import { checkTexts } from '#core/text/check.ts';
import { verdictTexts } from '#core/text/findings.ts';
import { useTexts } from '../../state/use-texts.ts';
import { FileReportView } from './file-report-view.tsx';
import { VerdictBanner } from './verdict-banner.tsx';

/** So many files at once: the bundle of a school has thousands. */
const page = 100;

const bad: readonly Verdict[] = ['invalid', 'unsupported', 'unsigned', 'indeterminate', 'practice', 'valid'];

/** The files of a bundle: its records first, what is not in order before what is, each to be opened; other files folded away behind them. */
export function InnerFiles({ files, checkedAt }: { readonly files: readonly FileReport[]; readonly checkedAt: string }) {
  const texts = useTexts(checkTexts);
  const records = files.filter(({ kind }) => kind === 'record-xml');
  const others = files.filter(({ kind }) => kind !== 'record-xml');
  return (
    <>
      {records.length > 0 && (
        <section className="stack stack--tight">
          <h2>{texts.records(records.length)}</h2>
          <Counts files={records} />
          <List files={records} checkedAt={checkedAt} />
        </section>
      )}
      {others.length > 0 && (
        <details className="inner">
          <summary>
            {texts.others(others.length)} <Counts files={others} />
          </summary>
          <List files={others} checkedAt={checkedAt} />
        </details>
      )}
    </>
  );
}

function List({ files, checkedAt }: { readonly files: readonly FileReport[]; readonly checkedAt: string }) {
  const texts = useTexts(bundleTexts);
  const [shown, setShown] = useState(page);
  const sorted = files.toSorted((left, right) => bad.indexOf(left.verdict) - bad.indexOf(right.verdict));
  const left = sorted.length - shown;
  return (
    <div className="inner-list">
      {sorted.slice(0, shown).map((inner) => (
        <InnerFile key={inner.name} file={inner} checkedAt={checkedAt} />
      ))}
      {left > 0 && (
        <div>
          <button type="button" className="button" onClick={() => setShown((count) => count + page)}>
            {texts.more(Math.min(left, page), left)}
          </button>
        </div>
      )}
    </div>
  );
}

/** What is established about a file is put on the page only when it is opened. */
function InnerFile({ file, checkedAt }: { readonly file: FileReport; readonly checkedAt: string }) {
  const [opened, setOpened] = useState(false);
  return (
    <details className="inner" onToggle={({ currentTarget }) => setOpened((before) => before || currentTarget.open)}>
      <summary>
        <VerdictBanner verdict={file.verdict} name={file.name} pupil={file.record === null ? '' : `${file.record.pupilName}, ${file.record.className}`} small />
      </summary>
      {opened && <FileReportView report={file} checkedAt={checkedAt} />}
    </details>
  );
}

/** How many files have which verdict, in words. */
export function Counts({ files }: { readonly files: readonly { readonly verdict: Verdict }[] }) {
  const texts = useTexts(checkTexts);
  const words = useTexts(verdictTexts);
  return (
    <span className="counts">
      {bad.flatMap((verdict) => {
        const count = files.filter((file) => file.verdict === verdict).length;
        return count === 0 ? [] : [<span key={verdict} className="counts__one" data-verdict={verdict}>{texts.counts(count, words[verdict].word)}</span>];
      })}
    </span>
  );
}
