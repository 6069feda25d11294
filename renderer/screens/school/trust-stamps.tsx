import { useState } from 'react';
import type { MethodOutput } from '#core/contract/index.ts';
import { formatDay } from '#core/text/common.ts';
import { trustTexts } from '#core/text/trust.ts';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { JobProgress } from '../../components/job-progress.tsx';
import { QueryView } from '../../components/loading.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';

type ClassStamps = MethodOutput<'trust.stamps'>['classes'][number];

/** Timestamps for signatures that were made without a line, class by class. */
export function TrustStamps({ address, mayStamp }: { readonly address: string; readonly mayStamp: boolean }) {
  const texts = useTexts(trustTexts);
  const stamps = useQuery('trust.stamps', {}, ['signing', 'records']);
  const stamp = useCommand('trust.stampClass');
  const [jobId, setJobId] = useState<string | null>(null);
  const columns: readonly Column<ClassStamps>[] = [
    { key: 'class', header: texts.className, rowHeader: true, render: ({ className }) => className },
    { key: 'signatures', header: texts.signatures, align: 'end', render: ({ signatures }) => signatures },
    { key: 'stamped', header: texts.stamped, align: 'end', render: ({ stamped }) => stamped },
    { key: 'last', header: texts.lastOn, render: ({ lastOn }) => (lastOn === null ? '' : formatDay(lastOn)) },
    {
      key: 'add',
      header: texts.addStamps,
      render: ({ classId, className, signatures, stamped }) =>
        stamped === signatures ? (
          <StatusBadge tone="good">{texts.allStamped}</StatusBadge>
        ) : (
          mayStamp && (
            <button type="button" className="button button--small" aria-label={`${texts.addStamps} ${className}`} disabled={address === '' || stamp.busy} onClick={() => void stamp.run({ classId }).then((answer) => setJobId(answer?.jobId ?? null))}>
              {texts.addStamps}
            </button>
          )
        ),
    },
  ];
  return (
    <section className="sheet stack" aria-label={texts.stamps}>
      <h2>{texts.stamps}</h2>
      <p className="soft">{address === '' ? texts.needAddress : texts.stampsHint}</p>
      <QueryView query={stamps}>{({ classes }) => (classes.length === 0 ? <p>{texts.noStamps}</p> : <DataTable caption={texts.stamps} captionHidden columns={columns} rows={classes} rowKey={({ classId }) => classId} />)}</QueryView>
      {jobId !== null && <JobProgress jobId={jobId} />}
      <ErrorText error={stamp.error} />
    </section>
  );
}
