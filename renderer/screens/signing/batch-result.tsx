import type { MethodOutput } from '#core/contract/index.ts';
import { signingTexts } from '#core/text/signing.ts';
import type { JobId } from '#core/values/ids.ts';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { useErrorText } from '../../components/error-text.tsx';
import { QueryView } from '../../components/loading.tsx';
import { Message } from '../../components/message.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { CallError } from '../../state/office.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';

type Batch = MethodOutput<'signing.batch'>;
type Item = Batch['items'][number];

const tones = { waiting: 'neutral', signed: 'good', skipped: 'warning', failed: 'bad' } as const;

/** What became of each record of a batch. */
export function BatchResult({ jobId }: { readonly jobId: JobId }) {
  const batch = useQuery('signing.batch', { jobId }, ['signing']);
  return <QueryView query={batch}>{(value) => <Result batch={value} />}</QueryView>;
}

function Result({ batch }: { readonly batch: Batch }) {
  const texts = useTexts(signingTexts);
  const words = useErrorText();
  const signed = batch.items.filter(({ state }) => state === 'signed').length;
  const open = batch.items.filter(({ state }) => state !== 'signed');
  const columns: readonly Column<Item>[] = [
    { key: 'pupil', header: texts.pupil, render: ({ pupilName }) => pupilName, rowHeader: true },
    { key: 'state', header: texts.state, render: ({ state }) => <StatusBadge tone={tones[state]}>{texts.states[state]}</StatusBadge> },
    { key: 'reason', header: texts.reason, render: ({ error }) => (error === null ? '' : [words(new CallError(error)).what, words(new CallError(error)).todo].join(' ')) },
  ];
  const next = batch.role === 'homeroomTeacher' ? texts.nextPrincipal : batch.role === 'principal' ? texts.nextSchool : texts.nextSend;
  return (
    <div className="stack">
      <Message tone={open.length === 0 ? 'good' : 'warning'} title={texts.signedOf(signed, batch.items.length)} announce="later">
        {open.length === 0 && <p>{next}</p>}
      </Message>
      {open.length > 0 && <DataTable caption={texts.result} columns={columns} rows={open} rowKey={({ recordId }) => recordId} />}
    </div>
  );
}
