import type { BundleSummary } from '#core/contract/verification.ts';
import { bundleTexts } from '#core/text/bundle.ts';
import { readableMoment } from '#core/text/readable-moment.ts';
import { useTexts } from '../../state/use-texts.ts';

/** What a bundle says of itself under its seal. */
export function BundleFacts({ bundle }: { readonly bundle: BundleSummary }) {
  const texts = useTexts(bundleTexts);
  const facts: readonly (readonly [label: string, value: string])[] = [
    [texts.pupil, bundle.pupilName],
    [texts.school, `${bundle.schoolName} (${bundle.schoolCode})`],
    [texts.class, bundle.className],
    [texts.schoolYear, bundle.schoolYear],
    [texts.records, String(bundle.records)],
    [texts.writtenAt, readableMoment(bundle.writtenAt)],
    [texts.program, `Học Bạ ${bundle.program}`],
  ];
  return (
    <section className="sheet">
      <h2>{texts.scopes[bundle.scope]}</h2>
      <dl className="facts">
        {facts
          .filter(([, value]) => value !== '')
          .map(([label, value]) => (
            <div key={label} className="fact">
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      <p className="soft small digest">
        {texts.auditHead}: {bundle.auditHead}
      </p>
    </section>
  );
}
