import type { OpenedDocument, OpenedPackage } from '#core/contract/hand-off.ts';
import { formatDay } from '#core/text/common.ts';
import { handOffTexts } from '#core/text/hand-off.ts';
import { signingTexts } from '#core/text/signing.ts';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useTexts } from '../../state/use-texts.ts';

/** The documents of an opened package in short; each opens in full. */
export function DocumentsToSign({ opened, onRead }: { readonly opened: OpenedPackage; readonly onRead: (uuid: string) => void }) {
  const texts = useTexts(handOffTexts);
  const signing = useTexts(signingTexts);
  const ofRecords: readonly Column<OpenedDocument>[] = [
    { key: 'born', header: texts.born, render: ({ record }) => (record === null ? '' : formatDay(record.birthDate)) },
    { key: 'learning', header: texts.learning, render: ({ record }) => record?.learning ?? '', align: 'center' },
    { key: 'conduct', header: texts.conduct, render: ({ record }) => record?.conduct ?? '', align: 'center' },
    { key: 'promoted', header: texts.promoted, render: ({ record }) => (record?.promoted === '1' ? texts.yes : texts.no), align: 'center' },
  ];
  const several = opened.classNames.length > 1;
  const columns: readonly Column<OpenedDocument>[] = [
    { key: 'label', header: opened.kind === 'record' ? texts.pupil : texts.subject, render: ({ label }) => label, rowHeader: true },
    ...(several ? [{ key: 'group', header: texts.class, render: ({ group }: OpenedDocument) => group }] : []),
    ...(opened.role === 'subjectTeacher' && opened.kind === 'record' ? [{ key: 'region', header: texts.subject, render: ({ region }: OpenedDocument) => region.replace(/^mon-/u, '') }] : []),
    ...(opened.kind === 'record' ? ofRecords : [{ key: 'pupils', header: texts.pupils, render: ({ pupils }: OpenedDocument) => pupils, align: 'end' as const }]),
    { key: 'earlier', header: texts.earlier, render: ({ signedBefore }) => (signedBefore.length === 0 ? <span className="soft">{texts.none}</span> : signedBefore.map(({ role }) => signing.roles[role]).join(', ')) },
    { key: 'changes', header: texts.changes, render: ({ changes }) => (changes === null ? <span className="soft">{texts.firstTime}</span> : changes.length === 0 ? texts.changeCount(0) : <StatusBadge tone="warning">{texts.changeCount(changes.length)}</StatusBadge>) },
    { key: 'state', header: texts.state, render: ({ read, signed }) => <StatusBadge tone={signed ? 'good' : read ? 'info' : 'neutral'}>{signed ? texts.signed : read ? texts.read : texts.unread}</StatusBadge> },
  ];
  return (
    <section className="stack stack--tight">
      <p className="soft">{texts.readHint[opened.kind]}</p>
      <DataTable caption={texts.documents[opened.kind](opened.documents.length)} columns={columns} rows={opened.documents} rowKey={({ uuid, region }) => `${uuid} ${region}`} onOpen={({ uuid }) => onRead(uuid)} />
    </section>
  );
}
