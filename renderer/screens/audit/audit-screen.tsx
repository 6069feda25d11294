import { useState } from 'react';
import type { AuditEntry } from '#core/contract/audit.ts';
import { auditTexts } from '#core/text/audit.ts';
import { formatMoment } from '#core/text/common.ts';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { Loading, QueryView } from '../../components/loading.tsx';
import { Message } from '../../components/message.tsx';
import { Page } from '../../components/page.tsx';
import { useLanguage } from '../../state/session-store.ts';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import '../../styles/exchange.css';

const pageSize = 100;

/** The log, newest first, and the proof that nothing is missing from it. */
export function AuditScreen() {
  const texts = useTexts(auditTexts);
  const language = useLanguage();
  const [before, setBefore] = useState<number | null>(null);
  const list = useQuery('audit.list', { before, limit: pageSize });
  const verify = useCommand('audit.verify');
  const [result, setResult] = useState<{ readonly entries: number; readonly head: string; readonly brokenAt: number | null } | null>(null);
  const columns: readonly Column<AuditEntry>[] = [
    { key: 'sequence', header: texts.number, render: ({ sequence }) => sequence, align: 'end' },
    { key: 'at', header: texts.when, render: ({ at }) => <span className="nowrap">{formatMoment(at, language)}</span> },
    { key: 'user', header: texts.who, render: ({ userName }) => userName },
    { key: 'action', header: texts.action, render: ({ action }) => <span title={action}>{action in texts.actions ? texts.actions[action as keyof typeof texts.actions] : action}</span>, rowHeader: true },
    { key: 'detail', header: texts.detail, render: ({ detail }) => detail === '{}' ? '' : <span className="path small">{detail}</span> },
  ];
  return (
    <Page
      title={texts.title}
      subtitle={texts.subtitle}
      actions={
        <button type="button" className="button" disabled={verify.busy} onClick={() => void verify.run({}).then(setResult)}>
          {texts.verify}
        </button>
      }
    >
      <ErrorText error={verify.error} />
      {verify.busy && <Loading label={texts.checking} />}
      {result !== null && (
        <Message tone={result.brokenAt === null ? 'good' : 'bad'} title={result.brokenAt === null ? texts.intact(result.entries) : texts.broken(result.brokenAt)} announce="later">
          <p className="small path">
            {texts.head}: {result.head}
          </p>
        </Message>
      )}
      <QueryView query={list}>
        {({ entries, total }) => (
          <>
            <DataTable caption={`${texts.list} (${texts.total(total)})`} columns={columns} rows={entries} rowKey={({ sequence }) => String(sequence)} />
            <div className="row">
              {before !== null && (
                <button type="button" className="button" onClick={() => setBefore(null)}>
                  {texts.newest}
                </button>
              )}
              <button type="button" className="button" disabled={(entries.at(-1)?.sequence ?? 1) <= 1} onClick={() => setBefore(entries.at(-1)?.sequence ?? null)}>
                {texts.older}
              </button>
              <span className="soft" aria-live="polite">
                {entries.length > 0 && texts.range(entries[0]?.sequence ?? 0, entries.at(-1)?.sequence ?? 0)}
              </span>
            </div>
          </>
        )}
      </QueryView>
    </Page>
  );
}
