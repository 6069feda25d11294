import { useState } from 'react';
import type { TrustSettingsInput } from '#core/contract/trust.ts';
import type { MethodOutput } from '#core/contract/index.ts';
import { trustTexts } from '#core/text/trust.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { CheckField, TextField } from '../../components/field.tsx';
import { Message } from '../../components/message.tsx';
import { notify } from '../../state/notices.ts';
import { call } from '../../state/office.ts';
import { useAct } from '../../state/use-act.ts';
import { useCommand } from '../../state/use-command.ts';
import { useTexts } from '../../state/use-texts.ts';

/** How the program may ask over the network, and the addresses for it. */
export function TrustNetwork({ initial, mayEdit }: { readonly initial: TrustSettingsInput; readonly mayEdit: boolean }) {
  const texts = useTexts(trustTexts);
  const save = useCommand('trust.saveSettings');
  const trial = useAct();
  const [settings, setSettings] = useState(initial);
  const [tried, setTried] = useState<MethodOutput<'trust.tryTimestamp'> | null>(null);
  const set = (change: Partial<TrustSettingsInput>) => setSettings((old) => ({ ...old, ...change }));
  return (
    <form
      className="sheet stack"
      aria-label={texts.settings}
      onSubmit={(event) => {
        event.preventDefault();
        void save.run(settings).then((answer) => answer !== null && notify('good', texts.saved));
      }}
    >
      <h2>{texts.settings}</h2>
      <CheckField label={texts.askOnline} hint={texts.askOnlineHint} checked={settings.askOnline} disabled={!mayEdit} onChange={(askOnline) => set({ askOnline })} />
      <div className="form-grid">
        <TextField label={texts.ocspAddress} hint={texts.addressHint} value={settings.ocspAddress} disabled={!mayEdit} maxLength={300} onChange={(ocspAddress) => set({ ocspAddress })} />
        <TextField label={texts.crlAddress} hint={texts.addressHint} value={settings.crlAddress} disabled={!mayEdit} maxLength={300} onChange={(crlAddress) => set({ crlAddress })} />
      </div>
      <div className="trust__try">
        <TextField
          label={texts.timestampAddress}
          hint={texts.timestampHint}
          value={settings.timestampAddress}
          disabled={!mayEdit}
          maxLength={300}
          onChange={(timestampAddress) => {
            setTried(null);
            set({ timestampAddress });
          }}
        />
        {mayEdit && (
          <button type="button" className="button" disabled={trial.busy || settings.timestampAddress.trim() === ''} onClick={() => void trial.run(() => call('trust.tryTimestamp', { address: settings.timestampAddress })).then(setTried)}>
            {trial.busy ? texts.trying : texts.tryIt}
          </button>
        )}
      </div>
      {tried !== null && <Tried answer={tried} />}
      <ErrorText error={trial.error ?? save.error} />
      {mayEdit && (
        <div>
          <button type="submit" className="button button--primary" disabled={save.busy}>
            {texts.save}
          </button>
        </div>
      )}
    </form>
  );
}

/** A clock that is off by less is not worth a word (seconds). */
const tolerance = 300;

function Tried({ answer }: { readonly answer: MethodOutput<'trust.tryTimestamp'> }) {
  const texts = useTexts(trustTexts);
  if (answer.kind === 'none') return <Message tone="warning" announce="later" title={texts.faults[answer.reason]} />;
  const off = Math.abs(answer.clockAhead) > tolerance;
  return (
    <Message tone={off ? 'warning' : 'good'} announce="later" title={texts.tried(answer.authority)}>
      <p>{off ? texts.clockOff(Math.round(Math.abs(answer.clockAhead) / 60)) : texts.clockFine}</p>
    </Message>
  );
}
