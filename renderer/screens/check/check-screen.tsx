import { useState, type DragEvent } from 'react';
import type { ChosenFile } from '#core/contract/bridge.ts';
import type { VerificationReport } from '#core/contract/verification.ts';
import { checkTexts } from '#core/text/check.ts';
import { formatMoment } from '#core/text/common.ts';
import { sendFile } from '../../bridge/browser-bridge.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { Loading } from '../../components/loading.tsx';
import { Page } from '../../components/page.tsx';
import { bridge, call, CallError, chooseFile, notTooLarge } from '../../state/office.ts';
import { useLanguage } from '../../state/session-store.ts';
import { useTexts } from '../../state/use-texts.ts';
import { FileReportView } from './file-report-view.tsx';
import { InnerFiles } from './inner-files.tsx';
import { VerdictBanner } from './verdict-banner.tsx';
import '../../styles/check.css';

/** What a file is worth, for anybody who holds one. Works before sign-in. */
export function CheckScreen() {
  const texts = useTexts(checkTexts);
  const language = useLanguage();
  const [report, setReport] = useState<VerificationReport | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError | null>(null);
  const inBrowser = bridge().door === 'browser';

  async function check(choose: () => Promise<ChosenFile | null>) {
    setError(null);
    try {
      const chosen = await choose();
      if (chosen === null) return;
      // The verdict on another file must not stand beside this one.
      setReport(null);
      setBusy(true);
      setReport(await call('verification.check', { file: chosen.file }));
    } catch (failure) {
      setError(failure instanceof CallError ? failure : new CallError({ code: 'file.unreadable', params: {}, correlationId: 'page' }));
    } finally {
      setBusy(false);
    }
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (file !== undefined && inBrowser && !busy) void check(async () => notTooLarge(await sendFile(file)));
  }

  const chooser = (
    <button type="button" className="button button--primary button--large" disabled={busy} onClick={() => void check(() => chooseFile(['xml', 'asice', 'sce', 'pdf']))}>
      {report === null ? texts.choose : texts.another}
    </button>
  );
  return (
    <Page title={texts.title} subtitle={texts.subtitle} actions={report === null ? undefined : chooser}>
      {report === null && (
        <div className="drop" onDragOver={(event) => event.preventDefault()} onDrop={drop}>
          {chooser}
          {inBrowser && <p className="soft">{texts.drop}</p>}
        </div>
      )}
      <ErrorText error={error} />
      {busy && <Loading label={texts.checking} />}
      {report !== null && !busy && (
        <div className="stack stack--wide" aria-live="polite">
          <VerdictBanner verdict={report.verdict} name={report.file.name} remark={texts.checkedAt(formatMoment(report.checkedAt, language))} />
          <FileReportView report={report.file} />
          {report.inner.length > 0 && (
            <section className="stack stack--tight">
              <h2>{texts.inner(report.inner.length)}</h2>
              <InnerFiles key={`${report.file.digest} ${report.checkedAt}`} files={report.inner} />
            </section>
          )}
        </div>
      )}
    </Page>
  );
}
