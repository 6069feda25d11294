import { useState } from 'react';
import type { MethodInput, MethodOutput } from '#core/contract/index.ts';
import { handOffTexts } from '#core/text/hand-off.ts';
import { TextField } from '../../components/field.tsx';
import { useTexts } from '../../state/use-texts.ts';

export type Lock = MethodInput<'handOff.export'>['lock'];

/** Who can open the package: whoever knows a passphrase, or whoever holds a token. `onChange` null: nothing usable is chosen yet. */
export function PackageLock({ certificates, value, onChange }: { readonly certificates: MethodOutput<'handOff.preview'>['certificates']; readonly value: Lock | null; readonly onChange: (lock: Lock | null) => void }) {
  const texts = useTexts(handOffTexts);
  const [passphrase, setPassphrase] = useState('');
  const usable = certificates.filter(({ rsa }) => rsa);
  const byCertificate = value?.kind === 'certificate';

  function type(text: string) {
    setPassphrase(text);
    onChange(text.length >= 10 ? { kind: 'passphrase', passphrase: text } : null);
  }

  return (
    <div className="stack">
      <h3>{texts.lockTitle}</h3>
      <fieldset className="certificates">
        <legend>{texts.lockLegend}</legend>
        <label className="certificate">
          <input type="radio" name="lock" checked={!byCertificate} onChange={() => type(passphrase)} />
          <span className="certificate__text">
            <strong>{texts.byPassphrase}</strong>
            <span className="soft small">{texts.byPassphraseText}</span>
          </span>
        </label>
        {usable.map(({ digest, holder, serial }) => (
          <label key={digest} className="certificate">
            <input type="radio" name="lock" checked={byCertificate && value.certificateDigest === digest} onChange={() => onChange({ kind: 'certificate', certificateDigest: digest })} />
            <span className="certificate__text">
              <strong>{texts.byCertificate}</strong>
              <span className="soft small">
                {texts.byCertificateText(holder)} ({serial})
              </span>
            </span>
          </label>
        ))}
      </fieldset>
      {usable.length === 0 && <p className="soft small">{texts.noRsa}</p>}
      {!byCertificate && (
        <div className="row hand-off__secret">
          <div className="grow">
            <TextField label={texts.passphrase} value={passphrase} onChange={type} hint={texts.passphraseHint} maxLength={200} />
          </div>
          <button type="button" className="button" onClick={() => type(madePassphrase())}>
            {texts.generate}
          </button>
        </div>
      )}
    </div>
  );
}

/** Letters and digits that sound and look different, in groups that can be dictated: about 79 bits. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

function madePassphrase(): string {
  const letters: string[] = [];
  while (letters.length < 16) {
    const [byte = 255] = crypto.getRandomValues(new Uint8Array(1));
    // Above the last whole round some letters would come more often.
    const letter = byte < 248 ? alphabet[byte % alphabet.length] : undefined;
    if (letter !== undefined) letters.push(letter);
  }
  return letters.join('').replace(/(.{4})(?=.)/gu, '$1-');
}
