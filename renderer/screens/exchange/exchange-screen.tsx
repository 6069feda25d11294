import { useState } from 'react';
import type { BundleScope } from '#core/contract/exchange.ts';
import type { RecordStatus } from '#core/contract/records.ts';
import type { TokenCertificate } from '#core/contract/signing.ts';
import { formatMoment } from '#core/text/common.ts';
import { exchangeTexts } from '#core/text/exchange.ts';
import type { ClassId, DestinationId, JobId, PupilId } from '#core/values/ids.ts';
import { ClassPicker } from '../../components/class-picker.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { JobProgress } from '../../components/job-progress.tsx';
import { Message } from '../../components/message.tsx';
import { Page } from '../../components/page.tsx';
import { useNavigation, type Place } from '../../state/navigation.ts';
import { useLanguage } from '../../state/session-store.ts';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { CertificateChoice } from '../signing/certificate-choice.tsx';
import { PinForm } from '../signing/pin-form.tsx';
import { BundleChoice, BundlePreview, type ScopeKind } from './bundle-choice.tsx';
import { DestinationChoice } from './destination-choice.tsx';
import { ExportList } from './export-list.tsx';
import { TransmissionList } from './transmission-list.tsx';
import '../../styles/signing.css';
import '../../styles/exchange.css';

type Action = 'register' | 'send' | 'export';

/** What leaves the school: to the gateway, or on a stick. Both under the school's seal. */
export function ExchangeScreen({ place }: { readonly place: Extract<Place, { screen: 'exchange' }>; readonly visit: number }) {
  const texts = useTexts(exchangeTexts);
  const language = useLanguage();
  const go = useNavigation((store) => store.go);
  const overview = useQuery('school.overview', {}, ['school']);
  const profile = useQuery('exchange.profile', {}, ['exchange']);
  const group = overview.value?.classes.find(({ id }) => id === place.classId);
  const certificate = profile.value?.certificate ?? null;
  return (
    <Page title={texts.title} actions={<ClassPicker classes={overview.value?.classes ?? []} value={place.classId} onChange={(classId) => go({ screen: 'exchange', classId })} />}>
      <ErrorText error={profile.error} />
      {profile.value !== null && profile.value.profile === null && (
        <EmptyState
          title={texts.noProfile}
          text={texts.noProfileText}
          actions={
            <button type="button" className="button button--primary" onClick={() => go({ screen: 'school', section: 'gateway' })}>
              {texts.toProfile}
            </button>
          }
        />
      )}
      {profile.value?.profile != null && (
        <section className="sheet stack stack--tight">
          <h2>
            {texts.gateway}: {profile.value.profile.name}
          </h2>
          {profile.value.practice && <p className="soft">{texts.practice}</p>}
          <p>
            {texts.certificate}: <strong>{certificate === null ? texts.notRegistered : texts.certificateStates[certificate.state]}</strong>
            {certificate !== null && <span className="soft"> ({texts.asOf(formatMoment(certificate.asOf, language))})</span>}
          </p>
        </section>
      )}
      {overview.value !== null && group === undefined && <p className="soft">{texts.chooseClass}</p>}
      {group !== undefined && <ClassCounts key={`counts ${group.id}`} classId={group.id} />}
      {overview.value !== null && profile.value !== null && (
        <SealWork key={`${group?.id ?? 'year'} ${place.pupilId ?? ''}`} classId={group?.id ?? null} className={group?.name ?? ''} pupil={place.pupilId ?? null} hasGateway={group !== undefined && profile.value.profile !== null} registered={certificate?.state === 'approved'} />
      )}
      <TransmissionList />
      <ExportList />
    </Page>
  );
}

/** How many records of the class may leave, and what keeps the others. */
function ClassCounts({ classId }: { readonly classId: ClassId }) {
  const texts = useTexts(exchangeTexts);
  const records = useQuery('records.class', { classId }, ['records', 'signing', 'exchange']);
  if (records.value === null) return null;
  const count = (...statuses: readonly RecordStatus[]) => records.value?.records.filter(({ status }) => statuses.includes(status)).length ?? 0;
  const issued = count('issued', 'sent', 'refused');
  const accepted = count('accepted');
  const notIssued = count('none', 'created', 'homeroom-signed', 'principal-signed');
  return (
    <section className="sheet row row--between">
      <ul className="counts">
        <li>{issued > 0 ? texts.issued(issued) : texts.noneIssued}</li>
        {accepted > 0 && <li>{texts.acceptedCount(accepted)}</li>}
        {notIssued > 0 && <li>{texts.notIssued(notIssued)}</li>}
      </ul>
      {notIssued > 0 && (
        <button type="button" className="button" onClick={() => useNavigation.getState().go({ screen: 'signing', classId })}>
          {texts.toSigning}
        </button>
      )}
    </section>
  );
}

