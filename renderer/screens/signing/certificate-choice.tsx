import { useEffect, useState } from 'react';
import type { SigningRole, TokenCertificate } from '#core/contract/signing.ts';
import { formatDay } from '#core/text/common.ts';
import { signingTexts } from '#core/text/signing.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { Loading } from '../../components/loading.tsx';
import { Message } from '../../components/message.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { DriverList, DriverProblems } from './driver-list.tsx';
import { BareTokens, DoctorLink, TokenError } from './token-error.tsx';
import { useTokenWatch } from './use-token-watch.ts';

function isUsable(certificate: TokenCertificate): boolean {
  return obstacleOf(certificate) === null;
}

/** Why a certificate cannot sign, as far as it shows before the PIN. */
function obstacleOf({ validity, pin, key }: TokenCertificate): 'expired' | 'not-yet-valid' | 'locked' | 'key-missing' | null {
  if (validity !== 'valid') return validity;
  if (pin === 'locked') return 'locked';
  return key === 'missing' ? 'key-missing' : null;
}

/** The same certificate may be on two tokens. */
function keyOf({ moduleId, tokenSerial, facts }: TokenCertificate): string {
  return `${moduleId} ${tokenSerial} ${facts.digest}`;
}

/** Certificates on the tokens that are plugged in; those that fit the role first, those that cannot sign greyed with the reason. */
export function CertificateChoice({ from = 'signing', signingRole: role, holder, digest = null, chosen, onChoose }: {
  /** Whose tokens and drivers: the signed-in user's, or those of the door where hand-off packages are signed. */
  readonly from?: 'signing' | 'handOff';
  readonly signingRole: SigningRole;
  /** Who should sign, where a person is expected: another teacher's certificate does not fit this class. */
  readonly holder: string | null;
  /** The one certificate that will do, where it is known; then role and holder do not matter. */
  readonly digest?: string | null;
  readonly chosen: TokenCertificate | null;
  /** Null: the chosen one is gone or cannot be used any more. */
  readonly onChoose: (certificate: TokenCertificate | null, pinHint: string | null) => void;
}) {
  const texts = useTexts(signingTexts);
  const tokens = useQuery<'signing.tokens' | 'handOff.tokens'>(`${from}.tokens`, {}, ['signing']);
  useTokenWatch(from === 'signing', tokens.reload);
  const [drivers, setDrivers] = useState(false);
  const [all, setAll] = useState(false);
  const fits = (certificate: TokenCertificate) => (digest !== null ? certificate.facts.digest === digest : certificate.fits.includes(role) && (holder === null || certificate.facts.holder.toLowerCase().includes(holder.toLowerCase())));
  const rank = (certificate: TokenCertificate) => (isUsable(certificate) ? 2 : 0) + (fits(certificate) ? 1 : 0);
  const certificates = (tokens.value?.certificates ?? []).toSorted((a, b) => rank(b) - rank(a));
  const pinHint = tokens.value?.pinHint ?? null;

  // The only one that fits is the one that is meant.
  const fitting = certificates.filter((certificate) => fits(certificate) && isUsable(certificate));
  const [only] = fitting.length === 1 ? fitting : [];
  useEffect(() => {
    if (only !== undefined && chosen === null) onChoose(only, pinHint);
  }, [only, chosen, onChoose, pinHint]);

  // Certificates of other people only confuse; they stay within reach for whoever has a reason.
  const foreign = certificates.filter((certificate) => !fits(certificate) && chosen?.facts.digest !== certificate.facts.digest);
  const shown = all || foreign.length === certificates.length ? certificates : certificates.filter((certificate) => !foreign.includes(certificate));

  // A wrong PIN uses up a try and a token may be pulled out: what was chosen follows what the tokens say now.
  const current = chosen === null ? undefined : certificates.find((certificate) => keyOf(certificate) === keyOf(chosen));
  const known = tokens.value !== null && !tokens.loading;
  useEffect(() => {
    if (!known || chosen === null || current === chosen) return;
    if (current === undefined || !isUsable(current)) onChoose(null, null);
    else onChoose(current, pinHint);
  }, [known, chosen, current, onChoose, pinHint]);

  return (
    <div className="stack">
      {from === 'signing' ? <TokenError error={tokens.error} /> : <ErrorText error={tokens.error} />}
      {tokens.loading && <Loading label={texts.looking} />}
      {tokens.value !== null && certificates.length === 0 && <EmptyState title={texts.noTokens} text={from === 'signing' ? texts.noTokensWatching : texts.noTokensText} actions={from === 'signing' ? <DoctorLink /> : undefined} />}
      {tokens.value !== null && <BareTokens tokens={tokens.value.bare} withDoctor={from === 'signing'} />}
      {certificates.length > 0 && (
        <fieldset className="certificates">
          <legend className="visually-hidden">{texts.chooseCertificate}</legend>
          {shown.map((certificate) => {
            const { facts } = certificate;
            return (
              <label key={keyOf(certificate)} className="certificate" data-usable={isUsable(certificate)}>
                <input type="radio" name="certificate" disabled={!isUsable(certificate)} checked={chosen !== null && keyOf(chosen) === keyOf(certificate)} onChange={() => onChoose(certificate, pinHint)} />
                <span className="certificate__text">
                  <span className="row row--close">
                    <strong>{facts.holder}</strong>
                    {fits(certificate) && <StatusBadge tone="good">{texts.fits}</StatusBadge>}
                    {facts.training && <StatusBadge tone="practice">{texts.training}</StatusBadge>}
                  </span>
                  <span className="soft small">
                    {facts.organisation === '' ? '' : `${facts.organisation} · `}
                    {texts.token}: {certificate.tokenLabel} ({certificate.tokenSerial}) · {texts.validity}: {formatDay(facts.notBefore)} – {formatDay(facts.notAfter)} ({texts.validityWords[certificate.validity]})
                  </span>
                  <span className="soft small">
                    {texts.issuer}: {facts.issuer} · {texts.serial}: {facts.serial}
                  </span>
                  <Unusable certificate={certificate} />
                </span>
              </label>
            );
          })}
        </fieldset>
      )}
      {chosen !== null && !fits(chosen) && <Message tone="warning" title={texts.notFitting(chosen.facts.holder)} announce="later" />}
      {tokens.value !== null && <DriverProblems modules={tokens.value.modules} />}
      <div className="row">
        <button type="button" className="button" onClick={tokens.reload} disabled={tokens.loading}>
          {texts.refresh}
        </button>
        {shown.length < certificates.length && (
          <button type="button" className="button button--quiet" onClick={() => setAll(true)}>
            {texts.showOthers(certificates.length - shown.length)}
          </button>
        )}
        <button type="button" className="button button--quiet" aria-expanded={drivers} onClick={() => setDrivers(!drivers)}>
          {texts.drivers}
        </button>
      </div>
      {drivers && tokens.value !== null && <DriverList from={from} modules={tokens.value.modules} onChange={tokens.reload} />}
    </div>
  );
}

/** Why a certificate cannot be used, and what to do about it. */
function Unusable({ certificate }: { readonly certificate: TokenCertificate }) {
  const { unusable } = useTexts(signingTexts);
  const obstacle = obstacleOf(certificate);
  if (obstacle === null) return null;
  const { notBefore, notAfter } = certificate.facts;
  const reason = obstacle === 'expired' ? unusable.expired(formatDay(notAfter)) : obstacle === 'not-yet-valid' ? unusable['not-yet-valid'](formatDay(notBefore)) : unusable[obstacle];
  return <span className="certificate__reason">{reason}</span>;
}
