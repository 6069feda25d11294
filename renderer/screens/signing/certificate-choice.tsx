import { useId } from 'react';
import type { SigningRole, TokenCertificate } from '#core/contract/signing.ts';
import { formatDay } from '#core/text/common.ts';
import { signingTexts } from '#core/text/signing.ts';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useTexts } from '../../state/use-texts.ts';

/** A certificate on one token: the same certificate may be on two tokens, and a module may see several. */
export function certificateKey({ moduleId, tokenSerial, facts }: TokenCertificate): string {
  return `${moduleId} ${tokenSerial} ${facts.digest}`;
}

export function isUsable({ validity, pin }: TokenCertificate): boolean {
  return validity === 'valid' && pin !== 'locked';
}

/** Those that seem to belong to the role first, and those that cannot be used last; otherwise as the tokens gave them. */
export function inOrder(certificates: readonly TokenCertificate[], role: SigningRole): readonly TokenCertificate[] {
  const rank = (one: TokenCertificate) => (one.fits.includes(role) ? 0 : 1) + (isUsable(one) ? 0 : 2);
  return [...certificates].sort((a, b) => rank(a) - rank(b));
}

/** The certificates on the tokens, each with what tells it apart from the others. */
export function CertificateChoice({ certificates, role, value, onChange }: {
  readonly certificates: readonly TokenCertificate[];
  readonly role: SigningRole;
  readonly value: string | null;
  readonly onChange: (key: string) => void;
}) {
  const texts = useTexts(signingTexts);
  const group = useId();
  return (
    <fieldset className="certificates">
      <legend className="visually-hidden">{texts.certificates}</legend>
      {inOrder(certificates, role).map((certificate) => {
        const key = certificateKey(certificate);
        return <CertificateCard key={key} certificate={certificate} role={role} group={group} chosen={key === value} onChoose={() => onChange(key)} />;
      })}
    </fieldset>
  );
}

function CertificateCard({ certificate, role, group, chosen, onChoose }: {
  readonly certificate: TokenCertificate;
  readonly role: SigningRole;
  readonly group: string;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}) {
  const texts = useTexts(signingTexts);
  const id = useId();
  const { facts, validity, pin } = certificate;
  const reason =
    validity === 'expired' ? texts.expiredReason(formatDay(facts.notAfter)) : validity === 'not-yet-valid' ? texts.notYetReason(formatDay(facts.notBefore)) : pin === 'locked' ? texts.lockedReason : null;
  return (
    <div className="certificate" data-chosen={chosen} data-usable={reason === null}>
      <input type="radio" id={id} name={group} checked={chosen} disabled={reason !== null} onChange={onChoose} aria-describedby={`${id}-facts`} />
      <label className="certificate__name" htmlFor={id}>
        {facts.holder}
      </label>
      <span className="certificate__badges">
        {facts.training && <StatusBadge tone="practice">{texts.training}</StatusBadge>}
        <StatusBadge tone={certificate.fits.includes(role) ? 'good' : 'neutral'}>{certificate.fits.includes(role) ? texts.fits : texts.doesNotFit}</StatusBadge>
        <StatusBadge tone={validity === 'valid' ? 'good' : 'bad'}>{texts.validity[validity]}</StatusBadge>
      </span>
      <dl id={`${id}-facts`} className="certificate__facts">
        {facts.organisation !== '' && <Fact name={texts.organisation} value={facts.organisation} />}
        <Fact name={texts.serial} value={facts.serial} />
        <Fact name={texts.issuer} value={facts.issuer} />
        <Fact name={texts.validFrom} value={texts.validityDays(formatDay(facts.notBefore), formatDay(facts.notAfter))} />
        <Fact name={texts.token} value={texts.tokenOf(certificate.tokenLabel, certificate.tokenSerial)} />
      </dl>
      {reason !== null && <p className="certificate__reason">{reason}</p>}
    </div>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
