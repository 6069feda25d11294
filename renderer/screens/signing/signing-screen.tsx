import { useState } from 'react';
import type { MethodOutput } from '#core/contract/index.ts';
import type { SigningRole, TokenCertificate } from '#core/contract/signing.ts';
import { signingTexts } from '#core/text/signing.ts';
import type { ClassId, JobId } from '#core/values/ids.ts';
import { ClassPicker } from '../../components/class-picker.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { JobProgress } from '../../components/job-progress.tsx';
import { QueryView } from '../../components/loading.tsx';
import { Page } from '../../components/page.tsx';
import { useNavigation, type Place } from '../../state/navigation.ts';
import { useSession } from '../../state/session-store.ts';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { BatchResult } from './batch-result.tsx';
import { CertificateChoice } from './certificate-choice.tsx';
import { PinForm } from './pin-form.tsx';
import '../../styles/signing.css';

type Preview = MethodOutput<'signing.preview'>;

const allRoles: readonly SigningRole[] = ['homeroomTeacher', 'principal', 'school'];

/** Signing a class: who signs, with which token, and the PIN. One thing after the other. */
export function SigningScreen({ place }: { readonly place: Extract<Place, { screen: 'signing' }>; readonly visit: number }) {
  const texts = useTexts(signingTexts);
  const go = useNavigation((store) => store.go);
  const overview = useQuery('school.overview', {}, ['school']);
  const { classId } = place;
  const group = overview.value?.classes.find(({ id }) => id === classId);
  return (
    <Page title={texts.title} subtitle={texts.subtitle} actions={<ClassPicker classes={overview.value?.classes ?? []} value={classId} onChange={(next) => go({ screen: 'signing', classId: next })} />}>
      {classId !== null && group !== undefined && <SignClass key={classId} classId={classId} className={group.name} homeroomTeacher={group.homeroomTeacherName} />}
    </Page>
  );
}

function SignClass({ classId, className, homeroomTeacher }: { readonly classId: ClassId; readonly className: string; readonly homeroomTeacher: string | null }) {
  const texts = useTexts(signingTexts);
  const go = useNavigation((store) => store.go);
  const userRoles = useSession((store) => store.state?.user?.roles) ?? [];
  const usual: SigningRole = userRoles.includes('principal') ? 'principal' : userRoles.includes('clerk') ? 'school' : 'homeroomTeacher';
  const [role, setRole] = useState<SigningRole>(usual);
  const [choice, setChoice] = useState<{ readonly certificate: TokenCertificate; readonly pinHint: string | null } | null>(null);
  const preview = useQuery('signing.preview', { classId, role }, ['records', 'signing', 'gradebook', 'homeroom']);
  const start = useCommand('signing.start');
  const [job, setJob] = useState<{ readonly id: JobId; readonly ended: boolean } | null>(null);


  function sign(pin: string) {
    if (choice === null) return;
    const { moduleId, tokenSerial, facts } = choice.certificate;
    void start.run({ classId, role, moduleId, tokenSerial, certificateDigest: facts.digest, pin }).then((answer) => setJob(answer === null ? null : { id: answer.jobId, ended: false }));
  }

  return (
    <div className="stack stack--wide">
      <section className="sheet stack" aria-labelledby="step-role">
        <h2 id="step-role">{texts.stepRole}</h2>
        <fieldset className="segments">
          <legend className="visually-hidden">{texts.roleLegend}</legend>
          {allRoles.map((each) => (
            <label key={each} className="segments__one">
              <input
                type="radio"
                name="role"
                checked={role === each}
                onChange={() => {
                  setRole(each);
                  setChoice(null);
                  setJob(null);
                  start.clear();
                }}
              />
              <span>{texts.roles[each]}</span>
            </label>
          ))}
        </fieldset>
        <QueryView query={preview}>{(value) => <Counts preview={value} />}</QueryView>
      </section>
      {job !== null && (
        <section className="sheet stack">
          {!job.ended && <JobProgress jobId={job.id} onEnded={() => setJob({ id: job.id, ended: true })} />}
          {job.ended && <BatchResult jobId={job.id} />}
          {job.ended && role === 'school' && (
            <div>
              <button type="button" className="button button--primary" onClick={() => go({ screen: 'exchange', classId })}>
                {texts.toSending}
              </button>
            </div>
          )}
        </section>
      )}
      {preview.value !== null && preview.value.mayActAs && preview.value.ready > 0 && (job === null || job.ended) && (
        <>
          <section className="sheet stack" aria-labelledby="step-token">
            <h2 id="step-token">{texts.stepToken}</h2>
            <CertificateChoice key={role} signingRole={role} holder={role === 'homeroomTeacher' ? homeroomTeacher : null} chosen={choice?.certificate ?? null} onChoose={(certificate, pinHint) => setChoice({ certificate, pinHint })} />
          </section>
          {choice !== null && (
            <section className="sheet stack" aria-labelledby="step-pin">
              <h2 id="step-pin">{texts.stepPin}</h2>
              <ErrorText error={start.error} />
              <PinForm certificate={choice.certificate} pinHint={choice.pinHint} label={texts.sign(preview.value.ready, className, texts.roles[role])} disabled={start.busy} onPin={sign} />
            </section>
          )}
        </>
      )}
      {preview.value !== null && preview.value.ready === 0 && job === null && (
        <div>
          <button type="button" className="button" onClick={() => go({ screen: 'records', classId })}>
            {texts.toRecords}
          </button>
        </div>
      )}
    </div>
  );
}

function Counts({ preview }: { readonly preview: Preview }) {
  const texts = useTexts(signingTexts);
  const { counts } = texts;
  const lines = [
    ...(preview.ready > 0 ? [counts.ready(preview.ready)] : preview.alreadySigned > 0 ? [] : [texts.nothingReady]),
    ...(preview.alreadySigned > 0 ? [counts.alreadySigned(preview.alreadySigned)] : []),
    ...(preview.waitingForOthers > 0 ? [counts.waitingForOthers(preview.waitingForOthers)] : []),
    ...(preview.outdated > 0 ? [counts.outdated(preview.outdated)] : []),
    ...(preview.withoutRecord > 0 ? [counts.withoutRecord(preview.withoutRecord)] : []),
    ...(preview.mayActAs ? [] : [texts.notYours]),
  ];
  return (
    <ul className="counts">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
