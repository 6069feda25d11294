import { handOffTexts } from '#core/text/hand-off.ts';
import { useTexts } from '../../state/use-texts.ts';

/** What clerk and signer compare the first time. */
export function Fingerprint({ value }: { readonly value: string }) {
  const texts = useTexts(handOffTexts);
  return (
    <p>
      {texts.fingerprint}: <strong className="hand-off__fingerprint">{value}</strong>
      <br />
      <span className="soft small">{texts.fingerprintText}</span>
    </p>
  );
}
