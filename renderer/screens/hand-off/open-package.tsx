import { useState } from 'react';
import type { MethodOutput } from '#core/contract/index.ts';
import type { Job } from '#core/contract/jobs.ts';
import type { TokenCertificate } from '#core/contract/signing.ts';
import { formatMoment } from '#core/text/common.ts';
import { handOffTexts } from '#core/text/hand-off.ts';
import type { FileHandle, JobId } from '#core/values/ids.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { PasswordField } from '../../components/field.tsx';
import { JobProgress } from '../../components/job-progress.tsx';
import { call, chooseFile } from '../../state/office.ts';
import { useLanguage } from '../../state/session-store.ts';
import { useAct } from '../../state/use-act.ts';
import { useCommand } from '../../state/use-command.ts';
import { useTexts } from '../../state/use-texts.ts';
import { CertificateChoice } from '../signing/certificate-choice.tsx';
import { PinForm } from '../signing/pin-form.tsx';

type Chosen = MethodOutput<'handOff.peek'> & { readonly file: FileHandle; readonly name: string };

/** Chooses a package and unlocks it: with the passphrase, or with the token it is locked to. */
export function OpenPackage({ onOpened }: { readonly onOpened: () => void }) {
  const texts = useTexts(handOffTexts);
  const language = useLanguage();
  const act = useAct();
  const open = useCommand('handOff.open');
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const [opening, setOpening] = useState(false);
  const [jobId, setJobId] = useState<JobId | null>(null);
  const [choice, setChoice] = useState<{ readonly certificate: TokenCertificate; readonly pinHint: string | null } | null>(null);

  async function choose() {
    open.clear();
    setJobId(null);
    const answer = await act.run(async () => {
      const found = await chooseFile(['hocba-trinh-ky']);
      return found === null ? null : { ...(await call('handOff.peek', { file: found.file })), file: found.file, name: found.name };
    });
    if (answer !== null) setChosen(answer);
  }

  const busy = open.busy || opening;

  function ended({ state }: Job) {
    setOpening(false);
    if (state === 'done') onOpened();
    // The tokens are asked anew: a wrong PIN has used up a try.
    else setChoice(null);
  }

  function unlock(key: Parameters<typeof open.run>[0]['key']) {
    if (chosen === null) return;
    void open.run({ file: chosen.file, key }).then((answer) => {
      setPassphrase('');
      setJobId(answer?.jobId ?? null);
      setOpening(answer !== null);
    });
  }

  return (
    <>
      <div className="drop">
        <button type="button" className={chosen === null ? 'button button--primary button--large' : 'button'} disabled={act.busy || busy} onClick={() => void choose()}>
          {chosen === null ? texts.choose : texts.another}
        </button>
        {chosen !== null && <strong className="hand-off__path">{chosen.name}</strong>}
        {chosen !== null && <p className="soft small">{texts.packedAt(formatMoment(chosen.createdAt, language))}</p>}
      </div>
      <ErrorText error={act.error} />
      {jobId !== null && <JobProgress key={jobId} jobId={jobId} title={texts.opening} onEnded={ended} />}
      {chosen?.lock.kind === 'passphrase' && (
        <form
          className="sheet stack pin"
          onSubmit={(event) => {
            event.preventDefault();
            unlock({ kind: 'passphrase', passphrase });
          }}
        >
          <p>{texts.typePassphrase}</p>
          <PasswordField label={texts.passphrase} value={passphrase} onChange={setPassphrase} required autoComplete="off" />
          <ErrorText error={open.error} />
          <div>
            <button type="submit" className="button button--primary button--large" disabled={busy || passphrase === ''}>
              {texts.open}
            </button>
          </div>
        </form>
      )}
      {chosen?.lock.kind === 'certificate' && (
        <section className="sheet stack">
          <p>{texts.lockedTo(chosen.lock.holder)}</p>
          <CertificateChoice from="handOff" signingRole="principal" holder={null} digest={chosen.lock.certificateDigest} chosen={choice?.certificate ?? null} onChoose={(certificate, pinHint) => setChoice(certificate === null ? null : { certificate, pinHint })} />
          <ErrorText error={open.error} />
          {choice !== null && (
            <PinForm
              certificate={choice.certificate}
              pinHint={choice.pinHint}
              label={texts.openWithToken}
              disabled={busy}
              onPin={(pin, lastTryConfirmed) => unlock({ kind: 'token', moduleId: choice.certificate.moduleId, tokenSerial: choice.certificate.tokenSerial, certificateDigest: choice.certificate.facts.digest, pin, lastTryConfirmed })}
            />
          )}
        </section>
      )}
    </>
  );
}
