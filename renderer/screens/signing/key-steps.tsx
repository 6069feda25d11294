import { useState, type ReactNode } from 'react';
import type { MethodOutput } from '#core/contract/index.ts';
import type { SigningRole, TokenCertificate } from '#core/contract/signing.ts';
import { signingTexts } from '#core/text/signing.ts';
import { Loading, QueryView } from '../../components/loading.tsx';
import { Message } from '../../components/message.tsx';
import { useQuery, type QueryState } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { CertificateChoice, certificateKey, inOrder, isUsable } from './certificate-choice.tsx';
import { DriverList, DriverProblems } from './driver-list.tsx';
import { PinForm } from './pin-form.tsx';
import { Step } from './step.tsx';

/** The key to act with, and its PIN: what `signing.start`, `exchange.submit` and the others want. */
export type KeyUse = Pick<TokenCertificate, 'moduleId' | 'tokenSerial'> & { readonly certificateDigest: string; readonly pin: string };

type Tokens = MethodOutput<'signing.tokens'>;

/** The tokens that are plugged in. Asked when a screen opens and by button only: every look wakes the drivers up. */
export function useTokens(): QueryState<Tokens> {
  return useQuery('signing.tokens', {});
}

/**
 * Two steps: choosing a certificate on a token, then its PIN with the button `act`. Where one usable certificate fits the role, it is chosen already.
 * `preferred`: digest of the certificate to begin with, e.g. the one registered with the gateway.
 */
export function KeySteps({ role, tokens, firstNumber, act, busy, disabled = false, preferred = null, children, onUse }: {
  readonly role: SigningRole;
  readonly tokens: QueryState<Tokens>;
  readonly firstNumber: number;
  readonly act: string;
  readonly busy: boolean;
  readonly disabled?: boolean;
  readonly preferred?: string | null;
  /** Stands between PIN and the end of the step, e.g. the refusal of the last try. */
  readonly children?: ReactNode;
  readonly onUse: (key: KeyUse) => void;
}) {
  const texts = useTexts(signingTexts);
  const [wanted, setWanted] = useState<string | null>(null);
  const certificates = tokens.value?.certificates ?? [];
  const chosen = certificates.find((one) => certificateKey(one) === wanted && isUsable(one)) ?? firstChoice(certificates, role, preferred);

  return (
    <>
      <Step number={firstNumber} title={texts.stepToken}>
        <div className="row">
          <button type="button" className="button" disabled={tokens.loading} onClick={tokens.reload}>
            {texts.refresh}
          </button>
          {tokens.loading && tokens.value !== null && (
            <span role="status" className="soft">
              {texts.searching}
            </span>
          )}
        </div>
        {tokens.value === null && tokens.loading ? (
          <Loading label={texts.searching} />
        ) : (
          <QueryView query={tokens} label={texts.searching}>
            {(value) => (
              <div className="stack">
                {value.certificates.length === 0 ? (
                  <Message tone="info" title={texts.noCertificates}>
                    <p>{texts.noCertificatesText}</p>
                  </Message>
                ) : (
                  <CertificateChoice certificates={value.certificates} role={role} value={chosen === null ? null : certificateKey(chosen)} onChange={setWanted} />
                )}
                {chosen !== null && !chosen.fits.includes(role) && (
                  <Message tone="warning">
                    <p>{texts.doesNotFitWarning(chosen.facts.holder)}</p>
                  </Message>
                )}
                <DriverProblems modules={value.modules} />
                <DriverList modules={value.modules} onChanged={tokens.reload} />
              </div>
            )}
          </QueryView>
        )}
      </Step>
      <Step number={firstNumber + 1} title={texts.stepPin}>
        <PinForm
          key={chosen === null ? '' : certificateKey(chosen)}
          certificate={chosen}
          pinHint={tokens.value?.pinHint ?? null}
          act={act}
          busy={busy}
          disabled={disabled}
          onPin={(pin) => chosen !== null && onUse({ moduleId: chosen.moduleId, tokenSerial: chosen.tokenSerial, certificateDigest: chosen.facts.digest, pin })}
        />
        {children}
      </Step>
    </>
  );
}

function firstChoice(certificates: readonly TokenCertificate[], role: SigningRole, preferred: string | null): TokenCertificate | null {
  const usable = inOrder(certificates, role).filter((one) => isUsable(one) && one.fits.includes(role));
  return usable.find(({ facts }) => facts.digest === preferred) ?? (usable.length === 1 ? (usable[0] ?? null) : null);
}
