import { useState } from 'react';
import type { MissingItem } from '#core/contract/results.ts';
import { recordsTexts } from '#core/text/records.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useTexts } from '../../state/use-texts.ts';

const shownFirst = 12;

/** What is missing, by kind; each line leads to the cell. */
export function MissingList({ missing }: { readonly missing: readonly MissingItem[] }) {
  const kinds = [...new Set(missing.map(({ what }) => what))];
  return (
    <div className="missing">
      {kinds.map((kind) => (
        <Kind key={kind} kind={kind} items={missing.filter(({ what }) => what === kind)} />
      ))}
    </div>
  );
}

function Kind({ kind, items }: { readonly kind: MissingItem['what']; readonly items: readonly MissingItem[] }) {
  const texts = useTexts(recordsTexts);
  const go = useNavigation((store) => store.go);
  const [all, setAll] = useState(false);
  const shown = all ? items : items.slice(0, shownFirst);
  return (
    <section className="missing__kind">
      <h3>
        {texts.kinds[kind]} <span className="soft">({items.length})</span>
      </h3>
      <ul>
        {shown.map((item, index) => (
          <li key={`${item.enrollmentId ?? 'class'}-${item.detail}-${index}`}>
            <button type="button" className="text-button" onClick={() => go(item.target)}>
              {item.pupilName ?? texts.wholeClass}: {item.detail}
            </button>
          </li>
        ))}
      </ul>
      {shown.length < items.length && (
        <button type="button" className="button button--small" onClick={() => setAll(true)}>
          {texts.showAll(items.length)}
        </button>
      )}
    </section>
  );
}
