import { useState } from 'react';
import type { SigningReading, SigningRole, SigningScope, TokenCertificate } from '#core/contract/signing.ts';
import { signingDocumentTexts } from '#core/text/signing-documents.ts';
import { signingTexts } from '#core/text/signing.ts';
import type { BatchId } from '#core/values/ids.ts';
import { Loading } from '../../components/loading.tsx';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { CertificateChoice } from './certificate-choice.tsx';
import { PinForm } from './pin-form.tsx';
import { PreflightPanel } from './preflight-panel.tsx';
import { ReviewChanges } from './review-changes.tsx';
import { TokenError } from './token-error.tsx';

type Choice = { readonly certificate: TokenCertificate; readonly pinHint: string | null };

/** From the token to the PIN, one thing after the other: each step comes when the one before it is done. */
export function NewBatch({ scope, role, where, holder, rest, onBegun }: {
  readonly scope: SigningScope;
  readonly role: SigningRole;
  /** What is signed, in words: one class or all of them. */
  readonly where: string;
  /** Who should sign, where it is one teacher. */
  readonly holder: string | null;
  /** A batch ended just now and left some unsigned. */
  readonly rest: boolean;
  readonly onBegun: (batchId: BatchId) => void;
}) {
  const texts = useTexts(signingTexts);
  const own = useTexts(signingDocumentTexts)[scope.kind];
  const [choice, setChoice] = useState<Choice | null>(null);
  const [reading, setReading] = useState<SigningReading | null>(null);
  const start = useCommand('signing.start');
  const key = choice === null ? null : { moduleId: choice.certificate.moduleId, tokenSerial: choice.certificate.tokenSerial, certificateDigest: choice.certificate.facts.digest };
  const preflight = useQuery('signing.preflight', key === null ? null : { scope, role, ...key });
  const looked = key === null || preflight.loading ? null : preflight.value;

  function sign(pin: string, lastTryConfirmed: boolean) {
    if (key === null || reading === null) return;
    void start.run({ scope, role, ...key, pin, lastTryConfirmed, reading }).then((answer) => answer !== null && onBegun(answer.batchId));
  }

  return (
    <>
      <section className="sheet stack" aria-labelledby="step-token">
        <h2 id="step-token">{texts.stepToken}</h2>
        <CertificateChoice signingRole={role} holder={holder} chosen={choice?.certificate ?? null} onChoose={(certificate, pinHint) => setChoice(certificate === null ? null : { certificate, pinHint })} />
      </section>
      {choice !== null && (
        <section className="sheet stack" aria-labelledby="step-preflight">
          <h2 id="step-preflight">{texts.stepPreflight}</h2>
          {preflight.loading && <Loading label={texts.preflight.looking} />}
          <TokenError error={preflight.error} />
          {looked !== null && <PreflightPanel preflight={looked} kind={scope.kind} />}
        </section>
      )}
      {looked !== null && looked.blocking.length === 0 && (
        <section className="sheet stack" aria-labelledby="step-review">
          <h2 id="step-review">{texts.stepReview}</h2>
          <ReviewChanges changes={looked.changes} scope={scope.kind} onReading={setReading} />
        </section>
      )}
      {choice !== null && looked !== null && looked.blocking.length === 0 && reading !== null && (
        <section className="sheet stack" aria-labelledby="step-pin">
          <h2 id="step-pin">{texts.stepPin}</h2>
          <TokenError error={start.error} />
          <PinForm certificate={choice.certificate} pinHint={choice.pinHint} label={rest ? own.signRest(looked.count) : own.sign(looked.count, where, texts.roles[role])} disabled={start.busy} onPin={sign} />
        </section>
      )}
    </>
  );
}
