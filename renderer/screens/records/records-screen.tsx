import { useState } from 'react';
import type { MethodOutput } from '#core/contract/index.ts';
import type { RecordRow, RecordStatus } from '#core/contract/records.ts';
import { recordsTexts } from '#core/text/records.ts';
import { ClassPicker } from '../../components/class-picker.tsx';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { JobProgress } from '../../components/job-progress.tsx';
import { QueryView } from '../../components/loading.tsx';
import { Message } from '../../components/message.tsx';
import { Page } from '../../components/page.tsx';
import { StatusBadge, type BadgeTone } from '../../components/status-badge.tsx';
import { useNavigation, type Place } from '../../state/navigation.ts';
import { bridge } from '../../state/office.ts';
import { useSession } from '../../state/session-store.ts';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { MissingList } from './missing-list.tsx';
import '../../styles/records.css';

type ClassRecords = MethodOutput<'records.class'>;

const tones: Readonly<Record<RecordStatus, BadgeTone>> = { none: 'neutral', created: 'info', 'homeroom-signed': 'info', 'principal-signed': 'info', issued: 'good', sent: 'warning', accepted: 'good', refused: 'bad' };

/** Records of a class: what is missing, making them, and where each one stands. */
export function RecordsScreen({ place }: { readonly place: Extract<Place, { screen: 'records' }>; readonly visit: number }) {
  const texts = useTexts(recordsTexts);
  const go = useNavigation((store) => store.go);
  const overview = useQuery('school.overview', {}, ['school']);
  const records = useQuery('records.class', { classId: place.classId }, ['records', 'gradebook', 'homeroom', 'pupils', 'school', 'exchange', 'signing']);
  return (
    <Page title={texts.title} actions={<ClassPicker classes={overview.value?.classes ?? []} value={place.classId} onChange={(classId) => go({ screen: 'records', classId })} />}>
      <QueryView query={records}>{(value) => <ClassRecordsView key={value.classId} value={value} />}</QueryView>
    </Page>
  );
}

function ClassRecordsView({ value }: { readonly value: ClassRecords }) {
  const texts = useTexts(recordsTexts);
  const go = useNavigation((store) => store.go);
  const roles = useSession((store) => store.state?.user?.roles) ?? [];
  const create = useCommand('records.create');
  const classPdf = useCommand('records.classPdf');
  const [jobId, setJobId] = useState<string | null>(null);
  const made = value.records.filter(({ recordId }) => recordId !== null);
  const outdated = made.filter((record) => record.outdated).length;
  const toMake = value.records.length - made.length;
  const mayCreate = roles.some((role) => role === 'clerk' || role === 'homeroomTeacher');
  const issued = made.length > 0 && made.every(({ status }) => status === 'issued' || status === 'accepted' || status === 'refused' || status === 'sent');

  return (
    <>
      {value.missing.length > 0 && (
        <Message tone="warning" title={texts.missingTitle(value.missing.length)}>
          <p>{texts.missingText}</p>
        </Message>
      )}
      {value.missing.length > 0 && <MissingList missing={value.missing} />}
      {outdated > 0 && (
        <Message tone="warning" title={texts.outdatedTitle(outdated)}>
          <p>{texts.outdatedText}</p>
        </Message>
      )}
      {value.missing.length === 0 && toMake === 0 && outdated === 0 && <Message tone="good" title={texts.upToDate} />}
      <ErrorText error={create.error ?? classPdf.error} />
      {jobId !== null && <JobProgress jobId={jobId} onEnded={(job) => job.state === 'done' && setJobId(null)} />}
      <div className="row">
        {mayCreate && value.missing.length === 0 && (toMake > 0 || outdated > 0) && (
          <button type="button" className="button button--primary" disabled={create.busy} onClick={() => void create.run({ classId: value.classId }).then((answer) => setJobId(answer?.jobId ?? null))}>
            {toMake > 0 ? (made.length === 0 ? texts.create(value.className) : texts.createMissing(toMake)) : texts.renew(outdated)}
          </button>
        )}
        {made.length > 0 && (
          <>
            <button type="button" className="button" disabled={classPdf.busy} onClick={() => void classPdf.run({ classId: value.classId }).then((answer) => (answer === null ? undefined : bridge().showPdf(answer.file, answer.name)))}>
              {texts.classPdf}
            </button>
            {!issued && (
              <button type="button" className={toMake === 0 && outdated === 0 ? 'button button--primary' : 'button'} onClick={() => go({ screen: 'signing', classId: value.classId })}>
                {texts.toSigning}
              </button>
            )}
            {issued && roles.some((role) => role === 'clerk' || role === 'principal') && (
              <button type="button" className="button button--primary" onClick={() => go({ screen: 'exchange', classId: value.classId })}>
                {texts.toSending}
              </button>
            )}
          </>
        )}
      </div>
      {made.length === 0 ? value.missing.length === 0 && <EmptyState title={texts.nothingYet} text={texts.complete} /> : <RecordTable value={value} />}
    </>
  );
}

function RecordTable({ value }: { readonly value: ClassRecords }) {
  const texts = useTexts(recordsTexts);
  const pdf = useCommand('records.pdf');
  const xml = useCommand('records.xml');
  const columns: readonly Column<RecordRow>[] = [
    { key: 'position', header: texts.number, render: ({ position }) => position, align: 'end' },
    { key: 'pupil', header: texts.pupil, render: ({ fullName }) => fullName, rowHeader: true },
    {
      key: 'status',
      header: texts.status,
      render: ({ status, outdated, gatewayMessage }) => (
        <span className="row row--close">
          <StatusBadge tone={tones[status]}>{texts.statuses[status]}</StatusBadge>
          {outdated && <StatusBadge tone="warning">{texts.outdated}</StatusBadge>}
          {gatewayMessage !== null && <span className="small soft">{gatewayMessage}</span>}
        </span>
      ),
    },
    { key: 'version', header: texts.version, render: ({ version }) => version ?? '', align: 'center' },
    { key: 'signatures', header: texts.signatures, render: ({ signatures }) => signatures.map(({ role }) => texts.roles[role]).join(', ') },
    {
      key: 'actions',
      header: '',
      render: ({ recordId, fullName }) =>
        recordId === null ? null : (
          <span className="row row--close">
            <button type="button" className="button button--small" aria-label={texts.viewPdfOf(fullName)} onClick={() => void pdf.run({ recordId }).then((answer) => (answer === null ? undefined : bridge().showPdf(answer.file, answer.name)))}>
              {texts.viewPdf}
            </button>
            <button type="button" className="button button--small" aria-label={texts.saveXmlOf(fullName)} onClick={() => void xml.run({ recordId }).then((answer) => (answer === null ? undefined : bridge().saveFile(answer.file, answer.name)))}>
              {texts.saveXml}
            </button>
          </span>
        ),
    },
  ];
  return (
    <>
      <ErrorText error={pdf.error ?? xml.error} />
      <DataTable caption={texts.table(value.className)} columns={columns} rows={value.records} rowKey={({ enrollmentId }) => enrollmentId} />
    </>
  );
}
