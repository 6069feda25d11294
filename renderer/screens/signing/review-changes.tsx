import { useState } from 'react';
import type { SigningReading } from '#core/contract/signing.ts';
import { formatMoment } from '#core/text/common.ts';
import { recordTagTexts } from '#core/text/record-tags.ts';
import { signingTexts } from '#core/text/signing.ts';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { CheckField } from '../../components/field.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { call } from '../../state/office.ts';
import { useSession } from '../../state/session-store.ts';
import { useOfficeFile } from '../../state/use-office-file.ts';
import { useTexts } from '../../state/use-texts.ts';
import type { Preflight } from './preflight-panel.tsx';

type Changes = Preflight['changes'];
type Item = Changes['items'][number];
type Kind = SigningReading['kind'];

/** What is new or different since this role signed last, and how the signer wants to read it: all, a sample drawn by lot, or nothing, each confirmed in words. */
export function ReviewChanges({ changes, onReading }: { readonly changes: Changes; /** Null: not confirmed yet. */ readonly onReading: (reading: SigningReading | null) => void }) {
  const texts = useTexts(signingTexts);
  const { review } = texts;
  const language = useSession((store) => store.state?.language ?? 'vi');
  const [kind, setKind] = useState<Kind>('sample');
  const [confirmed, setConfirmed] = useState(false);
  const sample = new Set(changes.sample);
  // PDFs are never mixed with anything else.
  const printed = changes.items.filter((item) => item.kind === 'printed').length;
  const reissued = changes.items.filter((item) => item.kind === 'reissued');
  const shown = kind === 'all' ? changes.items : kind === 'sample' ? changes.items.filter(({ itemId }) => sample.has(itemId)) : [];

  function tell(next: Kind, yes: boolean) {
    setKind(next);
    setConfirmed(yes);
    onReading(!yes ? null : next === 'sample' ? { kind: 'sample', itemIds: shown.map(({ itemId }) => itemId) } : { kind: next });
  }

  return (
    <div className="stack">
      <p>{printed > 0 ? review.printed(printed) : review.summary(changes.items.length - reissued.length, reissued.length)}</p>
      <p className="soft small">
        {changes.last === null ? review.neverSigned : review.lastSigned(formatMoment(changes.last.at, language), changes.last.entriesSince)} {review.heads(changes.last?.auditHead.slice(0, 12) ?? '–', changes.auditHead.slice(0, 12))}
      </p>
      {reissued.length > 0 && <ReissuedList items={reissued} />}
      <p>
        <strong>{review.how}</strong>
      </p>
      <fieldset className="segments">
        <legend className="visually-hidden">{review.how}</legend>
        {(['all', 'sample', 'none'] as const).map((each) => (
          <label key={each} className="segments__one">
            <input type="radio" name="reading" checked={kind === each} onChange={() => tell(each, false)} />
            <span>{each === 'sample' ? review.sample(sample.size) : review[each]}</span>
          </label>
        ))}
      </fieldset>
      {shown.length > 0 && <ToRead items={shown} />}
      <CheckField label={kind === 'all' ? review.confirmAll(changes.items.length) : kind === 'sample' ? review.confirmSample(shown.length) : review.confirmNone(changes.items.length)} checked={confirmed} onChange={(yes) => tell(kind, yes)} />
    </div>
  );
}

/** Records that were signed before and say something else now, field by field. */
function ReissuedList({ items }: { readonly items: readonly Item[] }) {
  const { review } = useTexts(signingTexts);
  const tags: Readonly<Record<string, string>> = useTexts(recordTagTexts);
  return (
    <details className="reissued" open={items.length <= 5}>
      <summary>{review.reissued(items.length)}</summary>
      <ul>
        {items.map(({ itemId, label, group, fields }) => (
          <li key={itemId}>
            <strong>{label}</strong> ({group})
            <ul>
              {fields.map(({ field, subject, before, after }) => (
                <li key={`${subject ?? ''} ${field}`}>
                  {subject === null ? '' : `${subject}, `}
                  {tags[field] ?? field}: <del>{before ?? review.nothing}</del> → <ins>{after ?? review.nothing}</ins>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </details>
  );
}

function ToRead({ items }: { readonly items: readonly Item[] }) {
  const { review } = useTexts(signingTexts);
  const { busy, error, showPdf } = useOfficeFile();
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const columns: readonly Column<Item>[] = [
    { key: 'pupil', header: review.document, render: ({ label }) => label, rowHeader: true },
    { key: 'group', header: review.group, render: ({ group }) => group },
    { key: 'kind', header: review.state, render: ({ kind }) => <StatusBadge tone={kind === 'reissued' ? 'warning' : 'neutral'}>{review.kinds[kind]}</StatusBadge> },
    {
      key: 'open',
      header: review.read,
      render: ({ itemId, recordId }) =>
        recordId !== null && (
          <button
            type="button"
            className="button button--small"
            disabled={busy}
            onClick={() => {
              setOpened(new Set([...opened, itemId]));
              void showPdf(() => call('records.pdf', { recordId }));
            }}
          >
            {opened.has(itemId) ? review.openAgain : review.open}
          </button>
        ),
    },
  ];
  return (
    <>
      <ErrorText error={error} />
      <div className="to-read">
        <DataTable caption={review.toRead} captionHidden columns={columns} rows={items} rowKey={({ itemId }) => itemId} />
      </div>
    </>
  );
}
