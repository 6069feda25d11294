import { useEffect, useState } from 'react';
import type { ChosenFile } from '#core/contract/bridge.ts';
import type { VerificationReport } from '#core/contract/verification.ts';
import { checkTexts } from '#core/text/check.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { Loading } from '../../components/loading.tsx';
import { Message } from '../../components/message.tsx';
import { Page } from '../../components/page.tsx';
import { bridge, call, CallError, chooseFile, notTooLarge } from '../../state/office.ts';
import { useTexts } from '../../state/use-texts.ts';
import { droppedFiles, largestFile, mostFiles } from './dropped-files.ts';
import { FileReportView } from './file-report-view.tsx';
import { Counts, InnerFiles } from './inner-files.tsx';
import { VerdictBanner } from './verdict-banner.tsx';
import '../../styles/check.css';

/** A file to check: its name, how large it is (bytes; null: not known yet), and how to hand it to the office (null: nothing was chosen). */
type Source = { readonly name: string; readonly size: number | null; readonly hand: () => Promise<ChosenFile | null> };

/** A file that could not be checked, and why; null: it is too large for this door. */
type LeftOut = { readonly name: string; readonly error: CallError | null };

/** What files are worth, for anybody who holds some. Works before sign-in and without a school. */
export function CheckScreen() {
  const texts = useTexts(checkTexts);
  const [reports, setReports] = useState<readonly VerificationReport[]>([]);
  const [busy, setBusy] = useState<{ readonly done: number; readonly total: number } | null>(null);
  const [leftOut, setLeftOut] = useState<readonly LeftOut[]>([]);
  const [note, setNote] = useState<string | null>(null);

  async function check(sources: readonly Source[]) {
    setLeftOut([]);
    setNote(null);
    const made: VerificationReport[] = [];
    const left: LeftOut[] = [];
    for (const [done, { name, size, hand }] of sources.entries()) {
      try {
        if (size !== null && size > largestFile) throw new CallError({ code: 'file.too-large', params: {}, correlationId: 'page' });
        const chosen = await hand();
        if (chosen === null) return;
        // The verdict on another file must not stand beside this one.
        setReports([]);
        setBusy({ done, total: sources.length });
        made.push(await call('verification.check', { file: chosen.file }));
      } catch (failure) {
        // One file that cannot be read takes nothing from the others.
        const error = failure instanceof CallError ? failure : new CallError({ code: 'file.unreadable', params: { what: name }, correlationId: 'page' });
        left.push({ name, error: error.code === 'file.too-large' ? null : error });
        setReports([]);
      }
    }
    setReports(made);
    setLeftOut(left);
    setBusy(null);
  }

  async function drop({ dataTransfer }: DragEvent) {
    if (busy !== null || dataTransfer === null) return;
    const { files, more } = await droppedFiles(dataTransfer).catch(() => ({ files: [], more: false }));
    await check(files.map((file) => ({ name: file.name, size: file.size, hand: () => sent(file) })));
    if (files.length === 0) setNote(texts.nothingFound);
    if (more) setNote(texts.tooMany(mostFiles));
  }

  // The whole window takes files: one dropped beside the page would be opened in its place.
  useEffect(() => {
    const over = (event: DragEvent) => event.preventDefault();
    const dropped = (event: DragEvent) => {
      event.preventDefault();
      void drop(event);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('drop', dropped);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('drop', dropped);
    };
  });

  const chooser = (
    <button type="button" className="button button--primary button--large" disabled={busy !== null} onClick={() => void check([{ name: '', size: null, hand: () => chooseFile(['xml', 'asice', 'sce', 'pdf']) }])}>
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
      <div className="checking">
        {reports.length === 0 && (
          <div className="drop">
            {chooser}
            <p className="soft">{texts.drop}</p>
            <p className="soft small">{texts.limit[bridge().door]}</p>
          </div>
        )}
        {busy === null && leftOut.length > 0 && <LeftOutFiles files={leftOut} />}
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

/** Which files were not checked: those that are too large with what to do, others with their own error. */
function LeftOutFiles({ files }: { readonly files: readonly LeftOut[] }) {
  const texts = useTexts(checkTexts);
  const large = files.filter(({ error }) => error === null);
  return (
    <>
      {large.length > 0 && (
        <Message tone="warning">
          <p>{texts.tooLarge(large.map(({ name }) => name).filter((name) => name !== '').join(', '))}</p>
          <p>{texts.limit[bridge().door]}</p>
        </Message>
      )}
      {files.map(({ name, error }) => error !== null && <ErrorText key={name} error={error} />)}
    </>
  );
}

/** Hands a dropped file to the office. Throws CallError file.too-large. */
async function sent(file: File): Promise<ChosenFile | null> {
  return notTooLarge(await bridge().sendFile(file.name, new Uint8Array(await file.arrayBuffer())));
}
