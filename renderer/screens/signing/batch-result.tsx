import type { MethodOutput } from '#core/contract/index.ts';
import { signedPdfsTexts } from '#core/text/signed-pdfs.ts';
import { signingTexts } from '#core/text/signing.ts';
import type { BatchId } from '#core/values/ids.ts';
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
export function BatchResult({ batchId }: { readonly batchId: BatchId }) {
  const batch = useQuery('signing.batch', { batchId }, ['signing']);
  return <QueryView query={batch}>{(value) => <Result result={value} />}</QueryView>;
}

function Result({ result: { batch, items } }: { readonly result: Batch }) {
  const texts = useTexts(signingTexts);
  const pdfTexts = useTexts(signedPdfsTexts);
  const words = useErrorText();
  const sentences = (error: NonNullable<Item['error']>) => {
    const { what, why, todo } = words(new CallError(error));
    return [what, why, todo].filter((sentence) => sentence !== '').join(' ');
  };
  const signed = items.filter(({ state }) => state === 'signed').length;
  const failed = items.filter(({ state }) => state === 'failed');
  const open = items.filter(({ state }) => state !== 'signed');
  const columns: readonly Column<Item>[] = [
    { key: 'pupil', header: texts.pupil, render: ({ label }) => label, rowHeader: true },
    { key: 'state', header: texts.state, render: ({ state }) => <StatusBadge tone={tones[state]}>{texts.states[state]}</StatusBadge> },
    { key: 'reason', header: texts.reason, render: ({ state, error }) => (error === null ? (state === 'skipped' ? texts.stopped : '') : sentences(error)) },
  ];
  const next = batch.scope.kind === 'pdfs' ? pdfTexts.next[batch.role === 'principal' ? 'principal' : 'school'] : batch.role === 'homeroomTeacher' ? texts.nextPrincipal : batch.role === 'principal' ? texts.nextSchool : texts.nextSend;
  return (
    <div className="stack">
      <Message tone={open.length === 0 ? 'good' : 'warning'} title={texts.signedOf(signed, items.length)} announce="later">
        <p>{open.length === 0 ? next : texts.rest}</p>
      </Message>
      {failed.length > 0 && <DataTable caption={texts.result} columns={columns} rows={failed} rowKey={({ itemId }) => itemId} />}
      <details className="every-record">
        <summary>{texts.everyRecord(items.length)}</summary>
        <DataTable caption={texts.result} captionHidden columns={columns} rows={items} rowKey={({ itemId }) => itemId} />
      </details>
    </div>
  );
}
