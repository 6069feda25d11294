import type { OpenedPackage, OpenedRecord } from '#core/contract/hand-off.ts';
import { formatDay } from '#core/text/common.ts';
import { handOffTexts } from '#core/text/hand-off.ts';
import { signingTexts } from '#core/text/signing.ts';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useTexts } from '../../state/use-texts.ts';

/** The records of an opened package in short; each opens in full. */
export function RecordsToSign({ opened, onRead }: { readonly opened: OpenedPackage; readonly onRead: (uuid: string) => void }) {
  const texts = useTexts(handOffTexts);
  const signing = useTexts(signingTexts);
  const columns: readonly Column<OpenedRecord>[] = [
    { key: 'pupil', header: texts.pupil, render: ({ summary }) => summary.pupilName, rowHeader: true },
    { key: 'born', header: texts.born, render: ({ summary }) => formatDay(summary.birthDate) },
    { key: 'learning', header: texts.learning, render: ({ summary }) => summary.learning, align: 'center' },
    { key: 'conduct', header: texts.conduct, render: ({ summary }) => summary.conduct, align: 'center' },
    { key: 'promoted', header: texts.promoted, render: ({ summary }) => (summary.promoted === '1' ? texts.yes : texts.no), align: 'center' },
    { key: 'earlier', header: texts.earlier, render: ({ signedBefore }) => (signedBefore.length === 0 ? <span className="soft">{texts.none}</span> : signedBefore.map(({ role }) => signing.roles[role]).join(', ')) },
    { key: 'changes', header: texts.changes, render: ({ changes }) => (changes === null ? <span className="soft">{texts.firstTime}</span> : changes.length === 0 ? texts.changeCount(0) : <StatusBadge tone="warning">{texts.changeCount(changes.length)}</StatusBadge>) },
    { key: 'state', header: texts.state, render: ({ read, signed }) => <StatusBadge tone={signed ? 'good' : read ? 'info' : 'neutral'}>{signed ? texts.signed : read ? texts.read : texts.unread}</StatusBadge> },
  ];
  return (
    <section className="stack stack--tight">
      <p className="soft">{texts.readHint}</p>
      <DataTable caption={texts.records(opened.records.length)} columns={columns} rows={opened.records} rowKey={({ uuid, region }) => `${uuid} ${region}`} onOpen={({ uuid }) => onRead(uuid)} />
    </section>
  );
}
