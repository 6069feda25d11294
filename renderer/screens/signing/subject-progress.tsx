import type { MethodOutput } from '#core/contract/index.ts';
import { recordsTexts } from '#core/text/records.ts';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useTexts } from '../../state/use-texts.ts';

type Subjects = MethodOutput<'records.class'>['subjectSignatures'];

/** Where subject teachers sign the records of a class: which of them have, and for whom the others wait. Nothing where they are not asked. */
export function SubjectProgress({ subjects }: { readonly subjects: Subjects }) {
  const texts = useTexts(recordsTexts);
  const complete = subjects.filter(({ signed, of }) => signed === of).length;
  const columns: readonly Column<Subjects[number]>[] = [
    { key: 'subject', header: texts.subject, render: ({ subject }) => subject, rowHeader: true },
    { key: 'teachers', header: texts.roles.subjectTeacher, render: ({ teachers }) => teachers.join(', ') },
    { key: 'signed', header: texts.recordsSigned, render: ({ signed, of }) => <StatusBadge tone={signed === of ? 'good' : signed === 0 ? 'neutral' : 'info'}>{texts.signedOf(signed, of)}</StatusBadge> },
  ];
  if (subjects.length === 0) return null;
  return (
    <details className="reissued" open={complete < subjects.length}>
      <summary>{texts.subjectsSigned(complete, subjects.length)}</summary>
      <DataTable caption={texts.subjectsCaption} captionHidden columns={columns} rows={subjects} rowKey={({ subject }) => subject} />
    </details>
  );
}
