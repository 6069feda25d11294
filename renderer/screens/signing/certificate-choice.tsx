import { useEffect, useState } from 'react';
import type { SigningRole, TokenCertificate } from '#core/contract/signing.ts';
import { formatDay } from '#core/text/common.ts';
import { signingTexts } from '#core/text/signing.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { Loading } from '../../components/loading.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { DriverList } from './driver-list.tsx';

/** Certificates on the tokens that are plugged in; those that fit the role first, those that cannot sign greyed with the reason. */
export function CertificateChoice({ signingRole: role, holder, chosen, onChoose }: {
  readonly signingRole: SigningRole;
  /** Who should sign, where a person is expected: another teacher's certificate does not fit this class. */
  readonly holder: string | null;
  readonly chosen: TokenCertificate | null;
  readonly onChoose: (certificate: TokenCertificate, pinHint: string | null) => void;
}) {
  const texts = useTexts(signingTexts);
  const tokens = useQuery('signing.tokens', {}, ['signing']);
  const [drivers, setDrivers] = useState(false);
  const [all, setAll] = useState(false);
  const fits = (certificate: TokenCertificate) => certificate.fits.includes(role) && (holder === null || certificate.facts.holder.toLowerCase().includes(holder.toLowerCase()));
  const certificates = (tokens.value?.certificates ?? []).toSorted((a, b) => Number(fits(b)) - Number(fits(a)));
  const pinHint = tokens.value?.pinHint ?? null;

  // The only one that fits is the one that is meant.
  const fitting = certificates.filter((certificate) => fits(certificate) && certificate.validity === 'valid' && certificate.pin !== 'locked');
  const [only] = fitting.length === 1 ? fitting : [];
  useEffect(() => {
    if (only !== undefined && chosen === null) onChoose(only, pinHint);
  }, [only, chosen, onChoose, pinHint]);

  // Certificates of other people only confuse; they stay within reach for whoever has a reason.
  const foreign = certificates.filter((certificate) => !fits(certificate) && chosen?.facts.digest !== certificate.facts.digest);
  const shown = all || foreign.length === certificates.length ? certificates : certificates.filter((certificate) => !foreign.includes(certificate));

  return (
    <div className="stack">
      <ErrorText error={tokens.error} />
      {tokens.loading && <Loading label={texts.looking} />}
      {tokens.value !== null && certificates.length === 0 && <EmptyState title={texts.noTokens} text={texts.noTokensText} />}
      {certificates.length > 0 && (
        <fieldset className="certificates">
          <legend className="visually-hidden">{texts.chooseCertificate}</legend>
          {shown.map((certificate) => {
            const { facts } = certificate;
            const usable = certificate.validity === 'valid' && certificate.pin !== 'locked';
            return (
              <label key={`${certificate.moduleId} ${facts.digest}`} className="certificate" data-usable={usable}>
                <input type="radio" name="certificate" disabled={!usable} checked={chosen?.facts.digest === facts.digest} onChange={() => onChoose(certificate, pinHint)} />
                <span className="certificate__text">
                  <span className="row row--close">
                    <strong>{facts.holder}</strong>
                    {fits(certificate) && <StatusBadge tone="good">{texts.fits}</StatusBadge>}
                    {facts.training && <StatusBadge tone="practice">{texts.training}</StatusBadge>}
                    {certificate.pin === 'locked' && <StatusBadge tone="bad">{texts.pinLocked}</StatusBadge>}
                  </span>
                  <span className="soft small">
                    {facts.organisation === '' ? '' : `${facts.organisation} · `}
                    {texts.token}: {certificate.tokenLabel} · {texts.validity}: {formatDay(facts.notBefore)} – {formatDay(facts.notAfter)} ({texts.validityWords[certificate.validity]})
                  </span>
                  <span className="soft small">
                    {texts.issuer}: {facts.issuer} · {texts.serial}: {facts.serial}
                  </span>
                </span>
              </label>
            );
          })}
        </fieldset>
      )}
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
      {drivers && tokens.value !== null && <DriverList modules={tokens.value.modules} onChange={tokens.reload} />}
    </div>
  );
}
