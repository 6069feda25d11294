import type { MethodOutput } from '#core/contract/index.ts';
import type { SignerLook, SigningScope } from '#core/contract/signing.ts';
import { formatDay, formatMoment } from '#core/text/common.ts';
import { signingDocumentTexts } from '#core/text/signing-documents.ts';
import { signingTexts } from '#core/text/signing.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { StatusBadge, type BadgeTone } from '../../components/status-badge.tsx';
import { useSession } from '../../state/session-store.ts';
import { useTexts } from '../../state/use-texts.ts';

export type Preflight = MethodOutput<'signing.preflight'>;

type Check = { readonly key: string; readonly name: string; readonly tone: BadgeTone; readonly word: string; readonly detail: string };

/** What was looked at before the PIN is asked for, one line each; what forbids signing stands above it in full. */
export function PreflightPanel({ preflight, kind = 'records' }: { readonly preflight: SignerLook; /** What is signed. */ readonly kind?: SigningScope['kind'] }) {
  const texts = useTexts(signingTexts);
  const own = useTexts(signingDocumentTexts)[kind];
  const checks = useChecks(preflight);
  return (
    <div className="stack">
      {preflight.blocking.map((error) => (
        <ErrorText key={error.code} error={error} />
      ))}
      <ul className="checks" aria-label={texts.preflight.title}>
        {checks.map(({ key, name, tone, word, detail }) => (
          <li key={key} className="checks__one">
            <span className="checks__name">{name}</span>
            <StatusBadge tone={tone}>{word}</StatusBadge>
            <span className="soft small">{detail}</span>
          </li>
        ))}
      </ul>
      <p className="checks__sum">
        <strong>{own.willSign(preflight.count)}</strong> {texts.preflight.estimate(preflight.estimate.seconds, preflight.estimate.measured)}
      </p>
    </div>
  );
}

function useChecks({ signer, notAfter, pin, pinEachTime }: SignerLook): readonly Check[] {
  const { preflight: words } = useTexts(signingTexts);
  const language = useSession((store) => store.state?.language ?? 'vi');
  const { chain, revocation, clock, validity, keyUsage } = signer;
  const known = revocation.knownAt === null ? '' : words.knownAt(formatMoment(revocation.knownAt, language));
  return [
    { key: 'validity', name: words.validity, tone: validity === 'valid' ? 'good' : validity === 'expires-during' ? 'warning' : 'bad', word: words.validityWords[validity], detail: words.until(formatDay(notAfter)) },
    { key: 'usage', name: words.usage, tone: keyUsage === 'may-not-sign' ? 'bad' : 'good', word: words.usageWords[keyUsage], detail: '' },
    { key: 'chain', name: words.chain, tone: chain.state === 'trusted' ? 'good' : chain.state === 'practice' ? 'practice' : 'warning', word: words.chainWords[chain.state], detail: chain.name },
    { key: 'revocation', name: words.revocation, tone: revocation.state === 'good' ? 'good' : revocation.state === 'revoked' ? 'bad' : 'warning', word: words.revocationWords[revocation.state], detail: revocation.state === 'unknown' ? words.revocationUnknown : known },
    { key: 'clock', name: words.clock, tone: clock.state === 'sane' ? 'good' : clock.state === 'warn' ? 'warning' : 'bad', word: words.clockWords[clock.state], detail: clock.offBy === null ? '' : words.offBy(Math.round(Math.abs(clock.offBy) / 60)) },
    { key: 'pin', name: words.pin, tone: pin === 'ok' ? 'good' : pin === 'locked' ? 'bad' : 'warning', word: words.pinWords[pin], detail: pinEachTime === true ? words.pinEachTime : '' },
  ];
}
