import type { Verdict } from '#core/contract/verification.ts';
import { verdictTexts } from '#core/text/findings.ts';
import { Icon } from '../../components/icons.tsx';
import { useTexts } from '../../state/use-texts.ts';

const icons = { valid: 'good', practice: 'warning', indeterminate: 'info', invalid: 'bad', unsupported: 'info', unsigned: 'bad' } as const satisfies Readonly<Record<Verdict, string>>;

/** The verdict in one sentence, with sign and colour. Practice never looks like valid. */
export function VerdictBanner({ verdict, name, pupil = '', small = false }: { readonly verdict: Verdict; readonly name: string; readonly pupil?: string; readonly small?: boolean }) {
  const texts = useTexts(verdictTexts);
  return (
    <span className={small ? 'verdict verdict--small' : 'verdict'} data-verdict={verdict}>
      <Icon name={icons[verdict]} size={small ? 18 : 34} />
      <span>
        <strong className="verdict__words">{texts[verdict].word}</strong>
        {!small && <span className="verdict__meaning">{texts[verdict].meaning}</span>}
        {pupil !== '' && <span className="verdict__pupil">{pupil}</span>}
        <span className="verdict__file">{name}</span>
      </span>
    </span>
  );
}
