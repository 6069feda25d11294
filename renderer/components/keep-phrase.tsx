import { useId, useState } from 'react';
import type { Phrase } from '#core/contract/phrases.ts';
import { phrasesTexts } from '#core/text/phrases.ts';
import type { SubjectId } from '#core/values/ids.ts';
import { useTexts } from '../state/use-texts.ts';
import type { CommentPlace } from './comment-place.ts';

const shown = 60;

/** Keeps what is being written (or what is marked of it) as a phrase, for one subject or for all of its kind. */
export function KeepPhrase({ place, written, known, busy, onKeep }: {
  readonly place: CommentPlace;
  readonly written: string;
  readonly known: readonly Phrase[];
  readonly busy: boolean;
  readonly onKeep: (subjectId: SubjectId | null) => void;
}) {
  const texts = useTexts(phrasesTexts);
  const choiceId = useId();
  const [onlyHere, setOnlyHere] = useState(false);
  if (written === '') return null;
  if (known.some(({ text }) => text === written)) return <p className="phrases__keep soft small">{texts.kept}</p>;
  return (
    <div className="phrases__keep">
      <button type="button" className="button button--small" disabled={busy} title={texts.keepTitle(written.length > shown ? `${Array.from(written).slice(0, shown).join('')}…` : written)} onClick={() => onKeep(onlyHere ? (place.subject?.id ?? null) : null)}>
        {texts.keep}
      </button>
      {place.subject !== null && (
        <>
          <label htmlFor={choiceId} className="visually-hidden">
            {texts.keepFor}
          </label>
          <select id={choiceId} className="input input--auto" value={onlyHere ? 'subject' : 'all'} onChange={(event) => setOnlyHere(event.target.value === 'subject')}>
            <option value="all">{texts.everywhere[place.kind]}</option>
            <option value="subject">{texts.onlySubject(place.subject.name)}</option>
          </select>
        </>
      )}
    </div>
  );
}
