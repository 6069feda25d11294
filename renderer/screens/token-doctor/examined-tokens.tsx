import type { ExaminedCertificate, ExaminedModule, ExaminedToken } from '#core/contract/token-doctor.ts';
import { formatDay } from '#core/text/common.ts';
import { signingTexts } from '#core/text/signing.ts';
import { tokenDoctorTexts } from '#core/text/token-doctor.ts';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useTexts } from '../../state/use-texts.ts';

/** Each token that a driver shows: what it says of its PIN, and its certificates. */
export function ExaminedTokens({ modules }: { readonly modules: readonly ExaminedModule[] }) {
  const texts = useTexts(tokenDoctorTexts);
  const tokens = modules.flatMap(({ name, slots }) => slots.flatMap(({ token }) => (token === null ? [] : [{ token, driver: name }])));
  return (
    <section className="stack" aria-labelledby="doctor-tokens">
      <h2 id="doctor-tokens">{texts.tokens}</h2>
      {tokens.length === 0 && <p className="soft">{texts.noTokens}</p>}
      {tokens.map(({ token, driver }, index) => (
        <OneToken key={`${token.serial} ${index}`} token={token} driver={driver} />
      ))}
    </section>
  );
}

const pinFlags = ['pin-locked', 'pin-final-try', 'pin-to-be-changed', 'pin-pad', 'pin-count-low'] as const;

function OneToken({ token, driver }: { readonly token: ExaminedToken; readonly driver: string }) {
  const texts = useTexts(tokenDoctorTexts);
  const words = useTexts(signingTexts);
  const pin = pinFlags.find((flag) => token.flags.includes(flag)) ?? 'ok';
  const columns: readonly Column<ExaminedCertificate>[] = [
    { key: 'holder', header: texts.holder, render: ({ facts }) => facts?.holder ?? texts.unreadable, rowHeader: true },
    { key: 'kind', header: texts.kind, render: ({ facts }) => (facts === null ? '' : texts.kinds[facts.kind]) },
    { key: 'issuer', header: texts.issuer, render: ({ facts }) => facts?.issuer ?? '' },
    {
      key: 'validity',
      header: texts.validity,
      render: ({ facts, validity }) =>
        facts === null ? '' : (
          <span className="nowrap">
            {formatDay(facts.notBefore)} – {formatDay(facts.notAfter)} ({words.validityWords[validity]})
          </span>
        ),
    },
    { key: 'key', header: texts.key, render: (certificate) => texts.keys[certificate.key] },
    { key: 'role', header: texts.role, render: ({ fits }) => (fits.length === 0 ? texts.noRole : fits.map((role) => words.roles[role]).join(', ')) },
  ];
  return (
    <article className="sheet stack">
      <h3>{token.label === '' ? token.serial : token.label}</h3>
      <dl className="doctor-facts">
        <dt>{texts.serial}</dt>
        <dd>{token.serial}</dd>
        <dt>{texts.model}</dt>
        <dd>{[token.manufacturer, token.model].filter((part) => part !== '').join(', ')}</dd>
        <dt>{texts.driver}</dt>
        <dd>{driver}</dd>
        <dt>{texts.pin}</dt>
        <dd>
          <StatusBadge tone={pin === 'ok' ? 'good' : pin === 'pin-count-low' ? 'warning' : 'bad'}>{texts.pinStates[pin]}</StatusBadge>
        </dd>
      </dl>
      {token.certificates.length === 0 ? <p className="soft">{texts.noCertificates}</p> : <DataTable caption={texts.certificatesOf(token.label === '' ? token.serial : token.label)} captionHidden columns={columns} rows={token.certificates} rowKey={({ facts }) => facts?.digest ?? ''} />}
    </article>
  );
}
