import { useEffect, useRef, useState } from 'react';
import type { BatchSummary } from '#core/contract/signing.ts';
import { signingDocumentTexts } from '#core/text/signing-documents.ts';
import { signingTexts } from '#core/text/signing.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { Loading } from '../../components/loading.tsx';
import { Message } from '../../components/message.tsx';
import { useCommand } from '../../state/use-command.ts';
import { useJob } from '../../state/use-job.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { PinForm } from './pin-form.tsx';
import { TokenError } from './token-error.tsx';
import { useTokenWatch } from './use-token-watch.ts';

/** A batch that is not at its end: how far it is while it runs, and how it goes on when it has paused. */
export function OpenBatch({ batch, onShown }: { readonly batch: BatchSummary; /** Told once: its result is wanted when it has ended. */ readonly onShown: (batchId: BatchSummary['batchId']) => void }) {
  const texts = useTexts(signingTexts);
  const { open } = texts;
  const own = useTexts(signingDocumentTexts)[batch.scope.kind];
  const [asking, setAsking] = useState(false);
  const cancel = useCommand('signing.cancel');
  useEffect(() => onShown(batch.batchId), [batch.batchId, onShown]);
  return (
    <section className="sheet stack" aria-labelledby="open-batch">
      <h2 id="open-batch">{batch.state === 'running' ? texts.signingNow(texts.roles[batch.role]) : open.paused}</h2>
      {batch.state === 'running' ? <Running batch={batch} /> : <Paused batch={batch} />}
      <div>
        <button type="button" className="button button--quiet" disabled={batch.stopping || !batch.mayActAs} onClick={() => setAsking(true)}>
          {open.end}
        </button>
      </div>
      <ConfirmDialog open={asking} title={open.endTitle} confirmLabel={open.end} busy={cancel.busy} error={cancel.error} onCancel={() => setAsking(false)} onConfirm={() => void cancel.run({ batchId: batch.batchId }).then((answer) => answer !== null && setAsking(false))}>
        <p>{own.endText(batch.signed, batch.waiting)}</p>
      </ConfirmDialog>
    </section>
  );
}

function Running({ batch }: { readonly batch: BatchSummary }) {
  const texts = useTexts(signingTexts);
  const { open } = texts;
  const job = useJob(batch.jobId);
  const pause = useCommand('signing.pause');
  const done = Math.max(job?.done ?? 0, batch.signed);
  const rate = useRate(done);
  useHoldWindow();
  return (
    <div className="stack">
      <div className="progress">
        <div className="progress__head">
          <strong>{open.signed(done, batch.total)}</strong>
          <span className="number">{rate === null ? open.measuring : open.rate(rate, (batch.total - done) / rate)}</span>
        </div>
        <progress className="progress__bar" aria-label={texts.signingNow(texts.roles[batch.role])} max={Math.max(batch.total, 1)} value={done} />
        <p className="progress__label">{job?.label}</p>
      </div>
      <p className="soft">{open.stayOrGo}</p>
      <ErrorText error={pause.error} />
      <div>
        <button type="button" className="button button--large" disabled={batch.stopping || pause.busy || !batch.mayActAs} onClick={() => void pause.run({ batchId: batch.batchId })}>
          {batch.stopping ? open.stopping : open.pause}
        </button>
      </div>
    </div>
  );
}

/** The same token must be there; the PIN is typed anew for each run. */
function Paused({ batch }: { readonly batch: BatchSummary }) {
  const texts = useTexts(signingTexts);
  const { open } = texts;
  const own = useTexts(signingDocumentTexts)[batch.scope.kind];
  const tokens = useQuery('signing.tokens', {}, ['signing']);
  const resume = useCommand('signing.resume');
  useTokenWatch(true, tokens.reload);
  const found = tokens.value?.certificates.find(({ tokenSerial, facts }) => tokenSerial === batch.tokenSerial && facts.digest === batch.certificateDigest);
  return (
    <div className="stack">
      <p>
        <strong>{open.signed(batch.signed, batch.total)}</strong> {open.kept}
      </p>
      {batch.pausedBecause !== null && <TokenError error={batch.pausedBecause} />}
      <TokenError error={resume.error ?? tokens.error} />
      {tokens.loading && <Loading label={texts.looking} />}
      {!tokens.loading && found === undefined && (
        <Message tone="warning" title={open.plugIn(batch.holder, batch.tokenSerial)} announce="later">
          <p>{open.plugInText}</p>
        </Message>
      )}
      {found !== undefined && batch.mayActAs && (
        <PinForm
          certificate={found}
          pinHint={tokens.value?.pinHint ?? null}
          label={own.resume(batch.waiting)}
          disabled={resume.busy}
          onPin={(pin, lastTryConfirmed) => void resume.run({ batchId: batch.batchId, moduleId: found.moduleId, tokenSerial: found.tokenSerial, certificateDigest: found.facts.digest, pin, lastTryConfirmed })}
        />
      )}
      <div>
        <button type="button" className="button" disabled={tokens.loading} onClick={tokens.reload}>
          {texts.refresh}
        </button>
      </div>
    </div>
  );
}

/** Signatures a second over the last half minute; null while too little is known. */
function useRate(done: number): number | null {
  const seen = useRef<{ readonly at: number; readonly done: number }[]>([]);
  const [rate, setRate] = useState<number | null>(null);
  useEffect(() => {
    const now = performance.now();
    seen.current = [...seen.current.filter(({ at }) => now - at < 30_000), { at: now, done }];
    const [first] = seen.current;
    if (first !== undefined && done - first.done >= 2 && now > first.at) setRate(((done - first.done) * 1000) / (now - first.at));
  }, [done]);
  return rate;
}

/** Closing the window ends the program, and the batch pauses: the user is asked first. */
function useHoldWindow(): void {
  useEffect(() => {
    const hold = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', hold);
    return () => window.removeEventListener('beforeunload', hold);
  }, []);
}
