import { useState } from 'react';
import type { Phrase } from '#core/contract/phrases.ts';
import { commonTexts } from '#core/text/common.ts';
import { phrasesTexts } from '#core/text/phrases.ts';
import { useTexts } from '../state/use-texts.ts';
import { TextAreaField } from './field.tsx';

/** When the field comes; never again, else nothing else could have the focus. */
const focusOn = (field: HTMLTextAreaElement | null) => field?.focus();

/** What can be done with the chosen phrase of the teacher's own. Give it a `key` of the phrase. */
export function PhraseTools({ phrase, first, last, onMove, onRemove, onRewrite }: {
  readonly phrase: Phrase | null;
  readonly first: boolean;
  readonly last: boolean;
  readonly onMove: (phrase: Phrase, by: -1 | 1) => void;
  readonly onRemove: (phrase: Phrase) => void;
  /** Answers whether it was taken; what was written stays until it is. */
  readonly onRewrite: (phrase: Phrase, text: string) => Promise<boolean>;
}) {
  const texts = useTexts(phrasesTexts);
  const common = useTexts(commonTexts);
  const [draft, setDraft] = useState<string | null>(null);

  async function rewrite(old: Phrase, text: string) {
    if (await onRewrite(old, text)) setDraft(null);
  }

  if (phrase === null) return null;
  if (draft !== null) {
    return (
      <div className="phrases__rewrite">
        <TextAreaField label={texts.rewriteLabel} value={draft} onChange={setDraft} inputRef={focusOn} />
        <div className="row row--end">
          <button type="button" className="button button--small" onClick={() => setDraft(null)}>
            {common.cancel}
          </button>
          <button
            type="button"
            className="button button--small button--primary"
            disabled={draft.trim() === ''}
            onClick={() => void rewrite(phrase, draft)}
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
