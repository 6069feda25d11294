import { useCallback, useState } from 'react';
import type { MethodOutput } from '#core/contract/index.ts';
import { formatDay, formatMoment } from '#core/text/common.ts';
import { trustTexts } from '#core/text/trust.ts';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { JobProgress } from '../../components/job-progress.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useLanguage } from '../../state/session-store.ts';
import { useCommand } from '../../state/use-command.ts';
import { useTexts } from '../../state/use-texts.ts';

type Used = MethodOutput<'trust.overview'>['certificates'][number];

/** Certificates that signed here: whether their issuer is trusted, and what is known of their revocation, as of when. */
export function TrustCertificates({ certificates, mayAsk }: { readonly certificates: readonly Used[]; readonly mayAsk: boolean }) {
  const texts = useTexts(trustTexts);
  const language = useLanguage();
  const ask = useCommand('trust.askNow');
  const [jobId, setJobId] = useState<string | null>(null);
  const ended = useCallback(() => setJobId(null), []);
  const columns: readonly Column<Used>[] = [
    {
      key: 'holder',
      header: texts.holder,
      rowHeader: true,
      render: ({ facts }) => (
        <>
          {facts.holder}
          <br />
          <span className="soft small">{texts.until(formatDay(facts.notAfter.slice(0, 10)))}</span>
        </>
      ),
    },
    { key: 'issuer', header: texts.issuedBy, render: ({ facts }) => facts.issuer },
    {
      key: 'chain',
      header: texts.chain,
      render: ({ chain }) =>
        chain.state === 'untrusted' ? (
          <>
            <StatusBadge tone="warning">{texts.chains.untrusted}</StatusBadge> <span className="small">{texts.chainFaults[chain.reason]}</span>
          </>
        ) : (
          <StatusBadge tone={chain.state === 'practice' ? 'practice' : 'good'}>{chain.state === 'practice' ? texts.chains.practice : texts.chains.trusted(chain.root)}</StatusBadge>
        ),
    },
    {
      key: 'revocation',
      header: texts.revocation,
      render: ({ revocation }) =>
        revocation.state === 'unknown' ? (
          <>
            <StatusBadge tone="warning">{texts.unknown}</StatusBadge> <span className="small">{texts.unknownReasons[revocation.reason]}</span>
          </>
        ) : (
          <>
            <StatusBadge tone={revocation.state === 'good' ? 'good' : 'bad'}>{revocation.state === 'good' ? texts.good(formatMoment(revocation.knownAt, language)) : texts.revoked(formatMoment(revocation.revokedAt, language))}</StatusBadge>{' '}
            <span className="soft small">{texts.sources[revocation.source]}</span>
          </>
        ),
    },
  ];
  return (
    <section className="sheet stack" aria-label={texts.inUse}>
      <div className="row row--between">
        <h2>{texts.inUse}</h2>
        {mayAsk && certificates.length > 0 && (
          <button type="button" className="button" title={texts.askNowHint} disabled={ask.busy || jobId !== null} onClick={() => void ask.run({}).then((answer) => setJobId(answer?.jobId ?? null))}>
            {texts.askNow}
          </button>
        )}
      </div>
      {certificates.length === 0 ? <p className="soft">{texts.noneInUse}</p> : <DataTable caption={texts.inUse} captionHidden columns={columns} rows={certificates} rowKey={({ facts }) => facts.digest} />}
      {jobId !== null && <JobProgress jobId={jobId} onEnded={ended} />}
      <ErrorText error={ask.error} />
    </section>
  );
}
