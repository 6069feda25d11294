import { useState } from 'react';
import type { OpenedPackage, ReviewKind } from '#core/contract/hand-off.ts';
import type { TokenCertificate } from '#core/contract/signing.ts';
import { handOffTexts } from '#core/text/hand-off.ts';
import { signingTexts } from '#core/text/signing.ts';
import type { JobId } from '#core/values/ids.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { JobProgress } from '../../components/job-progress.tsx';
import { Loading } from '../../components/loading.tsx';
import { Message } from '../../components/message.tsx';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { CertificateChoice } from '../signing/certificate-choice.tsx';
import { PinForm } from '../signing/pin-form.tsx';
import { PreflightPanel } from '../signing/preflight-panel.tsx';

const kinds = ['all', 'sample', 'unread'] as const satisfies readonly ReviewKind[];

/** How the records were looked at, the certificate, the PIN; then the signing itself, with pause. */
export function SignPackage({ opened }: { readonly opened: OpenedPackage }) {
  const texts = useTexts(handOffTexts);
  const signing = useTexts(signingTexts);
  const sign = useCommand('handOff.sign');
  const pause = useCommand('handOff.pause');
  const [review, setReview] = useState<ReviewKind | null>(null);
  const [choice, setChoice] = useState<{ readonly certificate: TokenCertificate; readonly pinHint: string | null } | null>(null);
  const [jobId, setJobId] = useState<JobId | null>(null);
  /** Counts tries: after each the tokens are asked anew. */
  const [tries, setTries] = useState(0);
  const { kind, documents, running, sampleSize } = opened;
  const key = choice === null ? null : { moduleId: choice.certificate.moduleId, tokenSerial: choice.certificate.tokenSerial, certificateDigest: choice.certificate.facts.digest };
  const preflight = useQuery('handOff.preflight', running === null ? key : null);
  const looked = key === null || preflight.loading ? null : preflight.value;
  const read = documents.filter((document) => document.read).length;
  const signed = documents.filter((document) => document.signed).length;
  const needed = { all: documents.length, sample: sampleSize, unread: 0 } as const;
  const shownJob = running?.jobId ?? jobId;

  function begin(pin: string, lastTryConfirmed: boolean) {
    if (key === null || review === null) return;
    setJobId(null);
    void sign.run({ review, ...key, pin, lastTryConfirmed }).then((answer) => {
      setJobId(answer?.jobId ?? null);
      if (answer === null) again();
    });
  }

  function again() {
    setChoice(null);
    setTries((count) => count + 1);
  }

  return (
    <section className="sheet stack" aria-labelledby="sign-package">
      <h2 id="sign-package">{texts.signTitle}</h2>
      {signed > 0 && running === null && (
        <Message tone={signed === documents.length ? 'good' : 'info'} title={signed === documents.length ? texts.allSigned[kind](signed) : texts.someSigned[kind](signed, documents.length)} announce="later">
          {signed < documents.length && <p>{texts.keepGoing}</p>}
        </Message>
      )}
      {shownJob !== null && (running !== null || signed < documents.length) && <JobProgress key={shownJob} jobId={shownJob} onEnded={again} />}
      {running !== null && (
        <div>
          <button type="button" className="button" disabled={pause.busy || running.stopping} onClick={() => void pause.run({})}>
            {running.stopping ? texts.pausing : texts.pause}
          </button>
        </div>
      )}
      {running === null && signed < documents.length && (
        <>
          <fieldset className="certificates">
            <legend>{texts.reviewTitle}</legend>
            {kinds.map((each) => (
              <label key={each} className="certificate" data-usable={read >= needed[each]}>
                <input type="radio" name="review" checked={review === each && read >= needed[each]} disabled={read < needed[each]} onChange={() => setReview(each)} />
                <span className="certificate__text">
                  <strong>{texts.reviews[each]}</strong>
                  <span className="soft small">{each === 'unread' ? texts.reviewTexts.unread : texts.reviewTexts[each](read, needed[each])}</span>
                </span>
              </label>
            ))}
          </fieldset>
          {review !== null && (
            <>
              <CertificateChoice key={tries} from="handOff" signingRole={opened.role} holder={null} chosen={choice?.certificate ?? null} onChoose={(certificate, pinHint) => setChoice(certificate === null ? null : { certificate, pinHint })} />
              {choice !== null && preflight.loading && <Loading label={signing.preflight.looking} />}
              <ErrorText error={preflight.error} />
              {looked !== null && <PreflightPanel preflight={looked} />}
              <ErrorText error={sign.error} />
              {choice !== null && looked !== null && looked.blocking.length === 0 && <PinForm certificate={choice.certificate} pinHint={choice.pinHint} label={texts.sign[kind](documents.length - signed, signing.roles[opened.role])} disabled={sign.busy} onPin={begin} />}
            </>
          )}
        </>
      )}
    </section>
  );
}
