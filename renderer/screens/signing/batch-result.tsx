import type { MethodOutput } from '#core/contract/index.ts';
import { signedPdfsTexts } from '#core/text/signed-pdfs.ts';
import { signingDocumentTexts } from '#core/text/signing-documents.ts';
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

/** What became of each document of a batch. */
export function BatchResult({ batchId }: { readonly batchId: BatchId }) {
  const batch = useQuery('signing.batch', { batchId }, ['signing']);
  return <QueryView query={batch}>{(value) => <Result result={value} />}</QueryView>;
}

function Result({ result: { batch, items } }: { readonly result: Batch }) {
  const texts = useTexts(signingTexts);
  const pdfTexts = useTexts(signedPdfsTexts);
  const words = useTexts(signingDocumentTexts);
  const { kind } = batch.scope;
  const own = words[kind];
  const errorWords = useErrorText();
  const sentences = (error: NonNullable<Item['error']>) => {
    const { what, why, todo } = errorWords(new CallError(error));
    return [what, why, todo].filter((sentence) => sentence !== '').join(' ');
  };
  const signed = items.filter(({ state }) => state === 'signed').length;
  const failed = items.filter(({ state }) => state === 'failed');
  const open = items.filter(({ state }) => state !== 'signed');
  const columns: readonly Column<Item>[] = [
    { key: 'document', header: own.column, render: ({ label }) => label, rowHeader: true },
    { key: 'state', header: texts.state, render: ({ state }) => <StatusBadge tone={tones[state]}>{texts.states[state]}</StatusBadge> },
    { key: 'reason', header: texts.reason, render: ({ state, error }) => (error === null ? (state === 'skipped' ? own.stopped : '') : sentences(error)) },
  ];
  const next = kind === 'pdfs' ? pdfTexts.next[batch.role === 'principal' ? 'principal' : 'school'] : words.next[kind][batch.role];
  return (
    <div className="stack">
      <Message tone={open.length === 0 ? 'good' : 'warning'} title={own.signedOf(signed, items.length)} announce="later">
        <p>{open.length === 0 ? next : texts.rest}</p>
      </Message>
      {failed.length > 0 && <DataTable caption={texts.result} columns={columns} rows={failed} rowKey={({ itemId }) => itemId} />}
      <details className="every-record">
        <summary>{own.everyOne(items.length)}</summary>
        <DataTable caption={texts.result} captionHidden columns={columns} rows={items} rowKey={({ itemId }) => itemId} />
      </details>
    </div>
  );
}
