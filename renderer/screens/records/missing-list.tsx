import type { MissingItem } from '#core/contract/results.ts';
import { recordsTexts } from '#core/text/records.ts';
import { Message } from '../../components/message.tsx';
import { useNavigation } from '../../state/navigation.ts';
import { useTexts } from '../../state/use-texts.ts';

/** What stands between a class and its records, by kind; each line leads to the cell where it is entered. */
export function MissingList({ missing }: { readonly missing: readonly MissingItem[] }) {
  const texts = useTexts(recordsTexts);
  const groups = new Map<MissingItem['what'], MissingItem[]>();
  for (const item of missing) {
    const group = groups.get(item.what);
    if (group === undefined) groups.set(item.what, [item]);
    else group.push(item);
  }
  return (
    <section className="missing">
      <Message tone="warning" title={texts.missingTitle(missing.length)}>
        <p>{texts.missingText}</p>
      </Message>
      {[...groups].map(([what, items], index) => (
        <details key={what} className="missing__group" open={index === 0 || items.length <= 5}>
          <summary>{texts.missingGroup(texts.missingKinds[what], items.length)}</summary>
          <ul className="missing__lines">
            {items.map((item) => (
              <li key={`${JSON.stringify(item.target)} ${item.enrollmentId ?? ''} ${item.detail}`}>
                <button type="button" className="text-button" onClick={() => useNavigation.getState().go(item.target)}>
                  {item.pupilName === null ? item.detail : texts.missingLine(item.pupilName, item.detail)}
                </button>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
}
