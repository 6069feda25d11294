import type { MethodOutput } from '#core/contract/index.ts';
import { formatMoment } from '#core/text/common.ts';
import { markFileTexts } from '#core/text/mark-files.ts';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { QueryView } from '../../components/loading.tsx';
import { useLanguage } from '../../state/session-store.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import type { MarkImport } from './use-mark-import.ts';

type Entry = MethodOutput<'markFiles.list'>['imports'][number];

/** Files the user read in, each of which can be taken back as a whole. */
export function MarkImportHistory({ flow }: { readonly flow: MarkImport }) {
  const texts = useTexts(markFileTexts);
  const language = useLanguage();
  const imports = useQuery('markFiles.list', {}, ['gradebook']);
  const columns: readonly Column<Entry>[] = [
    { key: 'when', header: texts.when, render: ({ appliedAt }) => formatMoment(appliedAt, language) },
    { key: 'file', header: texts.file, render: ({ fileName }) => fileName, rowHeader: true },
    { key: 'sheets', header: texts.sheets, render: ({ sheets }) => sheets.join('; ') },
    { key: 'cells', header: texts.cells, render: ({ cells }) => cells, align: 'end' },
    {
      key: 'undo',
      header: texts.undoColumn,
      render: ({ importId, undoneAt }) =>
        undoneAt !== null ? (
          <span className="soft">{texts.undone(formatMoment(undoneAt, language))}</span>
        ) : (
          <button type="button" className="button button--small" disabled={flow.busy !== null} onClick={() => void flow.undo(importId)}>
            {texts.undo}
          </button>
        ),
    },
  ];
  return <QueryView query={imports}>{(value) => (value.imports.length === 0 ? <p className="soft">{texts.noPast}</p> : <DataTable caption={texts.past} columns={columns} rows={value.imports} rowKey={({ importId }) => importId} />)}</QueryView>;
}