/** `classId` null: only the whole year can be exported. `pupil`: whose transfer package was asked for. */
function SealWork({ classId, className, pupil, hasGateway, registered }: { readonly classId: ClassId | null; readonly className: string; readonly pupil: PupilId | null; readonly hasGateway: boolean; readonly registered: boolean }) {
  const texts = useTexts(exchangeTexts);
  const [picked, setPicked] = useState<Action | null>(pupil === null ? null : 'export');
  const [scopeKind, setScopeKind] = useState<ScopeKind>(pupil !== null ? 'pupil' : classId === null ? 'year' : 'class');
  const [pupilId, setPupilId] = useState(pupil);
  const action: Action = picked ?? (!hasGateway ? 'export' : registered ? 'send' : 'register');
  const [choice, setChoice] = useState<{ readonly certificate: TokenCertificate; readonly pinHint: string | null } | null>(null);
  const [destinationId, setDestinationId] = useState<DestinationId | null>(null);
  const [jobId, setJobId] = useState<JobId | null>(null);
  const [ended, setEnded] = useState(false);
  const [message, setMessage] = useState<{ readonly tone: 'good' | 'info' | 'bad'; readonly text: string } | null>(null);
  /** Counts refused tries: after one, the tokens are asked anew how many tries of the PIN are left. */
  const [refusals, setRefusals] = useState(0);
  const register = useCommand('exchange.registerCertificate');
  const submit = useCommand('exchange.submit');
  const write = useCommand('exchange.export');
  const busy = register.busy || submit.busy || write.busy || (jobId !== null && !ended);
  const label = action === 'register' ? texts.register : action === 'send' ? texts.send(className) : scopeKind === 'year' ? texts.exportYear : scopeKind === 'pupil' ? texts.exportPupil : texts.export(className);
  const scope: BundleScope | null = scopeKind === 'year' ? { kind: 'year' } : scopeKind === 'pupil' ? (pupilId === null ? null : { kind: 'pupil', pupilId }) : classId === null ? null : { kind: 'class', classId };

  function forget() {
    setMessage(null);
    setJobId(null);
    setEnded(false);
    register.clear();
    submit.clear();
    write.clear();
  }

  function again() {
    setChoice(null);
    setRefusals((count) => count + 1);
  }

  function follow(answer: { readonly jobId: JobId } | null) {
    if (answer === null) again();
    else setJobId(answer.jobId);
  }

  function run(pin: string, lastTryConfirmed: boolean) {
    if (choice === null) return;
    const { moduleId, tokenSerial, facts } = choice.certificate;
    const seal = { moduleId, tokenSerial, certificateDigest: facts.digest, pin, lastTryConfirmed };
    forget();
    if (action === 'register') {
      void register.run(seal).then((answer) => {
        if (answer === null) return again();
        const text = `${texts.certificate}: ${texts.certificateStates[answer.state]}. ${answer.message}`;
        setMessage({ tone: answer.state === 'approved' ? 'good' : answer.state === 'asked' ? 'info' : 'bad', text });
        setPicked(null);
      });
    } else if (action === 'send') {
      if (classId !== null) void submit.run({ classId, ...seal }).then(follow);
    } else if (destinationId !== null && scope !== null) {
      void write.run({ scope, destinationId, ...seal }).then(follow);
    }
  }

  return (
    <section className="sheet stack" aria-labelledby="seal-work">
      <h2 id="seal-work">{texts.seal}</h2>
      <p className="soft">{texts.sealText}</p>
      <fieldset className="segments">
        <legend className="visually-hidden">{texts.action}</legend>
        {(hasGateway ? (['register', 'send', 'export'] as const) : (['export'] as const)).map((each) => (
          <label key={each} className="segments__one">
            <input type="radio" name="action" checked={action === each} disabled={busy} onChange={() => {
                setPicked(each);
                forget();
              }} />
            <span>{texts.actions[each]}</span>
          </label>
        ))}
      </fieldset>
      {action === 'export' && (
        <BundleChoice
          kind={scopeKind}
          onKind={(kind) => {
            setScopeKind(kind);
            forget();
          }}
          classId={classId}
          className={className}
          pupilId={pupilId}
          onPupil={setPupilId}
          disabled={busy}
        />
      )}
      {action === 'export' && scope !== null && <BundlePreview scope={scope} />}
      {action === 'export' && <DestinationChoice value={destinationId} onChange={setDestinationId} />}
      <CertificateChoice key={refusals} signingRole="school" holder={null} chosen={choice?.certificate ?? null} onChoose={(certificate, pinHint) => setChoice(certificate === null ? null : { certificate, pinHint })} />
      <ErrorText error={register.error ?? submit.error ?? write.error} />
      {message !== null && <Message tone={message.tone} title={message.text} announce="later" />}
      {jobId !== null && (
        <JobProgress
          key={jobId}
          jobId={jobId}
          onEnded={(job) => {
            setEnded(true);
            if (job.state !== 'done') return again();
            setMessage({ tone: 'info', text: job.kind === 'export' ? texts.ended.export : texts.ended.send });
          }}
        />
      )}
      {choice !== null && (action !== 'export' || (destinationId !== null && scope !== null)) && <PinForm certificate={choice.certificate} pinHint={choice.pinHint} label={label} disabled={busy} onPin={run} />}
    </section>
  );
}
