import { useEffect, useRef, useState, type CSSProperties } from 'react';
import type { Phrase } from '#core/contract/phrases.ts';
import { commonTexts } from '#core/text/common.ts';
import { phrasesTexts } from '#core/text/phrases.ts';
import { starterPhrases } from '#core/text/starter-phrases.ts';
import { nameMatches } from '#core/text/vietnamese-search.ts';
import type { CallError } from '../state/office.ts';
import { useCommand } from '../state/use-command.ts';
import { useQuery } from '../state/use-query.ts';
import { useTexts } from '../state/use-texts.ts';
import type { CommentPlace } from './comment-place.ts';
import { ErrorText } from './error-text.tsx';
import { KeepPhrase } from './keep-phrase.tsx';
import { PhraseList, type Offer } from './phrase-list.tsx';
import { PhraseTools } from './phrase-tools.tsx';
import '../styles/phrases.css';

/**
 * The teacher's own phrases beside a comment that is being written: type to find, Enter inserts, Esc goes back. `written`: what could be kept as a
 * phrase. `onLeave`: the focus went somewhere else than back to the comment.
 */
export function PhrasePanel({ place, written, style, onInsert, onBack, onLeave }: {
  readonly place: CommentPlace;
  readonly written: string;
  readonly style: CSSProperties;
  readonly onInsert: (text: string) => void;
  readonly onBack: () => void;
  readonly onLeave: (to: EventTarget | null) => void;
}) {
  const texts = useTexts(phrasesTexts);
  const common = useTexts(commonTexts);
  const panel = useRef<HTMLElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const query = useQuery('phrases.list', {});
  const save = useCommand('phrases.save');
  const remove = useCommand('phrases.remove');
  const arrange = useCommand('phrases.arrange');
  const [typed, setTyped] = useState('');
  const [chosenKey, setChosenKey] = useState<string | null>(null);

  useEffect(() => {
    const element = panel.current;
    const onKey = (event: KeyboardEvent) => panelKey(event, element, search.current, onBack);
    const outside = (target: EventTarget | null) => target instanceof Node && element?.contains(target) === false;
    // A button that goes away under the focus, or another window in front, is no leaving: then there is no new place.
    const onFocusOut = ({ relatedTarget }: FocusEvent) => outside(relatedTarget) && onLeave(relatedTarget);
    const onPointer = ({ target }: PointerEvent) => outside(target) && onLeave(target);
    element?.addEventListener('keydown', onKey);
    element?.addEventListener('focusout', onFocusOut);
    document.addEventListener('pointerdown', onPointer);
    return () => {
      element?.removeEventListener('keydown', onKey);
      element?.removeEventListener('focusout', onFocusOut);
      document.removeEventListener('pointerdown', onPointer);
    };
  }, [onBack, onLeave]);
  useEffect(() => search.current?.focus(), []);

  const own = (query.value?.phrases ?? []).filter(({ kind, subjectId }) => kind === place.kind && (subjectId === null || subjectId === place.subject?.id));
  const all: readonly Offer[] = [...own.map((phrase) => ({ key: phrase.id, text: phrase.text, phrase })), ...starterPhrases[place.kind].filter((text) => !own.some((phrase) => phrase.text === text)).map((text) => ({ key: text, text, phrase: null }))];
  const offers = typed.trim() === '' ? all : all.filter(({ text }) => nameMatches(text, typed));
  const chosen = offers.find(({ key }) => key === chosenKey) ?? offers[0];

  /** What a command answers is the list as it now is. Answers whether it was taken. */
  async function take(answer: Promise<{ readonly phrases: Phrase[] } | null>): Promise<boolean> {
    const now = await answer;
    if (now !== null) query.replace(() => now);
    return now !== null;
  }

  async function rewrite({ id, kind, subjectId }: Phrase, text: string): Promise<boolean> {
    const taken = await take(save.run({ id, kind, subjectId, text }));
    if (taken) search.current?.focus();
    return taken;
  }

  function move(phrase: Phrase, by: -1 | 1): void {
    const from = own.indexOf(phrase);
    const neighbour = own[from + by];
    if (neighbour === undefined) return;
    const order = own.map(({ id }) => (id === phrase.id ? neighbour.id : id === neighbour.id ? phrase.id : id));
    void take(arrange.run({ ids: order }));
  }

  const error: CallError | null = save.error ?? remove.error ?? arrange.error ?? query.error;
  return (
    <aside
      ref={panel}
      className="phrases"
      style={style}
      aria-label={texts.title}
      tabIndex={-1}
      data-keeps-editing=""
    >
      <div className="phrases__head">
        <h2>{texts.title}</h2>
        <span className="soft small">{texts.keys}</span>
        <button type="button" className="button button--small button--quiet" onClick={onBack}>
          {common.close}
        </button>
      </div>
      <input
        ref={search}
        className="input"
        type="search"
        aria-label={texts.search}
        placeholder={texts.search}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onFocus={() => setChosenKey(null)}
        onChange={(event) => {
          setTyped(event.target.value);
          setChosenKey(null);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          event.preventDefault();
          if (chosen !== undefined) onInsert(chosen.text);
        }}
      />
      {query.value !== null && own.length === 0 && <p className="soft small">{texts.ownEmpty}</p>}
      <PhraseList offers={offers} chosen={chosen} onChoose={setChosenKey} onInsert={onInsert} />
      <PhraseTools
        key={chosen?.key ?? ''}
        phrase={chosen?.phrase ?? null}
        first={chosen?.phrase === own[0]}
        last={chosen?.phrase === own.at(-1)}
        onMove={move}
        onRemove={({ id }) => void take(remove.run({ id })).then(() => search.current?.focus())}
        onRewrite={rewrite}
      />
      <ErrorText error={error} />
      <KeepPhrase place={place} written={written} known={own} busy={save.busy} onKeep={(subjectId) => void take(save.run({ id: null, kind: place.kind, subjectId, text: written })).then(() => search.current?.focus())} />
    </aside>
  );
}

/** Esc goes back; the arrows go through the phrases; what is typed on a phrase belongs to the search. */
function panelKey(event: KeyboardEvent, panel: HTMLElement | null, search: HTMLInputElement | null, onBack: () => void): void {
  if (panel === null || event.isComposing) return;
  if (event.key === 'Escape') {
    event.preventDefault();
    event.stopPropagation();
    onBack();
    return;
  }
  const places = [...(search === null ? [] : [search]), ...panel.querySelectorAll<HTMLElement>('[data-phrase]')];
  const at = places.findIndex((place) => place === event.target);
  if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
  const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 }[event.key];
  if (step !== undefined) {
    event.preventDefault();
    places[Math.max(0, Math.min(places.length - 1, at + step))]?.focus();
  } else if (at > 0 && (event.key.length === 1 || event.key === 'Backspace') && event.key !== ' ') {
    search?.focus();
  }
}
