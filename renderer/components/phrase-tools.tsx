import { useState } from 'react';
import type { Phrase } from '#core/contract/phrases.ts';
import { commonTexts } from '#core/text/common.ts';
import { phrasesTexts } from '#core/text/phrases.ts';
import { useTexts } from '../state/use-texts.ts';
import { TextAreaField } from './field.tsx';

/** What can be done with the chosen phrase of the teacher's own. Give it a `key` of the phrase. */
export function PhraseTools({ phrase, first, last, onMove, onRemove, onRewrite }: {
  readonly phrase: Phrase | null;
  readonly first: boolean;
  readonly last: boolean;
  readonly onMove: (phrase: Phrase, by: -1 | 1) => void;
  readonly onRemove: (phrase: Phrase) => void;
  readonly onRewrite: (phrase: Phrase, text: string) => void;
}) {
  const texts = useTexts(phrasesTexts);
  const common = useTexts(commonTexts);
  const [draft, setDraft] = useState<string | null>(null);
  if (phrase === null) return null;
  if (draft !== null) {
    return (
      <div className="phrases__rewrite">
        <TextAreaField label={texts.rewriteLabel} value={draft} onChange={setDraft} inputRef={(field) => field?.focus()} />
        <div className="row row--end">
          <button type="button" className="button button--small" onClick={() => setDraft(null)}>
            {common.cancel}
          </button>
          <button
            type="button"
            className="button button--small button--primary"
            disabled={draft.trim() === ''}
            onClick={() => {
              onRewrite(phrase, draft);
              setDraft(null);
            }}
          >
            {texts.rewriteSave}
          </button>
        </div>
      </div>
    );
  }
  return (
    <div className="phrases__tools">
      <button type="button" className="button button--small button--quiet" disabled={first} title={texts.up} aria-label={texts.up} onClick={() => onMove(phrase, -1)}>
        <span aria-hidden="true">▲</span>
      </button>
      <button type="button" className="button button--small button--quiet" disabled={last} title={texts.down} aria-label={texts.down} onClick={() => onMove(phrase, 1)}>
        <span aria-hidden="true">▼</span>
      </button>
      <button type="button" className="button button--small button--quiet" onClick={() => setDraft(phrase.text)}>
        {texts.rewrite}
      </button>
      <button type="button" className="button button--small button--quiet" onClick={() => onRemove(phrase)}>
        {texts.remove}
      </button>
    </div>
  );
}
