import { useId, useRef, useState } from 'react';
import type { TokenCertificate } from '#core/contract/signing.ts';
import { signingTexts } from '#core/text/signing.ts';
import { Message } from '../../components/message.tsx';
import { useTexts } from '../../state/use-texts.ts';

/**
 * The PIN and the button that names the act. The PIN lives in the input element only, in no state of the page, and the input is emptied before the act
 * begins.
 */
export function PinForm({ certificate, pinHint, act, busy, disabled = false, onPin }: {
  readonly certificate: TokenCertificate | null;
  /** The PIN of a training token, told to whoever practises. */
  readonly pinHint: string | null;
  readonly act: string;
  readonly busy: boolean;
  readonly disabled?: boolean;
  readonly onPin: (pin: string) => void;
}) {
  const texts = useTexts(signingTexts);
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const off = disabled || busy || certificate === null;

  function submit() {
    const element = input.current;
    if (element === null || off) return;
    const pin = element.value;
    if (pin === '' || pin.length > 64) {
      setRefused(pin === '' ? texts.pinEmpty : texts.pinTooLong);
      element.focus();
      return;
    }
    element.value = '';
    setShown(false);
    setRefused(null);
    onPin(pin);
  }

  return (
    <form
      className="stack"
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {certificate === null && <p className="soft">{texts.chooseCertificateFirst}</p>}
      {pinHint !== null && certificate?.facts.training === true && (
        <div className="practice-pin">
          <strong>{texts.practicePin(pinHint)}</strong>
          <p>{texts.practicePinText}</p>
        </div>
      )}
      {certificate?.pin === 'count-low' && (
        <Message tone="warning" title={texts.countLow} announce="later">
          <p>{texts.countLowText}</p>
        </Message>
      )}
      {certificate?.pin === 'final-try' && (
        <Message tone="bad" title={texts.finalTry} announce="now">
          <p>{texts.finalTryText}</p>
        </Message>
      )}
      <div className="pin">
        <label htmlFor={id}>{texts.pin}</label>
        <input
          ref={input}
          id={id}
          className="input pin__input"
          type={shown ? 'text' : 'password'}
          autoComplete="off"
          spellCheck={false}
          disabled={off}
          aria-invalid={refused !== null}
          aria-describedby={`${id}-hint`}
          onChange={() => setRefused(null)}
        />
        <label className="pin__show">
          <input type="checkbox" checked={shown} disabled={off} onChange={(event) => setShown(event.target.checked)} /> {texts.showPin}
        </label>
        <p id={`${id}-hint`} className={refused === null ? 'small soft' : 'small pin__refused'} role={refused === null ? undefined : 'alert'}>
          {refused ?? texts.pinHint}
        </p>
      </div>
      <div>
        <button type="submit" className="button button--primary button--act" disabled={off}>
          {act}
        </button>
      </div>
    </form>
  );
}
