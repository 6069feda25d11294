import type { MethodOutput } from '#core/contract/index.ts';
import { formatMoment } from '#core/text/common.ts';
import { handOffTexts } from '#core/text/hand-off.ts';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { QueryView } from '../../components/loading.tsx';
import { Message } from '../../components/message.tsx';
import { useLanguage } from '../../state/session-store.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';

type Entry = MethodOutput<'handOff.log'>['entries'][number];

/** What happened on this PC with packages, whatever school they came from. */
export function HandOffLog() {
  const texts = useTexts(handOffTexts);
  const language = useLanguage();
  const log = useQuery('handOff.log', {}, ['signing']);
  const actions: Readonly<Record<string, string>> = texts.actions;
  const columns: readonly Column<Entry>[] = [
    { key: 'at', header: texts.when, render: ({ at }) => formatMoment(at, language), rowHeader: true },
    { key: 'action', header: texts.happened, render: ({ action }) => actions[action] ?? action },
    { key: 'detail', header: '', render: ({ detail }) => <code className="small hand-off__path">{detail}</code> },
  ];
  return (
    <details className="every-record">
      <summary>{texts.log}</summary>
      <QueryView query={log}>
        {({ entries, whole }) => (
          <div className="stack">
            {!whole && <Message tone="bad" title={texts.logBroken} announce="now" />}
            {entries.length === 0 ? <p className="soft">{texts.logEmpty}</p> : <DataTable caption={texts.log} captionHidden columns={columns} rows={entries} rowKey={({ hash }) => hash} />}
          </div>
        )}
      </QueryView>
    </details>
  );
}
