import type { Phrase } from '#core/contract/phrases.ts';
import { phrasesTexts } from '#core/text/phrases.ts';
import { useTexts } from '../state/use-texts.ts';

/** A text that can be inserted: the teacher's own phrase, or (null) one of the suggestions. */
export type Offer = { readonly key: string; readonly text: string; readonly phrase: Phrase | null };

/** What can be inserted, the own phrases first. `chosen`: the one that Enter in the search field would insert. */
export function PhraseList({ offers, chosen, onChoose, onInsert }: { readonly offers: readonly Offer[]; readonly chosen: Offer | undefined; readonly onChoose: (key: string) => void; readonly onInsert: (text: string) => void }) {
  const texts = useTexts(phrasesTexts);
  if (offers.length === 0) return <p className="soft small phrases__none">{texts.nothingFound}</p>;
  const groups = [
    { label: texts.list, offers: offers.filter(({ phrase }) => phrase !== null) },
    { label: texts.starters, offers: offers.filter(({ phrase }) => phrase === null) },
  ].filter((group) => group.offers.length > 0);
  return (
    <div className="phrases__list">
      {groups.map((group) => (
        <section key={group.label} aria-label={group.label}>
          {group.label === texts.starters && <h3 className="phrases__group">{group.label}</h3>}
          <ul>
            {group.offers.map((offer) => (
              <li key={offer.key}>
                <button type="button" className="phrases__one" data-phrase={offer.key} data-chosen={offer === chosen || undefined} onFocus={() => onChoose(offer.key)} onClick={() => onInsert(offer.text)}>
                  {offer.text}
                  {offer.phrase !== null && offer.phrase.subjectId !== null && <span className="soft small"> ({texts.onlyHere})</span>}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
