import { useState } from 'react';
import type { PdfRoleCounts, PdfSigningRole } from '#core/contract/signed-pdfs.ts';
import type { TokenCertificate } from '#core/contract/signing.ts';
import { signedPdfsTexts } from '#core/text/signed-pdfs.ts';
import type { ClassId, JobId } from '#core/values/ids.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { JobProgress } from '../../components/job-progress.tsx';
import { QueryView } from '../../components/loading.tsx';
import { Message } from '../../components/message.tsx';
import { useNavigation } from '../../state/navigation.ts';
import { useSession } from '../../state/session-store.ts';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { CertificateChoice } from '../signing/certificate-choice.tsx';
import { PinForm } from '../signing/pin-form.tsx';
import '../../styles/signing.css';

const roles: readonly PdfSigningRole[] = ['principal', 'school'];
const counted = ['ready', 'signed', 'waiting', 'recordNotIssued', 'outdated'] as const satisfies readonly (keyof PdfRoleCounts)[];

/** The PDFs of the class's issued records, signed with one PIN: who signs, with which token. Closed until it is wanted, because most schools need the XML only. */
export function SignPdfs({ classId }: { readonly classId: ClassId }) {
  const texts = useTexts(signedPdfsTexts);
  const pdfs = useQuery('signedPdfs.class', { classId }, ['records', 'signing', 'gradebook', 'homeroom']);
  const user = useSession((store) => store.state?.user ?? null);
  const [role, setRole] = useState<PdfSigningRole>(user?.roles.includes('principal') === true ? 'principal' : 'school');
  const [open, setOpen] = useState(false);
  const [choice, setChoice] = useState<{ readonly certificate: TokenCertificate; readonly pinHint: string | null } | null>(null);
  const [job, setJob] = useState<{ readonly id: JobId; readonly ended: boolean } | null>(null);
  const start = useCommand('signedPdfs.start');
  const working = job !== null && !job.ended;

  function take(next: PdfSigningRole) {
    setRole(next);
    setChoice(null);
    setJob(null);
    start.clear();
  }

  function sign(pin: string, lastTryConfirmed: boolean) {
    if (choice === null) return;
    const { moduleId, tokenSerial, facts } = choice.certificate;
    void start.run({ classId, recordId: null, role, moduleId, tokenSerial, certificateDigest: facts.digest, pin, lastTryConfirmed }).then((answer) => {
      if (answer !== null) setJob({ id: answer.jobId, ended: false });
    });
  }

  return (
    <section className="sheet stack" aria-labelledby="sign-pdfs">
      <h2 id="sign-pdfs">{texts.signTitle}</h2>
      <p className="soft">{texts.signText}</p>
      <fieldset className="segments">
        <legend className="visually-hidden">{texts.roleLegend}</legend>
        {roles.map((each) => (
          <label key={each} className="segments__one">
            <input type="radio" name="pdf-role" checked={role === each} disabled={working} onChange={() => take(each)} />
            <span>{texts.roles[each]}</span>
          </label>
        ))}
      </fieldset>
      <QueryView query={pdfs}>
        {(value) => {
          const counts = value[role];
          return (
            <>
              <ul className="counts">
                {counted.map((key) => (counts[key] > 0 || key === 'ready') && <li key={key}>{texts.counts[key](counts[key])}</li>)}
              </ul>
              {!counts.mayActAs && <p className="soft">{texts.mayNot[role]}</p>}
              {job !== null && (
                <JobProgress
                  jobId={job.id}
                  title={job.ended ? texts.done : texts.signing}
                  onEnded={() => {
                    setChoice(null);
                    setJob({ id: job.id, ended: true });
                    setOpen(false);
                  }}
                />
              )}
              {counts.mayActAs && counts.ready > 0 && !open && !working && (
                <div>
                  <button type="button" className="button" onClick={() => setOpen(true)}>
                    {texts.begin}
                  </button>
                </div>
              )}
              {counts.mayActAs && counts.ready > 0 && open && !working && (
                <>
                  {!counts.withImage && (
                    <Message
                      tone="info"
                      actions={
                        <button type="button" className="text-button" onClick={() => useNavigation.getState().go({ screen: 'school', section: 'signers' })}>
                          {texts.toImages}
                        </button>
                      }
                    >
                      <p>{texts.withoutImage[role]}</p>
                    </Message>
                  )}
                  <h3>{texts.token}</h3>
                  <CertificateChoice key={role} signingRole={role} holder={null} chosen={choice?.certificate ?? null} onChoose={(certificate, pinHint) => setChoice(certificate === null ? null : { certificate, pinHint })} />
                  <ErrorText error={start.error} />
                  {choice !== null && <PinForm certificate={choice.certificate} pinHint={choice.pinHint} label={texts.sign(counts.ready, texts.roles[role])} disabled={start.busy} onPin={sign} />}
                  <div>
                    <button type="button" className="text-button" onClick={() => setOpen(false)}>
                      {texts.close}
                    </button>
                  </div>
                </>
              )}
            </>
          );
        }}
      </QueryView>
    </section>
  );
}
