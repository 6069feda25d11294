import type { HandOffItem } from '#core/contract/hand-off.ts';
import { handOffTexts } from '#core/text/hand-off.ts';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { useErrorText } from '../../components/error-text.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { CallError } from '../../state/office.ts';
import { useTexts } from '../../state/use-texts.ts';

const tones = { waiting: 'neutral', taken: 'good', refused: 'bad' } as const;

/** What became of each signature that was asked for, with the reason where it was refused. */
export function PackageItems({ caption, items }: { readonly caption: string; readonly items: readonly HandOffItem[] }) {
  const texts = useTexts(handOffTexts);
  const words = useErrorText();
  const columns: readonly Column<HandOffItem>[] = [
    { key: 'label', header: texts.document, render: ({ label }) => label, rowHeader: true },
    { key: 'group', header: texts.class, render: ({ group }) => group },
    { key: 'state', header: texts.state, render: ({ state }) => <StatusBadge tone={tones[state]}>{texts.itemStates[state]}</StatusBadge> },
    {
      key: 'reason',
      header: texts.reason,
      render({ error }) {
        if (error === null) return '';
        const { what, why, todo } = words(new CallError(error));
        return [what, why, todo].filter((sentence) => sentence !== '').join(' ');
      },
    },
  ];
  return <DataTable caption={caption} columns={columns} rows={items} rowKey={({ itemId }) => itemId} />;
}
