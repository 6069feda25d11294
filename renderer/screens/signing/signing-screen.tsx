import { useEffect, useState } from 'react';
import type { MethodOutput } from '#core/contract/index.ts';
import type { Role } from '#core/contract/method.ts';
import type { ClassSummary } from '#core/contract/school.ts';
import type { SessionState } from '#core/contract/session.ts';
import type { SigningRole, TokenCertificate } from '#core/contract/signing.ts';
import { signingTexts } from '#core/text/signing.ts';
import type { BatchId, ClassId, JobId } from '#core/values/ids.ts';
import { ClassPicker } from '../../components/class-picker.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { JobProgress } from '../../components/job-progress.tsx';
import { QueryView } from '../../components/loading.tsx';
import { Message } from '../../components/message.tsx';
import { Page } from '../../components/page.tsx';
import { useNavigation, type Place } from '../../state/navigation.ts';
import { call } from '../../state/office.ts';
import { useSession } from '../../state/session-store.ts';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { BatchResult } from './batch-result.tsx';
import { CertificateChoice } from './certificate-choice.tsx';
import { PinForm } from './pin-form.tsx';
import '../../styles/signing.css';

type Preview = MethodOutput<'signing.preview'>;
type SessionUser = NonNullable<SessionState['user']>;

const allRoles: readonly SigningRole[] = ['subjectTeacher', 'homeroomTeacher', 'principal', 'school'];

/** Signing a class: who signs, with which token, and the PIN. One thing after the other. */
export function SigningScreen({ place }: { readonly place: Extract<Place, { screen: 'signing' }>; readonly visit: number }) {
  const texts = useTexts(signingTexts);
  const go = useNavigation((store) => store.go);
  const overview = useQuery('school.overview', {}, ['school']);
  const { classId } = place;
  const group = overview.value?.classes.find(({ id }) => id === classId);
  return (
    <Page title={texts.title} subtitle={texts.subtitle} actions={<ClassPicker classes={overview.value?.classes ?? []} value={classId} onChange={(next) => go({ screen: 'signing', classId: next })} />}>
      {overview.value !== null && group === undefined && <p className="soft">{texts.chooseClass}</p>}
      {group !== undefined && <SignClass key={group.id} group={group} />}
    </Page>
  );
}

/** Roles in which the user may sign the records of the class, as the office decides it too. */
function rolesFor(user: SessionUser | null, group: ClassSummary): readonly SigningRole[] {
  const has = (role: Role) => user?.roles.includes(role) === true;
  return allRoles.filter((role) => {
    if (role === 'school') return has('clerk') || has('principal');
    if (role === 'principal') return has('principal');
    if (role === 'subjectTeacher') return has('subjectTeacher') && group.mayEditSubjects.length > 0;
    return has('homeroomTeacher') && user?.teacherId != null && user.teacherId === group.homeroomTeacherId;
  });
}

function SignClass({ group }: { readonly group: ClassSummary }) {
  const { id: classId, name: className, homeroomTeacherName: homeroomTeacher } = group;
  const texts = useTexts(signingTexts);
  const go = useNavigation((store) => store.go);
  const user = useSession((store) => store.state?.user ?? null);
  const roles = rolesFor(user, group);
  const [role, setRole] = useState<SigningRole>(roles.includes('principal') ? 'principal' : (roles[0] ?? 'school'));
  const [choice, setChoice] = useState<{ readonly certificate: TokenCertificate; readonly pinHint: string | null } | null>(null);
  const preview = useQuery('signing.preview', roles.length === 0 ? null : { scope: { kind: 'records', classIds: [classId] }, role }, ['records', 'signing', 'gradebook', 'homeroom']);
  const start = useCommand('signing.start');
  const [job, setJob] = useState<{ readonly id: JobId; readonly batchId: BatchId; readonly ended: boolean } | null>(null);

  // A batch goes on while the user looks elsewhere: coming back finds it again.
  useEffect(() => {
    let gone = false;
    void runningBatch(classId).then((found) => {
      if (gone || found === null) return;
      setRole(found.role);
      setJob((now) => now ?? { id: found.id, batchId: found.batchId, ended: false });
    });
    return () => {
      gone = true;
    };
  }, [classId]);

  function take(next: SigningRole) {
    setRole(next);
    setChoice(null);
    setJob(null);
    start.clear();
  }

  function sign(pin: string) {
    if (choice === null) return;
    const { moduleId, tokenSerial, facts } = choice.certificate;
    void start.run({ scope: { kind: 'records', classIds: [classId] }, reading: { kind: 'none' }, role, moduleId, tokenSerial, certificateDigest: facts.digest, pin }).then((answer) => setJob(answer === null ? null : { id: answer.jobId, batchId: answer.batchId, ended: false }));
  }

  if (roles.length === 0) {
    return (
      <Message tone="info" title={texts.notYoursTitle}>
        <p>{texts.notYoursText}</p>
      </Message>
    );
  }
  return (
    <div className="stack stack--wide">
      <section className="sheet stack" aria-labelledby="step-role">
        <h2 id="step-role">{texts.stepRole}</h2>
        <fieldset className="segments">
          <legend className="visually-hidden">{texts.roleLegend}</legend>
          {roles.map((each) => (
            <label key={each} className="segments__one">
              <input
                type="radio"
                name="role"
                checked={role === each}
                disabled={job !== null && !job.ended}
                onChange={() => take(each)}
              />
              <span>{texts.roles[each]}</span>
            </label>
          ))}
        </fieldset>
        <QueryView query={preview}>{(value) => <Counts preview={value} />}</QueryView>
      </section>
      {job !== null && (
        <section className="sheet stack">
          {/* Stays when it has ended: it says why a batch stopped. What the token has left of PIN tries is asked anew. */}
          <JobProgress
            jobId={job.id}
            title={job.ended ? texts.result : texts.signingNow(texts.roles[role])}
            onEnded={() => {
              setChoice(null);
              setJob({ ...job, ended: true });
            }}
          />
          {job.ended && <BatchResult batchId={job.batchId} />}
          {job.ended && role === 'principal' && preview.value?.ready === 0 && (
            <div>
              <button type="button" className="button button--primary" onClick={() => take('school')}>
                {texts.asSchool}
              </button>
            </div>
          )}
          {job.ended && role === 'school' && preview.value?.ready === 0 && (
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
            <CertificateChoice key={role} signingRole={role} holder={role === 'homeroomTeacher' ? homeroomTeacher : null} chosen={choice?.certificate ?? null} onChoose={(certificate, pinHint) => setChoice(certificate === null ? null : { certificate, pinHint })} />
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

/** The batch of the class that is being signed right now, if any. */
async function runningBatch(classId: ClassId): Promise<{ readonly id: JobId; readonly batchId: BatchId; readonly role: SigningRole } | null> {
  try {
    const { batches } = await call('signing.batches', {});
    const running = batches.find(({ jobId, scope }) => jobId !== null && scope.classIds.includes(classId));
    return running === undefined || running.jobId === null ? null : { id: running.jobId, batchId: running.batchId, role: running.role };
  } catch {
    // Nothing to find again; a batch that runs is refused by the office anyway.
    return null;
  }
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
