import type { MethodOutput } from '#core/contract/index.ts';
import { verdict as verdictSchema, type Verdict } from '#core/contract/verification.ts';
import { formatMoment } from '#core/text/common.ts';
import { exchangeTexts } from '#core/text/exchange.ts';
import { verdictTexts } from '#core/text/findings.ts';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { QueryView } from '../../components/loading.tsx';
import { StatusBadge, type BadgeTone } from '../../components/status-badge.tsx';
import { useLanguage } from '../../state/session-store.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';

const tones = { valid: 'good', practice: 'practice', indeterminate: 'info', invalid: 'bad', unsupported: 'info', unsigned: 'bad' } as const satisfies Readonly<Record<Verdict, BadgeTone>>;

type Written = MethodOutput<'exchange.exports'>['exports'][number];

/** Bundles that left the school, with what the verifier said of what was really on the medium. */
export function ExportList() {
  const texts = useTexts(exchangeTexts);
  const verdicts = useTexts(verdictTexts);
  const language = useLanguage();
  const list = useQuery('exchange.exports', {}, ['exchange']);
  const columns: readonly Column<Written>[] = [
    { key: 'when', header: texts.when, render: ({ writtenAt }) => formatMoment(writtenAt, language), rowHeader: true },
    { key: 'of', header: texts.bundleOf, render: ({ scope, title }) => texts.exportOf[scope](title) },
    { key: 'records', header: texts.records, render: ({ records }) => records, align: 'end' },
    {
      key: 'file',
      header: texts.file,
      render: ({ path, digest }) => (
        <span className="path">
          {path}
          <span className="soft small">SHA-256 {digest}</span>
        </span>
      ),
    },
    { key: 'size', header: texts.size, render: ({ bytes }) => `${(bytes / 1_000_000).toLocaleString('vi-VN', { maximumFractionDigits: 1 })} MB`, align: 'end' },
    {
      key: 'verdict',
      header: texts.verdict,
      render: ({ verdict }) => {
        const known = verdictSchema.safeParse(verdict);
        return known.success ? <StatusBadge tone={tones[known.data]}>{verdicts[known.data].word}</StatusBadge> : verdict;
      },
    },
  ];
  return <QueryView query={list}>{(value) => (value.exports.length === 0 ? <p className="soft">{texts.noExports}</p> : <DataTable caption={texts.exports} columns={columns} rows={value.exports} rowKey={({ path, writtenAt }) => `${writtenAt} ${path}`} />)}</QueryView>;
}
