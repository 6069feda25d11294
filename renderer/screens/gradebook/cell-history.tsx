import type { MethodInput, MethodOutput } from '#core/contract/index.ts';
import { formatMoment } from '#core/text/common.ts';
import { gradebookTexts } from '#core/text/gradebook.ts';
import { QueryView } from '../../components/loading.tsx';
import { SidePanel } from '../../components/side-panel.tsx';
import { useLanguage } from '../../state/session-store.ts';
import { useQuery, type QueryState } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';

type History = MethodOutput<'gradebook.history'>;

/** The history of a gradebook cell. Give it a `key` of its cell. */
export function CellHistory({ cell, input, onClose }: { readonly cell: string; readonly input: MethodInput<'gradebook.history'>; readonly onClose: () => void }) {
  return <HistoryPanel cell={cell} query={useQuery('gradebook.history', input, ['gradebook'])} onClose={onClose} />;
}

/** Beside the grid: everything that ever stood in one cell, who wrote it and when. Esc or the button goes back to the cell. */
export function HistoryPanel({ cell, query, onClose }: { readonly cell: string; readonly query: QueryState<History>; readonly onClose: () => void }) {
  const texts = useTexts(gradebookTexts);
  const language = useLanguage();
  return (
    <SidePanel title={texts.historyOf(cell)} openKey="F4" onClose={onClose}>
      <QueryView query={query}>
        {({ changes }) =>
          changes.length === 0 ? (
            <p className="soft">{texts.historyEmpty}</p>
          ) : (
            <ol className="cell-history__list">
              {changes.toReversed().map((change) => (
                <li key={`${change.at} ${change.before} ${change.after}`}>
                  <p className="cell-history__change">{texts.historyChange(change.before === '' ? texts.blank : change.before, change.after === '' ? texts.blank : change.after)}</p>
                  <p className="soft small">
                    {change.by}, {formatMoment(change.at, language)}
                  </p>
                  {change.reason !== null && <p className="small">{texts.reason(change.reason)}</p>}
                </li>
              ))}
            </ol>
          )
        }
      </QueryView>
    </SidePanel>
  );
}
