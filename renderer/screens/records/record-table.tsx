import type { RecordRow, RecordStatus } from '#core/contract/records.ts';
import { commonTexts, formatMoment } from '#core/text/common.ts';
import { recordsTexts } from '#core/text/records.ts';
import { signedPdfsTexts } from '#core/text/signed-pdfs.ts';
import type { ClassId, RecordId } from '#core/values/ids.ts';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { StatusBadge, type BadgeTone } from '../../components/status-badge.tsx';
import { useNavigation } from '../../state/navigation.ts';
import { call } from '../../state/office.ts';
import { useLanguage } from '../../state/session-store.ts';
import { useOfficeFile } from '../../state/use-office-file.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import type { OnePdf } from './sign-pdfs.tsx';

const tones: Readonly<Record<RecordStatus, BadgeTone>> = {
  none: 'neutral',
  created: 'neutral',
  'homeroom-signed': 'info',
  'principal-signed': 'info',
  issued: 'good',
  sent: 'info',
  accepted: 'good',
  refused: 'bad',
};

const order: readonly RecordStatus[] = ['none', 'created', 'homeroom-signed', 'principal-signed', 'issued', 'sent', 'refused', 'accepted'];

/** The pupils of a class, how far each record is, and its files. */
export function RecordTable({ classId, className, records, onSignPdf }: {
  readonly classId: ClassId;
  readonly className: string;
  readonly records: readonly RecordRow[];
  /** The user wants to sign this one's PDF. */
  readonly onSignPdf: (record: OnePdf) => void;
}) {
  const texts = useTexts(recordsTexts);
  const common = useTexts(commonTexts);
  const language = useLanguage();
  const pdfTexts = useTexts(signedPdfsTexts);
  const files = useFiles();
  const pdfs = useQuery('signedPdfs.class', { classId }, ['records', 'signing', 'gradebook', 'homeroom']);
  const made = records.filter(({ recordId }) => recordId !== null).length;
  const issued = records.filter(isIssued).length;

  /** Who signed the record's PDF last. */
  const pdfRole = ({ recordId }: RecordRow) => pdfs.value?.pdfs.find((pdf) => pdf.recordId === recordId)?.signatures.at(-1)?.role ?? null;
  /** Whose turn it is, where this user may sign in it. */
  const turn = (row: RecordRow) => {
    const next = pdfRole(row) === 'principal' ? 'school' : 'principal';
    return isIssued(row) && !row.outdated && pdfRole(row) !== 'school' && pdfs.value?.[next].mayActAs === true ? next : null;
  };
  /** Before anybody else has signed, how far the subject teachers are says more than that the record was made. */
  const shownStatus = ({ status, signedSubjects }: RecordRow): readonly [BadgeTone, string] =>
    status === 'created' && signedSubjects !== null && signedSubjects.signed > 0 ? ['info', texts.subjectsSigned(signedSubjects.signed, signedSubjects.of)] : [tones[status], texts.statuses[status]];
  const columns: readonly Column<RecordRow>[] = [
    { key: 'position', header: texts.position, align: 'end', render: ({ position }) => position, sortValue: ({ position }) => position },
    { key: 'name', header: common.fullName, rowHeader: true, render: ({ fullName }) => fullName },
    {
      key: 'status',
      header: texts.status,
      sortValue: ({ status }) => order.indexOf(status),
      render: (row) => (
        <span className="record-state">
          <StatusBadge tone={shownStatus(row)[0]}>{shownStatus(row)[1]}</StatusBadge>
          {row.outdated && <StatusBadge tone="warning">{texts.outdated}</StatusBadge>}
          {pdfRole(row) !== null && <span className="small soft">{pdfTexts.pdfSigned[pdfRole(row) ?? 'school']}</span>}
          {row.gatewayMessage !== null && <span className="small">{row.gatewayMessage}</span>}
        </span>
      ),
    },
    { key: 'version', header: texts.version, render: ({ version }) => (version === null ? '' : texts.versionNumber(version)) },
    {
      key: 'signatures',
      header: texts.signatures,
      render: ({ signatures }) => {
        const bySubject = signatures.filter(({ role }) => role === 'subjectTeacher');
        const line = ({ role, subject, signer, signedAt }: RecordRow['signatures'][number]) => (
          <li key={`${role} ${subject}`}>{texts.signature(subject === '' ? texts.roles[role] : subject, signer, formatMoment(signedAt, language))}</li>
        );
        return (
          <>
            {bySubject.length > 0 && (
              // A dozen for each pupil: folded, so that the list stays a list.
              <details className="record-signatures">
                <summary>{texts.subjectTeachers(bySubject.length)}</summary>
                <ul className="record-signatures">{bySubject.map(line)}</ul>
              </details>
            )}
            <ul className="record-signatures">{signatures.filter(({ role }) => role !== 'subjectTeacher').map(line)}</ul>
          </>
        );
      },
    },
    {
      key: 'files',
      header: texts.files,
      render: (row) => {
        const { recordId, fullName } = row;
        const role = turn(row);
        return recordId === null ? null : (
          <span className="record-files">
            <button type="button" className="text-button" aria-label={texts.viewPdfOf(fullName)} disabled={files.busy} onClick={() => void files.showPdf(recordId)}>
              {texts.viewPdf}
            </button>
            <button type="button" className="text-button" aria-label={texts.saveXmlOf(fullName)} disabled={files.busy} onClick={() => void files.saveXml(recordId)}>
              {texts.saveXml}
            </button>
            {role !== null && (
              <button type="button" className="text-button" aria-label={pdfTexts.signPdfOf(fullName)} onClick={() => onSignPdf({ recordId, fullName, role })}>
                {pdfTexts.signPdf}
              </button>
            )}
          </span>
        );
      },
    },
  ];

  return (
    <section className="stack">
      <div className="row">
        <button type="button" className="button" disabled={made === 0 || files.busy} onClick={() => void files.showClassPdf(classId)}>
          {files.busy ? texts.preparing : texts.classPdf}
        </button>
        <button type="button" className="button" disabled={made === 0} onClick={() => useNavigation.getState().go({ screen: 'signing', classId })}>
          {texts.toSigning}
        </button>
        {issued > 0 && (
          <button type="button" className="button" onClick={() => useNavigation.getState().go({ screen: 'exchange', classId })}>
            {texts.toExchange}
          </button>
        )}
      </div>
      <ErrorText error={files.error} />
      <DataTable caption={texts.tableCaption(className)} columns={columns} rows={records} rowKey={({ enrollmentId }) => enrollmentId} />
    </section>
  );
}

/** Signed by the principal and the school. */
function isIssued({ status }: RecordRow): boolean {
  return order.indexOf(status) >= order.indexOf('issued');
}

/** Files of records, by what they are. */
function useFiles() {
  const texts = useTexts(recordsTexts);
  const { busy, error, showPdf, save } = useOfficeFile();
  return {
    busy,
    error,
    showPdf: (recordId: RecordId) => showPdf(() => call('records.pdf', { recordId })),
    showClassPdf: (classId: ClassId) => showPdf(() => call('records.classPdf', { classId })),
    saveXml: (recordId: RecordId) => save(() => call('records.xml', { recordId }), texts.savedAs),
  };
}
