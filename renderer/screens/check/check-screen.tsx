import { useState, type DragEvent } from 'react';
import type { ChosenFile } from '#core/contract/bridge.ts';
import type { VerificationReport } from '#core/contract/verification.ts';
import { checkTexts } from '#core/text/check.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { Loading } from '../../components/loading.tsx';
import { Message } from '../../components/message.tsx';
import { Page } from '../../components/page.tsx';
import { bridge, call, CallError, chooseFile, notTooLarge } from '../../state/office.ts';
import { useTexts } from '../../state/use-texts.ts';
import { bytesOf, droppedFiles, mostFiles } from './dropped-files.ts';
import { FileReportView } from './file-report-view.tsx';
import { Counts, InnerFiles } from './inner-files.tsx';
import { VerdictBanner } from './verdict-banner.tsx';
import '../../styles/check.css';

/** One file after the other: its name for the progress, and how to hand it to the office (null: nothing was chosen). */
type Source = () => Promise<ChosenFile | null>;

/** What files are worth, for anybody who holds some. Works before sign-in and without a school. */
export function CheckScreen() {
  const texts = useTexts(checkTexts);
  const [reports, setReports] = useState<readonly VerificationReport[]>([]);
  const [busy, setBusy] = useState<{ readonly done: number; readonly total: number } | null>(null);
  const [error, setError] = useState<CallError | null>(null);
  const [note, setNote] = useState<string | null>(null);

  async function check(sources: readonly Source[]) {
    setError(null);
    setNote(null);
    try {
      const made: VerificationReport[] = [];
      for (const [done, source] of sources.entries()) {
        const chosen = await source();
        if (chosen === null) return;
        // The verdict on another file must not stand beside this one.
        setReports([]);
        setBusy({ done, total: sources.length });
        made.push(await call('verification.check', { file: chosen.file }));
      }
      setReports(made);
    } catch (failure) {
      setError(failure instanceof CallError ? failure : new CallError({ code: 'file.unreadable', params: {}, correlationId: 'page' }));
    } finally {
      setBusy(null);
    }
  }

  async function drop(event: DragEvent) {
    event.preventDefault();
    if (busy !== null) return;
    const { files, more } = await droppedFiles(event.dataTransfer).catch(() => ({ files: [], more: false }));
    await check(files.map((file) => () => sent(file)));
    if (files.length === 0) setNote(texts.nothingFound);
    if (more) setNote(texts.tooMany(mostFiles));
  }

  const chooser = (
    <button type="button" className="button button--primary button--large" disabled={busy !== null} onClick={() => void check([() => chooseFile(['xml', 'asice', 'sce', 'pdf'])])}>
      {reports.length === 0 ? texts.choose : texts.another}
    </button>
  );
  const printer = (
    <button type="button" className="button" onClick={() => globalThis.print()}>
      {texts.print}
    </button>
  );
  const [only] = reports;
  return (
    <Page
      title={texts.title}
      subtitle={texts.subtitle}
      actions={
        reports.length === 0 ? undefined : (
          <>
            {printer}
            {chooser}
          </>
        )
      }
    >
      <div className="check" onDragOver={(event) => event.preventDefault()} onDrop={(event) => void drop(event)}>
        {reports.length === 0 && (
          <div className="drop">
            {chooser}
            <p className="soft">{texts.drop}</p>
          </div>
        )}
        <ErrorText error={error} />
        {note !== null && <Message tone="warning">{note}</Message>}
        {busy !== null && <Loading label={texts.checking(busy.done, busy.total)} />}
        {busy === null && only !== undefined && (
          <div className="stack stack--wide" aria-live="polite">
            {reports.length === 1 ? <WholeReport report={only} /> : <SeveralReports reports={reports} />}
          </div>
        )}
      </div>
    </Page>
  );
}

function WholeReport({ report }: { readonly report: VerificationReport }) {
  return (
    <>
      <VerdictBanner verdict={report.verdict} name={report.file.name} />
      <FileReportView report={report.file} checkedAt={report.checkedAt} />
      <InnerFiles key={`${report.file.digest} ${report.checkedAt}`} files={report.inner} checkedAt={report.checkedAt} />
    </>
  );
}

function SeveralReports({ reports }: { readonly reports: readonly VerificationReport[] }) {
  const texts = useTexts(checkTexts);
  return (
    <section className="stack stack--tight">
      <h2>{texts.several(reports.length)}</h2>
      <Counts files={reports} />
      {reports.map((report, index) => (
        <details key={`${report.file.digest}-${index}`} className="inner">
          <summary>
            <VerdictBanner verdict={report.verdict} name={report.file.name} pupil={report.file.record?.pupilName ?? ''} small />
          </summary>
          <div className="stack details-body">
            <FileReportView report={report.file} checkedAt={report.checkedAt} />
            <InnerFiles key={`${report.file.digest} ${report.checkedAt}`} files={report.inner} checkedAt={report.checkedAt} />
          </div>
        </details>
      ))}
    </section>
  );
}

/** Hands a dropped file to the office. Throws CallError file.too-large. */
async function sent(file: File): Promise<ChosenFile | null> {
  const bytes = await bytesOf(file);
  return notTooLarge(bytes === null ? 'too-large' : await bridge().sendFile(file.name, bytes));
}
