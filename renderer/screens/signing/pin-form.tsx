import { useState } from 'react';
import type { TokenCertificate } from '#core/contract/signing.ts';
import { signingTexts } from '#core/text/signing.ts';
import { CheckField, PasswordField } from '../../components/field.tsx';
import { Message } from '../../components/message.tsx';
import { useTexts } from '../../state/use-texts.ts';

/**
 * Takes the PIN and gives it away at once: it lives in this field until the button is pressed, and nowhere in the page afterwards. Where one try is
 * left before the lock, the field comes only after that was read and confirmed, each time anew; `onPin` is told so.
 */
export function PinForm({ certificate, pinHint, label, disabled, onPin }: {
  readonly certificate: Pick<TokenCertificate, 'facts' | 'pin' | 'pinEachTime'>;
  readonly pinHint: string | null;
  readonly label: string;
  readonly disabled: boolean;
  readonly onPin: (pin: string, lastTryConfirmed: boolean) => void;
}) {
  const texts = useTexts(signingTexts);
  const [pin, setPin] = useState('');
  const [confirmed, setConfirmed] = useState(false);
  const lastTry = certificate.pin === 'final-try';
  const mayType = !lastTry || confirmed;
  return (
    <form
      className="stack pin"
      onSubmit={(event) => {
        event.preventDefault();
        if (!mayType) return;
        const typed = pin;
        setPin('');
        setConfirmed(false);
        onPin(typed, lastTry);
      }}
    >
      {pinHint !== null && certificate.facts.training && (
        <div className="practice-pin">
          <strong>{texts.pinHint(pinHint)}</strong>
          <p>{texts.pinHintText}</p>
        </div>
      )}
      {certificate.pinEachTime === true && (
        <Message tone="info" title={texts.pinEachTime} announce="later">
          <p>{texts.pinEachTimeText}</p>
        </Message>
      )}
      {certificate.pin === 'count-low' && <Message tone="warning" title={texts.pinLow} announce="later" />}
      {lastTry && (
        <>
          <Message tone="bad" title={texts.pinFinal} announce="now">
            <p>{texts.pinFinalText}</p>
          </Message>
          <CheckField
            label={texts.pinFinalConfirm}
            checked={confirmed}
            onChange={(checked) => {
              setConfirmed(checked);
              if (!checked) setPin('');
            }}
          />
        </>
      )}
      {mayType && <PasswordField label={texts.pin} value={pin} onChange={setPin} required hint={texts.pinKept} autoComplete="off" />}
      <div>
        <button type="submit" className="button button--primary button--large" disabled={disabled || !mayType || pin === ''}>
          {label}
        </button>
      </div>
    </form>
  );
}
