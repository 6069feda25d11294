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
  const warning = certificate.pin === 'final-try' ? texts.pinFinal : certificate.pin === 'count-low' ? texts.pinLow : undefined;
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
      {pinHint !== null && <Message tone="info" title={texts.pinHint(pinHint)} />}
      <PasswordField label={texts.pin} value={pin} onChange={setPin} required hint={texts.pinKept} warning={warning} autoComplete="off" />
      <div>
        <button type="submit" className="button button--primary button--large" disabled={disabled || pin === ''}>
          {label}
        </button>
      </div>
    </form>
  );
}
