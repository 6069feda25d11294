import { useState } from 'react';
import type { TokenCertificate } from '#core/contract/signing.ts';
import { signingTexts } from '#core/text/signing.ts';
import { PasswordField } from '../../components/field.tsx';
import { Message } from '../../components/message.tsx';
import { useTexts } from '../../state/use-texts.ts';

/** Takes the PIN and gives it away at once: it lives in this field until the button is pressed, and nowhere in the page afterwards. */
export function PinForm({ certificate, pinHint, label, disabled, onPin }: { readonly certificate: TokenCertificate; readonly pinHint: string | null; readonly label: string; readonly disabled: boolean; readonly onPin: (pin: string) => void }) {
  const texts = useTexts(signingTexts);
  const [pin, setPin] = useState('');
  return (
    <form
      className="stack pin"
      onSubmit={(event) => {
        event.preventDefault();
        const typed = pin;
        setPin('');
        onPin(typed);
      }}
    >
      {pinHint !== null && certificate.facts.training && (
        <div className="practice-pin">
          <strong>{texts.pinHint(pinHint)}</strong>
          <p>{texts.pinHintText}</p>
        </div>
      )}
      {certificate.pin === 'final-try' && <Message tone="bad" title={texts.pinFinal} announce="now" />}
      {certificate.pin === 'count-low' && <Message tone="warning" title={texts.pinLow} announce="later" />}
      <PasswordField label={texts.pin} value={pin} onChange={setPin} required hint={texts.pinKept} autoComplete="off" />
      <div>
        <button type="submit" className="button button--primary button--large" disabled={disabled || pin === ''}>
          {label}
        </button>
      </div>
    </form>
  );
}
