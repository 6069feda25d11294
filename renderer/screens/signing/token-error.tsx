import type { MethodOutput } from '#core/contract/index.ts';
import type { OfficeErrorData } from '#core/contract/errors.ts';
import { signingTexts } from '#core/text/signing.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { Message } from '../../components/message.tsx';
import { useNavigation } from '../../state/navigation.ts';
import { CallError } from '../../state/office.ts';
import { useTexts } from '../../state/use-texts.ts';

/** A mistyped PIN is no illness, and the text itself says what to do. */
const plain: ReadonlySet<string> = new Set(['token.pin-incorrect', 'token.pin-last-try', 'token.pin-length', 'token.last-try-unconfirmed', 'token.cancelled', 'token.scheme-missing']);

/** An error of signing; where it is the token's or its driver's, with the way to the token doctor. */
export function TokenError({ error }: { readonly error: CallError | OfficeErrorData | null }) {
  if (error === null) return null;
  const { code } = error instanceof CallError ? error.data : error;
  return <ErrorText error={error} actions={code.startsWith('token.') && !plain.has(code) ? <DoctorLink /> : undefined} />;
}

export function DoctorLink() {
  const texts = useTexts(signingTexts);
  return (
    <button type="button" className="button button--small" onClick={() => useNavigation.getState().go({ screen: 'token-doctor' })}>
      {texts.openDoctor}
    </button>
  );
}

/** Tokens that the PC sees and that cannot sign, because a certificate is missing on them. */
export function BareTokens({ tokens, withDoctor }: { readonly tokens: MethodOutput<'signing.tokens'>['bare']; readonly withDoctor: boolean }) {
  const texts = useTexts(signingTexts);
  return tokens.map(({ tokenLabel, tokenSerial, keys }) => {
    const name = `${tokenLabel} (${tokenSerial})`;
    return (
      <Message key={tokenSerial} tone="warning" title={keys > 0 ? texts.bareKey(name) : texts.bareToken(name)} actions={withDoctor ? <DoctorLink /> : undefined}>
        <p>{keys > 0 ? texts.bareKeyText : texts.bareTokenText}</p>
      </Message>
    );
  });
}
