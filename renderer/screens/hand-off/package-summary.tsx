import type { OpenedPackage } from '#core/contract/hand-off.ts';
import { formatDay, formatMoment } from '#core/text/common.ts';
import { handOffTexts } from '#core/text/hand-off.ts';
import { shellTexts } from '#core/text/shell.ts';
import { signingTexts } from '#core/text/signing.ts';
import { Message } from '../../components/message.tsx';
import { useLanguage } from '../../state/session-store.ts';
import { useTexts } from '../../state/use-texts.ts';

const tones = { known: 'good', new: 'info', changed: 'bad' } as const;

/** Whose package it is, what it asks for, and whether it comes from where the others came from. */
export function PackageSummary({ opened }: { readonly opened: OpenedPackage }) {
  const texts = useTexts(handOffTexts);
  const signing = useTexts(signingTexts);
  const shell = useTexts(shellTexts);
  const language = useLanguage();
  const facts = [
    [texts.school, `${opened.school.name} (${opened.school.code})`],
    [texts.classAndYear, `${texts.classes(opened.classNames)}, ${opened.schoolYear}`],
    [texts.asked, `${opened.signer} (${signing.roles[opened.role].toLowerCase()})`],
    [texts.packedBy, `${opened.createdBy}, ${formatMoment(opened.createdAt, language)}`],
    [texts.expires, formatDay(opened.expiresAt.slice(0, 10))],
    [texts.fingerprint, opened.fingerprint],
  ] as const;
  return (
    <section className="sheet stack" aria-labelledby="package-about">
      <h2 id="package-about">{texts.about}</h2>
      {opened.school.training && <p className="band">{shell.trainingBand}</p>}
      <dl className="facts">
        {facts.map(([label, value]) => (
          <div key={label} className="fact">
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Message tone={tones[opened.sender]} title={texts.senders[opened.sender]} announce={opened.sender === 'changed' ? 'now' : 'later'} />
      <p className="soft small hand-off__path">
        {texts.auditHead}: {opened.auditHead}
      </p>
    </section>
  );
}
