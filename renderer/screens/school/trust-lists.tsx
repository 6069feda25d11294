import type { MethodOutput } from '#core/contract/index.ts';
import { formatDay, formatMoment } from '#core/text/common.ts';
import { trustTexts } from '#core/text/trust.ts';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { notify } from '../../state/notices.ts';
import { useLanguage } from '../../state/session-store.ts';
import { useChooseFile } from '../../state/use-choose-file.ts';
import { useCommand } from '../../state/use-command.ts';
import { useTexts } from '../../state/use-texts.ts';

type List = MethodOutput<'trust.overview'>['lists'][number];

/** Revocation lists at hand; a school without a line carries them in from a stick. */
export function TrustLists({ lists, mayImport }: { readonly lists: readonly List[]; readonly mayImport: boolean }) {
  const texts = useTexts(trustTexts);
  const language = useLanguage();
  const chooser = useChooseFile(['crl', 'pem', 'der']);
  const take = useCommand('trust.importList');
  async function choose() {
    const chosen = await chooser.choose();
    const answer = chosen === null ? null : await take.run({ file: chosen.file });
    if (answer !== null) notify('good', texts.imported(answer.authority, formatDay(answer.thisUpdate.slice(0, 10))));
  }
  const columns: readonly Column<List>[] = [
    { key: 'authority', header: texts.listAuthority, rowHeader: true, render: ({ authority }) => authority ?? texts.stranger },
    { key: 'thisUpdate', header: texts.issuedOn, render: ({ thisUpdate }) => formatMoment(thisUpdate, language) },
    { key: 'nextUpdate', header: texts.nextOn, render: ({ nextUpdate }) => (nextUpdate === null ? '' : formatMoment(nextUpdate, language)) },
    { key: 'state', header: texts.listState, render: ({ inForce }) => <StatusBadge tone={inForce ? 'good' : 'warning'}>{inForce ? texts.inForce : texts.outOfDate}</StatusBadge> },
    { key: 'source', header: texts.listSource, render: ({ source }) => texts.listSources[source] },
  ];
  return (
    <section className="sheet stack" aria-label={texts.lists}>
      <div className="row row--between">
        <h2>{texts.lists}</h2>
        {mayImport && (
          <button type="button" className="button" disabled={take.busy} onClick={() => void choose()}>
            {texts.importList}
          </button>
        )}
      </div>
      {lists.length === 0 ? <p className="soft">{texts.noLists}</p> : <DataTable caption={texts.lists} captionHidden columns={columns} rows={lists} rowKey={({ authority, thisUpdate }) => `${authority ?? ''} ${thisUpdate}`} />}
      <ErrorText error={chooser.error ?? take.error} />
    </section>
  );
}
