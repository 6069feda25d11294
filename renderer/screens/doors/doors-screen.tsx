import { useState } from 'react';
import { trainingKind, type TrainingKind } from '#core/contract/shared.ts';
import type { SessionState } from '#core/contract/session.ts';
import { commonTexts } from '#core/text/common.ts';
import { doorsTexts } from '#core/text/doors.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { SelectField } from '../../components/field.tsx';
import { JobProgress } from '../../components/job-progress.tsx';
import { LanguageSwitch } from '../../components/language-switch.tsx';
import { useCommand } from '../../state/use-command.ts';
import { useTexts } from '../../state/use-texts.ts';
import { useTitle } from '../../state/use-title.ts';
import { CreateSchool } from './create-school.tsx';

/** The first screen: a school to practise in, or the school itself. */
export function DoorsScreen({ state, onCheck, onHandOff }: { readonly state: SessionState; readonly onCheck: () => void; readonly onHandOff: () => void }) {
  const texts = useTexts(doorsTexts);
  const common = useTexts(commonTexts);
  const openTraining = useCommand('setup.openTraining');
  const resetTraining = useCommand('setup.resetTraining');
  const openReal = useCommand('setup.openSchool');
  const [kind, setKind] = useState<TrainingKind>('lower-secondary');
  const [jobId, setJobId] = useState<string | null>(null);
  const [creating, setCreating] = useState(false);
  const [resetting, setResetting] = useState(false);
  useTitle(texts.welcome);

  if (creating) return <CreateSchool onCancel={() => setCreating(false)} />;
  return (
    <main className="door-page">
      <header className="door-head">
        <h1>{common.programName}</h1>
        <p className="soft">{texts.welcome}</p>
      </header>
      <div className="doors">
        <section className="door-card door-card--practice stack" aria-labelledby="door-training">
          <h2 id="door-training">{texts.training}</h2>
          <p className="grow">{texts.trainingText}</p>
          <SelectField label={texts.trainingKind} value={kind} onChange={(value) => setKind(trainingKind.options.find((one) => one === value) ?? kind)} options={trainingKind.options.map((one) => ({ value: one, label: texts.trainingKinds[one] }))} />
          <ErrorText error={openTraining.error ?? resetTraining.error} />
          {jobId !== null && <JobProgress jobId={jobId} onEnded={() => setJobId(null)} />}
          <div className="row">
            <button type="button" className="button button--primary button--large" disabled={openTraining.busy || jobId !== null} onClick={() => void openTraining.run({ kind }).then((answer) => setJobId(answer?.jobId ?? null))}>
              {texts.openTraining}
            </button>
            {state.doors.training.includes(kind) && (
              <button type="button" className="button button--quiet" disabled={jobId !== null} onClick={() => setResetting(true)}>
                {texts.resetTraining}
              </button>
            )}
          </div>
        </section>
        <section className="door-card stack" aria-labelledby="door-real">
          <h2 id="door-real">{texts.real}</h2>
          <p className="grow">{state.doors.real ? texts.realText : texts.createText}</p>
          <ErrorText error={openReal.error} />
          <div className="row">
            {state.doors.real ? (
              <button type="button" className="button button--primary button--large" disabled={openReal.busy} onClick={() => void openReal.run({})}>
                {texts.openReal}
              </button>
            ) : (
              <button type="button" className="button button--large" onClick={() => setCreating(true)}>
                {texts.createReal}
              </button>
            )}
          </div>
        </section>
      </div>
      <footer className="row door-foot">
        <button type="button" className="text-button" onClick={onCheck}>
          {texts.check}
        </button>
        <button type="button" className="text-button" onClick={onHandOff}>
          {texts.handOff}
        </button>
        <LanguageSwitch />
        <span className="soft small">{state.version === '' ? '' : texts.version(state.version)}</span>
      </footer>
      <ConfirmDialog
        open={resetting}
        title={texts.resetTitle}
        confirmLabel={texts.resetTraining}
        onCancel={() => setResetting(false)}
        onConfirm={() => {
          setResetting(false);
          void resetTraining.run({ kind }).then((answer) => setJobId(answer?.jobId ?? null));
        }}
      >
        <p>{texts.resetText}</p>
      </ConfirmDialog>
    </main>
  );
}
